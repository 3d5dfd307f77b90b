"""A study group in a fake Slack: the real app on a real database, connected in either mode, on the fake's clock."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import sqlalchemy as sa

from adapters.slack.connection import Connection, Time
from adapters.slack.settings import Settings
from bot.app import App
from bot.bank.bank import Bank
from bot.store.engine import open_engine
from bot.store.schema import metadata
from bot.store.writer import Writer
from bot.view.messenger import Messenger
from tests.clubs import questions
from tests.platforms.slack import Actor, Channel, FakeSlack, Post, View, Workspace
from tests.platforms.slack.clock import PATIENCE


class Turns:
    """Waiting as the app does it, on the fake's clock; until when, by a number for each."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        self.waiting: dict[object, float] = {}

    async def wait(self, seconds: float) -> None:
        """Wait for a turn."""
        mine = object()
        self.waiting[mine] = self.slack.clock.now() + seconds
        self.slack.journal.change()
        try:
            await self.slack.clock.sleep(seconds)
        finally:
            del self.waiting[mine]


@dataclass
class World:
    """One fake Slack, one database, the app between them. `acme` has a channel that Ada and Bob are in."""

    slack: FakeSlack
    acme: Workspace
    app: App
    connection: Connection
    mode: str
    engine: sa.Engine
    turns: "Turns"
    messengers: dict[str, Messenger] = field(default_factory=dict)

    @property
    def general(self) -> Channel:
        return next(channel for channel in self.acme.channels.values() if channel.name == "general")

    @property
    def ada(self) -> Actor:
        return self.acme.user("ada")

    @property
    def bob(self) -> Actor:
        return self.acme.user("bob")

    async def tick(self, app: App | None = None) -> None:
        """Do what is due and let all of it be delivered; time passes while a channel waits for its turn."""
        ticking = asyncio.ensure_future((app or self.app).tick(watch=False))
        ticking.add_done_callback(lambda _: self.slack.journal.change())
        while not ticking.done():
            await self.until(lambda: ticking.done() or self.turns.waiting)
            if not ticking.done():
                await self.slack.clock.advance(min(self.turns.waiting.values()) - self.slack.clock.now())
        ticking.result()

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, then do what is due."""
        await self.slack.clock.advance(seconds)
        await self.tick()

    async def until(self, found: Callable[[], Any]) -> Any:
        return await self.slack.until(found)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(metadata.tables[table])).scalar_one())

    async def set_up(self, actor: Actor | None = None, channel: Channel | None = None) -> None:
        """A group in the channel, set up by a typed line."""
        who, where = actor or self.ada, channel or self.general
        before = len(who.ephemerals), len(where.parents)
        await who.slash('/quorum group setup name="Backend circle" at=11:00 zone=Europe/Berlin', where)
        await self.until(lambda: len(who.ephemerals) > before[0] and len(where.parents) > before[1])

    async def post_daily(self, channel: Channel | None = None) -> Post:
        """Set a group up and let it post its first question at eleven."""
        where = channel or self.general
        await self.set_up(channel=where)
        before = len(where.parents)
        await self.pass_time(3_600)
        return where.parents[before]


@contextlib.asynccontextmanager
async def world(slack: FakeSlack, mode: str, url: str, bank: Bank | None = None) -> AsyncIterator[World]:
    """Everything running; ends in order, and fails for what the fake did not understand."""
    acme = slack.workspace("acme")
    general = acme.channel("general")
    for name in ("ada", "bob"):
        acme.user(name).join(general)
    async with playing(slack, mode, url, acme, bank) as made:
        yield made


@contextlib.asynccontextmanager
async def playing(
    slack: FakeSlack, mode: str, url: str, acme: Workspace, bank: Bank | None = None, **changes: Any
) -> AsyncIterator[World]:
    """The app on one database, connected to one workspace."""
    engine = open_engine(url)
    messengers: dict[str, Messenger] = {}
    with Writer(engine, Random(1), **{"deadline": PATIENCE, **changes}) as writer:  # a busy machine fails no test
        app = App(writer, bank or Bank(tuple(questions(30))), slack.clock.today, Random(7), messengers)
        turns = Turns(slack)
        async with connected(slack, mode, app, acme.bot_token, turns) as connection:
            messengers["slack"] = connection.messenger
            yield World(slack, acme, app, connection, mode, engine, turns, messengers)
    engine.dispose()


@contextlib.asynccontextmanager
async def connected(slack: FakeSlack, mode: str, app: App, token: str, turns: Turns) -> AsyncIterator[Connection]:
    """A connection that serves, until it is told to stop."""
    settings = Settings(
        bot_token=token,
        app_token=slack.app.app_token,
        signing_secret=slack.app.signing_secret,
        http=mode == "http",
        host="127.0.0.1",
        port=0,
        api=slack.api,
    )
    connection = await Connection.open(app, settings, Time(slack.clock.now, turns.wait, ping=0.5))
    before = len(slack.sockets.open)
    serving = asyncio.create_task(connection.serve())
    try:
        await connection.ready.wait()
        if mode == "http":
            slack.http.request_url = f"http://127.0.0.1:{connection.port}/slack/events"
        else:
            await slack.until(lambda: len(slack.sockets.open) > before)
        yield connection
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await connection.close()
        slack.http.request_url = None


def button(shown: Post | View, label: str) -> str:
    """The action_id of the button with that label."""
    found = [
        element["action_id"]
        for block in shown.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button" and element["text"]["text"] == label
    ]
    assert found, f"there is no {label!r} on {words(shown)}"
    return str(found[0])


def words(shown: Post | View) -> str:
    """All that a person reads on it."""

    def read(thing: Any) -> str:
        if isinstance(thing, list):
            return " ".join(map(read, thing))
        if isinstance(thing, dict):
            own = thing.get("text")
            return own if isinstance(own, str) else " ".join(map(read, thing.values()))
        return ""

    return read(shown.blocks) if shown.blocks else getattr(shown, "text", "")
