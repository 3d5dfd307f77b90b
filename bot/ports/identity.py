"""Which accounts are one learner, and the codes by which two of them say so."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class LinkCode(NamedTuple):
    """A code shown on one account; `other_account_id` typed it; `agreed` 1 the first side, 2 the second, 3 both."""

    code: str
    account_id: int
    created_at: datetime
    other_account_id: int | None
    agreed: int
    closed_at: datetime | None


class AccountRow(NamedTuple):
    """An account, the learner it belongs to now, and the one that it began with."""

    id: int
    platform: str
    name: str
    learner_id: int
    own_learner_id: int


class Identity(Protocol):
    """Codes, and the moves of accounts from learner to learner."""

    def open_code(self, code: str, account_id: int, now: datetime) -> bool:
        """Keep a new code and close the account's earlier ones; False if the code exists already."""

    def code(self, code: str) -> LinkCode | None:
        """The code, locked until the commit."""

    def take(self, code: str, account_id: int) -> None:
        """The other account has typed it."""

    def agree(self, code: str, side: int) -> None: ...

    def close(self, code: str, now: datetime) -> None: ...

    def failed_tries(self, account_id: int, since: datetime) -> int: ...

    def fail(self, account_id: int, now: datetime) -> None:
        """This account typed a code that opens nothing."""

    def accounts(self, learner_id: int) -> Sequence[AccountRow]:
        """The learner's accounts, the oldest first."""

    def last_used(self, learner_id: int) -> int:
        """The account that answered last, else the oldest one."""

    def born(self, learner_id: int) -> datetime:
        """When the learner began."""

    def move(self, account_id: int, learner_id: int, now: datetime) -> None:
        """From now on the account belongs to the learner."""

    def keys_met(self, account_id: int) -> frozenset[str]:
        """Questions whose key this account has been shown: those it attempted, and those it saw without an attempt."""

    def carry_hints(self, old: int, new: int) -> None:
        """Hints and retries that one learner took on open dailies are the other's too."""
