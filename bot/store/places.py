"""Spaces and channels in the tables. Implements `bot.ports.places.Places`."""

from collections.abc import Sequence

from sqlalchemy import Text, exists, func, select, update

from bot.ports.groups import Group, Place
from bot.refs import ChannelRef, SpaceRef
from bot.store.groups import GROUP, IN_SPACE, PLACE, PLACE_BY_REF, place_of
from bot.store.schema import channel, space, study_group
from bot.store.statement import Statement, insert_or_ignore, param
from bot.store.tx import ReadTx, Tx

SPACE_KEYS = (space.c.platform == param("platform", Text), space.c.key == param("space", Text))
SPACE_ID = Statement(select(space.c.id).where(*SPACE_KEYS), "platform", "space")
NEW_SPACE = Statement(insert_or_ignore(space, columns=["platform", "key"]))
NEW_CHANNEL = Statement(insert_or_ignore(channel, columns=["space_id", "key", "name"]))
REVIVE_SPACE = Statement(
    update(space).where(space.c.id == param("space"), space.c.state != "active").values(state="active"), "space"
)
REVIVE = Statement(
    update(channel).where(channel.c.id == param("place")).values(state="active", name=param("title", Text)),
    "place",
    "title",
)
GET = Statement(select(*PLACE).select_from(IN_SPACE).where(channel.c.id == param("place")), "place")
RENAME = Statement(
    update(channel).where(channel.c.id == param("place")).values(name=param("title", Text)), "place", "title"
)
LOSE_SPACE = Statement(update(space).where(*SPACE_KEYS).values(state="lost"), "platform", "space")
CLAIM = Statement(
    update(channel)
    .where(channel.c.id == param("place"), func.coalesce(channel.c.group_id, 0) == param("old"))
    .values(group_id=param("new_group")),
    "place",
    "old",
    "new_group",
)
OF_SPACE = Statement(
    select(*PLACE).select_from(IN_SPACE).where(*SPACE_KEYS, channel.c.state == "active").order_by(channel.c.id),
    "platform",
    "space",
)
HERE = select(channel.c.id).select_from(IN_SPACE).where(channel.c.group_id == study_group.c.id, *SPACE_KEYS)
LOST_IN = Statement(
    select(*PLACE).select_from(IN_SPACE).where(*SPACE_KEYS, channel.c.state != "active").order_by(channel.c.id),
    "platform",
    "space",
)
SPACES = Statement(
    select(space.c.key)
    .where(space.c.platform == param("platform", Text), space.c.state == "active")
    .order_by(space.c.id),
    "platform",
)
GROUPS_OF_SPACE = Statement(
    select(*GROUP)
    .where(exists(HERE), (study_group.c.state == "active") | (study_group.c.state == "paused"))
    .order_by(study_group.c.id),
    "platform",
    "space",
)
HAS_GROUP = Statement(
    select(channel.c.id).select_from(IN_SPACE).where(channel.c.group_id == param("group"), *SPACE_KEYS).limit(1),
    "platform",
    "space",
    "group",
)


IN_USE = Statement(
    select(space.c.platform, space.c.key, channel.c.key, study_group.c.name)
    .select_from(
        channel.join(space, space.c.id == channel.c.space_id).join(study_group, study_group.c.id == channel.c.group_id)
    )
    .where(channel.c.state == "active", (study_group.c.state == "active") | (study_group.c.state == "paused"))
    .order_by(study_group.c.id, channel.c.id)
)


def channels_in_use(tx: ReadTx) -> list[tuple[ChannelRef, str]]:
    """Every channel that a living group is in, with the group's name."""
    return [(ChannelRef(row[0], row[1], row[2]), row[3]) for row in tx.all(IN_USE)]


class StoredPlaces:
    """Spaces and channels on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def see(self, ref: ChannelRef, name: str) -> Place:
        row = self.tx.one(PLACE_BY_REF, *ref)
        if row is None:
            self.tx.run(NEW_SPACE, platform=ref.platform, key=ref.space)
            found = self.tx.one(SPACE_ID, ref.platform, ref.space)
            assert found is not None, "a space that was just made can be read"
            self.tx.run(NEW_CHANNEL, space_id=found[0], key=ref.key, name=name)
            row = self.tx.one(PLACE_BY_REF, *ref)
            assert row is not None, "a channel that was just made can be read"
        before = place_of(row)
        self.tx.run(REVIVE_SPACE, before.space_id)
        if before.state != "active" or (name and name != before.name):
            self.tx.run(REVIVE, before.id, name or before.name)
        return before._replace(name=name or before.name)

    def get(self, place_id: int) -> Place | None:
        row = self.tx.one(GET, place_id)
        return None if row is None else place_of(row)

    def rename(self, place_id: int, name: str) -> None:
        self.tx.run(RENAME, place_id, name)

    def claim(self, place: Place, group_id: int) -> bool:
        return self.tx.run(CLAIM, place.id, place.group_id or 0, group_id) == 1

    def of_space(self, space: SpaceRef) -> Sequence[Place]:
        return [place_of(row) for row in self.tx.all(OF_SPACE, space.platform, space.key)]

    def lost_in(self, space: SpaceRef) -> Sequence[Place]:
        return [place_of(row) for row in self.tx.all(LOST_IN, space.platform, space.key)]

    def spaces(self, platform: str) -> Sequence[SpaceRef]:
        return [SpaceRef(platform, row[0]) for row in self.tx.all(SPACES, platform)]

    def lose_space(self, space: SpaceRef) -> None:
        self.tx.run(LOSE_SPACE, space.platform, space.key)

    def groups_of_space(self, space: SpaceRef) -> Sequence[Group]:
        return [Group(*row) for row in self.tx.all(GROUPS_OF_SPACE, space.platform, space.key)]

    def has_group_in(self, space: SpaceRef, group_id: int) -> bool:
        return self.tx.one(HAS_GROUP, space.platform, space.key, group_id) is not None
