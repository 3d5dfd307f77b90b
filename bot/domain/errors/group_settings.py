"""Refusals about what the settings of a group can be."""

from dataclasses import dataclass

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class NotATime(Refusal):
    """`said` is no local time such as 09:00 or 5pm."""

    said: str = ""


@dataclass(eq=False)
class NotADelay(Refusal):
    """`said` is no length of time such as 4h, 90m or 1h30m, from `least` to `most` minutes."""

    said: str = ""
    least: int = 0
    most: int = 0


@dataclass(eq=False)
class UnknownTopic(Refusal):
    """The bank serves no topic `said`; `near` are spelt alike, `known` are all of them."""

    said: str = ""
    near: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(eq=False)
class BadGroupName(Refusal):
    """A group's name has 1 to `most` characters that can be printed."""

    said: str = ""
    most: int = 60


@dataclass(eq=False)
class GroupNameTaken(Refusal):
    """Another group of this space is called so."""

    name: str = ""


@dataclass(eq=False)
class NotAVerdictTime(Refusal):
    """Learners see their verdict `now` or at the `reveal`; `said` is neither."""

    said: str = ""


@dataclass(eq=False)
class NotForRounds(Refusal):
    """Live rounds count on their `own` or on the `board` too; `said` is neither."""

    said: str = ""


@dataclass(eq=False)
class NotAShare(Refusal):
    """`said` is no percentage such as 50."""

    said: str = ""


@dataclass(eq=False)
class NothingToChange(Refusal):
    """A change that names no setting."""

    group: int = 0


@dataclass(eq=False)
class NotADate(Refusal):
    """`said` is no date such as 2026-12-24, today or next friday, nor a range of two."""

    said: str = ""


@dataclass(eq=False)
class DatesBackwards(Refusal):
    """A range whose end comes before its beginning."""

    said: str = ""


@dataclass(eq=False)
class DateOutOfReach(Refusal):
    """Dates are skipped from `earliest` to `latest` (ISO), a year ahead."""

    said: str = ""
    earliest: str = ""
    latest: str = ""


@dataclass(eq=False)
class NoQuestionMatches(Refusal):
    """No live question fits the group's topics and bands."""

    group: str = ""
