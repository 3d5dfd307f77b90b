"""A study group in a simulated Discord: the real app on a real database, its client on simcord, on simcord's clock."""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from math import inf
from random import Random
from typing import Any

import simcord
import sqlalchemy as sa
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor, UserHandle

from adapters.discord.connection import Connection, Time
from adapters.discord.controls import read_custom_id
from adapters.discord.settings import Settings
from bot.app import App
from bot.bank.bank import Bank
from bot.store.engine import open_engine
from bot.store.schema import metadata
from bot.store.writer import Writer
from bot.view.messenger import Messenger
from tests.clubs import questions
from tests.platforms.discord.clock import PATIENCE
from tests.platforms.discord.openapi import breaches_of

TOKEN = "MTIz.Abc.secret-of-the-bot"


@dataclass
class World:
    """One simulated Discord, one database, the app between them. The server has a channel with Ada and Bob in it."""

    env: Env
    app: App
    connection: Connection
    engine: sa.Engine
    guild: GuildHandle
    general: ChannelHandle
    ada: MemberActor
    bob: MemberActor
    people: dict[str, UserHandle]
    """Ada and Bob outside the server: in their direct messages with the bot."""
    messengers: dict[str, Messenger]

    async def tick(self) -> None:
        """Do what is due and let all of it be delivered."""
        with self.env.time_context():
            await self.app.tick(watch=False)
        await self.env.settle()

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, then do what is due."""
        await self.env.advance_time(seconds)
        await self.tick()

    async def restart(self) -> None:
        """The process ends, and another takes its place."""
        await self.connection.tasks.drain(3)
        self.connection = connection_of(self.app, lambda: self.env)
        await self.env.restart_bot(self.connection.client)
        self.messengers["discord"] = self.connection.messenger

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(metadata.tables[table])).scalar_one())

    async def set_up(self, actor: MemberActor | None = None, channel: ChannelHandle | None = None) -> InteractionResult:
        """A group in the channel, set up by a typed line: it posts at eleven in Berlin, from Monday to Friday."""
        line = 'group setup name="Backend circle" at=11:00 zone=Europe/Berlin'
        made = await (actor or self.ada).slash(channel or self.general, "quorum", line=line)
        await self.tick()
        return made

    async def post_daily(self) -> Any:
        """Set a group up and let it post its first question at eleven; the message."""
        await self.set_up()
        await self.pass_time(10 * 3_600)
        return self.general.last_message


@contextlib.asynccontextmanager
async def world(url: str, bank: Bank | None = None, **options: Any) -> AsyncIterator[World]:
    """Everything running; an error of the bot that nobody saw to fails the test."""
    engine = open_engine(url)
    messengers: dict[str, Messenger] = {}
    with Writer(engine, Random(1), deadline=PATIENCE) as writer:  # a busy machine fails no test
        clock: list[Any] = []
        app = App(writer, bank or Bank(tuple(questions(30))), lambda: clock[0].now(), Random(7), messengers)
        connection = connection_of(app, lambda: clock[0])
        env = Env(connection.client, **options)
        clock.append(env)
        await env.start()
        messengers["discord"] = connection.messenger
        guild = env.create_guild("Study hall")
        general = guild.create_text_channel("general")
        await env.settle()
        try:
            people = {name: env.create_user(name) for name in ("ada", "bob")}
            ada, bob = (guild.add_member(user) for user in people.values())
            made = World(env, app, connection, engine, guild, general, ada, bob, people, messengers)
            await made.tick()
            yield made
        finally:
            await connection.tasks.drain(3)
            await env.shutdown()
        env.raise_errors()
        unknown = [said for one in env.http_requests for said in breaches_of(one.method, one.path, one.json)]
        assert not unknown, unknown
    engine.dispose()


def connection_of(app: App, env: Callable[[], Env]) -> Connection:
    """A connection on the simulator's clock."""
    time = Time(lambda: float(env().now().timestamp()))
    return Connection(app, Settings(TOKEN, shard_count=1, identify_apart=0, requests=inf), time)


def controls(shown: Any) -> list[dict[str, Any]]:
    """All buttons and selects of a message, in order."""

    def walk(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for part in parts:
            if part.get("type") in (2, 3):
                found.append(part)
            found += walk([*part.get("components", []), *([part["accessory"]] if part.get("accessory") else [])])
        return found

    return walk(raw(shown))


def button(shown: Any, label: str) -> str:
    """The custom_id of the button with that label."""
    found = [part["custom_id"] for part in controls(shown) if part.get("label") == label]
    assert found, f"there is no {label!r} on {words(shown)}"
    return str(found[0])


def words(shown: Any) -> str:
    """All that a person reads on it."""

    def read(parts: list[dict[str, Any]]) -> list[str]:
        found = []
        for part in parts:
            if part.get("type") == 10:
                found.append(str(part["content"]))
            found += read(part.get("components", []))
        return found

    return "\n".join(read(raw(shown)))


def tokens(shown: Any) -> list[str]:
    """The tokens of its controls."""
    return [read_custom_id(part["custom_id"]).token for part in controls(shown)]


def raw(shown: Any) -> list[dict[str, Any]]:
    """Its components as Discord has them."""
    if isinstance(shown, simcord.ResponseMessage):
        return shown.components
    return [component.to_dict() for component in shown.components]
