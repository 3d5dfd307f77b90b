"""Codes that let a group span spaces, in the table of all codes. Implements `bot.ports.shares.Shares`.

How often an account typed a wrong code is kept there too, under a key that no code can have.
"""

from datetime import datetime

from sqlalchemy import Text, case, select, update

from bot.ports.shares import Share
from bot.store.instants import instant, micros
from bot.store.schema import link_code
from bot.store.statement import Statement, insert_or_ignore, param, upsert
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
        link_code.c.code, link_code.c.account_id, link_code.c.group_id, link_code.c.created_at, link_code.c.tries,
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
MISSES = Statement(
    select(link_code.c.tries).where(
        link_code.c.code == param("wanted", Text), link_code.c.created_at >= param("since")
    ),
    "wanted",
    "since",
)
MISS = Statement(
    upsert(
        link_code,
        ["code"],
        lambda old, new: {
            "tries": case((old.created_at >= param("since"), old.tries + 1), else_=1),
            "created_at": case((old.created_at >= param("since"), old.created_at), else_=new.created_at),
        },
        columns=["code", "purpose", "account_id", "created_at", "tries"],
    )
)
WINDOW = 600 * 1_000_000
"""Microseconds within which wrong codes add up: as long as a code holds."""


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
        return None if row is None else Share(*row[:3], instant(row[3]), *row[4:7], row[7] is not None)

    def accept(self, code: str, account_id: int, channel_id: int) -> None:
        self.tx.run(ACCEPT, code, account_id, channel_id)

    def close(self, code: str, now: datetime) -> None:
        self.tx.run(CLOSE, code, micros(now))

    def misses(self, account_id: int, since: datetime) -> int:
        row = self.tx.one(MISSES, f"missed by {account_id}", micros(since))
        return row[0] if row else 0

    def miss(self, account_id: int, now: datetime) -> None:
        at = micros(now)
        self.tx.run(
            MISS,
            code=f"missed by {account_id}",
            purpose="miss",
            account_id=account_id,
            created_at=at,
            tries=1,
            since=at - WINDOW,
        )
