"""When connections break, processes end and sessions double: nothing that people do is lost or counted twice."""

import asyncio
from typing import Any

import discord as dpy
import pytest

from bot.refs import ChannelRef
from bot.view.card import card
from tests.discord.wire import AN_HOUR, Turns, Wire, dailies, discord, joined, opened, playing, study_hall, wire
from tests.platforms.discord import SYNC, FakeDiscord, drop, server_error

__all__ = ["discord", "wire"]

BREAKS = {
    "op 7": lambda gateway: gateway.reconnect(),
    "op 9": lambda gateway: gateway.invalidate(resumable=True),
    "4000": lambda gateway: gateway.close(4000),
    "1000": lambda gateway: gateway.close(1000),
    "cut": lambda gateway: gateway.drop(),
}


async def test_no_press_is_lost_over_a_resume(wire: Wire) -> None:
    """One post, five breaks, a new person after each."""
    post = await wire.post_daily()
    for number, trouble in enumerate(BREAKS.values(), 1):
        person = wire.circle.member(f"person {number}")
        trouble(wire.discord.gateway)
        shown = await wire.answer(person, post)
        assert shown.ephemeral
        assert wire.count("attempt") == number
        await wire.until(lambda: wire.discord.gateway.ready)
    assert len(wire.discord.gateway.resumes) == len(BREAKS)
    assert len(wire.discord.gateway.identifies) == 1


async def test_a_session_that_is_gone_begins_anew_and_hears_again(wire: Wire) -> None:
    post = await wire.post_daily()
    wire.discord.gateway.drop()
    wire.discord.gateway.sessions.clear()
    await wire.until(lambda: len(wire.discord.gateway.identifies) == 2 and wire.discord.gateway.ready)
    await wire.answer(wire.ada, post)
    assert wire.count("attempt") == 1


async def test_two_minutes_without_a_gateway_in_mid_daily_lose_nothing(wire: Wire) -> None:
    await wire.set_up()
    wire.discord.gateway.shut()
    await wire.pass_time(AN_HOUR)
    (post,) = dailies(wire.general)
    early = wire.ada.press(post, "A")
    await wire.pass_time(120)
    assert early.failed, "nobody could answer in time"
    assert wire.discord.forgive()[1]
    assert wire.count("attempt") == 0
    wire.discord.gateway.open()
    await wire.until(lambda: wire.count("attempt") == 1)
    again = await wire.answer(wire.ada, post, "B")
    assert again.ephemeral
    await wire.answer(wire.bob, post, "B")
    assert wire.count("attempt") == 2
    assert wire.discord.gateway.resumes
    assert len(dailies(wire.general)) == 1


async def test_old_controls_and_open_forms_work_after_a_restart(discord: FakeDiscord, database: str) -> None:
    circle = study_hall(discord)
    async with playing(discord, database, circle) as wire:
        post = await wire.post_daily()
        shown = await wire.answer(wire.ada, post)
        hall = circle.channel("hall")
        form = await wire.bob.slash("group setup", hall)
        assert form.modal is not None
    await discord.clock.advance(AN_HOUR)
    async with playing(discord, database, circle) as wire:
        await wire.answer(wire.bob, post, "B")
        assert wire.count("attempt") == 2
        again = await wire.answer(wire.ada, post, "B")
        assert again.ephemeral
        control = next(one for one in shown.message.ids)
        pressed = await wire.ada.press(shown.message, control)
        assert (await pressed.done()).kind in (4, 5, 7, 9)
        sent = await wire.bob.submit({}, form.modal)
        assert (await sent.done()).kind is not None
        assert len(discord.gateway.identifies) == 2
        assert len(discord.journal.of("PUT /applications/{application_id}/commands")) == 1, "unchanged, not told again"


