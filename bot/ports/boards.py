"""Standings: how many points each learner has on each board."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Boards(Protocol):
    """Boards are named "<scope letter><scope id>/<period key>": g group, c channel, s space."""

    def credit(
        self, boards: Sequence[str], learner_id: int, points: int, score: float, at: datetime, shown: bool
    ) -> None:
        """Add one first attempt: hundredths of points and a score 0..1."""

    def count_question(self, question_id: str, revision: int, score: float, unknown: bool) -> None:
        """Add one first attempt to the question's statistics."""
