"""When Discord is slow, full, broken or closed: every daily is posted exactly once, and nobody waits for another."""

import asyncio

from adapters.discord.faults import PAUSE
from tests.discord.wire import AN_HOUR, Wire, dailies, discord, is_daily, playing, study_hall, wire
from tests.platforms.discord import (
    HISTORY,
    POST_MESSAGE,
    FakeDiscord,
    delay,
    drop,
    exhausted,
    rate_limited,
    refuse,
    server_error,
)

__all__ = ["discord", "wire"]

FAULTS = {
    "lost answer": drop(after=True),
    "lost before": drop(),
    "500 after": server_error(after=True),
    "500 before": server_error(),
    "502 after": server_error(502, after=True),
    "503 after": server_error(503, after=True),
    "503 before": server_error(503),
    "504 after": server_error(504, after=True),
    "429": rate_limited(),
    "429 on and on": rate_limited(0.02),
    "429 of another": rate_limited(scope="shared"),
    "429 for all": rate_limited(scope="global"),
    "429 for long": rate_limited(45),
    "no more left": exhausted(0.1),
}


async def test_whatever_becomes_of_a_post_it_is_there_once(wire: Wire) -> None:
    """A group for each fault, all at once: what hits one channel holds up no other."""
    rooms = {name: wire.circle.channel(name.replace(" ", "-")) for name in ["sound", *FAULTS]}
    for name, room in rooms.items():
        await wire.set_up(room, name=room.name)
        if name in FAULTS:
            wire.discord.faults.add(
                POST_MESSAGE,
                FAULTS[name],
                times=5 if "on and on" in name else 1,
                when=lambda call, room=room: is_daily(call) and call.path["channel_id"] == room.id,
            )
    await wire.pass_time(AN_HOUR)
    for _ in range(4):
        await wire.pass_time(30)
    assert not wire.discord.faults.orders
    found = {name: len(dailies(room)) for name, room in rooms.items()}
    assert found == dict.fromkeys(rooms, 1)
    assert {state for key, state in wire.states().items() if key.startswith("daily:")} == {"sent"}


async def test_the_bot_dies_between_post_and_confirmation(discord: FakeDiscord, database: str) -> None:
    circle = study_hall(discord)
    async with playing(discord, database, circle) as wire:
        await wire.set_up()
        discord.faults.add(POST_MESSAGE, delay(600, after=True), when=is_daily)
        await discord.clock.advance(AN_HOUR)
        dying = asyncio.ensure_future(wire.tick())
        await discord.until(lambda: dailies(wire.general))
        await wire.app.courier.stop(0)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
    async with playing(discord, database, circle) as wire:
        for _ in range(4):
            await wire.pass_time(60)
        assert len(dailies(wire.general)) == 1
        assert wire.states()["daily:1:1"] == "sent"
        assert discord.journal.of(HISTORY)


async def test_a_history_that_cannot_be_read_means_at_most_once(wire: Wire) -> None:
    await wire.set_up()
    wire.general.deny("READ_MESSAGE_HISTORY")
    wire.discord.faults.add(POST_MESSAGE, drop(), times=2, when=is_daily)
    await wire.pass_time(AN_HOUR)
    await wire.pass_time(61)
    for _ in range(3):
        await wire.pass_time(60)
    assert dailies(wire.general) == []
    assert wire.states()["daily:1:1"] == "unknown"


async def test_within_a_minute_the_nonce_alone_keeps_it_to_one(wire: Wire) -> None:
    await wire.set_up()
    wire.general.deny("READ_MESSAGE_HISTORY")
    wire.discord.faults.add(POST_MESSAGE, drop(after=True), when=is_daily)
    await wire.pass_time(AN_HOUR)
    for _ in range(3):
        await wire.pass_time(15)
    assert len(dailies(wire.general)) == 1
    assert len(wire.discord.journal.of(POST_MESSAGE)) >= 2
    assert wire.states()["daily:1:1"] == "sent"


async def test_shut_out_by_cloudflare_nothing_is_called_for_minutes(wire: Wire) -> None:
    await wire.set_up()
    await wire.tick()
    wire.discord.faults.add(POST_MESSAGE, rate_limited(via=False), when=is_daily)
    await wire.pass_time(AN_HOUR)
    calls = len(wire.discord.journal.calls)
    await wire.pass_time(PAUSE - 30)
    assert len(wire.discord.journal.calls) == calls
    assert dailies(wire.general) == []
    await wire.pass_time(60)
    await wire.pass_time(60)
    assert len(dailies(wire.general)) == 1


async def test_automatic_moderation_closes_one_card_and_no_channel(wire: Wire) -> None:
    await wire.set_up()
    wire.discord.faults.add(POST_MESSAGE, refuse(403, 200000), when=is_daily)
    await wire.pass_time(AN_HOUR)
    await wire.pass_time(60)
    assert dailies(wire.general) == []
    assert wire.states()["daily:1:1"] not in ("sent", "waiting")
