"""Study groups on a lossy platform, for the tests of what comes by itself: posts, reveals, letters.

A club is one database with its clock, a small bank, apps on it, and one messenger that all of them share.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from bot.app import App
from bot.bank.bank import Bank
from bot.domain.question import Question
from bot.intents import Answer, Intent
from bot.refs import AccountRef, Caller, ChannelRef, SpaceRef
from bot.store import schema
from bot.store.engine import open_engine
from bot.store.instants import micros
from bot.store.writer import Writer
from bot.usecases.plan_daily import plan
from bot.view.card import Reply
from tests.domain.answerable import question
from tests.platforms.lossy import Lossy

T = TypeVar("T")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""09:00 in Berlin, an hour before the groups below post: they post at 10:00."""


def questions(count: int, *, kind: str = "single", **changes: Any) -> list[Question]:
    """Live questions of one kind with ids of their own, all right with the option whose id is r."""
    made = question(kind, status="live", **changes)
    return [msgspec.structs.replace(made, id=f"py.{kind}.{number:04}") for number in range(1, count + 1)]


class Club:
    """One database and everything that is needed to let days pass."""

    def __init__(self, url: str, bank: list[Question] | None = None, *, now: datetime = MONDAY) -> None:
        self.url = url
        self.now = now
        self.bank = Bank(tuple(questions(30) if bank is None else bank))
        self.engine = open_engine(url)
        self.platform = Lossy()
        self.writers: list[Writer] = []
        self.app = self.another_app()

    def another_app(self, platform: Lossy | None = None) -> App:
        """One more replica, or the same bot after a restart."""
        writer = Writer(self.engine, Random(1))
        self.writers.append(writer)
        return App(writer, self.bank, lambda: self.now, Random(7), {"lossy": platform or self.platform})

    def close(self) -> None:
        """Close everything."""
        if "eyes" in vars(self):
            self.eyes.close()
        for writer in self.writers:
            writer.close()
        self.engine.dispose()

    # --- the world

    def group(self, group_id: int = 1, channels: tuple[str, ...] = ("C1",), **settings: Any) -> int:
        """A group in Berlin that posts at 10:00 from Monday to Friday, planned, with an admin called Ada."""
        with self.changed() as connection:
            if not connection.execute(sa.select(schema.space.c.id)).all():
                connection.execute(sa.insert(schema.space).values(id=1, platform="lossy", key="T"))
            given = {"name": f"group {group_id}", "zone": "Europe/Berlin", "post_at": "10:00", "weekdays": "0,1,2,3,4"}
            connection.execute(
                sa.insert(schema.study_group).values(id=group_id, created_at=micros(self.now), **{**given, **settings})
            )
            for key in channels:
                connection.execute(sa.insert(schema.channel).values(space_id=1, key=key, group_id=group_id))
        admin = self.do(lambda ports: ports.people.enrol(self.caller("Ada"), ports.now))
        with self.changed() as connection:
            connection.execute(
                sa.insert(schema.group_admin).values(group_id=group_id, account_id=admin.account_id, since=0)
            )
        self.do(lambda ports: plan(group_id, ports))
        return group_id

    def caller(self, name: str, channel: str = "C1") -> Caller:
        """Somebody who speaks in a channel."""
        account = AccountRef("lossy", "T", name)
        return Caller(account, name, SpaceRef("lossy", "T"), ChannelRef("lossy", "T", channel), zone="Europe/Berlin")

    # --- what happens

    def do(self, work: Callable[[Any], T], app: App | None = None) -> T:
        """Carry out something of the use cases' own in a transaction."""
        chosen = app or self.app
        return chosen.writer.submit(lambda tx: work(chosen.ports(tx))).result()

    def ask(self, intent: Intent, name: str, channel: str = "C1") -> tuple[Reply, ...]:
        """Somebody asks for something."""
        return self.app.handle(intent, self.caller(name, channel))

    def answer(self, name: str, letter: str = "a", channel: str = "C1") -> tuple[Reply, ...]:
        """Somebody answers the open daily of a channel."""
        return self.ask(Answer(None, letter, True), name, channel)

    def tick(self, app: App | None = None, *, watch: bool = False) -> datetime | None:
        """A tick, and all that it sends. Without `watch` the time between ticks is no outage."""
        return asyncio.run(settled((app or self.app).tick(watch=watch)))

    def until(self, day: int, hour: int, minute: int = 0) -> None:
        """Let time pass until a day of March 2026 and a time in Berlin (UTC+1), with a tick whenever one is due."""
        end = datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)
        due = self.tick()
        while due is not None and due < end:
            self.now = max(due, self.now)
            due = self.tick()
        self.now = end
        self.tick()

    def jump(self, **span: float) -> None:
        """Let time pass without the bot."""
        self.now += timedelta(**span)

    def rows(self, statement: sa.Select[Any]) -> list[Any]:
        """Look into the tables."""
        with self.changed() as connection:
            return list(connection.execute(statement).all())

    @contextmanager
    def changed(self) -> Iterator[sa.Connection]:
        """A transaction of ours, on one connection: opening another costs more than what is done on it."""
        with self.eyes.begin():
            yield self.eyes

    @cached_property
    def eyes(self) -> sa.Connection:
        """What the tests look into the tables with."""
        return self.engine.connect()

    def states(self) -> dict[str, str]:
        """What became of the letters by delivery key, without edits."""
        letters = schema.outbox.c
        return dict(
            self.rows(sa.select(letters.delivery_key, letters.state).where(letters.mode != "edit").order_by(letters.id))
        )

    def dailies(self, group_id: int = 1) -> list[tuple[str, str]]:
        """The group's dailies: study day and state."""
        found = self.rows(
            sa.select(schema.daily.c.study_day, schema.daily.c.state)
            .where(schema.daily.c.group_id == group_id)
            .order_by(schema.daily.c.study_day, schema.daily.c.id)
        )
        return [tuple(row) for row in found]


async def settled(work: Awaitable[T]) -> T:
    """Wait for it, but not for ever."""
    return await asyncio.wait_for(work, 30)
