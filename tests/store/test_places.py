"""Which spaces and channels are there, are lost, and are lived in by a group; on both databases."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.refs import ChannelRef, SpaceRef
from bot.store import schema
from bot.store.places import channels_in_use
from tests.clubs import Club

HERE = SpaceRef("lossy", "T")


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    made = Club(stored_url)
    made.group(1, ("C1", "C2"))
    made.group(2, ("C3",), name="another")
    yield made
    made.close()


def lose(club: Club, key: str) -> None:
    with club.engine.begin() as connection:
        connection.execute(sa.update(schema.channel).where(schema.channel.c.key == key).values(state="lost"))


def test_lost_channels_are_told_apart_from_those_that_are_there(club: Club) -> None:
    assert club.do(lambda ports: ports.places.lost_in(HERE)) == []
    lose(club, "C2")
    assert [place.ref.key for place in club.do(lambda ports: ports.places.lost_in(HERE))] == ["C2"]
    assert [place.ref.key for place in club.do(lambda ports: ports.places.of_space(HERE))] == ["C1", "C3"]
    assert club.do(lambda ports: ports.places.lost_in(SpaceRef("lossy", "elsewhere"))) == []


def test_the_spaces_of_a_platform_without_those_that_are_lost(club: Club) -> None:
    with club.engine.begin() as connection:  # with ids of their own, as the club's
        more = [{"id": 2, "platform": "lossy", "key": "T2"}, {"id": 3, "platform": "other", "key": "T3"}]
        connection.execute(sa.insert(schema.space), more)
    assert club.do(lambda ports: ports.places.spaces("lossy")) == [HERE, SpaceRef("lossy", "T2")]
    club.do(lambda ports: ports.places.lose_space(HERE))
    assert club.do(lambda ports: ports.places.spaces("lossy")) == [SpaceRef("lossy", "T2")]


def test_the_channels_that_living_groups_are_in(club: Club) -> None:
    lose(club, "C2")
    with club.engine.begin() as connection:
        connection.execute(sa.insert(schema.channel).values(space_id=1, key="C4"))
    found = club.app.writer.submit_read(channels_in_use).result()
    assert found == [(ChannelRef("lossy", "T", "C1"), "group 1"), (ChannelRef("lossy", "T", "C3"), "another")]
    with club.engine.begin() as connection:
        connection.execute(sa.update(schema.study_group).where(schema.study_group.c.id == 2).values(state="ended"))
    assert [name for _, name in club.app.writer.submit_read(channels_in_use).result()] == ["group 1"]
