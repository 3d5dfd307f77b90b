"""Standings equal a naive recomputation, and what a caller sees is a window on them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.leaderboard import Tally, board, podium, standings
from bot.domain.season import PERIODS, period_key, period_keys, read_plan, season_of, span_of

START = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def boards(draw: st.DrawFn) -> list[Tally]:
    learners = draw(st.lists(st.integers(1, 60), unique=True, max_size=25))
    return [
        Tally(
            learner,
            draw(st.sampled_from([0, 500, 1000, 1500, 2000])),
            attempts := draw(st.integers(1, 8)),
            draw(st.sampled_from([0.0, 0.5, 1.0])) * attempts,
            START + timedelta(seconds=draw(st.integers(0, 3))),
        )
        for learner in learners
    ]


def beats(one: Tally, other: Tally) -> bool:
    """Whether a row stands above another, read from the design sentence by sentence."""
    if one.points != other.points:
        return one.points > other.points
    if (one.attempts >= 5) != (other.attempts >= 5):
        return one.attempts >= 5
    if one.attempts >= 5 and one.score * other.attempts != other.score * one.attempts:
        return one.score * other.attempts > other.score * one.attempts
    if one.reached_at != other.reached_at:
        return one.reached_at < other.reached_at
    return one.learner < other.learner


@settings(max_examples=200, deadline=None)
@given(boards())
def test_standings_equal_a_naive_recomputation(tallies: list[Tally]) -> None:
    rows = standings(tallies)
    assert len(rows) == len(tallies)
    for tally in tallies:
        above = sum(1 for other in tallies if other is not tally and beats(other, tally))
        row = rows[above]
        assert row.learner == tally.learner
        assert row.points == tally.points
        assert row.rank == 1 + sum(1 for other in tallies if other.points > tally.points)
        assert row.accuracy == (tally.score / tally.attempts if tally.attempts >= 5 else None)
    assert [row.learner for row in podium(rows)] == [
        row.learner for row in rows if row.rank in (1, 2, 3) and row.points
    ]


@settings(max_examples=200, deadline=None)
@given(boards(), st.integers(1, 60))
def test_the_own_row_and_its_neighbours_are_there(tallies: list[Tally], learner: int) -> None:
    rows = standings(tallies)
    seen = board(rows, learner, top=3, around=1)
    assert seen.top == rows[:3]
    assert seen.learners == len(rows)
    places = [index for index, row in enumerate(rows) if row.learner == learner]
    if not places:
        assert seen.own is None
        assert seen.around == ()
        return
    shown = [*seen.top, *seen.around]
    assert seen.own == rows[places[0]]
    assert len({row.learner for row in shown}) == len(shown)
    for index in (places[0] - 1, places[0], places[0] + 1):
        if 0 <= index < len(rows) and not (index >= 3 and places[0] < 3):
            assert rows[index] in shown


PLANS = ["month", "quarter", "half", "year", "1 weeks from 2026-01-07", "6 weeks from 2027-02-01"]


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin"]),
    st.sampled_from(PLANS),
)
def test_a_period_holds_the_local_date_and_only_its_own_dates(at: datetime, zone: str, words: str) -> None:
    plan = read_plan(words)
    keys = period_keys(at, zone, plan)
    span = span_of(keys[0], plan)
    assert span is not None
    day = span.first
    for period, key in zip(PERIODS[:-1], keys, strict=False):
        span = span_of(key, plan)
        assert span is not None
        assert span.first <= day <= span.last
        assert period_key(period, span.first, plan) == key == period_key(period, span.last, plan)
        assert period_key(period, span.last + timedelta(days=1), plan) != key
        assert period_key(period, span.first - timedelta(days=1), plan) != key
    assert keys[-1] == "a"
    assert season_of(season_of(day, plan).last + timedelta(days=1), plan).first > day
