"""When a group posts and reveals: the next study day and its instant, from the group's schedule.

Knows local times, weekdays and skipped dates. Must not know what is posted, where, nor what time it is now.

The readings, where the design is silent:

- Two posts lie at least 6 hours apart: a post that would come sooner after the last one (a change of time or zone, a
  "post now") waits until 6 hours after it; if that is no longer on its study day, the day has no post.
- A study day which already has a daily (posted, missed, or used up by "post now") has no second one; a change of the
  schedule therefore acts on the next date without a daily. Days before a used day are used up too.
- A date which the zone leaves out has no post.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import msgspec

from bot.domain.errors import EmptySchedule, RevealTooSoon
from bot.domain.study_day import ONE_DAY, day_ends, exists, instant_of, local_date, zone_of

POSTS_APART = timedelta(hours=6)
LEAST_REVEAL_DELAY = timedelta(hours=1)
CATCH_UP = timedelta(hours=6)
"""How late a post may be unless the group says otherwise; later than that it is recorded as missed."""

WORKING_DAYS = frozenset({0, 1, 2, 3, 4})
HORIZON_DAYS = 800
"""How far ahead a post is looked for: two years of skipped dates, then the schedule counts as having none."""


class Skip(msgspec.Struct, frozen=True):
    """Study days without a post, `first` to `last`, both included: a holiday, rest for all."""

    first: date
    last: date


class Schedule(msgspec.Struct, frozen=True):
    """A group's local time, IANA zone, weekdays (0 is Monday) and skipped dates."""

    at: time
    zone: str
    weekdays: frozenset[int] = WORKING_DAYS
    skips: tuple[Skip, ...] = ()


class Post(msgspec.Struct, frozen=True):
    """The study day (in the group's zone) that a post belongs to, and its instant."""

    day: date
    at: datetime


def check_schedule(schedule: Schedule) -> Schedule:
    """The schedule, or UnknownZone, or EmptySchedule (no weekday, or one outside 0..6)."""
    zone_of(schedule.zone)
    if not schedule.weekdays or not schedule.weekdays <= frozenset(range(7)):
        raise EmptySchedule()
    return schedule


def posts_on(schedule: Schedule, day: date) -> bool:
    """Whether the schedule has a post on this study day at all."""
    return (
        day.weekday() in schedule.weekdays
        and not any(skip.first <= day <= skip.last for skip in schedule.skips)
        and exists(day, schedule.zone)
    )


def next_post(schedule: Schedule, after: datetime, last: Post | None = None) -> Post | None:
    """The first post later than `after`, given the last study day that already has a daily and its instant.

    None when there is none within HORIZON_DAYS. Raises UnknownZone.
    """
    day = local_date(after, schedule.zone) - ONE_DAY  # an instant of the gap at midnight belongs to the day before
    if last is not None and last.day >= day:
        day = last.day + ONE_DAY
    for _ in range(HORIZON_DAYS):
        if posts_on(schedule, day):
            at = instant_of(day, schedule.at, schedule.zone)
            in_time = True
            if last is not None and at < last.at + POSTS_APART:
                at = last.at + POSTS_APART
                in_time = at < day_ends(day, schedule.zone)
            if in_time and at > after:
                return Post(day, at)
        day += ONE_DAY
    return None


def can_post_now(now: datetime, last: Post | None) -> bool:
    """Whether a post at `now` keeps 6 hours from the last one; the next one keeps them by itself (`next_post`)."""
    return last is None or now >= last.at + POSTS_APART


def check_reveal_delay(delay: timedelta) -> timedelta:
    """The delay from post to reveal, or RevealTooSoon below one hour."""
    if delay < LEAST_REVEAL_DELAY:
        raise RevealTooSoon(int(LEAST_REVEAL_DELAY.total_seconds() // 60))
    return delay


def reveal_at(posted_at: datetime, next_post_at: datetime | None, delay: timedelta | None = None) -> datetime | None:
    """The earliest of the next post and `delay` after the post; None (until pause or end) when there is neither."""
    ends = [] if delay is None else [posted_at + check_reveal_delay(delay)]
    if next_post_at is not None:
        ends.append(next_post_at)
    return min(ends, default=None)


def merged(skips: Iterable[Skip]) -> tuple[Skip, ...]:
    """The same dates as fewest ranges, in order; ranges that overlap or touch become one."""
    found: list[Skip] = []
    for skip in sorted(skips, key=lambda one: (one.first, one.last)):
        if found and skip.first <= found[-1].last + ONE_DAY:
            found[-1] = Skip(found[-1].first, max(found[-1].last, skip.last))
        elif skip.first <= skip.last:
            found.append(skip)
    return tuple(found)
