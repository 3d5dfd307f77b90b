"""Refusals about boards."""

from dataclasses import dataclass

from bot.domain.errors.refusal import Refusal


@dataclass(eq=False)
class NoSuchBoard(Refusal):
    """`said` is neither a period nor a scope of leaderboards."""

    said: str = ""


@dataclass(eq=False)
class NoBoardHere(Refusal):
    """The board of a `scope` (channel or space) was asked for where there is none."""

    scope: str = ""
