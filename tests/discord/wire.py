"""A study group in the fake Discord: the real app on a real database, the unmodified client on the loopback.

Fixtures: `discord` (a running fake, checked at its end), `wire` (the app connected to it); import them where they are
used. Several connections on one database are several processes.
"""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from adapters.discord.connection import Connection, Time
from adapters.discord.settings import Settings
from bot.app import App
from bot.bank.bank import Bank
from bot.store import schema
from bot.store.engine import open_engine
from bot.store.schema import metadata
from bot.store.writer import Writer
from bot.view.messenger import Messenger
from tests.clubs import questions
from tests.platforms.discord import Channel, FakeDiscord, Guild, Interaction, Message, Person, discord
from tests.platforms.discord.clock import PATIENCE
from tests.platforms.discord.journal import Call
from tests.platforms.discord.reading import controls

__all__ = ["Wire", "discord", "playing", "wire"]

LINE = "group setup name={name} at=11:00 zone=Europe/Berlin"
AN_HOUR = 3_600
"""From the fake's first instant to eleven in Berlin."""


class Turns:
    """Waiting as the app does it, on the fake's clock; until when, by a number for each."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.waiting: dict[object, float] = {}

    async def wait(self, seconds: float) -> None:
        """Wait for a turn."""
        mine = object()
        self.waiting[mine] = self.fake.clock.now() + seconds
        self.fake.journal.change()
        try:
            await self.fake.clock.sleep(seconds)
        finally:
            del self.waiting[mine]


@dataclass
class Wire:
    """One fake Discord, one database, one process of the app. `circle` has a channel with Ada and Bob in it."""

    discord: FakeDiscord
    circle: Guild
    app: App
    connection: Connection
    engine: sa.Engine
    messengers: dict[str, Messenger] = field(default_factory=dict)

    @property
    def general(self) -> Channel:
        return next(one for one in self.circle.channels.values() if one.name == "general")

    @property
    def ada(self) -> Person:
        return self.discord.user("ada")

    @property
    def bob(self) -> Person:
        return self.discord.user("bob")

    async def tick(self) -> None:
        """Do what is due and let all of it be delivered."""
        await self.app.tick(watch=False)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, then do what is due."""
        await self.discord.clock.advance(seconds)
        await self.tick()

    async def until(self, found: Callable[[], Any]) -> Any:
        return await self.discord.until(found)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(metadata.tables[table])).scalar_one())

    def states(self) -> dict[str, str]:
        """What became of the letters, by delivery key."""
        with self.engine.connect() as connection:
            found = connection.execute(sa.select(schema.outbox.c.delivery_key, schema.outbox.c.state))
            return {str(row.delivery_key): str(row.state) for row in found}

    async def set_up(self, channel: Channel | None = None, name: str = "circle") -> Interaction:
        """A group in the channel that posts at eleven in Berlin, set up by a typed line."""
        where = channel or self.general
        before = len(where.messages)
        made = await self.ada.slash("quorum", where, line=LINE.format(name=name))
        await self.tick()
        await self.until(lambda: len(where.messages) > before)
        return await made.done()

    async def post_daily(self) -> Message:
        """Set a group up and let it post its first question."""
        await self.set_up()
        await self.pass_time(AN_HOUR)
        (post,) = dailies(self.general)
        return post

    async def answer(self, person: Person, post: Message, label: str = "A") -> Interaction:
        """Somebody presses a choice and sees what came of it."""
        pressed = await person.press(post, label)
        return await pressed.done()


def dailies(channel: Channel) -> list[Message]:
    """The posts in a channel that ask a question, oldest first."""
    return [post for post in channel.messages if asks(post)]


def is_daily(call: Call) -> bool:
    """Whether a call posts a question."""
    return any(":idk:" in one["custom_id"] for one in controls(call.body["components"]))


def asks(post: Message) -> bool:
    """Whether a message asks a question: it takes "I don't know" for an answer."""
    return any(":idk:" in one for one in post.ids)


@contextlib.asynccontextmanager
async def playing(
    fake: FakeDiscord, url: str, circle: Guild, bank: Bank | None = None, **settings: Any
) -> AsyncIterator[Wire]:
    """One process of the app on one database, connected and ready."""
    engine = open_engine(url)
    messengers: dict[str, Messenger] = {}
    with Writer(engine, Random(1), deadline=PATIENCE) as writer:  # a busy machine fails no test
        app = App(writer, bank or Bank(tuple(questions(30))), fake.clock.today, Random(7), messengers)
        async with joined(fake, app, **settings) as connection:
            messengers["discord"] = connection.messenger
            yield Wire(fake, circle, app, connection, engine, messengers)
    engine.dispose()


@contextlib.asynccontextmanager
async def joined(fake: FakeDiscord, app: App, turns: Turns | None = None, **settings: Any) -> AsyncIterator[Connection]:
    """A connection that serves until the end of the block."""
    connection = await opened(fake, app, turns, **settings)
    serving = asyncio.create_task(connection.serve())
    try:
        await fake.until(lambda: connection.client.is_ready() or serving.done())
        if serving.done():
            serving.result()
        yield connection
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await connection.close()


async def opened(fake: FakeDiscord, app: App, turns: Turns | None = None, **settings: Any) -> Connection:
    """A connection that is logged in and yet to serve."""
    addresses = {"token": fake.app.token, "api": fake.api, "gateway": fake.gateway_url}
    quick = {"ready_timeout": 0.01, "identify_apart": 0.0, "requests": math.inf}
    time = Time(fake.clock.now, (turns or Turns(fake)).wait)
    return await Connection.open(app, Settings(**{**addresses, **quick, **settings}), time)


def study_hall(fake: FakeDiscord, *, shard: int | None = None) -> Guild:
    """A server with a channel that Ada and Bob are in."""
    circle = fake.guild("Study hall", shard=shard)
    circle.channel("general")
    for name in ("ada", "bob"):
        circle.member(name)
    return circle


@pytest.fixture
async def wire(discord: FakeDiscord, database: str) -> AsyncIterator[Wire]:
    """The app in a server with a channel and two people."""
    async with playing(discord, database, study_hall(discord)) as made:
        yield made
