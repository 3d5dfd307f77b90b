"""Learners and their accounts."""

from datetime import datetime
from typing import NamedTuple, Protocol

from bot.refs import AccountRef, Caller


class Person(NamedTuple):
    """An account together with the learner it belongs to, and that learner's settings of today.

    `zone` is empty until it is known. `rest_days` are weekdays 0-6. `confirm` auto, always or never; `visibility`
    named, anonymous or hidden; `welcomed` whether the private welcome was sent.
    """

    account_id: int
    learner_id: int
    name: str
    zone: str
    rest_days: str
    remind_at: str
    confirm: str
    visibility: str
    welcomed: bool


class People(Protocol):
    """Accounts and learners."""

    def find(self, ref: AccountRef) -> Person | None:
        """The account of this ref, or None if it never did anything."""

    def enrol(self, caller: Caller, now: datetime, known: Person | None = None) -> Person:
        """The caller's account, made on the spot with a learner of its own if it is new; its name is kept current.

        `known` is the account if it was found already.
        """

    def by_account(self, account_id: int) -> Person | None: ...

    def refs(self, learner_id: int) -> tuple[AccountRef, ...]:
        """All accounts of a learner, the oldest first."""

    def mark_welcomed(self, learner_id: int, now: datetime) -> bool:
        """Whether this call was the first."""
