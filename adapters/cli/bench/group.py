"""A study group for the benchmarks: one channel, many members, one daily after the other, written in bulk."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import msgspec

from adapters.cli.errors import Refused
from bot.app import App
from bot.bank.bank import Bank
from bot.domain.question import Question, Single
from bot.intents import Answer
from bot.refs import AccountRef, Caller, ChannelRef, SpaceRef
from bot.store import schema
from bot.store.instants import micros
from bot.store.statement import Statement, insert
from bot.view import wire

PLATFORM = "bench"
SPACE = SpaceRef(PLATFORM, "bench")
ZONE = "Europe/Berlin"
LETTERS = "ABCD"
AT_ONCE = 500
"""Rows in one call of the writer, which has a deadline."""


class Study:
    """A group whose members can all answer the open daily."""

    def __init__(self, learners: int, daily: int, questions: list[Single]) -> None:
        self.learners: list[tuple[int, Caller]] = [(number, member(number)) for number in range(1, learners + 1)]
        self.daily = daily
        self.questions = questions

    def token(self, number: int) -> str:
        """What the control carries that this member presses: one of the choices."""
        return wire.encode(Answer(self.daily, LETTERS[number % len(LETTERS)]))

    def next_day(self, app: App) -> None:
        """Open the next daily."""
        self.daily += 1
        open_daily(app, self.daily, self.questions[self.daily % len(self.questions)], len(self.learners))


def study_group(app: App, learners: int) -> Study:
    """A group with so many members and an open daily of single choice. The bank's questions are made live."""
    make_live(app)
    questions = [one for one in app.bank.served() if isinstance(one, Single) and len(one.options) >= len(LETTERS)]
    if len(questions) < 2:
        raise Refused("The bench needs two questions of single choice in the bank.")
    add_groups(app, 1)
    add_members(app, 1, range(1, learners + 1))
    study = Study(learners, 0, questions)
    study.next_day(app)
    return study


def make_live(app: App) -> None:
    """Take every question of the bank as live, in memory alone: speed does not depend on who reviewed them."""
    questions = tuple(msgspec.structs.replace(one, status="live") for one in app.bank.questions.values())
    app.bank = Bank(questions, tuple(app.bank.formats.values()))


def member(number: int, group: int = 1) -> Caller:
    """A member of a group, who speaks in its channel."""
    channel = ChannelRef(PLATFORM, SPACE.key, str(group))
    return Caller(AccountRef(PLATFORM, "", str(number)), f"Member {number}", SPACE, channel, "bench", zone=ZONE)


def add_groups(app: App, count: int, **more: Any) -> None:
    """Groups 1 to `count`, each with its channel. `more` sets further columns of every group."""
    groups = range(1, count + 1)
    settled = {"zone": ZONE, "post_at": "09:00", "weekdays": "0,1,2,3,4,5,6", "created_at": micros(app.clock()), **more}
    fill(app, schema.space, [{"id": 1, "platform": PLATFORM, "key": SPACE.key}])
    fill(app, schema.study_group, ({"id": group, "name": f"Group {group}", **settled} for group in groups))
    fill(app, schema.channel, ({"id": group, "space_id": 1, "key": str(group), "group_id": group} for group in groups))


def add_members(app: App, group: int, numbers: Iterable[int]) -> None:
    """People with these numbers, who joined the group a month ago and answered something yesterday."""
    numbers = list(numbers)
    now = app.clock()
    joined, lately = micros(now - timedelta(days=30)), micros(now - timedelta(days=1))
    add_people(app, numbers, now - timedelta(days=30))
    fill(
        app,
        schema.member,
        (
            {"group_id": group, "learner_id": number, "joined_at": joined, "active": 1, "last_attempt_at": lately}
            for number in numbers
        ),
    )


def add_people(app: App, numbers: Iterable[int], since: datetime) -> None:
    """Learners with these ids, each with an account of the same number."""
    numbers = list(numbers)
    at = micros(since)
    fill(app, schema.learner, ({"id": one, "created_at": at, "zone": ZONE, "welcomed_at": at} for one in numbers))
    fill(
        app,
        schema.account,
        (
            {
                "id": one, "platform": PLATFORM, "tenant": "", "user_key": str(one), "name": f"Member {one}",
                "learner_id": one, "own_learner_id": one, "created_at": at,
            }
            for one in numbers
        ),
    )  # fmt: skip
    fill(app, schema.link, ({"account_id": one, "learner_id": one, "at": at} for one in numbers))


def open_daily(app: App, daily: int, question: Question, roster: int) -> None:
    """Put the question to group 1 today; members 1 to `roster` are expected to answer."""
    now = app.clock()
    row = {
        "id": daily, "group_id": 1, "study_day": now.date().isoformat(), "state": "open", "question_id": question.id,
        "revision": question.rev, "topic": question.topic, "band": question.band, "due_at": micros(now),
        "posted_at": micros(now), "roster": roster,
    }  # fmt: skip
    fill(app, schema.daily, [row])
    fill(app, schema.roster, ({"daily_id": daily, "learner_id": one} for one in range(1, roster + 1)))


def fill(app: App, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert many rows, all with the columns of the first."""
    left = iter(rows)
    statement: Statement | None = None
    for chunk in chunks(left):
        statement = statement or Statement(insert(table, columns=list(chunk[0])))
        put = statement
        app.writer.submit(lambda tx, put=put, chunk=chunk: tx.many(put, chunk)).result()  # type: ignore[misc]


def chunks(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The rows, as many at a time as one call may write."""
    while chunk := list(islice(rows, AT_ONCE)):
        yield chunk
