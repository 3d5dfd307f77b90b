"""The fake's gateway and the unmodified client: connecting, beating, resuming, shards, outages."""

import asyncio
from typing import Any

import aiohttp
import discord as dpy
import pytest

from tests.platforms.bare_discord import Bot, card, place
from tests.platforms.discord import FakeDiscord, connected, discord
from tests.platforms.discord.frames import SPLIT_EVERY

__all__ = ["discord"]


async def pressed(interaction: Any) -> None:
    await interaction.response.send_message("heard", ephemeral=True)


async def test_a_client_connects_and_hears_of_its_guilds(discord: FakeDiscord) -> None:
    circle = discord.guild("circle")
    general, elsewhere = circle.channel("general"), discord.guild("elsewhere", bot=False)
    async with connected(discord, Bot()) as bot:
        assert [guild.name for guild in bot.guilds] == ["circle"]
        seen = bot.get_channel(int(general.id))
        assert seen.permissions_for(seen.guild.me).send_messages
        assert bot.get_guild(int(elsewhere.id)) is None
        assert discord.gateway.identifies == [(discord.clock.now(), 0, 1)]
    assert discord.gateway.sessions == [], "an orderly end ends the session"


async def test_what_happens_to_a_guild_is_told(discord: FakeDiscord) -> None:
    circle = discord.guild("circle")
    general, role = circle.channel("general"), circle.role("editors", 0)
    async with connected(discord, Bot()) as bot:
        general.deny("SEND_MESSAGES")
        seen = bot.get_channel(int(general.id))
        await discord.until(lambda: not seen.permissions_for(seen.guild.me).send_messages)
        general.allow("SEND_MESSAGES")
        general.rename("hall")
        circle.rename("round table")
        circle.set_role(circle.bot_role, 0)
        circle.delete_role(role)
        second = circle.channel("second")
        second.delete()
        circle.lose()
        await discord.until(lambda: bot.get_guild(int(circle.id)).unavailable)
        circle.recover()
        await discord.until(lambda: bot.get_guild(int(circle.id)).name == "round table")
        circle.remove_bot()
        await discord.until(lambda: not bot.guilds)
        circle.invite_bot()
        await discord.until(lambda: bot.guilds)
        assert {"GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "CHANNEL_DELETE", "GUILD_UPDATE"} <= set(bot.told)


async def test_frames_come_in_pieces_or_as_text(discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(SPLIT_EVERY * 2):
        discord.guild(f"guild {number}")
    async with connected(discord, Bot()) as bot:
        assert len(bot.guilds) == SPLIT_EVERY * 2
        assert discord.gateway.connections[0].pipe.deflate is not None
    monkeypatch.setattr(dpy.utils._ActiveDecompressionContext, "COMPRESSION_TYPE", "zstd-stream")
    async with connected(discord, Bot()) as bot:
        assert len(bot.guilds) == SPLIT_EVERY * 2
        assert discord.gateway.connections[0].pipe.deflate is None


async def test_it_beats_when_asked_and_by_itself(discord: FakeDiscord) -> None:
    discord.gateway.heartbeat_interval = 30
    async with connected(discord, Bot()):
        line = discord.gateway.connections[0]
        before = line.beats
        discord.gateway.ask()
        await discord.until(lambda: line.beats >= before + 2)


TROUBLE = {
    "op 7": lambda gateway: gateway.reconnect(),
    "op 9 resumable": lambda gateway: gateway.invalidate(resumable=True),
    "4000": lambda gateway: gateway.close(4000),
    "4009": lambda gateway: gateway.close(4009),
    "1000": lambda gateway: gateway.close(1000),
    "cut": lambda gateway: gateway.drop(),
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_nothing_is_lost_over_a_resume(discord: FakeDiscord, trouble: Any) -> None:
    circle = discord.guild("circle")
    general, ada = circle.channel("general"), circle.member("ada")
    async with connected(discord, Bot(pressed)) as bot:
        await place(bot, general).send(view=card())
        trouble(discord.gateway)
        press = await ada.press(general.latest, "A")
        assert press.text == "heard"
        await discord.until(lambda: discord.gateway.resumes)
        assert len(discord.gateway.identifies) == 1
        assert [one.id for one in bot.heard] == [int(press.id)]


async def test_what_is_told_while_nobody_is_connected_is_kept(discord: FakeDiscord) -> None:
    circle = discord.guild("circle")
    general, ada = circle.channel("general"), circle.member("ada")
    async with connected(discord, Bot(pressed)) as bot:
        await place(bot, general).send(view=card())
        discord.gateway.shut()
        press = ada.press(general.latest, "A")
        discord.gateway.open()
        assert (await press).text == "heard"
        assert len(discord.gateway.resumes) == 1


async def test_silence_is_noticed_and_resumed(discord: FakeDiscord) -> None:
    circle = discord.guild("circle")
    general, ada = circle.channel("general"), circle.member("ada")
    async with connected(discord, Bot(pressed, heartbeat_timeout=0.1)) as bot:
        await place(bot, general).send(view=card())
        discord.gateway.silence()
        assert (await ada.press(general.latest, "A")).text == "heard"


async def test_a_session_that_is_gone_means_identifying_anew(discord: FakeDiscord) -> None:
    discord.guild("circle")
    async with connected(discord, Bot()):
        before = discord.gateway.sessions[0]
        discord.gateway.drop()
        discord.gateway.sessions.remove(before)
        await discord.until(lambda: len(discord.gateway.identifies) == 2)


async def test_a_refused_connection_means_identifying_anew(discord: FakeDiscord) -> None:
    async with connected(discord, Bot()):
        discord.gateway.refuse()
        await discord.until(lambda: any("refused" in note for note in discord.journal.notes))
        discord.gateway.open()
        await discord.until(lambda: len(discord.gateway.identifies) == 2)


@pytest.mark.parametrize(("code", "error"), [(4004, dpy.ConnectionClosed), (4014, dpy.PrivilegedIntentsRequired)])
async def test_some_ends_are_final(discord: FakeDiscord, code: int, error: type[Exception]) -> None:
    bot = Bot()
    running = asyncio.ensure_future(bot.start(discord.app.token))
    await discord.until(lambda: discord.gateway.ready)
    discord.gateway.close(code)
    with pytest.raises(error):
        await running
    await bot.close()


async def test_a_refused_token_or_intent_ends_the_client(discord: FakeDiscord) -> None:
    async with Bot(intents=dpy.Intents(guilds=True, members=True)) as curious:
        with pytest.raises(dpy.PrivilegedIntentsRequired):
            await curious.start(discord.app.token)
    async with Bot() as stranger:
        with pytest.raises(dpy.LoginFailure):
            await stranger.start("somebody.elses.token")


async def test_two_shards_in_one_process(discord: FakeDiscord) -> None:
    discord.app.shards = 2
    halls = [discord.guild(f"circle {number}", shard=number).channel("hall") for number in (0, 1)]
    ada = discord.user("ada")
    async with connected(discord, Bot(pressed)) as bot:
        assert discord.gateway.ready == {0, 1}
        assert bot.shard_count == 2
        for number, hall in enumerate(halls):
            assert hall.guild is not None
            ada.join(hall.guild)
            await place(bot, hall).send(view=card())
            assert (await ada.press(hall.latest, "A")).text == "heard"
            assert bot.heard[-1].guild.shard_id == number
        discord.gateway.close(4000, shard=1)
        await discord.until(lambda: discord.gateway.ready == {0, 1} and discord.gateway.resumes)
        assert [one.shard for one in discord.gateway.resumes] == [1]


async def test_two_clients_share_the_shards_and_two_sessions_hear_the_same(discord: FakeDiscord) -> None:
    discord.app.shards = 2
    hall = discord.guild("circle", shard=1).channel("hall")
    assert hall.guild is not None
    ada = hall.guild.member("ada")
    options: Any = {"shard_count": 2}
    async with (
        connected(discord, Bot(shard_ids=[0], **options)) as first,
        connected(discord, Bot(pressed, shard_ids=[1], **options)) as second,
    ):
        await place(first, hall).send(view=card())
        await ada.press(hall.latest, "A")
        assert not first.heard
        async with connected(discord, Bot(shard_ids=[1], **options)) as third:
            press = await ada.press(hall.latest, "A")
            await discord.until(lambda: third.heard)
            assert second.heard[-1].id == third.heard[-1].id == int(press.id)
            with pytest.raises(dpy.HTTPException) as refused:
                await third.heard[-1].response.send_message("me too")
            assert refused.value.code == 40060


async def test_the_gateway_does_not_understand_everything(discord: FakeDiscord) -> None:
    async with aiohttp.ClientSession() as session:

        async def said(*frames: Any) -> int | None:
            async with session.ws_connect(f"{discord.gateway_url}?v=10&encoding=json") as line:
                for frame in frames:
                    await line.send_json(frame)
                while not line.closed:
                    await line.receive()
                return line.close_code

        hello = {"token": discord.app.token, "intents": 1, "properties": {}}
        assert await said({"op": 42, "d": None}) == 4001
        assert await said({"op": 2, "d": {**hello, "shard": [2, 2]}}) == 4010
        assert await said({"op": 2, "d": {**hello, "intents": -2}}) == 4013
        assert await said({"op": 2, "d": hello}, {"op": 2, "d": hello}) == 4005
        assert await said({"op": 2, "d": {**hello, "token": "x", "colour": "red"}}) == 4004
        session_id = discord.gateway.sessions[0].id
        resume = {"token": discord.app.token, "session_id": session_id, "seq": 99}
        assert await said({"op": 6, "d": resume}) == 4007
        assert await said({"op": 6, "d": {**resume, "token": "x"}, "why": 1}) == 4004
        async with session.ws_connect(f"{discord.gateway_url}?v=9&encoding=json") as line:
            await line.send_bytes(b"x")
            await line.receive_json()
            assert (await line.receive()).data == 4002
    said_of, _ = discord.forgive()
    assert [word for word in ("op 42", "colour", "why", "v=9", "text only") if word not in " ".join(said_of)] == []
