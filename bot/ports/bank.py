"""The question bank as use cases see it."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.domain.format import Format
from bot.domain.question import Question


class Bank(Protocol):
    """Questions by id. `served` are the live ones; only these are ever chosen."""

    @property
    def questions(self) -> Mapping[str, Question]: ...

    @property
    def formats(self) -> Mapping[str, Format]: ...

    def get(self, question_id: str) -> Question | None: ...

    def served(self) -> Iterable[Question]: ...
