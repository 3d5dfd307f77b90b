"""Filled days, the state of each streak, and its ledger."""

from datetime import date
from typing import Protocol


class Streaks(Protocol):
    """What keeps streaks; the raw facts for a replay are read by `history`."""

    def is_filled(self, learner_id: int, day: date) -> bool: ...

    def fill(self, learner_id: int, day: date, attempt_id: int) -> bool:
        """Fill a day; False if it was filled before."""
