"""The trouble that a test may order, and what the unmodified client makes of it."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord as dpy
import pytest

from tests.platforms.bare_discord import Bot, logged_in, place
from tests.platforms.discord import (
    POST_MESSAGE,
    Channel,
    FakeDiscord,
    delay,
    discord,
    drop,
    exhausted,
    rate_limited,
    refuse,
    server_error,
)

__all__ = ["discord"]


@pytest.fixture
async def bot(discord: FakeDiscord) -> AsyncIterator[Bot]:
    async with logged_in(discord, max_ratelimit_timeout=30.0) as made:
        yield made


@pytest.fixture
def general(discord: FakeDiscord) -> Channel:
    return discord.guild("circle").channel("general")


@pytest.mark.parametrize("after", [False, True])
async def test_a_cut_line_is_not_repeated(discord: FakeDiscord, bot: Bot, general: Channel, after: bool) -> None:
    discord.faults.add(POST_MESSAGE, drop(after=after))
    with pytest.raises((aiohttp.ClientError, OSError)):
        await place(bot, general).send("x")
    assert len(general.messages) == after
    (call,) = discord.journal.of(POST_MESSAGE)
    assert (call.stored, call.answer) == (after, None)


async def test_a_500_is_repeated_with_the_same_nonce(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    hall = discord.guild("hall").channel("hall")
    discord.faults.add(POST_MESSAGE, server_error(), when=lambda call: call.path["channel_id"] == general.id)
    discord.faults.add(POST_MESSAGE, server_error(502, after=True))
    await asyncio.gather(place(bot, general).send("x"), place(bot, hall).send("x", nonce="same"))
    assert (len(general.messages), len(hall.messages)) == (1, 1)
    assert len(discord.journal.of(POST_MESSAGE)) == 4


async def test_a_503_is_not_repeated(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    discord.faults.add(POST_MESSAGE, server_error(503))
    with pytest.raises(dpy.DiscordServerError):
        await place(bot, general).send("x")
    assert general.messages == []


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_429_waits_and_comes_again(discord: FakeDiscord, bot: Bot, general: Channel, scope: str) -> None:
    discord.faults.add(POST_MESSAGE, rate_limited(0.02, scope=scope))
    await place(bot, general).send("x")
    assert [call.status for call in discord.journal.of(POST_MESSAGE)] == [429, 200]
    assert discord.journal.invalid == (scope != "shared")


async def test_a_429_without_via_or_too_long_is_raised(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    discord.faults.add(POST_MESSAGE, rate_limited(via=False))
    with pytest.raises(dpy.HTTPException) as problem:
        await place(bot, general).send("x")
    assert problem.value.status == 429
    discord.faults.add(POST_MESSAGE, rate_limited(31))
    with pytest.raises(dpy.RateLimited):
        await place(bot, general).send("x")


async def test_an_empty_bucket_holds_the_answer_back(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    discord.faults.add(POST_MESSAGE, exhausted(0.2))
    sending = asyncio.ensure_future(place(bot, general).send("x"))
    await discord.until(lambda: general.messages and discord.journal.of(POST_MESSAGE)[0].status)
    assert not sending.done(), "it is there, and its id is not known yet"
    await sending


@pytest.mark.parametrize("after", [False, True])
async def test_a_slow_answer_waits_for_fake_time(discord: FakeDiscord, bot: Bot, general: Channel, after: bool) -> None:
    discord.faults.add(POST_MESSAGE, delay(30, after=after))
    sending = asyncio.ensure_future(place(bot, general).send("x"))
    await discord.until(lambda: discord.journal.of(POST_MESSAGE))
    await discord.until(lambda: len(general.messages) == after)
    assert not sending.done()
    await discord.clock.advance(30)
    await sending


async def test_any_refusal_can_be_ordered(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    for status, code in ((403, 40333), (401, 50027), (400, 50025)):
        discord.faults.add("*", refuse(status, code))
        with pytest.raises(dpy.HTTPException) as problem:
            await place(bot, general).send("x")
        assert (problem.value.status, problem.value.code) == (status, code)


async def test_a_dead_token_is_401_everywhere(discord: FakeDiscord, bot: Bot, general: Channel) -> None:
    discord.app.token_valid = False
    with pytest.raises(dpy.HTTPException) as problem:
        await place(bot, general).send("x")
    assert problem.value.status == 401
    assert discord.journal.invalid == 1
