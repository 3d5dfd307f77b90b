"""Refusals of what admins cannot do just now."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class OnlyInAChannel(Refusal):
    """This concerns a channel, and was asked for in a direct message."""


@dataclass(eq=False)
class ChannelHasGroup(Refusal):
    """A group lives in this channel already."""

    group: int = 0
    name: str = ""


@dataclass(eq=False)
class GroupEnded(Refusal):
    """The group has ended; it can be restored."""

    group: int = 0
    name: str = ""


@dataclass(eq=False)
class GroupIsPaused(Refusal):
    """The group is paused: resume it first."""

    group: int = 0
    name: str = ""


@dataclass(eq=False)
class NotEnded(Refusal):
    """Only a group that has ended can be restored."""

    name: str = ""


@dataclass(eq=False)
class NoChannelLeft(Refusal):
    """The group has no channel that can be reached."""

    name: str = ""


@dataclass(eq=False)
class DateHasDaily(Refusal):
    """`day` (ISO) has its daily already: it cannot be skipped."""

    day: str = ""
    group: int = 0


@dataclass(eq=False)
class NothingSkipped(Refusal):
    """None of these dates is skipped."""

    said: str = ""


@dataclass(eq=False)
class TooSoonToPost(Refusal):
    """Two posts lie at least 6 hours apart: `at` is the first instant at which another may come."""

    at: datetime | None = None


@dataclass(eq=False)
class SlotUsed(Refusal):
    """`day` (ISO), the group's study day, has had its daily."""

    day: str = ""
    group: int = 0


@dataclass(eq=False)
class ReplacedAlready(Refusal):
    """A daily is replaced once."""

    day: str = ""


@dataclass(eq=False)
class UnknownPerson(Refusal):
    """No member of the group is called so."""

    said: str = ""


@dataclass(eq=False)
class WhichPerson(Refusal):
    """Several members are called so: (account id, name, platform) of each."""

    said: str = ""
    found: tuple[tuple[int, str, str], ...] = ()


@dataclass(eq=False)
class NotAnAdmin(Refusal):
    """The person is no admin of the group."""

    name: str = ""


@dataclass(eq=False)
class OnlyAdmin(Refusal):
    """The role cannot be taken from the group's only admin."""

    group: int = 0


@dataclass(eq=False)
class GroupElsewhere(Refusal):
    """The group has no channel in this space: a code is needed."""

    name: str = ""


@dataclass(eq=False)
class SpaceAdminsOnly(Refusal):
    """Only an admin of this space, or of a group in it, may bring a channel of it into another space's group."""
