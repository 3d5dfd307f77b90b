"""Reminders: at which local times one may be sent, and when the next one is due.

Knows times and zones. Must not know whether there is anything to be reminded of.
"""

from datetime import datetime, time

from bot.domain.errors import NotAReminderTime, NotATime, ReminderAtNight
from bot.domain.group_words import read_time
from bot.domain.study_day import ONE_DAY, instant_of, local_date, zone_of

FIRST = time(7)
LAST = time(22)
"""Nobody is reminded from 22:00 to 07:00 (design, section 4): the first of these is allowed, the last is not."""

OFF = frozenset({"off", "none", "no", "never", ""})
_SHOWN = 60


def read_reminder(said: str) -> str:
    """ "HH:MM", or "" for off. Raises NotAReminderTime or ReminderAtNight."""
    if said.strip().casefold() in OFF:
        return ""
    try:
        at = read_time(said)
    except NotATime:
        raise NotAReminderTime(said[:_SHOWN]) from None
    if not FIRST <= at < LAST:
        raise ReminderAtNight(f"{at:%H:%M}")
    return f"{at:%H:%M}"


def next_reminder(remind_at: str, zone: str, after: datetime) -> datetime:
    """The first instant after `after` at which it is `remind_at` ("HH:MM") in the zone."""
    at = time.fromisoformat(remind_at)
    day = local_date(after, zone)
    while (due := instant_of(day, at, zone)) <= after:
        day += ONE_DAY
    return due


def may_remind(remind_at: str, zone: str, now: datetime) -> bool:
    """Whether a reminder that is late may still go: after its time of today, and before the night."""
    return time.fromisoformat(remind_at) <= now.astimezone(zone_of(zone)).time() < LAST
