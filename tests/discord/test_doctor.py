"""`quorum doctor` on Discord: real calls to the fake, and a sentence for each thing that can be wrong, broken alone."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.discord.commands import Tree, payload, plant
from adapters.discord.doctor import examine, invitation, look, look_at
from adapters.discord.permissions import NAMES, value
from bot.refs import ChannelRef
from tests.platforms.discord import Channel, FakeDiscord, Guild, discord, drop, refuse

__all__ = ["discord"]

APPLICATION = "GET /oauth2/applications/@me"
PRIVILEGED = 1 << 18  # message content


@pytest.fixture
def hall(discord: FakeDiscord) -> Guild:
    """A server with the bot in it, and the commands as this version tells them."""
    hall = discord.guild("Study hall")
    hall.channel("general")
    return hall


async def told(discord: FakeDiscord) -> None:
    """Discord knows the commands of this version."""
    import discord as library

    async def nobody(*_: object) -> tuple[tuple[str, str], ...]:
        return ()

    async with library.Client(intents=library.Intents(guilds=True)) as client:
        await client.login(discord.app.token)
        tree = Tree(client)
        plant(tree, nobody, (), nobody)  # type: ignore[arg-type]
        await client.http.bulk_upsert_global_commands(int(discord.app.id), payload=payload(tree))  # type: ignore[arg-type]


def environment(discord: FakeDiscord, **changes: str) -> dict[str, str]:
    given = {
        "DISCORD_BOT_TOKEN": discord.app.token,
        "QUORUM_DISCORD_API_BASE": discord.api,
        "QUORUM_DISCORD_GATEWAY_URL": discord.gateway_url,
    }
    return {**given, **changes}


async def found(given: dict[str, str]) -> dict[str, tuple[str, str]]:
    """State and text by check."""
    lines = {check: (state, text) async for check, state, text in look(given)}
    assert not any(given["DISCORD_BOT_TOKEN"] in text for _, text in lines.values() if given["DISCORD_BOT_TOKEN"])
    return lines


async def test_all_is_well(discord: FakeDiscord, hall: Guild) -> None:
    await told(discord)
    lines = await found(environment(discord))
    assert {check: state for check, (state, _) in lines.items()} == {
        "discord bot": "ok",
        "discord app": "ok",
        "discord intents": "ok",
        "discord shards": "ok",
        "discord commands": "ok",
        "discord servers": "ok",
    }
    assert "Study hall" in lines["discord servers"][1]
    assert invitation(int(discord.app.id)) in lines["discord app"][1]


def test_without_discord_there_is_no_line() -> None:
    assert list(examine({"PATH": "/bin"})) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"DISCORD_BOT_TOKEN": "x"}, "DISCORD_BOT_TOKEN is not a bot token"),
        ({"QUORUM_DISCORD_SHARDS": "9/8"}, "QUORUM_DISCORD_SHARDS"),
    ],
)
async def test_what_is_not_set_right_is_named(discord: FakeDiscord, changes: dict[str, str], said: str) -> None:
    (line,) = [one async for one in look(environment(discord, **changes))]
    assert line[:2] == ("discord", "fix")
    assert said in line[2]


async def test_a_dead_token(discord: FakeDiscord) -> None:
    discord.app.token_valid = False
    (line,) = [one async for one in look(environment(discord))]
    assert line[:2] == ("discord bot", "fix")
    assert "Reset Token" in line[2]


async def test_no_way_out(discord: FakeDiscord) -> None:
    discord.faults.add("GET /users/@me", drop(), times=9)
    lines = await found(environment(discord))
    assert lines["discord bot"][0] == "fix"
    assert "cannot be reached" in lines["discord bot"][1]
    discord.forgive()


async def test_privileged_intents_are_not_needed(discord: FakeDiscord, hall: Guild) -> None:
    discord.app.flags = PRIVILEGED
    state, text = (await found(environment(discord)))["discord intents"]
    assert state == "note"
    assert "Message Content" in text


@pytest.mark.parametrize(
    ("setting", "value", "said"), [("code_grant", True, "Code Grant"), ("endpoint", "https://example.org/", "endpoint")]
)
async def test_an_application_that_the_bot_cannot_work_as(
    discord: FakeDiscord, hall: Guild, setting: str, value: object, said: str
) -> None:
    setattr(discord.app, setting, value)
    state, text = (await found(environment(discord)))["discord app"]
    assert state == "fix"
    assert said in text


async def test_too_few_shards_and_too_many_starts(discord: FakeDiscord, hall: Guild) -> None:
    discord.app.shards = 4
    state, text = (await found(environment(discord, QUORUM_DISCORD_SHARDS="0-1/2")))["discord shards"]
    assert (state, "set 4" in text) == ("fix", True)
    discord.app.session_starts = 2
    state, text = (await found(environment(discord)))["discord shards"]
    assert (state, "too often" in text) == ("fix", True)
    discord.app.session_starts = 20
    assert (await found(environment(discord)))["discord shards"][0] == "note"


async def test_commands_that_discord_does_not_show(discord: FakeDiscord, hall: Guild) -> None:
    state, text = (await found(environment(discord)))["discord commands"]
    assert state == "note"
    assert "/agree" in text


async def test_in_no_server(discord: FakeDiscord) -> None:
    state, text = (await found(environment(discord)))["discord servers"]
    assert state == "note"
    assert f"permissions={value()}" in text


@pytest.mark.parametrize(
    ("route", "check"),
    [
        ("GET /gateway/bot", "discord shards"),
        ("GET /applications/{application_id}/commands", "discord commands"),
        ("GET /users/@me/guilds", "discord servers"),
    ],
)
async def test_what_is_not_told_hides_no_other_line(discord: FakeDiscord, hall: Guild, route: str, check: str) -> None:
    await told(discord)
    discord.faults.add(route, refuse(403, 50001))
    lines = await found(environment(discord))
    assert [name for name, (state, _) in lines.items() if state == "fix"] == [check]
    assert len(lines) == 6


def guild_of(channel: Channel) -> str:
    assert channel.guild is not None
    return channel.guild.id


async def channel_line(discord: FakeDiscord, channel: Channel) -> tuple[str, str, str]:
    used: Sequence[tuple[ChannelRef, str]] = [(ChannelRef("discord", guild_of(channel), channel.id), "circle")]
    (line,) = [one async for one in look_at(environment(discord), used)]
    return line


async def test_a_channel_with_all_permissions(discord: FakeDiscord, hall: Guild) -> None:
    assert (await channel_line(discord, next(iter(hall.channels.values()))))[1] == "ok"


@pytest.mark.parametrize(
    ("permission", "state"), [(name, "fix" if at < 2 else "note") for at, name in enumerate(NAMES)]
)
async def test_each_permission_is_named_with_what_for(
    discord: FakeDiscord, hall: Guild, permission: str, state: str
) -> None:
    channel = next(iter(hall.channels.values()))
    channel.deny(permission.upper())
    line = await channel_line(discord, channel)
    assert line[1] == state
    assert NAMES[permission] in line[2]


async def test_a_channel_that_is_gone(discord: FakeDiscord, hall: Guild) -> None:
    channel = next(iter(hall.channels.values()))
    line = await channel_line(discord, replace(channel, id="1200000000000000001"))
    assert line[1] == "fix"
    assert "gone" in line[2]