TROUBLE = {
    "too many a day": lambda fake: setattr(fake.app, "command_creates", 0),
    "503": lambda fake: fake.faults.add(SYNC, server_error(503)),
    "cut": lambda fake: fake.faults.add(SYNC, drop()),
    "cut after": lambda fake: fake.faults.add(SYNC, drop(after=True)),
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_commands_that_could_not_be_told_are_told_at_the_next_start(
    discord: FakeDiscord, database: str, trouble: Any
) -> None:
    circle = study_hall(discord)
    trouble(discord)
    async with playing(discord, database, circle):
        assert discord.gateway.ready, "controls work without commands"
    discord.app.command_creates = None
    async with playing(discord, database, circle) as wire:
        await wire.set_up()
    async with playing(discord, database, circle) as wire:
        shown = await wire.ada.slash("help", wire.general)
        assert (await shown.done()).text
    assert len(discord.journal.of(SYNC)) == 2


async def test_two_shards_in_one_process(discord: FakeDiscord, database: str) -> None:
    discord.app.shards = 2
    near, far = (study_hall(discord, shard=number) for number in (0, 1))
    async with playing(discord, database, near) as wire:
        assert discord.gateway.ready == {0, 1}
        for hall in (near, far):
            channel = next(iter(hall.channels.values()))
            await wire.set_up(channel)
        await wire.pass_time(AN_HOUR)
        for hall in (near, far):
            channel = next(iter(hall.channels.values()))
            (post,) = dailies(channel)
            await wire.answer(wire.bob, post)
        assert wire.count("attempt") == 2


async def test_two_processes_with_a_shard_each(discord: FakeDiscord, database: str) -> None:
    """The daily of a server of the second shard: either process posts it, once; the second answers the press."""
    discord.app.shards = 2
    near, far = (study_hall(discord, shard=number) for number in (0, 1))
    options: Any = {"shard_count": 2}
    async with (
        playing(discord, database, near, shard_ids=(0,), **options) as first,
        playing(discord, database, far, shard_ids=(1,), **options) as second,
    ):
        await second.set_up()
        await discord.clock.advance(AN_HOUR)
        await asyncio.gather(first.tick(), second.tick())
        (post,) = dailies(second.general)
        await second.answer(second.ada, post)
        assert second.count("attempt") == 1
        assert {(shard, count) for _, shard, count in discord.gateway.identifies} == {(0, 2), (1, 2)}


async def test_what_two_sessions_hear_scores_once(discord: FakeDiscord, database: str) -> None:
    """A new release beside the old one: both hear each press, one carries it out and answers."""
    circle = study_hall(discord)
    async with playing(discord, database, circle) as old, playing(discord, database, circle) as new:
        await old.set_up()
        await discord.clock.advance(AN_HOUR)
        await asyncio.gather(old.tick(), new.tick())
        (post,) = dailies(old.general)
        shown = await old.answer(old.ada, post)
        assert len(discord.gateway.sessions) == 2
        assert old.count("attempt") == 1
        assert [one.text for one in old.ada.ephemerals].count(shown.text) == 1
        before = old.count("group_log")
        for _ in range(3):
            asked = await old.ada.slash("quorum", old.general, line="group share")
            await asked.done()
            await new.app.keep(lambda ports: None)
        assert old.count("group_log") == before + 3, "three codes were asked for, not six"


async def test_shards_of_all_processes_identify_one_after_another(discord: FakeDiscord, database: str) -> None:
    discord.app.shards = 2
    circle, turns = study_hall(discord, shard=0), Turns(discord)

    async def passing() -> None:
        while True:
            await discord.until(lambda: turns.waiting)
            await discord.clock.advance(1)

    ticking = asyncio.ensure_future(passing())
    try:
        async with playing(discord, database, circle, turns=turns, identify_apart=5.0):
            first, second = (at for at, _, _ in discord.gateway.identifies)
            assert second - first >= 5
    finally:
        ticking.cancel()


async def test_a_server_that_was_left_while_away_is_found_out(discord: FakeDiscord, database: str) -> None:
    circle = study_hall(discord)
    async with playing(discord, database, circle) as wire:
        await wire.set_up()
    circle.remove_bot(tell=False)
    async with playing(discord, database, circle) as wire:
        await discord.until(lambda: discord.journal.of("GET /guilds/{guild_id}"))
        await wire.pass_time(AN_HOUR)
        assert dailies(wire.general) == []
        circle.invite_bot()


@pytest.mark.parametrize("code", [4004, 0])
async def test_a_dead_token_ends_it_with_a_sentence(wire: Wire, code: int) -> None:
    """Told by the gateway, or by the first call."""
    other = await opened(wire.discord, wire.app)
    serving = asyncio.create_task(other.serve())
    await wire.until(lambda: len(wire.discord.gateway.ready) and other.client.is_ready())
    await wire.set_up()
    wire.discord.app.token_valid = False
    if code:
        wire.discord.gateway.close(code)
    else:
        with pytest.raises(dpy.HTTPException):
            await other.messenger.post(ChannelRef("discord", wire.circle.id, wire.general.id), card("One", "info"))
    with pytest.raises(ConnectionError, match="token"):
        await serving
    await other.close()
    wire.discord.app.token_valid = True


async def test_no_token_no_way_in(discord: FakeDiscord, database: str, wire: Wire) -> None:
    with pytest.raises(ValueError, match="DISCORD_BOT_TOKEN") as told:
        async with joined(discord, wire.app, token="a.b.secret"):
            pass
    assert "secret" not in str(told.value)
    with pytest.raises(ValueError, match="cannot be reached"):
        async with joined(discord, wire.app, api="http://127.0.0.1:1/api/v10"):
            pass
