"""Groups, their channels, members and admins in the tables. Implements `bot.ports.groups.Groups`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, select, update

from bot.ports.groups import Group, Place
from bot.refs import ChannelRef
from bot.store.instants import micros
from bot.store.schema import account, channel, group_admin, member, membership, space, study_group
from bot.store.statement import Statement, insert, param, upsert
from bot.store.tx import Row, Tx

GROUP = [
    study_group.c[name]
    for name in (
        "id", "name", "state", "zone", "post_at", "weekdays", "topics", "bands", "reveal_min", "verdict", "share",
        "window_min", "season", "on_demand", "apart", "rounds",
    )
]  # fmt: skip
PLACE = [
    channel.c.id, channel.c.space_id, space.c.platform, space.c.key, channel.c.key, channel.c.name, channel.c.state,
    channel.c.group_id, channel.c.big, space.c.big.label("space_big"),
]  # fmt: skip
IN_SPACE = channel.join(space, space.c.id == channel.c.space_id)

GET = Statement(select(*GROUP).where(study_group.c.id == param("id")), "id")
PLACE_BY_REF = Statement(
    select(*PLACE)
    .select_from(IN_SPACE)
    .where(
        space.c.platform == param("platform", Text),
        space.c.key == param("space", Text),
        channel.c.key == param("channel", Text),
    ),
    "platform",
    "space",
    "channel",
)
PLACES = Statement(
    select(*PLACE).select_from(IN_SPACE).where(channel.c.group_id == param("group")).order_by(channel.c.id), "group"
)
OF_LEARNER = Statement(
    select(*GROUP)
    .join(member, member.c.group_id == study_group.c.id)
    .where(
        member.c.learner_id == param("learner"),
        member.c.active == 1,
        (study_group.c.state == "active") | (study_group.c.state == "paused"),
    )
    .order_by(member.c.joined_at, study_group.c.id),
    "learner",
)
IS_MEMBER = Statement(
    select(member.c.active).where(member.c.group_id == param("group"), member.c.learner_id == param("learner")),
    "group",
    "learner",
)
JOIN = Statement(
    upsert(
        member,
        ["group_id", "learner_id"],
        lambda old, new: {"active": 1, "joined_at": new.joined_at},
        where=lambda old, _: old.active == 0,
        columns=["group_id", "learner_id", "joined_at", "active"],
    )
)
MEMBERSHIP = Statement(insert(membership))
PART = Statement(
    update(study_group)
    .where(study_group.c.id == param("which"), study_group.c.apart == param("before"))
    .values(apart=param("now")),
    "which",
    "before",
    "now",
)
MEMBERS_FROM = Statement(
    select(member.c.learner_id)
    .where(member.c.group_id == param("group"), member.c.learner_id >= param("first"))
    .order_by(member.c.learner_id)
    .limit(param("most")),
    "group",
    "first",
    "most",
)
IS_ADMIN = Statement(
    select(group_admin.c.since)
    .join(account, account.c.id == group_admin.c.account_id)
    .where(group_admin.c.group_id == param("group"), account.c.learner_id == param("learner"))
    .limit(1),
    "group",
    "learner",
)


def place_of(row: Row) -> Place:
    """A row of PLACE as a Place."""
    return Place(row[0], row[1], ChannelRef(row[2], row[3], row[4]), row[5], row[6], row[7], row[8] == 1, row[9] == 1)


class StoredGroups:
    """Groups on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def get(self, group_id: int) -> Group | None:
        row = self.tx.one(GET, group_id)
        return None if row is None else Group(*row)

    def place(self, ref: ChannelRef) -> Place | None:
        return self.tx.held(PLACE_BY_REF, place_of, *ref)

    def places(self, group_id: int) -> Sequence[Place]:
        return [place_of(row) for row in self.tx.all(PLACES, group_id)]

    def of_learner(self, learner_id: int) -> Sequence[Group]:
        return [Group(*row) for row in self.tx.all(OF_LEARNER, learner_id)]

    def is_member(self, group_id: int, learner_id: int) -> bool:
        row = self.tx.one(IS_MEMBER, group_id, learner_id)
        return row is not None and row[0] == 1

    def join(self, group_id: int, account_id: int, learner_id: int, now: datetime) -> bool:
        if self.is_member(group_id, learner_id):
            return False
        at = micros(now)
        if not self.tx.run(JOIN, group_id=group_id, learner_id=learner_id, joined_at=at, active=1):
            return False
        self.tx.run(MEMBERSHIP, group_id=group_id, account_id=account_id, what="join", at=at)
        return True

    def part(self, group_id: int, before: int, now: int) -> bool:
        return self.tx.run(PART, group_id, before, now) == 1

    def members_from(self, group_id: int, first: int, limit: int) -> Sequence[int]:
        return [row[0] for row in self.tx.all(MEMBERS_FROM, group_id, first, limit)]

    def is_admin(self, group_id: int, learner_id: int) -> bool:
        return self.tx.one(IS_ADMIN, group_id, learner_id) is not None
