"""Processes that die: an app whose writer and messengers stop for ever at the n-th step, wherever that is.

A step lies before and after every transaction and every call of a platform, so that counting n up visits every place
at which a SIGKILL leaves something different behind.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.app import App
from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.store.writer import Writer
from bot.view.card import Card
from tests.clubs import Club, settled


class Fuse:
    """Counts steps; at the last one nothing goes on any more."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.dead = asyncio.Event()

    async def step(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.dead.set()
            await asyncio.Event().wait()


class DoomedWriter:
    """A writer whose process may die before a transaction, or after its commit and before anybody hears of it."""

    def __init__(self, writer: Writer, fuse: Fuse) -> None:
        self.writer = writer
        self.fuse = fuse

    async def call(self, work: Callable[[Any], Any]) -> Any:
        await self.fuse.step()
        result = await self.writer.call(work)
        await self.fuse.step()
        return result

    async def read(self, work: Callable[[Any], Any]) -> Any:
        return await self.writer.read(work)


class DoomedMessenger:
    """A messenger whose process may die before a request leaves, or when the platform has done what was asked."""

    def __init__(self, platform: Any, fuse: Fuse) -> None:
        self.platform = platform
        self.fuse = fuse

    async def _through(self, call: Any) -> Any:
        try:
            await self.fuse.step()
        except asyncio.CancelledError:
            call.close()
            raise
        result = await call
        await self.fuse.step()
        return result

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        return await self._through(self.platform.send(channel, card, delivery_key))

    async def edit(self, message: MessageRef, card: Card) -> None:
        await self._through(self.platform.edit(message, card))

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: Any, under: MessageRef | None = None
    ) -> MessageRef | None:
        return await self._through(self.platform.find(channel, delivery_key, since))

    async def tell(self, account: AccountRef, card: Card) -> None:
        await self._through(self.platform.tell(account, card))


def tick_and_die(club: Club, steps: int) -> bool:
    """Let an app tick that dies after so many steps; False if it came to the end of its tick before."""

    async def life() -> bool:
        fuse = Fuse(steps)
        writer: Any = DoomedWriter(club.writers[0], fuse)
        platform: Any = DoomedMessenger(club.platform, fuse)
        app = App(writer, club.bank, lambda: club.now, club.app.rng, {"lossy": platform})
        ticking = asyncio.create_task(app.tick(watch=False))
        dying = asyncio.create_task(fuse.dead.wait())
        await asyncio.wait([ticking, dying], return_when=asyncio.FIRST_COMPLETED)
        died = not ticking.done()
        ticking.cancel()
        dying.cancel()
        ends = await asyncio.gather(ticking, dying, return_exceptions=True)
        if not died and isinstance(ends[0], BaseException):
            raise ends[0]
        await app.courier.stop(0)
        return died

    return asyncio.run(settled(life()))
