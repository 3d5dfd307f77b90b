"""Refusals that are our own trouble."""

from dataclasses import dataclass

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class Overloaded(Refusal):
    """Too much is waiting, or the database is held up: nothing was stored, the same again in a moment will do."""


@dataclass(eq=False)
class OutcomeUnknown(Refusal):
    """The connection broke while it was being stored: asking again finds out, and stores nothing twice."""


@dataclass(eq=False)
class Broken(Refusal):
    """A fault of ours; nothing was stored, and the log has it under `reference`."""

    reference: str = ""


@dataclass(eq=False)
class NothingRevealedYet(Refusal):
    """The group has no revealed daily so far."""

    group: str = ""
