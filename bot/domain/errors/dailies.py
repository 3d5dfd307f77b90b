"""Refusals about which group and which daily."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class NoGroupHere(Refusal):
    """There is no group in this channel, or the caller is in none."""

    in_channel: bool = False


@dataclass(eq=False)
class AskWhichGroup(Refusal):
    """The caller is in several groups: (id, name) of each."""

    groups: tuple[tuple[int, str], ...] = ()


@dataclass(eq=False)
class NotForYou(Refusal):
    """The caller may not see or do this here."""


@dataclass(eq=False)
class AdminsOnly(Refusal):
    """Only an admin of the group may do this."""

    group: str = ""


@dataclass(eq=False)
class UnknownDaily(Refusal):
    """No such daily, or not posted yet."""


@dataclass(eq=False)
class NoOpenDaily(Refusal):
    """Nothing is open in the group now.

    `state` is the group's; `next` says when a question comes by itself. `waits`: one opens as soon as it is asked for.
    """

    group: str = ""
    state: str = "active"
    next: datetime | None = None
    waits: bool = False


@dataclass(eq=False)
class DailyClosed(Refusal):
    """The daily was revealed before the answer came; what was typed is given back."""

    daily: int = 0
    said: str = ""


@dataclass(eq=False)
class QuestionGone(Refusal):
    """The question is no longer in the bank."""


@dataclass(eq=False)
class NoMoreHints(Refusal):
    """All hints were taken, or there are none."""

    total: int = 0


@dataclass(eq=False)
class NotAnsweredYet(Refusal):
    """There is no result to show, because the caller has not answered."""

    daily: int = 0


@dataclass(eq=False)
class StillOpen(Refusal):
    """The question is open or queued in one of the caller's groups, so it is not served elsewhere."""

    group: str = ""
