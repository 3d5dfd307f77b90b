"""Learners and accounts in the tables. Implements `bot.ports.people.People` on one transaction."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, Text, select, update

from bot.ports.people import Person
from bot.refs import AccountRef, Caller
from bot.store.instants import micros
from bot.store.schema import account, learner, link
from bot.store.statement import Statement, insert, insert_or_ignore, param
from bot.store.tx import Row, Tx


def _person() -> Select[tuple[object, ...]]:
    return select(
        account.c.id, account.c.learner_id, account.c.name, learner.c.zone, learner.c.rest_days, learner.c.remind_at,
        learner.c.confirm, learner.c.visibility, learner.c.welcomed_at,
    ).join(learner, learner.c.id == account.c.learner_id)  # fmt: skip


FOUND_BY_REF = _person().where(
    account.c.platform == param("platform", Text),
    account.c.tenant == param("tenant", Text),
    account.c.user_key == param("user", Text),
)
FOUND = len(FOUND_BY_REF.selected_columns)
"""How many columns make a person."""
FIND = Statement(FOUND_BY_REF, "platform", "tenant", "user")
BY_ACCOUNT = Statement(_person().where(account.c.id == param("account")), "account")
REFS = Statement(
    select(account.c.platform, account.c.tenant, account.c.user_key)
    .where(account.c.learner_id == param("learner"))
    .order_by(account.c.id),
    "learner",
)
NEW_LEARNER = Statement(insert_or_ignore(learner, columns=["id", "created_at", "zone"]).returning(learner.c.id))
NEW_ACCOUNT = Statement(
    insert_or_ignore(
        account, columns=["platform", "tenant", "user_key", "name", "learner_id", "own_learner_id", "created_at"]
    ).returning(account.c.id)
)
NEW_LINK = Statement(insert(link))
RENAME = Statement(update(account).where(account.c.id == param("account")).values(name=param("new_name", Text)))
WELCOME = Statement(
    update(learner)
    .where(learner.c.id == param("learner"), learner.c.welcomed_at.is_(None))
    .values(welcomed_at=param("at")),
    "learner",
    "at",
)

LEARNER_IDS = 2**53
"""Learner ids are drawn below this, so that an erased learner's new id cannot be told from any other."""


def person_of(row: Row) -> Person:
    """A row that begins with the columns of the statements above as a Person."""
    return Person._make((*row[:8], row[8] is not None))


class StoredPeople:
    """Learners and accounts on one transaction."""

    __slots__ = ("draw", "tx")

    def __init__(self, tx: Tx, draw: Callable[[int], int]) -> None:
        self.tx = tx
        self.draw = draw

    def find(self, ref: AccountRef) -> Person | None:
        row = self.tx.one(FIND, *ref)
        return None if row is None else person_of(row)

    def enrol(self, caller: Caller, now: datetime, known: Person | None = None) -> Person:
        person = known or self.find(caller.account)
        if person is None:
            return self._new(caller, now)
        if person.name != caller.name and caller.name:
            self.tx.run(RENAME, account=person.account_id, new_name=caller.name)
            return person._replace(name=caller.name)
        return person

    def _new(self, caller: Caller, now: datetime) -> Person:
        at = micros(now)
        made = None
        while made is None:
            made = self.tx.one(NEW_LEARNER, id=self.draw(LEARNER_IDS), created_at=at, zone=caller.zone or "")
        ref = caller.account
        new = self.tx.one(
            NEW_ACCOUNT, platform=ref.platform, tenant=ref.tenant, user_key=ref.user, name=caller.name,
            learner_id=made[0], own_learner_id=made[0], created_at=at,
        )  # fmt: skip
        if new is not None:
            self.tx.run(NEW_LINK, account_id=new[0], learner_id=made[0], at=at)
        row = self.tx.one(FIND, *ref)
        assert row is not None, "an account that was just made can be read"
        return person_of(row)

    def by_account(self, account_id: int) -> Person | None:
        row = self.tx.one(BY_ACCOUNT, account_id)
        return None if row is None else person_of(row)

    def refs(self, learner_id: int) -> tuple[AccountRef, ...]:
        return tuple(AccountRef(*row) for row in self.tx.all(REFS, learner_id))

    def mark_welcomed(self, learner_id: int, now: datetime) -> bool:
        return self.tx.run(WELCOME, learner_id, micros(now)) == 1
