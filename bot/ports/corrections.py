"""Corrections: which revision of each question was applied last, and the attempts that a new one may lift."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.ports.attempts import AttemptRow


class Known(NamedTuple):
    """The revision that all attempts have been looked at with, its key's hash, and how far the next one has come."""

    revision: int
    key_hash: str
    cursor: int


class Corrections(Protocol):
    """What is known of questions, and the attempts to be looked at again."""

    def known(self) -> Mapping[str, Known]:
        """Every question that was ever registered."""

    def register(self, questions: Iterable[tuple[str, int, str]], now: datetime) -> None:
        """(id, revision, hash of the key) of questions that are new, or whose revision has been worked in."""

    def reach(self, question_id: str, cursor: int) -> None:
        """The attempts up to this id have been looked at."""

    def attempts(self, question_id: str, after: int, limit: int) -> Sequence[AttemptRow]:
        """Attempts at a question by id, after one; those of erased learners left out."""
