"""Every refusal that a person can meet, each as its own class with the facts that its card needs.

No prose here: `bot/view/refusals.py` has a card for each class, and a test holds the two together.
"""

from dataclasses import dataclass


@dataclass(eq=False)
class Refusal(Exception):
    """Something that was asked for cannot be done. Nothing was changed."""


# --- which group, which daily


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
    """Nothing is open in the group now."""

    group: str = ""


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


# --- controls and commands


@dataclass(eq=False)
class BadToken(Refusal):
    """A control's id that no version of the bot wrote."""


@dataclass(eq=False)
class OldToken(Refusal):
    """A control of another version of the bot: its intent or its fields are not known here."""


@dataclass(eq=False)
class UnknownCommand(Refusal):
    """No command is called that; `suggestions` are the nearest, best first, maybe none."""

    said: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(eq=False)
class MissingParameter(Refusal):
    """A command lacks what it needs. `usage` is how it is said, `example` says it in full."""

    command: str = ""
    parameter: str = ""
    usage: str = ""
    example: str = ""


@dataclass(eq=False)
class BadParameter(Refusal):
    """A value that a command's parameter does not take; `allowed` says in words which it takes."""

    command: str = ""
    parameter: str = ""
    said: str = ""
    allowed: str = ""
    usage: str = ""


@dataclass(eq=False)
class ExtraWord(Refusal):
    """A command was given more than it takes; `said` is the first word too many."""

    command: str = ""
    said: str = ""
    usage: str = ""
