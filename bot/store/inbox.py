"""The events seen, in their table. Implements `bot.ports.inbox.Inbox` on one transaction."""

from datetime import datetime

from sqlalchemy import delete

from bot.ports.inbox import KEPT
from bot.store.instants import micros
from bot.store.schema import event_seen
from bot.store.statement import Statement, insert_or_ignore, param
from bot.store.tx import Tx

FORGET = Statement(delete(event_seen).where(event_seen.c.at < param("before")), "before")
TAKE = Statement(insert_or_ignore(event_seen, keys=["key"], columns=["key", "at"]), "key", "at")


class StoredInbox:
    """Events on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def take(self, key: str, now: datetime) -> bool:
        self.tx.run(FORGET, micros(now - KEPT))
        return self.tx.run(TAKE, key, micros(now)) == 1
