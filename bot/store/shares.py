"""Codes that let a group span spaces, in the table of all codes. Implements `bot.ports.shares.Shares`."""

from datetime import datetime

from sqlalchemy import Text, select, update

from bot.ports.shares import Share
from bot.store.instants import instant, micros
from bot.store.schema import link_code
from bot.store.statement import Statement, insert_or_ignore, param
from bot.store.tx import Tx

OPEN = Statement(
    insert_or_ignore(link_code, columns=["code", "purpose", "account_id", "group_id", "created_at"]).returning(
        link_code.c.code
    )
)
CLOSE_OLD = Statement(
    update(link_code)
    .where(link_code.c.purpose == "share", link_code.c.group_id == param("group"), link_code.c.closed_at.is_(None))
    .values(closed_at=param("at")),
    "group",
    "at",
)
FIND = Statement(
    select(
        link_code.c.code, link_code.c.account_id, link_code.c.group_id, link_code.c.created_at,
        link_code.c.other_account_id, link_code.c.channel_id, link_code.c.closed_at,
    ).where(link_code.c.code == param("wanted", Text), link_code.c.purpose == "share"),
    "wanted",
)  # fmt: skip
ACCEPT = Statement(
    update(link_code)
    .where(link_code.c.code == param("wanted", Text))
    .values(other_account_id=param("account"), channel_id=param("channel"), agreed=2),
    "wanted",
    "account",
    "channel",
)
CLOSE = Statement(
    update(link_code).where(link_code.c.code == param("wanted", Text)).values(closed_at=param("at")), "wanted", "at"
)


class StoredShares:
    """Codes on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def open(self, code: str, account_id: int, group_id: int, now: datetime) -> bool:
        at = micros(now)
        self.tx.run(CLOSE_OLD, group_id, at)
        made = self.tx.one(OPEN, code=code, purpose="share", account_id=account_id, group_id=group_id, created_at=at)
        return made is not None

    def find(self, code: str) -> Share | None:
        row = self.tx.one(FIND, code)
        return None if row is None else Share._make((*row[:3], instant(row[3]), *row[4:6], row[6] is not None))

    def accept(self, code: str, account_id: int, channel_id: int) -> None:
        self.tx.run(ACCEPT, code, account_id, channel_id)

    def close(self, code: str, now: datetime) -> None:
        self.tx.run(CLOSE, code, micros(now))
