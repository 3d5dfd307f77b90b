"""Who could interview whom, and when: free slots, what they have in common, and how good a pair would be.

Pure arithmetic on weekly slots in each learner's zone; the matching itself is a library's (`usecases/match_pairs`).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.errors import NotASlot
from bot.domain.group_words import tidy
from bot.domain.question import BANDS

AHEAD = timedelta(days=7)
"""Slots are looked for within a week."""
MOST_SLOTS = 14
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS = {
    "daily": range(7), "weekdays": range(5), "weekends": range(5, 7), "mon-fri": range(5), "sat-sun": range(5, 7),
}  # fmt: skip
_SLOT = re.compile(
    r"(?P<day>[a-z]{3,9}(?:-[a-z]{3})?)\s*(?P<h1>[0-9]{1,2})(?::?(?P<m1>[0-9]{2}))?\s*(?:-|to)\s*"
    r"(?P<h2>[0-9]{1,2})(?::?(?P<m2>[0-9]{2}))?",
    re.ASCII,
)
_BETWEEN = re.compile(r"[\s,;]*(?:and )?")


class Slot(NamedTuple):
    """A weekly free time: weekday 0-6, minutes from local midnight, end after start."""

    day: int
    start: int
    end: int


class Wish(NamedTuple):
    """What somebody signed up with. `skipped`: found no partner last time; `met` whom they have played with."""

    id: int
    learner: int
    band: str
    language: str
    zone: str
    slots: tuple[Slot, ...]
    skipped: bool
    met: frozenset[int]


def read_slots(said: str) -> tuple[Slot, ...]:
    """Slots as typed: "mon 18-20, sat 10:30-12". Raises NotASlot with what could not be read."""
    text = tidy(said)
    found: list[Slot] = []
    at = 0
    while at < len(text):
        gap = _BETWEEN.match(text, at)
        at = gap.end() if gap else at
        if at == len(text):
            break
        slot = _SLOT.match(text, at)
        days = days_of(slot["day"]) if slot else ()
        if slot is None or not days:
            raise NotASlot(said=text[at : at + 40])
        start = 60 * int(slot["h1"]) + int(slot["m1"] or 0)
        end = 60 * int(slot["h2"]) + int(slot["m2"] or 0)
        if not 0 <= start < end <= 24 * 60 or int(slot["m1"] or 0) > 59 or int(slot["m2"] or 0) > 59:
            raise NotASlot(said=slot[0])
        found += [Slot(day, start, end) for day in days]
        at = slot.end()
    if not found or len(found) > MOST_SLOTS:
        raise NotASlot(said=text[:40])
    return tuple(sorted(set(found)))


def days_of(word: str) -> Sequence[int]:
    """The weekdays that a word names, or none."""
    if word in WORDS:
        return WORDS[word]
    return tuple(day for day, name in enumerate(DAYS) if len(word) >= 3 and word.startswith(name))[:1]


def written(slots: Sequence[Slot]) -> str:
    """Slots as they are kept and shown: "mon 18:00-20:00, sat 10:30-12:00"."""
    return ", ".join(f"{DAYS[s.day]} {s.start // 60}:{s.start % 60:02d}-{s.end // 60}:{s.end % 60:02d}" for s in slots)


def spans(slots: Sequence[Slot], zone: str, now: datetime) -> list[tuple[datetime, datetime]]:
    """The slots of the coming week as instants, in order; what has begun already counts from now."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    found = []
    for ahead in range(AHEAD.days + 1):
        day = today + timedelta(days=ahead)
        midnight = datetime.combine(day, time(), place)
        for slot in slots:
            if slot.day == day.weekday():
                start, end = (instant(midnight, minutes) for minutes in (slot.start, slot.end))
                if end > now and start < now + AHEAD:
                    found.append((max(start, now), end))
    return sorted(found)


def instant(midnight: datetime, minutes: int) -> datetime:
    """So many minutes on the clock after a local midnight, as UTC."""
    local = midnight.replace(hour=minutes // 60 % 24, minute=minutes % 60) + timedelta(days=minutes // (24 * 60))
    return local.astimezone(UTC)


def first_meeting(
    mine: Sequence[tuple[datetime, datetime]], theirs: Sequence[tuple[datetime, datetime]], least: timedelta
) -> datetime | None:
    """The first instant from which both have so long, or None."""
    starts = [max(a, c) for a, b in mine for c, d in theirs if min(b, d) - max(a, c) >= least]
    return min(starts, default=None)


def overlap_minutes(mine: Sequence[tuple[datetime, datetime]], theirs: Sequence[tuple[datetime, datetime]]) -> int:
    """How many minutes both are free."""
    return sum(max(0, int((min(b, d) - max(a, c)).total_seconds() // 60)) for a, b in mine for c, d in theirs)


def weight(one: Wish, other: Wish, minutes: int) -> int:
    """How good a pair would be; for two who have time together and speak one language.

    Whoever found nobody last time comes first, then a partner one has not met, then the same band, then time.
    """
    return (
        1_000_000 * (one.skipped + other.skipped)
        + 10_000 * (other.learner not in one.met)
        + 1_000 * (2 - band_distance(one.band, other.band))
        + min(minutes, 999)
    )


def band_distance(one: str, other: str) -> int:
    """0 to 2; "" goes with everything."""
    if one not in BANDS or other not in BANDS:
        return 0
    return abs(BANDS.index(one) - BANDS.index(other))
