"""Refusals about a learner's settings, memberships, identity and data."""

from dataclasses import dataclass

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class NotASetting(Refusal):
    """`said` is none of the values that the setting `name` (confirm, visibility) takes: `allowed`."""

    name: str = ""
    said: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(eq=False)
class NotAReminderTime(Refusal):
    """Not a local time such as 18:30, nor "off"."""

    said: str = ""


@dataclass(eq=False)
class ReminderAtNight(Refusal):
    """Nobody is reminded from 22:00 to 07:00."""

    said: str = ""


@dataclass(eq=False)
class NotPaused(Refusal):
    """There is no pause to end."""


@dataclass(eq=False)
class NotAMember(Refusal):
    """The caller is no member of the group."""

    group: str = ""


@dataclass(eq=False)
class LastAdmin(Refusal):
    """The caller is the only admin of these groups, (id, name) of each: another must be named first."""

    groups: tuple[tuple[int, str], ...] = ()


@dataclass(eq=False)
class SameAccount(Refusal):
    """The code was made by this very account."""


@dataclass(eq=False)
class AlreadyLinked(Refusal):
    """Both accounts belong to one learner already."""


@dataclass(eq=False)
class NotTypedYet(Refusal):
    """The code waits to be typed on the other account."""

    code: str = ""


@dataclass(eq=False)
class NotLinked(Refusal):
    """The caller's account is the learner's only one."""
