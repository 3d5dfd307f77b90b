"""Memberships in the tables. Implements `bot.ports.memberships.Memberships`.

Facts belong to accounts: a learner is in a group while any of the learner's accounts is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Text, exists, select, update
from sqlalchemy import delete as remove

from bot.ports.memberships import Stay
from bot.refs import SpaceRef
from bot.store.instants import instant, micros
from bot.store.schema import account, channel, group_admin, member, membership, space, study_group
from bot.store.statement import Statement, insert, param
from bot.store.tx import Tx

MINE = select(account.c.id).where(account.c.learner_id == param("learner"))
LIVES = (study_group.c.state == "active") | (study_group.c.state == "paused")

STAYS = Statement(
    select(study_group.c.id, study_group.c.name, member.c.active, member.c.joined_at)
    .join(member, member.c.group_id == study_group.c.id)
    .where(member.c.learner_id == param("learner"))
    .order_by(member.c.joined_at, study_group.c.id),
    "learner",
)
FACTS = Statement(
    select(membership.c.group_id, membership.c.account_id, membership.c.what, membership.c.at)
    .where(membership.c.account_id.in_(MINE))
    .order_by(membership.c.at, membership.c.id),
    "learner",
)
FACT = Statement(insert(membership))
END = Statement(
    update(member)
    .where(member.c.group_id == param("group"), member.c.learner_id == param("learner"), member.c.active == 1)
    .values(active=0),
    "group",
    "learner",
)
CLEAR = Statement(remove(member).where(member.c.learner_id == param("learner")), "learner")
ADD = Statement(insert(member))
_other_admin = account.alias("other_admin")
_other_right = group_admin.alias("other_right")
ONLY_ADMIN = Statement(
    select(study_group.c.id, study_group.c.name)
    .where(
        LIVES,
        exists(
            select(group_admin.c.group_id).where(
                group_admin.c.group_id == study_group.c.id, group_admin.c.account_id.in_(MINE)
            )
        ),
        ~exists(
            select(_other_right.c.group_id)
            .join(_other_admin, _other_admin.c.id == _other_right.c.account_id)
            .where(_other_right.c.group_id == study_group.c.id, _other_admin.c.learner_id != param("learner"))
        ),
        exists(
            select(member.c.group_id).where(
                member.c.group_id == study_group.c.id, member.c.active == 1, member.c.learner_id != param("learner")
            )
        ),
    )
    .order_by(study_group.c.id),
    "learner",
)
_home = channel.join(space, space.c.id == channel.c.space_id)
_account_there = account.alias("account_there")
_space_there = space.alias("space_there")
_channel_there = channel.alias("channel_there")
IN_SPACE = Statement(
    select(member.c.group_id)
    .where(
        member.c.learner_id == param("learner"),
        member.c.active == 1,
        exists(
            select(channel.c.id)
            .select_from(_home)
            .where(
                channel.c.group_id == member.c.group_id,
                space.c.platform == param("platform", Text),
                space.c.key == param("space", Text),
            )
        ),
        ~exists(
            select(_channel_there.c.id)
            .join(_space_there, _space_there.c.id == _channel_there.c.space_id)
            .join(_account_there, _account_there.c.platform == _space_there.c.platform)
            .where(
                _channel_there.c.group_id == member.c.group_id,
                _account_there.c.learner_id == param("learner"),
                _space_there.c.platform != param("platform", Text),
            )
        ),
    )
    .order_by(member.c.group_id),
    "learner",
    "platform",
    "space",
)


class StoredMemberships:
    """Memberships on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def stays(self, learner_id: int) -> Sequence[Stay]:
        return [Stay(row[0], row[1], row[2] == 1, instant(row[3])) for row in self.tx.all(STAYS, learner_id)]

    def end(self, group_id: int, learner_id: int, what: str, now: datetime) -> bool:
        if not self.tx.run(END, group_id, learner_id):
            return False
        at = micros(now)
        for group, account_id in self._inside(learner_id):
            if group == group_id:
                self.tx.run(FACT, group_id=group_id, account_id=account_id, what=what, at=at)
        return True

    def only_admin_of(self, learner_id: int) -> Sequence[tuple[int, str]]:
        return [(row[0], row[1]) for row in self.tx.all(ONLY_ADMIN, learner_id)]

    def in_space(self, space: SpaceRef, learner_id: int) -> Sequence[int]:
        return [row[0] for row in self.tx.all(IN_SPACE, learner_id, space.platform, space.key)]

    def derived(self, learner_id: int) -> Mapping[int, tuple[int, bool]]:
        inside = self._inside(learner_id)
        last_join: dict[tuple[int, int], int] = {}
        for group, account_id, what, at in self.tx.all(FACTS, learner_id):
            if what == "join":
                last_join[group, account_id] = at
        found: dict[int, tuple[int, bool]] = {}
        for group in sorted({group for group, _ in last_join}):
            here = [at for key, at in inside.items() if key[0] == group]
            joined = min(here) if here else max(at for key, at in last_join.items() if key[0] == group)
            found[group] = (joined, bool(here))
        return found

    def rebuild(self, learner_id: int) -> None:
        self.tx.run(CLEAR, learner_id)
        for group, (joined, active) in self.derived(learner_id).items():
            self.tx.run(
                ADD,
                group_id=group,
                learner_id=learner_id,
                joined_at=joined,
                active=int(active),
                last_attempt_at=None,
            )

    def _inside(self, learner_id: int) -> dict[tuple[int, int], int]:
        """Which accounts are in which groups, (group, account), since when."""
        inside: dict[tuple[int, int], int] = {}
        for group, account_id, what, at in self.tx.all(FACTS, learner_id):
            if what == "join":
                inside.setdefault((group, account_id), at)
            else:
                inside.pop((group, account_id), None)
        return inside
