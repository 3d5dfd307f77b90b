"""The agenda: durable timers. A row says what is due, about whom, and when; `bot/app/agenda.py` says who sees to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Agenda(Protocol):
    """What is due at an instant. A row is taken off in the transaction that does what it asks."""

    def set(self, key: str, what: str, subject: int, due: datetime) -> None:
        """Put `what` about `subject` on the agenda, in place of whatever has this key."""

    def drop(self, key: str) -> None:
        """Take it off; nothing happens when it is not there."""

    def beat(self, last: datetime | None, now: datetime) -> bool:
        """Move the heartbeat from `last` to `now`; False if somebody else has moved it."""

    def note_outage(self, began_at: datetime, ended_at: datetime) -> None:
        """The bot was down."""

    def outages_since(self, since: datetime) -> Sequence[tuple[datetime, datetime]]:
        """Outages that ended at `since` or later, in the order of their ends."""
