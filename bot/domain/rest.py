"""Rest days and pauses: what a learner may choose, and why a choice is refused.

Knows only study days; whether a choice saves a streak is the business of `streak_history`.
"""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from bot.domain.errors import NoSuchWeekday, PauseBackwards, PauseTooEarly, PauseTooLong, TooManyRestDays
from bot.domain.study_day import ONE_DAY, local_date

MOST_REST_DAYS = 2
MOST_PAUSED = 30
PAUSE_WINDOW = 90


class RestChange(msgspec.Struct, frozen=True):
    """At `at` the learner chose these rest weekdays (0 is Monday) in place of all earlier ones."""

    at: datetime
    weekdays: frozenset[int]


class Pause(msgspec.Struct, frozen=True):
    """At `at` the learner chose to pause from `first` to `last`, both included, but not before the next day."""

    at: datetime
    first: date
    last: date


def acts_from(at: datetime, zone: str) -> date:
    """The first study day that a change of rest, pause or groups made at `at` rules: the next local date."""
    return local_date(at, zone) + ONE_DAY


def check_rest_days(weekdays: Iterable[int]) -> frozenset[int]:
    """The weekdays, or NoSuchWeekday, or TooManyRestDays (more than 2)."""
    chosen = frozenset(weekdays)
    for weekday in chosen:
        if weekday not in range(7):
            raise NoSuchWeekday(str(weekday))
    if len(chosen) > MOST_REST_DAYS:
        raise TooManyRestDays(MOST_REST_DAYS)
    return chosen


def check_pause(first: date, last: date, today: date, paused: Iterable[date] = ()) -> None:
    """Refuse a pause that a learner may not take; `paused` are the days paused or planned to be already.

    Raises PauseBackwards (ends before it begins), PauseTooEarly (begins before tomorrow), PauseTooLong (more than 30
    days of some 90 in a row would be paused).
    """
    if last < first:
        raise PauseBackwards()
    if first <= today:
        raise PauseTooEarly((today + ONE_DAY).isoformat())
    left = days_left(first, paused)
    if (last - first).days >= left:
        raise PauseTooLong(MOST_PAUSED, PAUSE_WINDOW, left)


def days_left(first: date, paused: Iterable[date] = ()) -> int:
    """How many days in a row could be paused from `first` on, at most 30; days paused already cost nothing again."""
    taken = set(paused)
    for count in range(MOST_PAUSED):
        taken.add(first + ONE_DAY * count)
        if not _within_limit(sorted(taken)):
            return count
    return MOST_PAUSED


def _within_limit(days: list[date]) -> bool:
    """Whether no 90 days in a row hold more than 30 of these."""
    return all((later - earlier).days >= PAUSE_WINDOW for earlier, later in zip(days, days[MOST_PAUSED:], strict=False))
