"""Leaderboards: ranks and order by example, the podium, and anonymous numbers; laws are in tests/laws."""

from datetime import UTC, datetime, timedelta

from bot.domain.leaderboard import Tally, anonymous_numbers, board, podium, standings

START = datetime(2026, 3, 4, tzinfo=UTC)


def tally(learner: int, points: int, attempts: int = 1, score: float = 1.0, second: int = 0) -> Tally:
    return Tally(learner, points, attempts, score, START + timedelta(seconds=second))


def test_equal_points_share_a_rank_and_the_next_is_skipped() -> None:
    rows = standings([tally(1, 500), tally(2, 900), tally(3, 900), tally(4, 100)])
    assert [(row.rank, row.learner) for row in rows] == [(1, 2), (1, 3), (3, 1), (4, 4)]


def test_within_a_rank_accuracy_then_who_was_first() -> None:
    rows = standings([tally(1, 500, 4, 4.0), tally(2, 500, 5, 2.5), tally(3, 500, 5, 5.0), tally(4, 500, 1, 1.0, -5)])
    assert [row.learner for row in rows] == [3, 2, 4, 1]
    assert [row.accuracy for row in rows] == [1.0, 0.5, None, None]


def test_the_own_row_comes_with_its_neighbours() -> None:
    rows = standings([tally(learner, 1000 - learner) for learner in range(1, 31)])
    seen = board(rows, 20)
    assert [row.learner for row in seen.top] == list(range(1, 11))
    assert [row.learner for row in seen.around] == [18, 19, 20, 21, 22]
    assert [row.learner for row in board(rows, 11).around] == [11, 12, 13]
    assert [row.learner for row in board(rows, 30).around] == [28, 29, 30]
    assert board(rows, 3).around == ()
    assert board(rows, 99).own is None
    assert board(rows, None).top == seen.top


def test_the_podium_has_three_ranks_with_points() -> None:
    rows = standings([tally(1, 500), tally(2, 500), tally(3, 300), tally(4, 200)])
    assert [row.learner for row in podium(rows)] == [1, 2, 3]
    assert podium(standings([tally(1, 0)])) == ()


def test_anonymous_numbers_stay_and_do_not_tell_who_came_when() -> None:
    first = anonymous_numbers("g1", range(1, 9))
    assert sorted(first.values()) == list(range(1, 9))
    assert first == anonymous_numbers("g1", reversed(range(1, 9)))
    assert [first[learner] for learner in range(1, 9)] != list(range(1, 9))
    assert anonymous_numbers("g2", range(1, 9)) != first
    more = anonymous_numbers("g1", range(1, 12), first)
    assert more.items() >= first.items()
    assert sorted(more.values()) == list(range(1, 12))
    assert anonymous_numbers("g1", [5], {4: 1, 6: 3}) == {4: 1, 6: 3, 5: 2}
