"""Practice: which questions a learner has open for practice, and which are worth another try."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.attempts import AttemptRow


class Practice(Protocol):
    """Sittings are opened, answered once, and closed; an account may have several."""

    def open(self, account_id: int, question_id: str, now: datetime) -> None: ...

    def is_open(self, learner_id: int, question_id: str) -> bool: ...

    def last_open(self, learner_id: int) -> str | None:
        """The question that was opened last and not answered yet."""

    def close(self, learner_id: int, question_id: str) -> None: ...

    def last_attempt(self, learner_id: int, question_id: str) -> AttemptRow | None:
        """The learner's newest attempt at the question."""

    def missed(self, learner_id: int) -> Sequence[str]:
        """Questions revealed in the learner's groups that the learner never attempted, the newest first."""

    def wrong(self, learner_id: int) -> Sequence[str]:
        """Questions whose newest attempt was not fully right, the one longest ago first."""

    def attempted(self, learner_id: int) -> frozenset[str]:
        """Every question that the learner attempted."""
