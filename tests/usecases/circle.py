"""An empty database, an app whose clock tests move, and platforms that keep what is posted to them."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from bot.app import App
from bot.bank.bank import Bank
from bot.intents import Intent
from bot.refs import AccountRef, Caller, ChannelRef, MessageRef, SpaceRef
from bot.store.engine import open_engine
from bot.store.writer import Writer
from bot.usecases.proof import daily_differences, group_differences
from bot.usecases.rebuild import rebuild_learner
from bot.view.card import Card, Reply
from bot.view.form import Form
from tests.usecases.study import live

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
"""11:00 in Berlin."""


def shelf() -> tuple[Any, ...]:
    """Live questions of two topics and all bands."""
    bands = ("junior", "mid", "senior")
    return tuple(
        live(
            "single",
            f"{topic}.{band}.{number:04}",
            difficulty={"band": band, "prior": 0.0, "cognitive": "apply", "time_s": 60},
        )
        for topic in ("db", "sql")
        for band in bands
        for number in range(1, 5)
    )


class Post:
    """A platform that keeps posts and private messages."""

    def __init__(self) -> None:
        self.posts: list[tuple[ChannelRef, Card, str]] = []
        self.told: list[tuple[AccountRef, Card]] = []

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        self.posts.append((channel, card, delivery_key))
        return MessageRef(channel.platform, channel.key, str(len(self.posts)))

    async def edit(self, message: MessageRef, card: Card) -> None:
        pass

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        for number, (_, _, key) in enumerate(self.posts, 1):
            if key == delivery_key:
                return MessageRef(channel.platform, channel.key, str(number))
        return None

    async def tell(self, account: AccountRef, card: Card) -> None:
        self.told.append((account, card))

    def titles(self, channel: str) -> list[str]:
        """The titles of what was posted in a channel."""
        return [card.title for ref, card, _ in self.posts if ref.key == channel]


class Circle:
    """An app on an empty database, with two platforms."""

    def __init__(self, url: str, questions: tuple[Any, ...] | None = None) -> None:
        self.now = MONDAY
        self.engine = open_engine(url)
        self.writer = Writer(self.engine, Random(1))
        self.toy, self.other = Post(), Post()
        self.app = App(
            self.writer, Bank(questions or shelf()), lambda: self.now, Random(2), {"toy": self.toy, "other": self.other}
        )

    def close(self) -> None:
        if "eyes" in vars(self):
            self.eyes.close()
        self.writer.close()
        self.engine.dispose()

    def at(self, *when: int) -> None:
        """Set the clock, in UTC."""
        self.now = datetime(*when, tzinfo=UTC)  # type: ignore[arg-type, misc]

    def later(self, **spans: float) -> None:
        self.now += timedelta(**spans)

    def tick(self) -> None:
        """Everything that is due happens, and what is to leave leaves."""
        asyncio.run(self.app.tick(watch=False))

    def replies(self, intent: Intent, who: Caller) -> tuple[Reply, ...]:
        found = self.app.handle(intent, who)
        assert all(reply.card.title != "That is our fault" for reply in found), intent
        return found

    def say(self, intent: Intent, who: Caller) -> Card:
        """The first card that comes back."""
        return self.replies(intent, who)[0].card

    def form(self, intent: Intent, who: Caller) -> Form | Card:
        return asyncio.run(self.app.form(intent, who))

    def submit(self, form: Form, values: Mapping[str, str | Sequence[str]], who: Caller) -> Card:
        """Send a form with some of its fields changed."""
        filled = {field.name: values.get(field.name, field.value) for field in form.fields}
        found = asyncio.run(self.app.submit(form.intent, filled, who))
        assert found[0].card.title != "That is our fault"
        return found[0].card

    def wrong(self) -> list[str]:
        """Where what is kept differs from what the facts say."""
        return self.writer.submit(
            lambda tx: [*daily_differences(self.app.ports(tx)), *group_differences(self.app.ports(tx))]
        ).result()

    def rebuild(self, learner_id: int) -> None:
        """Work out anew what is derived from a learner's facts."""
        self.writer.submit(lambda tx: rebuild_learner(learner_id, self.app.ports(tx))).result()

    @cached_property
    def eyes(self) -> Connection:
        """What the tests look into the tables with: opening a connection for each look costs more than the look."""
        return self.engine.connect()

    def rows(self, table: Any, **where: Any) -> list[Mapping[str, Any]]:
        """The rows of a table, by id or key."""
        query = select(table).order_by(*table.primary_key.columns)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        with self.eyes.begin():
            return [row._mapping for row in self.eyes.execute(query)]


def person(
    name: str,
    channel: str | None = "C1",
    space: str = "T1",
    platform: str = "toy",
    *,
    boss: bool = False,
    zone: str | None = "Europe/Berlin",
) -> Caller:
    """Somebody in a channel, or in a direct message; `boss` administers the space."""
    return Caller(
        AccountRef(platform, space, name.casefold()),
        name,
        SpaceRef(platform, space),
        ChannelRef(platform, space, channel) if channel else None,
        channel_name=f"#{channel.lower()}" if channel else "",
        space_admin=boss,
        zone=zone,
    )
