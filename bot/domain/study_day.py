"""Study days: local dates in an IANA time zone, and the one instant that a local time has on each of them.

Knows zones and their transitions, and nothing of learners, groups or posts. Instants are aware datetimes in UTC; no
clock is read here, every instant is passed in.

The readings, where the rule "one instant per local date, fold=0, a time in a gap moves to the first instant after it"
leaves room:

- A time in a gap gives the instant of the transition itself, whatever its minutes: 02:10 and 02:50 of a missing hour
  are the same instant. Plain `fold=0` would give two, both later than the gap's end.
- When a gap reaches midnight (22:00 UTC-2 in Nuuk in March: 23:00 becomes 00:00), the instant of 23:30 is the first
  of the next date. The study day stays the date that was asked for; `local_date` of the instant is the next one.
- A date that its zone leaves out as a whole (30 December 2011 in Apia) is no study day: `exists` says so, schedules
  step over it and nothing is owed on it. `instant_of` still answers (the end of the gap), so it never fails.
- A day ends when 00:00 of the next date is first reached.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import UnknownZone

MIDNIGHT = time(0)
ONE_DAY = timedelta(days=1)

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(/[A-Za-z0-9_+-]{1,31}){0,2}")
_NOT_PLACES = frozenset({"localtime", "posixrules", "Factory"})
_NOT_TREES = frozenset({"posix", "right"})
"""Trees of a system's zone data that count otherwise (`right` counts leap seconds) or hold doubles."""


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name, exactly as the database spells it.

    Raises UnknownZone for anything else: empty, a path, a file of the machine such as `localtime`, a wrong case.
    """
    if not _KEY.fullmatch(name) or name in _NOT_PLACES or name.split("/", 1)[0] in _NOT_TREES:
        raise UnknownZone(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(name) from None


@lru_cache(maxsize=8192)
def instant_of(day: date, at: time, zone: str) -> datetime:
    """The one instant (UTC) of the local time `at` on `day` in `zone`; see the module's text for gaps.

    A local time that happens twice means its first time. Raises UnknownZone; ValueError when `at` carries a zone.
    """
    if at.tzinfo is not None:
        raise ValueError("a local time carries no zone")
    tz = zone_of(zone)
    wall = datetime.combine(day, at)
    late = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    early = wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
    return late if late <= early else _end_of_gap(wall, early, late, tz)


def _end_of_gap(wall: datetime, early: datetime, late: datetime, tz: ZoneInfo) -> datetime:
    """The transition inside (early, late] that jumps over `wall`: offsets of a gap read fold 0 as the later instant."""
    low, high = 0, int((late - early).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if (early + timedelta(seconds=middle)).astimezone(tz).replace(tzinfo=None) > wall:
            high = middle
        else:
            low = middle + 1
    whole = early.replace(microsecond=0)
    return whole + timedelta(seconds=low)


@lru_cache(maxsize=8192)  # within one call the same instant is asked for again and again
def local_date(instant: datetime, zone: str) -> date:
    """The date on the wall in `zone` at `instant`. Raises UnknownZone."""
    return instant.astimezone(zone_of(zone)).date()


def day_starts(day: date, zone: str) -> datetime:
    """The first instant of `day` in `zone`."""
    return instant_of(day, MIDNIGHT, zone)


def day_ends(day: date, zone: str) -> datetime:
    """The first instant after `day` in `zone`: `day` is the half-open span from `day_starts` to here."""
    return instant_of(day + ONE_DAY, MIDNIGHT, zone)


def exists(day: date, zone: str) -> bool:
    """False for a date that the zone leaves out as a whole."""
    return day_starts(day, zone) < day_ends(day, zone)


def fill_day(
    answered_at: datetime,
    zone: str,
    daily_post_at: datetime | None,
    already_filled: bool,
    post_zone: str | None = None,
) -> date:
    """The study day that a first attempt fills (design, section 4, Streak).

    `daily_post_at` is the instant of the post of a still-open daily which the attempt answers, else None;
    `already_filled` says whether the day of that post is filled. `post_zone` is the learner's zone in force at the
    post, when it was another than `zone`, the one in force now: the day owed by a post is read in that zone too.
    """
    if daily_post_at is not None and not already_filled:
        return local_date(daily_post_at, post_zone or zone)
    return local_date(answered_at, zone)
