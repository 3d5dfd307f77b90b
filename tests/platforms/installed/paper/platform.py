"""Paper as `quorum run` finds it: what it needs, and how it is connected.

A line is "<name> <command>"; its answer is the card in plain text, then an empty line. "<name> later <command>" is
carried out only when the platform is being stopped: what was taken in must still be answered then. "fail" breaks it.
"""

import asyncio
import logging
import socket
from collections.abc import Mapping
from pathlib import Path

from bot.app import App
from bot.commands import parse
from bot.refs import AccountRef, Caller, ChannelRef, MessageRef, SpaceRef
from bot.view.card import Card
from bot.view.plain import plain
from tests.platforms.lossy import Lossy

NEEDS = ("PAPER_SOCKET", "PAPER_TOKEN")
SERVES_HTTP = True

log = logging.getLogger("paper")


class Pad(Lossy):
    """The posts; each is told to the log, so that a test can wait for it."""

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        """Post."""
        message = await super().send(channel, card, delivery_key, under)
        log.info("posted %s", delivery_key)
        return message


class Paper:
    """The connected platform."""

    def __init__(self, app: App, door: socket.socket, *, http: bool) -> None:
        self.app = app
        self.door = door
        self.http = http
        self.messenger = Pad(Path(door.getsockname()).with_suffix(".posts"))
        self.ending = asyncio.Event()
        self.broken = asyncio.Event()
        self.talks: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Take lines until cancelled, then answer what was taken."""
        server = await asyncio.start_unix_server(self.talk, sock=self.door)
        try:
            await self.broken.wait()
            raise ConnectionError("the paper is torn")
        finally:
            server.close()
            self.ending.set()
            await asyncio.gather(*self.talks)

    async def close(self) -> None:
        """Posts are kept in a file: there is nothing to let go of."""

    async def talk(self, lines: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        """One person's line and its answer."""
        task = asyncio.current_task()
        assert task is not None
        self.talks.add(task)
        name, _, said = (await lines.readline()).decode().strip().partition(" ")
        if said == "fail":
            self.broken.set()
        if said.startswith("later "):
            answers.write(b"taken\n")
            await self.ending.wait()
        space = SpaceRef("paper", "desk")
        caller = Caller(
            AccountRef("paper", "", name), name, space, ChannelRef("paper", "desk", "pad"), "pad", zone="UTC"
        )
        for reply in await self.app.call(parse(said.removeprefix("later ")), caller):
            answers.write(f"{self.http} {plain(reply.card)}\n\n".encode())
        answers.close()
        await answers.wait_closed()
        self.talks.discard(task)


async def connect(app: App, environment: Mapping[str, str], *, http: bool) -> Paper:
    """Open the paper."""
    if environment["PAPER_TOKEN"] == "wrong":
        raise ValueError("PAPER_TOKEN is not a token of Paper: copy it again.")
    door = socket.socket(socket.AF_UNIX)
    door.bind(environment["PAPER_SOCKET"])
    door.listen()
    return Paper(app, door, http=http)
