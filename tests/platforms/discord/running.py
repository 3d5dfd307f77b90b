"""Bringing a fake Discord and a client to life together, and down again without a trace.

The fixture `discord` is a running fake, checked at its end; import it where it is used.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.platforms.discord.server import FakeDiscord


@contextlib.asynccontextmanager
async def fake_discord(**options: Any) -> AsyncIterator[FakeDiscord]:
    """A running fake; fails at its end for what it did not understand."""
    fake = await FakeDiscord(**options).start()
    try:
        yield fake
    finally:
        await fake.stop()
    fake.check()


@contextlib.contextmanager
def pointed_at(fake: FakeDiscord) -> Iterator[None]:
    """discord.py, unmodified, speaks to the fake: its two addresses are all that differs."""
    import yarl
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = fake.api, yarl.URL(fake.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@contextlib.asynccontextmanager
async def connected(fake: FakeDiscord, client: Any) -> AsyncIterator[Any]:
    """A discord.py client that runs until the end of the block, ready."""
    running = asyncio.ensure_future(client.start(fake.app.token))
    ready = asyncio.ensure_future(client.wait_until_ready()) if client.is_ready() else None
    try:
        while not client.is_ready():
            if running.done():
                running.result()
            await asyncio.sleep(0.002)
        yield client
    finally:
        if ready:
            ready.cancel()
        await client.close()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """A running fake Discord; discord.py in this process speaks to it."""
    async with fake_discord() as running:
        with pointed_at(running):
            yield running
