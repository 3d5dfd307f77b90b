"""The streak law, case by case; random histories are in tests/laws."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from bot.domain.streak import START, Day, LedgerRow, StreakState, advance, replay
from tests.every import every

FIRST = date(2026, 3, 2)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ends(index: int) -> datetime:
    """The end of day `index`, counted from 0."""
    return MIDNIGHT + timedelta(days=index)


def days(pattern: str) -> list[Day]:
    """f: filled at noon, -: owed and empty, c: covered, r p z n: not owed for rest, pause, zone, no post."""
    why = {"r": "rest", "p": "pause", "z": "zone", "n": "no_post"}
    return [
        Day(
            FIRST + timedelta(days=index),
            ends(index),
            mark not in why,
            why.get(mark),
            ends(index) - 12 * HOUR if mark == "f" else None,
            ends(index) - 2 * HOUR if mark == "c" else None,
        )
        for index, mark in enumerate(pattern)
    ]


def at_end(pattern: str, hours: int = 0):
    return replay(days(pattern), ends(len(pattern) - 1) + hours * HOUR)


def whats(rows: tuple[LedgerRow, ...]) -> list[str]:
    return [row.what for row in rows]


def test_filled_days_make_the_streak() -> None:
    assert at_end("fff").length == 3


@every("mark", "rpznc")
def test_days_not_owed_leave_the_streak_as_it_is(mark: str) -> None:
    streak = at_end(f"ff{mark}f", 100)
    assert (streak.length, streak.at_risk) == (3, ())
    told = [row.what for row in streak.ledger if row.what != "filled"]
    assert told == {"r": ["rest"], "p": ["pause"], "z": ["zone"], "n": [], "c": ["covered"]}[mark]


def test_a_missed_day_is_at_risk_for_48_hours_and_then_breaks() -> None:
    early = replay(days("ff-"), ends(2) + 48 * HOUR - timedelta(microseconds=1))
    assert (early.length, early.at_risk) == (2, (FIRST + timedelta(days=2),))
    late = replay(days("ff-"), ends(2) + 48 * HOUR)
    assert (late.length, late.at_risk, late.longest) == (0, (), 2)
    assert late.ledger[-1].what == "broken"


def test_today_is_not_at_risk_yet() -> None:
    assert replay(days("ff-"), ends(2) - HOUR).at_risk == ()


def test_days_filled_while_at_risk_are_the_new_streak() -> None:
    streak = at_end("fff-ff", 1)
    assert (streak.length, streak.longest) == (2, 3)


def test_every_seventh_filled_day_earns_a_freeze_and_two_are_held() -> None:
    assert [at_end("f" * count).freezes for count in (6, 7, 13, 14, 21, 28)] == [0, 1, 1, 2, 2, 2]


def test_a_freeze_is_used_by_itself() -> None:
    streak = at_end("fffffff-fff")
    assert (streak.length, streak.freezes, streak.frozen) == (10, 0, (FIRST + timedelta(days=7),))
    used = [row for row in streak.ledger if row.what == "freeze_used"]
    assert used == [LedgerRow(ends(7) + 48 * HOUR, FIRST + timedelta(days=7), "freeze_used", 9, 0)]


def test_a_freeze_earned_while_at_risk_is_there_for_the_day() -> None:
    assert at_end("ffffff-f", 60).length == 7
    assert at_end("fffff-f--", 60).length == 0


def test_three_missed_days_use_two_freezes_and_break() -> None:
    streak = at_end("f" * 14 + "---", 48)
    assert (streak.length, streak.freezes, streak.longest) == (0, 0, 14)
    assert whats(streak.ledger)[-3:] == ["freeze_used", "freeze_used", "broken"]


def test_a_later_cover_gives_the_freeze_back() -> None:
    facts = days("fffffff-ffff")
    told = ends(7) + 62 * HOUR
    facts[7] = msgspec.structs.replace(facts[7], covered_at=told)
    before = replay(facts, told - HOUR)
    assert (before.freezes, before.frozen) == (0, (facts[7].day,))
    after = replay(facts, told)
    assert (after.length, after.freezes, after.frozen) == (before.length, 1, ())
    undone = [row.what for row in after.ledger if row.day == facts[7].day]
    assert undone == ["freeze_used", "covered", "freeze_returned"]


def test_an_answer_after_the_48_hours_mends_the_break() -> None:
    facts = days("ff---")
    facts[2] = msgspec.structs.replace(facts[2], filled_at=ends(4) + HOUR)
    facts[3] = msgspec.structs.replace(facts[3], owed=False, why="no_post")
    facts[4] = msgspec.structs.replace(facts[4], owed=False, why="no_post")
    assert replay(facts, ends(4)).length == 0
    mended = replay(facts, ends(4) + HOUR)
    assert mended.length == 3
    assert whats(mended.ledger) == ["filled", "filled", "broken", "filled", "mended"]


def test_an_answer_at_midnight_counts_after_the_day_that_ended_then() -> None:
    facts = days("f-ff")
    facts[2] = msgspec.structs.replace(facts[2], filled_at=ends(1))
    assert replay(facts, ends(3)).length == 2


def test_a_day_filled_before_an_earlier_one_ended_is_part_of_the_new_streak() -> None:
    facts = days("f-f")  # a move west: the second day ended again after the third was filled
    facts[1] = msgspec.structs.replace(facts[1], ends=ends(2) - 6 * HOUR)
    streak = replay(facts, ends(5))
    assert streak.length == 1
    running = replay(facts, ends(2) - 7 * HOUR)
    assert running.state.reopened
    assert advance(running.state, (), ends(2)) is None


def test_a_step_tells_what_changed() -> None:
    facts = days("f" * 7)
    state = replay(facts[:6], ends(5)).state
    step = advance(state, facts[6:], ends(6) - 12 * HOUR)
    assert step is not None
    assert whats(step[1]) == ["filled", "freeze_earned"]
    assert step[0] == replay(facts, ends(6) - 12 * HOUR).state


def test_a_step_fills_a_day_at_risk() -> None:
    facts = days("ff-")
    state = replay(facts, ends(2) + HOUR).state
    late = msgspec.structs.replace(facts[2], filled_at=ends(2) + 2 * HOUR)
    step = advance(state, (late,), ends(2) + 2 * HOUR)
    assert step is not None
    assert (step[0].length, step[0].pending) == (3, ())


def test_a_step_that_reaches_into_the_settled_past_asks_for_a_replay() -> None:
    facts = days("ff-ff")
    state = replay(facts, ends(4)).state
    told = msgspec.structs.replace(facts[2], covered_at=ends(4) + HOUR)
    assert advance(state, (told,), ends(4) + HOUR) is None
    assert advance(state, (facts[1],), ends(4) + HOUR) is None


def test_a_step_older_than_what_was_worked_in_asks_for_a_replay() -> None:
    facts = days("f-f")
    state = replay(facts[:2], ends(3)).state  # the second day was decided before the third was told
    assert advance(state, facts[2:], ends(3)) is None


def test_a_step_over_a_day_that_was_left_out_is_a_mistake() -> None:
    facts = days("ffff")
    state = replay(facts[:2], ends(1)).state
    with pytest.raises(ValueError, match="left out"):
        advance(state, facts[3:], ends(3))


def test_a_state_survives_its_encoding() -> None:
    state = at_end("fffffff--f").state
    assert state.pending
    for one in (state, START):
        assert msgspec.json.decode(msgspec.json.encode(one), type=StreakState) == one
