"""Dailies, their rosters and hints in the tables. Implements `bot.ports.dailies.Dailies`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, case, exists, func, select, update

from bot.ports.dailies import Counts, Daily, Held
from bot.store.instants import instant, micros
from bot.store.schema import daily, hint, member, retry, roster, study_group
from bot.store.shared import Sums
from bot.store.statement import Statement, insert_or_ignore, param
from bot.store.tx import Row, Tx

DAILY = [
    daily.c[name]
    for name in (
        "id", "group_id", "study_day", "state", "question_id", "revision", "due_at", "posted_at", "reveal_at",
        "revealed_at", "answered", "roster", "roster_answered", "quorum_at",
    )
] + [study_group.c.name] + [
    func.coalesce(daily.c[name], study_group.c[name]).label(name) for name in ("zone", "verdict", "share", "season")
] + [study_group.c.big, study_group.c.apart]  # fmt: skip
SELECT = select(*DAILY).join(study_group, study_group.c.id == daily.c.group_id)

GET = Statement(SELECT.where(daily.c.id == param("id")), "id")
_twin = daily.alias("twin")
HOLD = Statement(
    SELECT.add_columns(
        case(
            (
                exists(
                    select(_twin.c.id).where(
                        _twin.c.question_id == daily.c.question_id,
                        _twin.c.state == "open",
                        _twin.c.id != daily.c.id,
                    )
                ),
                1,
            ),
            else_=0,
        )
    )
    .where(daily.c.id == param("id"))
    .with_for_update(of=daily, key_share=True),
    "id",
)
OPEN_OF = Statement(
    SELECT.where(daily.c.group_id == param("group"), daily.c.state == "open").order_by(daily.c.id.desc()).limit(1),
    "group",
)
LAST_REVEALED = Statement(
    SELECT.where(daily.c.group_id == param("group"), daily.c.state == "revealed")
    .order_by(daily.c.revealed_at.desc(), daily.c.id.desc())
    .limit(1),
    "group",
)
MINE = exists(
    select(member.c.group_id).where(
        member.c.group_id == daily.c.group_id, member.c.learner_id == param("learner"), member.c.active == 1
    )
)
TWINS = Statement(
    SELECT.where(
        daily.c.question_id == param("question", Text), daily.c.state == "open", daily.c.id != param("but"), MINE
    )
    .order_by(daily.c.id)
    .with_for_update(of=daily),  # a reveal in another process comes before the answer or after it, as a whole
    "question",
    "learner",
    "but",
)
BLOCKED = Statement(
    select(daily.c.question_id)
    .join(member, member.c.group_id == daily.c.group_id)
    .where(
        member.c.learner_id == param("learner"),
        member.c.active == 1,
        (daily.c.state == "open") | (daily.c.state == "queued"),
        daily.c.question_id.is_not(None),
    ),
    "learner",
)
JOIN_ROSTER = Statement(insert_or_ignore(roster, columns=["daily_id", "learner_id", "late"]))
COUNT = Sums(
    update(daily)
    .where(daily.c.id == param("row"))
    .values(
        answered=daily.c.answered + param("answers"),
        roster=daily.c.roster + param("newcomers"),
        roster_answered=daily.c.roster_answered + param("answers"),
    ),
    ["row"],
    ["answers", "newcomers"],
)
QUORUM = Statement(
    update(daily).where(daily.c.id == param("daily"), daily.c.quorum_at.is_(None)).values(quorum_at=param("at"))
)
HINTS = Statement(
    select(func.count(hint.c.number)).where(hint.c.daily_id == param("daily"), hint.c.learner_id == param("learner")),
    "daily",
    "learner",
)
TAKE_HINT = Statement(insert_or_ignore(hint))
USE_RETRY = Statement(insert_or_ignore(retry))


def daily_of(row: Row) -> Daily:
    """A row that begins with DAILY as a Daily."""
    times = (instant(row[6]), instant(row[7]), instant(row[8]), instant(row[9]))
    return Daily._make((*row[:6], *times, *row[10:13], instant(row[13]), *row[14:19], row[19] == 1, row[20] != 0))


def held_of(row: Row) -> Held:
    """A row of HOLD."""
    return Held(daily_of(row), row[-1] == 1)


class StoredDailies:
    """Dailies on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def get(self, daily_id: int) -> Daily | None:
        row = self.tx.one(GET, daily_id)
        return None if row is None else daily_of(row)

    def hold(self, daily_id: int) -> Held | None:
        return self.tx.held(HOLD, held_of, daily_id)

    def open_of(self, group_id: int) -> Daily | None:
        row = self.tx.one(OPEN_OF, group_id)
        return None if row is None else daily_of(row)

    def last_revealed(self, group_id: int) -> Daily | None:
        row = self.tx.one(LAST_REVEALED, group_id)
        return None if row is None else daily_of(row)

    def twins(self, question_id: str, learner_id: int, but: int) -> Sequence[Daily]:
        return [daily_of(row) for row in self.tx.all(TWINS, question_id, learner_id, but)]

    def blocked(self, learner_id: int) -> frozenset[str]:
        return frozenset(row[0] for row in self.tx.all(BLOCKED, learner_id))

    def count_answer(self, daily_id: int, learner_id: int, now: datetime, expected: bool = False) -> Counts | None:
        held = self.hold(daily_id)
        if held is None or held.daily.state != "open":
            return None
        newcomer = self._newcomer(daily_id, learner_id, expected)
        self.tx.add(COUNT, (daily_id,), (1, newcomer))
        before = held.daily
        counts = Counts(before.answered + 1, before.roster + newcomer, before.roster_answered + 1)
        counted = Daily._make((*before[:10], *counts, *before[13:]))
        self.tx.hold(HOLD, Held(counted, held.twins), daily_id)
        return counts

    def _newcomer(self, daily_id: int, learner_id: int, expected: bool) -> int:
        """Put the learner on the roster; 1 for somebody who was not there."""
        return 0 if expected else self.tx.run(JOIN_ROSTER, daily_id=daily_id, learner_id=learner_id, late=1)

    def reach_quorum(self, daily_id: int, now: datetime) -> None:
        self.tx.run(QUORUM, daily=daily_id, at=micros(now))

    def hints_of(self, daily_id: int, learner_id: int) -> int:
        row = self.tx.one(HINTS, daily_id, learner_id)
        return row[0] if row else 0

    def take_hint(self, daily_id: int, learner_id: int, number: int, now: datetime) -> None:
        self.tx.run(TAKE_HINT, daily_id=daily_id, learner_id=learner_id, number=number, at=micros(now))

    def use_retry(self, daily_id: int, learner_id: int, now: datetime) -> bool:
        return self.tx.run(USE_RETRY, daily_id=daily_id, learner_id=learner_id, at=micros(now)) == 1
