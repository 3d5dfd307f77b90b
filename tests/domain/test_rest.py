"""Rest days and pauses: the limits, and what a refusal says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.errors import NoSuchWeekday, PauseBackwards, PauseTooEarly, PauseTooLong, TooManyRestDays
from bot.domain.rest import acts_from, check_pause, check_rest_days, days_left

TODAY = date(2026, 3, 4)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_two_rest_days_are_the_most() -> None:
    assert check_rest_days([5, 6, 5]) == {5, 6}
    assert check_rest_days([]) == frozenset()
    with pytest.raises(TooManyRestDays):
        check_rest_days([0, 1, 2])
    with pytest.raises(NoSuchWeekday):
        check_rest_days([7])


def test_a_change_acts_from_the_next_local_date() -> None:
    assert acts_from(datetime(2026, 3, 4, 23, tzinfo=UTC), "Asia/Tokyo") == date(2026, 3, 6)


def test_a_pause_of_30_days_is_the_longest() -> None:
    check_pause(after(1), after(30), TODAY)
    with pytest.raises(PauseTooLong) as refusal:
        check_pause(after(1), after(31), TODAY)
    assert refusal.value.left == 30


def test_pauses_of_the_last_and_the_next_90_days_count() -> None:
    taken = [after(-day) for day in range(10)]
    check_pause(after(1), after(20), TODAY, taken)
    with pytest.raises(PauseTooLong) as refusal:
        check_pause(after(1), after(21), TODAY, taken)
    assert refusal.value.left == 20
    planned = [after(50 + day) for day in range(30)]
    assert days_left(after(1), planned) == 0
    assert days_left(after(1), [after(-90 - day) for day in range(30)]) == 30


def test_days_paused_already_cost_nothing_again() -> None:
    assert days_left(after(1), [after(day) for day in range(1, 11)]) == 30


def test_a_pause_begins_tomorrow_and_ends_after_it_began() -> None:
    with pytest.raises(PauseTooEarly) as refusal:
        check_pause(TODAY, after(3), TODAY)
    assert refusal.value.earliest == after(1).isoformat()
    with pytest.raises(PauseBackwards):
        check_pause(after(4), after(3), TODAY)
