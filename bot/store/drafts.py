"""Half-filled forms in the tables. Implements `bot.ports.drafts.Drafts`."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Text, delete, select

from bot.refs import AccountRef
from bot.store.instants import micros
from bot.store.schema import account, draft
from bot.store.statement import Statement, param, upsert
from bot.store.tx import Tx

decode = msgspec.json.Decoder(dict[str, str]).decode

OF = Statement(
    select(draft.c.fields)
    .join(account, account.c.id == draft.c.account_id)
    .where(
        account.c.platform == param("platform", Text),
        account.c.tenant == param("tenant", Text),
        account.c.user_key == param("user", Text),
        draft.c.form == param("form", Text),
    ),
    "platform",
    "tenant",
    "user",
    "form",
)
KEEP = Statement(upsert(draft, ["account_id", "form"], ["fields", "at"]))
DROP = Statement(
    delete(draft).where(draft.c.account_id == param("account"), draft.c.form == param("form", Text)), "account", "form"
)


class StoredDrafts:
    """Drafts on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def of(self, ref: AccountRef, form: str) -> dict[str, str]:
        row = self.tx.one(OF, *ref, form)
        return {} if row is None else decode(row[0])

    def keep(self, account_id: int, form: str, fields: Mapping[str, str], now: datetime) -> None:
        stored = msgspec.json.encode({name: value.encode(errors="replace").decode() for name, value in fields.items()})
        self.tx.run(KEEP, account_id=account_id, form=form, fields=stored.decode(), at=micros(now))

    def drop(self, account_id: int, form: str) -> None:
        self.tx.run(DROP, account_id, form)
