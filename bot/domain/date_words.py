"""Dates and ranges of dates as people type them, for days without a daily.

Knows calendars and the group's local date of today, passed in; nothing of schedules.
"""

import re
from datetime import date, timedelta

from bot.domain.errors import DateOutOfReach, DatesBackwards, NoSuchWeekday, NotADate
from bot.domain.group_words import SHOWN, read_weekdays, tidy
from bot.domain.schedule import Skip, merged

AHEAD = timedelta(days=366)
"""How far ahead dates can be skipped: a year."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_RANGE = re.compile(r"\s*(?:\.\.+|…|\bto\b|\buntil\b)\s*")


def read_dates(said: str, today: date) -> tuple[Skip, ...]:
    """Dates and ranges, in order and merged: "2026-12-24..2027-01-01", "today", "tomorrow, next friday".

    A weekday means its next date after today. Raises NotADate, DatesBackwards, or DateOutOfReach for what is past or
    more than a year ahead.
    """
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]|\band\b", _joined(tidy(said))))):
        ends = _RANGE.split(part)
        if len(ends) > 2 or not all(ends):
            raise NotADate(part[:SHOWN])
        span = Skip(_date(ends[0], today), _date(ends[-1], today))
        if span.last < span.first:
            raise DatesBackwards(part[:SHOWN])
        if span.first < today or span.last > today + AHEAD:
            raise DateOutOfReach(part[:SHOWN], today.isoformat(), (today + AHEAD).isoformat())
        found.append(span)
    if not found:
        raise NotADate(said[:SHOWN])
    return merged(found)


def _joined(text: str) -> str:
    """Commas between ISO dates that only blanks keep apart."""
    return re.sub(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2}) (?=[0-9]{4}-)", ", ", text)


def _date(word: str, today: date) -> date:
    """One date."""
    if word == "today":
        return today
    if word == "tomorrow":
        return today + timedelta(days=1)
    if _ISO.fullmatch(word):
        try:
            return date.fromisoformat(word)
        except ValueError:
            raise NotADate(word) from None
    name = word.removeprefix("next ").removeprefix("on ").strip()
    try:
        days = read_weekdays(name)
    except NoSuchWeekday:
        raise NotADate(word[:SHOWN]) from None
    if len(days) != 1:
        raise NotADate(word[:SHOWN])
    (weekday,) = days
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def without(spans: tuple[Skip, ...], taken: tuple[Skip, ...]) -> tuple[Skip, ...]:
    """The dates of `spans` that are not in `taken`, as fewest ranges."""
    left = list(merged(spans))
    for gone in merged(taken):
        kept = []
        for span in left:
            if gone.last < span.first or gone.first > span.last:
                kept.append(span)
                continue
            if span.first < gone.first:
                kept.append(Skip(span.first, gone.first - timedelta(days=1)))
            if span.last > gone.last:
                kept.append(Skip(gone.last + timedelta(days=1), span.last))
        left = kept
    return tuple(left)
