"""Schedules: the next post over weekdays, skips and used days, six hours apart, and the reveal."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.errors import EmptySchedule, RevealTooSoon, UnknownZone
from bot.domain.schedule import (
    Post,
    Schedule,
    Skip,
    can_post_now,
    check_reveal_delay,
    check_schedule,
    merged,
    next_post,
    reveal_at,
)

NINE = Schedule(time(9), "Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_the_next_post_is_later_than_after() -> None:
    assert next_post(NINE, utc(2026, 3, 4, 7, 59)) == Post(date(2026, 3, 4), utc(2026, 3, 4, 8))
    assert next_post(NINE, utc(2026, 3, 4, 8)) == Post(date(2026, 3, 5), utc(2026, 3, 5, 8))


def test_the_weekend_has_no_post_and_summer_time_keeps_the_hour() -> None:
    assert next_post(NINE, utc(2026, 3, 27, 8)) == Post(date(2026, 3, 30), utc(2026, 3, 30, 7))


def test_skipped_dates_have_no_post() -> None:
    holidays = Schedule(time(9), "Europe/Berlin", skips=(Skip(date(2026, 3, 5), date(2026, 3, 10)),))
    found = next_post(holidays, utc(2026, 3, 4, 8))
    assert found is not None
    assert found.day == date(2026, 3, 11)


def test_a_used_day_has_no_second_post() -> None:
    posted_now = Post(date(2026, 3, 4), utc(2026, 3, 4, 1))
    found = next_post(NINE, utc(2026, 3, 4, 1), posted_now)
    assert found is not None
    assert found.day == date(2026, 3, 5)


def test_a_post_waits_until_six_hours_after_the_last() -> None:
    early = Schedule(time(0, 30), "UTC", frozenset(range(7)))
    last = Post(date(2026, 3, 4), utc(2026, 3, 4, 23))
    assert next_post(early, last.at, last) == Post(date(2026, 3, 5), utc(2026, 3, 5, 5))


def test_a_day_whose_post_would_leave_it_has_none() -> None:
    moved = Schedule(time(9), "Pacific/Kiritimati", frozenset(range(7)))
    last = Post(date(2026, 3, 4), utc(2026, 3, 5, 5))  # posted when the group lived far west
    found = next_post(moved, last.at, last)
    assert found is not None
    assert found.day == date(2026, 3, 6)
    assert found.at - last.at >= timedelta(hours=6)


def test_a_gap_at_midnight_keeps_its_study_day() -> None:
    late = Schedule(time(23, 30), "America/Nuuk", frozenset(range(7)))
    found = next_post(late, utc(2026, 3, 28, 12))
    assert found == Post(date(2026, 3, 28), utc(2026, 3, 29, 1))
    assert next_post(late, utc(2026, 3, 29, 0, 59)) == found
    after = next_post(late, found.at, found)
    assert after is not None
    assert after.day == date(2026, 3, 29)


def test_a_schedule_that_is_skipped_for_ever_has_no_post() -> None:
    never = Schedule(time(9), "UTC", skips=(Skip(date(2026, 1, 1), date.max),))
    assert next_post(never, utc(2026, 3, 4)) is None


def test_a_schedule_needs_a_weekday_and_a_zone() -> None:
    assert check_schedule(NINE) is NINE
    for weekdays in (frozenset(), frozenset({7}), frozenset({-1, 2})):
        with pytest.raises(EmptySchedule):
            check_schedule(Schedule(time(9), "UTC", weekdays))
    with pytest.raises(UnknownZone):
        check_schedule(Schedule(time(9), "Berlin"))


def test_post_now_keeps_six_hours_from_the_last() -> None:
    last = Post(date(2026, 3, 4), utc(2026, 3, 4, 8))
    assert not can_post_now(utc(2026, 3, 4, 13, 59), last)
    assert can_post_now(utc(2026, 3, 4, 14), last)
    assert can_post_now(utc(2026, 3, 4, 1), None)


def test_the_reveal_comes_at_the_earliest() -> None:
    post, coming = utc(2026, 3, 4, 8), utc(2026, 3, 5, 8)
    assert reveal_at(post, coming) == coming
    assert reveal_at(post, coming, timedelta(hours=8)) == utc(2026, 3, 4, 16)
    assert reveal_at(post, coming, timedelta(hours=48)) == coming
    assert reveal_at(post, None, timedelta(hours=1)) == utc(2026, 3, 4, 9)
    assert reveal_at(post, None) is None


def test_a_reveal_within_the_hour_is_refused() -> None:
    with pytest.raises(RevealTooSoon):
        check_reveal_delay(timedelta(minutes=59))


def test_skips_that_touch_become_one() -> None:
    a, b, c, d = (date(2026, 3, day) for day in (1, 4, 5, 9))
    assert merged([Skip(c, d), Skip(a, b), Skip(d, c), Skip(a, a)]) == (Skip(a, d),)
    assert merged([Skip(d, d), Skip(a, b)]) == (Skip(a, b), Skip(d, d))
