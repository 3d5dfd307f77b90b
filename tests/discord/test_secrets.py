"""No token is ever shown: not the bot's and no interaction's, however much the operator wants to read in the log."""

import contextlib
import logging
from collections.abc import AsyncIterator

import pytest

from bot.refs import ChannelRef
from bot.view.card import Card, Text
from tests.discord.wire import AN_HOUR, Wire, discord, playing, study_hall
from tests.platforms.discord import CALLBACK, POST_MESSAGE, FakeDiscord, drop, refuse, server_error

__all__ = ["discord"]

CARD = Card("News", "info", (Text("Something happened."),))


@pytest.fixture
async def talkative(
    discord: FakeDiscord, database: str, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[tuple[Wire, pytest.LogCaptureFixture]]:
    """A process whose operator reads everything."""
    with caplog.at_level(logging.DEBUG):
        async with playing(discord, database, study_hall(discord)) as wire:
            yield wire, caplog


async def test_neither_a_day_nor_its_troubles_show_a_token(
    talkative: tuple[Wire, pytest.LogCaptureFixture],
) -> None:
    wire, log = talkative
    await wire.set_up()
    await wire.pass_time(AN_HOUR)
    for fault in (drop(), server_error(503), refuse(403, 50001)):
        wire.discord.faults.add(POST_MESSAGE, fault)
        with contextlib.suppress(Exception):
            await wire.connection.messenger.post(ChannelRef("discord", wire.circle.id, wire.general.id), CARD)
    for fault in (drop(), refuse(400, 50035), refuse(404, 10062)):
        wire.discord.faults.add(CALLBACK, fault)
        wire.bob.slash("streak", wire.general)
        await wire.until(lambda: not wire.discord.faults.orders)
    await wire.pass_time(1)
    said = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in log.records)
    assert "was not answered" in said
    assert wire.discord.app.token not in said
    tokens = [one.token for one in wire.discord.interactions.all.values()]
    assert tokens
    assert not [token for token in tokens if token in said]
    wire.discord.forgive()
