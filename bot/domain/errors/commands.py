"""Refusals of controls and typed commands."""

from dataclasses import dataclass

from bot.domain.errors.refusal import Refusal


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
