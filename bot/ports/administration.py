"""What admins do to a group: make it, change it, say who may, and the log of all that."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.domain.schedule import Skip
from bot.ports.groups import Group


class NewGroup(NamedTuple):
    """A group to be made; everything about it was checked."""

    name: str
    zone: str
    post_at: str
    weekdays: str
    topics: str
    bands: str
    reveal_min: int
    on_demand: int = 0


class Admin(NamedTuple):
    """A learner who may change the group, by one of the learner's accounts."""

    account_id: int
    learner_id: int
    name: str


class MemberName(NamedTuple):
    """A member and the name that others may see; `visibility` named, anonymous or hidden."""

    account_id: int
    learner_id: int
    name: str
    visibility: str


class LogRow(NamedTuple):
    """An admin act. `who` is None for what the bot did by itself."""

    what: str
    detail: str
    who: str | None
    at: datetime


class Life(NamedTuple):
    """Where a group is in its life: `ended_at` only while it is ended."""

    next_post_at: datetime | None
    next_day: date | None
    ended_at: datetime | None
    streak: int
    best_streak: int


class Administration(Protocol):
    """Groups as their admins see and change them."""

    def make(self, new: NewGroup, now: datetime) -> int:
        """The id of the new group, active, with its settings kept as facts."""

    def change(self, group: Group, values: Mapping[str, str | int], effective: date | None, now: datetime) -> None:
        """Set columns of the group and append the facts; dailies that exist keep what held when they were made."""

    def set_state(self, group_id: int, state: str, now: datetime) -> None:
        """active, paused, ended or erased; the instant of the end is kept with `ended`."""

    def life(self, group_id: int) -> Life: ...

    def erase(self, group_id: int, now: datetime) -> None:
        """Blank the group's name, its log's details and its admins; free its channels. Attempts stay."""

    def admins(self, group_id: int) -> Sequence[Admin]: ...

    def appoint(self, group_id: int, account_id: int, now: datetime) -> bool:
        """Make the account's learner an admin; False if the learner was one."""

    def lock(self, group_id: int) -> None:
        """Let nobody else decide on the group's admins until the commit."""

    def dismiss(self, group_id: int, learner_id: int) -> bool:
        """Take the role from all of the learner's accounts; False if none had it."""

    def of_admin(self, learner_id: int) -> Sequence[Group]:
        """Groups that the learner is an admin of and that are not erased, the oldest first."""

    def members(self, group_id: int, limit: int, offset: int) -> Sequence[MemberName]:
        """Active members by the order of joining, each with the name of the oldest account."""

    def count_members(self, group_id: int) -> int: ...

    def named(self, group_id: int, name: str) -> Sequence[MemberName]:
        """Active members and admins one of whose accounts has this name, in any case; at most ten."""

    def log(self, group_id: int, account_id: int | None, what: str, detail: str, now: datetime) -> None: ...

    def log_page(self, group_id: int, limit: int, offset: int) -> Sequence[LogRow]:
        """Newest first."""

    def replaced_with_quorum(self, group_id: int, study_day: str) -> bool:
        """Whether a daily of that study day had reached its quorum before it was replaced."""

    def why_paused(self, group_id: int) -> str:
        """Why the log says it paused: by an admin "", by itself "silence" or "channels" (none was left)."""

    def vacate(self, daily_id: int) -> None:
        """Let a daily give up its study day's place to another, which is to replace it."""

    def was_replaced(self, group_id: int, study_day: str) -> bool:
        """Whether a daily of that study day was replaced."""

    def skips(self, group_id: int) -> tuple[Skip, ...]:
        """The dates without a daily, merged and in order."""

    def keep_skips(self, group_id: int, skips: Sequence[Skip], now: datetime) -> None:
        """Let exactly these dates be skipped from now on; what was skipped before is marked as undone."""
