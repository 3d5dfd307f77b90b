"""Refusals about mock interview rounds."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class NoSuchFormat(Refusal):
    """There is no format `said`; `near` are spelt alike, `known` are all of them."""

    said: str = ""
    near: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(eq=False)
class BadRoundLength(Refusal):
    """Not a number of `what` (minutes, questions) from 1 to `most`."""

    what: str = ""
    said: str = ""
    most: int = 0


@dataclass(eq=False)
class BadBand(Refusal):
    """Not a band: junior, mid, senior, or mixed."""

    said: str = ""


@dataclass(eq=False)
class NothingToAsk(Refusal):
    """The bank holds nothing that this format could ask about these topics here and now."""

    format: str = ""
    topics: tuple[str, ...] = ()


@dataclass(eq=False)
class RoundRunning(Refusal):
    """The caller plays a round already; it can be resumed or ended."""

    round: int = 0
    format: str = ""
    paused: bool = False


@dataclass(eq=False)
class NoRound(Refusal):
    """The caller plays no round."""


@dataclass(eq=False)
class NoSuchRound(Refusal):
    """No round of the caller's has this number."""

    said: int = 0


@dataclass(eq=False)
class RoundOver(Refusal):
    """The round has ended; `round` has a report. What was typed is given back."""

    round: int = 0
    said: str = ""


@dataclass(eq=False)
class RoundNotOver(Refusal):
    """The report comes when the round has ended."""

    round: int = 0


@dataclass(eq=False)
class TimeIsUp(Refusal):
    """The answer came after the phase's time; what was typed is given back."""

    round: int = 0
    said: str = ""


@dataclass(eq=False)
class RoundPaused(Refusal):
    """The round is paused, so no question is open; what was typed is given back."""

    round: int = 0
    said: str = ""


@dataclass(eq=False)
class NotAskedNow(Refusal):
    """This question of the round is not open: another one is, or it was answered; what was typed is given back."""

    round: int = 0
    said: str = ""


@dataclass(eq=False)
class NothingToRate(Refusal):
    """The caller has no answer here that a rubric could rate."""


@dataclass(eq=False)
class RatedAlready(Refusal):
    """A rubric is filled in once."""

    round: int = 0


@dataclass(eq=False)
class LiveRunning(Refusal):
    """A live round is open in this channel already; it can be joined."""

    round: int = 0


@dataclass(eq=False)
class NotTheHost(Refusal):
    """The host moves the round on; any player (`plays`: the caller is one) from `at` on, if nothing has happened."""

    round: int = 0
    at: datetime | None = None
    plays: bool = False


@dataclass(eq=False)
class NotASlot(Refusal):
    """Not a free time: a weekday, a beginning and an end on the same day, 14 of them at most."""

    said: str = ""


@dataclass(eq=False)
class NotALanguage(Refusal):
    """The name of a language has 2 to `most` letters."""

    said: str = ""
    most: int = 0


@dataclass(eq=False)
class NotSignedUp(Refusal):
    """The caller is not looking for a partner."""


@dataclass(eq=False)
class NotYourPart(Refusal):
    """This is for the other role: the run sheet for who interviews, the rubric for who took part."""

    round: int = 0


@dataclass(eq=False)
class NotYetTime(Refusal):
    """The pair meets at `at`."""

    at: datetime | None = None
