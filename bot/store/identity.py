"""Codes and links in the tables. Implements `bot.ports.identity.Identity`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, func, select, update

from bot.ports.identity import AccountRow, LinkCode
from bot.store.instants import instant, micros
from bot.store.schema import account, attempt, daily, exposure, hint, learner, link, link_code, link_try, retry
from bot.store.statement import Statement, insert, insert_or_ignore, param
from bot.store.tx import Tx

OPEN = Statement(
    insert_or_ignore(link_code, columns=["code", "purpose", "account_id", "created_at", "tries", "agreed"])
)
CLOSE_EARLIER = Statement(
    update(link_code)
    .where(link_code.c.account_id == param("account"), link_code.c.purpose == "link", link_code.c.closed_at.is_(None))
    .values(closed_at=param("at")),
    "account",
    "at",
)
CODE = Statement(
    select(
        link_code.c.code, link_code.c.account_id, link_code.c.created_at, link_code.c.other_account_id,
        link_code.c.agreed, link_code.c.closed_at,
    )
    .where(link_code.c.code == param("code", Text), link_code.c.purpose == "link")
    .with_for_update(),
    "code",
)  # fmt: skip
TAKE = Statement(
    update(link_code).where(link_code.c.code == param("which", Text)).values(other_account_id=param("other")),
    "which",
    "other",
)
AGREE = Statement(
    update(link_code)
    .where(link_code.c.code == param("which", Text))
    .values(agreed=link_code.c.agreed.op("|")(param("side"))),
    "which",
    "side",
)
CLOSE = Statement(
    update(link_code).where(link_code.c.code == param("which", Text)).values(closed_at=param("at")), "which", "at"
)
TRIES = Statement(
    select(func.count(link_try.c.id)).where(link_try.c.account_id == param("account"), link_try.c.at > param("since")),
    "account",
    "since",
)
FAIL = Statement(insert(link_try))
ACCOUNTS = Statement(
    select(account.c.id, account.c.platform, account.c.name, account.c.learner_id, account.c.own_learner_id)
    .where(account.c.learner_id == param("learner"))
    .order_by(account.c.id),
    "learner",
)
LAST_USED = Statement(
    select(account.c.id)
    .join(attempt, attempt.c.account_id == account.c.id, isouter=True)
    .where(account.c.learner_id == param("learner"))
    .order_by(func.coalesce(attempt.c.id, 0).desc(), account.c.id)
    .limit(1),
    "learner",
)
BORN = Statement(select(learner.c.created_at).where(learner.c.id == param("learner")), "learner")
MOVE = Statement(
    update(account).where(account.c.id == param("which")).values(learner_id=param("learner")), "which", "learner"
)
LINK = Statement(insert(link))
HINTS = Statement(
    select(hint.c.daily_id, hint.c.number, hint.c.at)
    .join(daily, daily.c.id == hint.c.daily_id)
    .where(hint.c.learner_id == param("learner"), daily.c.state == "open"),
    "learner",
)
RETRIES = Statement(
    select(retry.c.daily_id, retry.c.at)
    .join(daily, daily.c.id == retry.c.daily_id)
    .where(retry.c.learner_id == param("learner"), daily.c.state == "open"),
    "learner",
)
ATTEMPTED = Statement(
    select(attempt.c.question_id).distinct().where(attempt.c.account_id == param("account")), "account"
)
EXPOSED = Statement(select(exposure.c.question_id).where(exposure.c.account_id == param("account")), "account")
KEEP_HINT = Statement(insert_or_ignore(hint))
KEEP_RETRY = Statement(insert_or_ignore(retry))


class StoredIdentity:
    """Codes and links on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def open_code(self, code: str, account_id: int, now: datetime) -> bool:
        at = micros(now)
        self.tx.run(CLOSE_EARLIER, account_id, at)
        return self.tx.run(
            OPEN, code=code, purpose="link", account_id=account_id, created_at=at, tries=0, agreed=0
        ) == 1  # fmt: skip

    def code(self, code: str) -> LinkCode | None:
        row = self.tx.one(CODE, code)
        return LinkCode(row[0], row[1], instant(row[2]), row[3], row[4], instant(row[5])) if row else None

    def take(self, code: str, account_id: int) -> None:
        self.tx.run(TAKE, code, account_id)

    def agree(self, code: str, side: int) -> None:
        self.tx.run(AGREE, code, side)

    def close(self, code: str, now: datetime) -> None:
        self.tx.run(CLOSE, code, micros(now))

    def failed_tries(self, account_id: int, since: datetime) -> int:
        row = self.tx.one(TRIES, account_id, micros(since))
        return row[0] if row else 0

    def fail(self, account_id: int, now: datetime) -> None:
        self.tx.run(FAIL, account_id=account_id, at=micros(now))

    def accounts(self, learner_id: int) -> Sequence[AccountRow]:
        return [AccountRow(*row) for row in self.tx.all(ACCOUNTS, learner_id)]

    def last_used(self, learner_id: int) -> int:
        row = self.tx.one(LAST_USED, learner_id)
        assert row is not None, "a learner that is written to has an account"
        return int(row[0])

    def born(self, learner_id: int) -> datetime:
        row = self.tx.one(BORN, learner_id)
        assert row is not None, "a learner that an account belongs to exists"
        return instant(row[0])

    def move(self, account_id: int, learner_id: int, now: datetime) -> None:
        self.tx.run(MOVE, account_id, learner_id)
        self.tx.run(LINK, account_id=account_id, learner_id=learner_id, at=micros(now))

    def keys_met(self, account_id: int) -> frozenset[str]:
        return frozenset(row[0] for met in (ATTEMPTED, EXPOSED) for row in self.tx.all(met, account_id))

    def carry_hints(self, old: int, new: int) -> None:
        for daily_id, number, at in self.tx.all(HINTS, old):
            self.tx.run(KEEP_HINT, daily_id=daily_id, learner_id=new, number=number, at=at)
        for daily_id, at in self.tx.all(RETRIES, old):
            self.tx.run(KEEP_RETRY, daily_id=daily_id, learner_id=new, at=at)
