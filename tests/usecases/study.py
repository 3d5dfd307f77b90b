"""A small study group on a real database: an app, a clock that tests move, and questions of every kind."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, insert, select, update

from bot.app import App
from bot.bank.bank import Bank
from bot.intents import Answer, Intent
from bot.refs import AccountRef, Caller, ChannelRef, SpaceRef
from bot.store import schema as s
from bot.store.engine import open_engine
from bot.store.instants import micros
from bot.store.tx import Tx
from bot.store.writer import Writer
from bot.usecases.proof import COMMON, learner_differences
from bot.view.card import Buttons, Card, Choices, Fields, Table
from bot.view.card import Text as TextBlock
from tests.domain.answerable import KIND_FIELDS, question

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday


def live(kind: str = "single", name: str = "", **changes: Any) -> Any:
    """A live question; `name` is its id."""
    found = question(kind, **({"id": name} if name else {}), **changes)
    return msgspec.structs.replace(found, status="live")


def every_kind() -> tuple[Any, ...]:
    """One live question of each kind, and some more single choices."""
    singles = [live("single", f"db.more.{n:04}") for n in range(1, 6)]
    return (
        *(live(kind) for kind in KIND_FIELDS),
        *singles,
        live("single", "db.hinted.0001", hints=("a hint", "another")),
    )


class Study:
    """An app on a database with two spaces of one platform and one of another, each with a channel and a group."""

    def __init__(self, url: str, questions: tuple[Any, ...] | None = None) -> None:
        self.now = START
        self.posted = 0
        self.engine: Engine = open_engine(url)
        self.writer = Writer(self.engine, Random(1))
        self.app = App(self.writer, Bank(questions or every_kind()), lambda: self.now, Random(2))
        with self.changed() as c:
            for number, (platform, key) in enumerate((("toy", "T1"), ("toy", "T2"), ("other", "O")), 1):
                c.execute(insert(s.space).values(id=number, platform=platform, key=key))
                c.execute(
                    insert(s.study_group).values(
                        id=number, name=f"group {number}", zone="Europe/Berlin", post_at="09:00",
                        weekdays="0,1,2,3,4", created_at=micros(START),
                    )
                )  # fmt: skip
                c.execute(insert(s.channel).values(id=number, space_id=number, key="C", group_id=number))

    def close(self) -> None:
        if "eyes" in vars(self):
            self.eyes.close()
        self.writer.close()
        self.engine.dispose()

    def daily(self, question_id: str, group: int = 1, day: date | None = None, state: str = "open") -> int:
        """Post a daily now; its id."""
        day, self.posted = day or self.now.date(), self.posted + 1
        with self.changed() as c:
            row = c.execute(
                insert(s.daily)
                .values(
                    group_id=group, study_day=day.isoformat(), slot=self.posted, state=state, question_id=question_id,
                    revision=self.app.bank.questions[question_id].rev, due_at=micros(self.now),
                    posted_at=micros(self.now) if state != "queued" else None,
                    revealed_at=micros(self.now) if state == "revealed" else None,
                )
                .returning(s.daily.c.id)
            )  # fmt: skip
            return int(row.scalar_one())

    def reveal(self, daily: int) -> None:
        with self.changed() as c:
            c.execute(
                update(s.daily).where(s.daily.c.id == daily).values(state="revealed", revealed_at=micros(self.now))
            )

    def later(self, **spans: float) -> None:
        """Let time pass."""
        self.now += timedelta(**spans)

    def cards(self, intent: Intent, who: Caller) -> tuple[Card, ...]:
        return tuple(reply.card for reply in self.app.handle(intent, who))

    def say(self, intent: Intent, who: Caller) -> Card:
        """The first card that comes back; it must not be a fault of ours."""
        card = self.cards(intent, who)[0]
        assert card.title != "That is our fault", intent
        return card

    def answered(self, question_id: str, who: Caller, said: str = "a", group: int = 1) -> int:
        """Post a daily and answer it; the daily."""
        daily = self.daily(question_id, group)
        assert self.say(Answer(daily, said, confirmed=True), who).state in ("right", "partly", "wrong", "answered")
        return daily

    @contextmanager
    def changed(self) -> Iterator[Connection]:
        """A transaction of ours, on the connection that the tests look with."""
        with self.eyes.begin():
            yield self.eyes

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

    def wrong_rows(self) -> list[str]:
        """What is kept but does not follow from the facts."""

        accounts = self.rows(s.account)
        learners = {row["learner_id"] for row in accounts} | {row["own_learner_id"] for row in accounts}

        def look(tx: Tx) -> list[str]:
            ports = self.app.ports(tx)
            found = [line for learner in sorted(learners) for line in learner_differences(learner, ports)]
            return found + [line for check in COMMON for line in check(ports)]

        return self.writer.submit(look).result()

    def learner_of(self, who: Caller) -> int:
        account = self.rows(
            s.account, platform=who.account.platform, tenant=who.account.tenant, user_key=who.account.user
        )
        return int(account[0]["learner_id"])


def caller(name: str, space: int = 1, *, direct: bool = False, zone: str | None = "Europe/Berlin") -> Caller:
    """Somebody in the channel of a space, or in a direct message."""
    platform, key = {1: ("toy", "T1"), 2: ("toy", "T2"), 3: ("other", "O")}[space]
    return Caller(
        AccountRef(platform, "" if space == 3 else key, name.casefold()),
        name,
        SpaceRef(platform, key),
        None if direct else ChannelRef(platform, key, "C"),
        zone=zone,
    )


def words(card: Card) -> str:
    """Everything that can be read on a card."""
    found = [card.title]
    for block in card.blocks:
        match block:
            case Fields():
                found += [f"{field.name}: {field.value}" for field in block.fields]
            case Table():
                found += [" | ".join(row) for row in block.rows]
            case Choices():
                found += [f"{option.label} {option.text}" for option in block.options]
            case TextBlock():
                found.append(block.text)
            case Buttons():
                found += [f"[{button.label}]" for button in block.buttons]
            case _:
                found.append(str(getattr(block, "text", "")))
    return "\n".join(found)


def pressed(card: Card, label: str) -> Intent:
    """The intent of the control that says this."""
    for block in card.blocks:
        if isinstance(block, Buttons):
            for button in block.buttons:
                if button.label == label:
                    return button.intent
    raise AssertionError(f"no control says {label!r} on: {words(card)}")
