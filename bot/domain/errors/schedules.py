"""Refusals about study days, schedules, rest and pauses."""

from dataclasses import dataclass

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class UnknownZone(Refusal):
    """Not the name of an IANA time zone as the zone data spell it, e.g. Europe/Paris; `near` are names like it."""

    said: str = ""
    near: tuple[str, ...] = ()


@dataclass(eq=False)
class EmptySchedule(Refusal):
    """A schedule needs at least one weekday, each from 0 (Monday) to 6."""


@dataclass(eq=False)
class RevealTooSoon(Refusal):
    """The reveal comes at least `least_minutes` after the post."""

    least_minutes: int = 60


@dataclass(eq=False)
class TooManyRestDays(Refusal):
    """At most `most` weekdays can be rest days."""

    most: int = 2


@dataclass(eq=False)
class NoSuchWeekday(Refusal):
    """A weekday is 0 (Monday) to 6 (Sunday)."""

    said: str = ""


@dataclass(eq=False)
class PauseBackwards(Refusal):
    """A pause ends before it begins."""


@dataclass(eq=False)
class PauseTooEarly(Refusal):
    """A pause acts from the next day on: `earliest` (ISO date) is the first day it can have."""

    earliest: str = ""


@dataclass(eq=False)
class PauseTooLong(Refusal):
    """At most `most` days in any `window` can be paused; `left` could be paused from the day that was asked for."""

    most: int = 30
    window: int = 90
    left: int = 0


@dataclass(eq=False)
class BadShare(Refusal):
    """The share that a quorum must exceed is 1 to 99 per cent."""

    said: int = 0


@dataclass(eq=False)
class BadMix(Refusal):
    """A band mix is a share of at least 0 for junior, mid and senior, and more than 0 together."""

    said: str = ""


@dataclass(eq=False)
class BadSeason(Refusal):
    """A season is not a month, a quarter, a half, a year, or 1 to 52 weeks."""

    said: str = ""
