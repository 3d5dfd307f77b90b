"""What happens to servers and channels: greeted once, suspended, back again, never lost; whoever can act is told."""

import discord as library
import pytest
import sqlalchemy as sa

from bot.refs import AccountRef, SpaceRef
from bot.store import schema
from bot.view.card import Card
from bot.view.messenger import Undeliverable
from tests.discord.wire import AN_HOUR, Wire, dailies, discord, playing, study_hall, wire
from tests.discord.world import World, button, words
from tests.platforms.discord import FakeDiscord

__all__ = ["discord", "wire"]


def lost(world: World) -> list[str]:
    """The channels of the server that are lost, by name."""
    space = SpaceRef("discord", str(world.guild.id))
    places = world.app.writer.submit(lambda tx: world.app.ports(tx).places.lost_in(space)).result()
    return [place.name for place in places]


def group_state(world: World) -> str:
    return world.app.writer.submit(lambda tx: world.app.ports(tx).groups.get(1)).result().state  # type: ignore[union-attr]


async def test_a_new_server_is_greeted_once(world: World) -> None:
    assert "question a day" in words(world.general.last_message)
    await world.connection.client.on_guild_join(world.connection.client.get_guild(world.guild.id))
    await world.tick()
    assert len(world.general.history()) == 1


async def test_a_server_without_a_channel_to_write_in_is_greeted_as_soon_as_there_is_one(world: World) -> None:
    other = world.env.create_guild("Closed club")
    await world.env.settle()
    nobody = {other.default_role: library.PermissionOverwrite(send_messages=False)}
    other.create_text_channel("closed", overwrites=nobody)
    await world.env.settle()
    await world.tick()
    opened = other.create_text_channel("opened")
    await world.env.settle()
    await world.tick()
    assert "question a day" in words(opened.last_message)


async def test_a_deleted_channel_suspends_its_group(world: World) -> None:
    await world.set_up()
    assert group_state(world) == "active"
    await world.connection.client.http.delete_channel(world.general.id)
    await world.env.settle()
    await world.tick()
    assert lost(world) == ["general"]
    assert group_state(world) == "paused"


async def test_a_new_name_changes_nothing_else(world: World) -> None:
    await world.set_up()
    await world.connection.client.http.edit_channel(world.general.id, name="study")
    await world.env.settle()
    shown = await world.ada.slash(world.general, "group show")
    assert shown.response is not None
    assert "study" in words(shown.response)
    assert group_state(world) == "active"


async def test_no_permission_suspends_and_a_permission_brings_back(wire: Wire) -> None:
    await wire.set_up()
    await wire.tick()
    wire.general.deny("SEND_MESSAGES")
    await wire.pass_time(AN_HOUR)
    assert dailies(wire.general) == []
    assert wire.connection.pace.refused == 1  # counted, as Discord counts
    before = len(wire.general.messages)
    wire.general.allow("SEND_MESSAGES")
    await wire.until(lambda: any(key.startswith("invite:1:") for key in wire.states()))
    await wire.pass_time(60)
    assert "back" in wire.general.latest.text
    assert len(wire.general.messages) == before + 1
    await wire.pass_time(24 * AN_HOUR)
    assert len(dailies(wire.general)) == 1


async def test_removed_from_a_server_and_added_again(wire: Wire) -> None:
    await wire.set_up()
    await wire.tick()
    wire.circle.remove_bot()
    await wire.until(lambda: spaces(wire) == [])
    await wire.pass_time(AN_HOUR)
    assert dailies(wire.general) == []
    wire.circle.invite_bot()
    await wire.until(lambda: spaces(wire) == [wire.circle.id])
    await wire.tick()
    assert "back" in wire.general.latest.text


def spaces(wire: Wire) -> list[str]:
    """The servers that are not lost."""
    found = wire.app.writer.submit(lambda tx: wire.app.ports(tx).places.spaces("discord")).result()
    return [space.key for space in found]


async def test_who_has_left_is_found_out_by_a_refused_message(world: World) -> None:
    post = await world.post_daily()
    await world.bob.click(post, custom_id=button(post, "A"))
    members = sa.select(schema.member.c.active).order_by(schema.member.c.learner_id)
    account = AccountRef("discord", "", str(world.bob.id))
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50278, times=2)
    for leaves in (False, True):
        if leaves:
            world.guild.remove_member(world.bob)
        with world.env.time_context(), pytest.raises(Undeliverable):
            await world.connection.messenger.tell(account, Card("Reminder", "info"))
        with world.engine.connect() as connection:
            assert [row[0] for row in connection.execute(members)].count(0) == leaves


async def test_an_outage_of_discord_is_no_removal(wire: Wire) -> None:
    await wire.set_up()
    wire.circle.lose()
    wire.circle.recover()
    await wire.pass_time(AN_HOUR)
    assert spaces(wire) == [wire.circle.id]
    assert len(dailies(wire.general)) == 1


async def test_a_server_that_was_joined_while_away_is_greeted(discord: FakeDiscord, database: str) -> None:
    circle = study_hall(discord)
    async with playing(discord, database, circle) as here:
        await here.until(lambda: "invite:1" in here.states())
        await here.tick()
        assert "question a day" in here.general.latest.text
    async with playing(discord, database, circle) as here:
        await here.tick()
        assert len(here.general.messages) == 1
