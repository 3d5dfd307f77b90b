"""Codes by which a group spans spaces: asked for on one side, typed on the other, agreed to on the first again."""

from datetime import datetime
from typing import NamedTuple, Protocol


class Share(NamedTuple):
    """A code. `channel_id` is the other side's channel, once it was typed there."""

    code: str
    account_id: int
    group_id: int
    created_at: datetime
    other_account_id: int | None
    channel_id: int | None
    closed: bool


class Shares(Protocol):
    """Codes with the purpose of sharing a group; those that link accounts are not seen here."""

    def open(self, code: str, account_id: int, group_id: int, now: datetime) -> bool:
        """Keep a new code; False if that code exists already. Earlier codes of the group are closed."""

    def find(self, code: str) -> Share | None: ...

    def accept(self, code: str, account_id: int, channel_id: int) -> None:
        """The other side has typed it in its channel."""

    def close(self, code: str, now: datetime) -> None: ...
