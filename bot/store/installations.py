"""Installations in their table. Implements `bot.ports.installations.Installations` on one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, select, update

from bot.ports.installations import Installation
from bot.store.instants import instant, micros
from bot.store.schema import installation
from bot.store.statement import Statement, param, upsert
from bot.store.tx import Row, Tx

COLUMNS = (
    installation.c.platform,
    installation.c.tenant,
    installation.c.payload,
    installation.c.installed_at,
    installation.c.active,
)
WHERE = (installation.c.platform == param("platform", Text), installation.c.tenant == param("tenant", Text))
FIND = Statement(select(*COLUMNS).where(*WHERE), "platform", "tenant")
KEEP = Statement(
    upsert(installation, ["platform", "tenant"], ["payload", "installed_at", "active"], values={"active": 1}),
    "platform",
    "tenant",
    "payload",
    "installed_at",
)
RENEW = Statement(
    update(installation)
    .where(*WHERE, installation.c.active == 1, installation.c.payload == param("old", Text))
    .values(payload=param("new", Text)),
    "platform",
    "tenant",
    "old",
    "new",
)
END = Statement(
    update(installation)
    .where(*WHERE, installation.c.active == 1, installation.c.installed_at < param("before"))
    .values(payload="", active=0),
    "platform",
    "tenant",
    "before",
)
ACTIVE = Statement(
    select(*COLUMNS)
    .where(installation.c.platform == param("platform", Text), installation.c.active == 1)
    .order_by(installation.c.tenant),
    "platform",
)


class StoredInstallations:
    """Installations on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def find(self, platform: str, tenant: str) -> Installation | None:
        row = self.tx.one(FIND, platform, tenant)
        return None if row is None else installation_of(row)

    def keep(self, platform: str, tenant: str, payload: str, now: datetime) -> None:
        self.tx.run(KEEP, platform, tenant, payload, micros(now))

    def renew(self, platform: str, tenant: str, old: str, new: str) -> bool:
        return self.tx.run(RENEW, platform, tenant, old, new) == 1

    def end(self, platform: str, tenant: str, installed_before: datetime) -> bool:
        return self.tx.run(END, platform, tenant, micros(installed_before)) == 1

    def active(self, platform: str) -> Sequence[Installation]:
        return [installation_of(row) for row in self.tx.all(ACTIVE, platform)]


def installation_of(row: Row) -> Installation:
    """A row of `COLUMNS`."""
    return Installation(row[0], row[1], row[2], instant(row[3]), row[4] == 1)
