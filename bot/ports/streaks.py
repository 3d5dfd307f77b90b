"""Filled days, the state of each streak, and its ledger."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.streak import LedgerRow, StreakState
from bot.domain.streak_history import History


class Streaks(Protocol):
    """What keeps streaks. The state and the ledger are derived: `history` has the facts that they follow from."""

    def is_filled(self, learner_id: int, day: date) -> bool: ...

    def fill(self, learner_id: int, day: date, attempt_id: int) -> bool:
        """Fill a day; False if it was filled before."""

    def fill_next(self, learner_id: int, day: date, attempt_id: int) -> None:
        """Fill a day that is known to be empty, because the state, which is locked, has not come to it."""

    def state(self, learner_id: int) -> StreakState | None:
        """The state as it was last kept; locks it against other replicas until the commit."""

    def keep(self, learner_id: int, state: StreakState, rows: Sequence[LedgerRow], anew: bool) -> None:
        """Keep a state and append ledger rows; with `anew` the rows replace the whole ledger."""

    def history(self, learner_id: int, since: date | None = None) -> History:
        """The facts of the learner that the streak depends on: all, or what days from `since` on need.

        Nothing is owed before a learner's first attempt, so that is when the learner joined.
        """

    def refill(self, learner_id: int) -> bool:
        """Derive the filled days anew from the attempts; False, with streak and ledger forgotten, if there are none."""

    def filled_by(self, learner_id: int) -> Mapping[str, int]:
        """Which study days the learner's attempts fill, by the facts: the day (ISO) and the attempt."""

    def ledger(self, learner_id: int, limit: int, offset: int) -> Sequence[LedgerRow]:
        """Newest first."""

    def doubt_group(self, group_id: int) -> None:
        """The settled past of a group's members has changed: their states are rebuilt before they are used again."""

    def doubt_since(self, since: datetime) -> None:
        """The same for every state that worked in anything at `since` or later."""
