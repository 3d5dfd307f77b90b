"""Attempts and verdicts in the tables. Implements `bot.ports.attempts.Attempts`."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Text, case, exists, func, select

from bot.ports.attempts import AttemptRow, Before, NewAttempt, Past
from bot.ports.dailies import Daily
from bot.ports.people import Person
from bot.refs import AccountRef
from bot.store.instants import instant, micros
from bot.store.people import FOUND, FOUND_BY_REF, person_of
from bot.store.schema import account, attempt, daily, exposure, hint, member, roster, verdict
from bot.store.shared import Waiting
from bot.store.statement import NewRow, Statement, insert, insert_or_ignore, param
from bot.store.tx import ReadTx, Row, Tx

NEWEST = select(func.max(verdict.c.id)).where(verdict.c.attempt_id == attempt.c.id).correlate(attempt).scalar_subquery()
ATTEMPT = [
    attempt.c[name]
    for name in (
        "id", "account_id", "learner_id", "question_id", "revision", "source", "daily_id", "group_id", "study_day",
        "response", "hints", "counts", "at",
    )
] + [verdict.c.score, verdict.c.points]  # fmt: skip
SELECT = select(*ATTEMPT).join(verdict, verdict.c.id == NEWEST)

MINE = select(account.c.id).where(account.c.learner_id == param("learner"))
GET = Statement(SELECT.where(attempt.c.id == param("id")), "id")
OF_DAILY = Statement(  # by account and question, never through all the answers to the daily: hence the `+ 0`
    SELECT.where(
        attempt.c.account_id.in_(MINE),
        attempt.c.question_id == select(daily.c.question_id).where(daily.c.id == param("daily")).scalar_subquery(),
        attempt.c.daily_id + 0 == param("daily"),
    )
    .order_by(attempt.c.id)
    .limit(1),
    "daily",
    "learner",
)
HELD = Statement(
    SELECT.where(attempt.c.daily_id == param("daily"), attempt.c.learner_id == param("learner")), "daily", "learner"
)
ALL_OF_DAILY = Statement(SELECT.where(attempt.c.daily_id == param("daily")).order_by(attempt.c.id), "daily")
PAST = Statement(
    select(
        select(func.max(attempt.c.at))
        .where(attempt.c.account_id.in_(MINE), attempt.c.question_id == param("question", Text))
        .scalar_subquery(),
        select(func.count(exposure.c.at))
        .where(exposure.c.account_id.in_(MINE), exposure.c.question_id == param("question", Text))
        .scalar_subquery(),
    ),
    "question",
    "learner",
)
_mine = account.alias("mine")
_AT = (
    (_mine.c.learner_id == account.c.learner_id)
    & (attempt.c.account_id == _mine.c.id)
    & (attempt.c.question_id == param("question", Text))
)
_SEEN = (
    (_mine.c.learner_id == account.c.learner_id)
    & (exposure.c.account_id == _mine.c.id)
    & (exposure.c.question_id == param("question", Text))
)
BEFORE_COLUMNS = (
    select(func.min(attempt.c.id)).where(_AT, attempt.c.daily_id + 0 == param("daily")).scalar_subquery(),
    select(func.max(attempt.c.at)).where(_AT).scalar_subquery(),
    case((exists(select(exposure.c.at).where(_SEEN)), 1), else_=0),
    select(func.count(hint.c.number))
    .where(hint.c.daily_id == param("daily"), hint.c.learner_id == account.c.learner_id)
    .scalar_subquery(),
    select(member.c.active)
    .where(member.c.group_id == param("group"), member.c.learner_id == account.c.learner_id)
    .scalar_subquery(),
    case(
        (
            exists(
                select(roster.c.daily_id).where(
                    roster.c.daily_id == param("daily"), roster.c.learner_id == account.c.learner_id
                )
            ),
            1,
        ),
        else_=0,
    ),
)
MET = Statement(FOUND_BY_REF.add_columns(*BEFORE_COLUMNS), "platform", "tenant", "user", "daily", "group", "question")
STORE = NewRow(insert_or_ignore(attempt), attempt.c.id, *NewAttempt._fields)
JUDGED = ("attempt_id", "revision", "score", "points", "why", "detail", "at")
JUDGE = Waiting(insert(verdict, columns=JUDGED), *JUDGED)
EXPOSE = Statement(insert_or_ignore(exposure))
LEVELS = Statement(
    select(verdict.c.detail)
    .where(verdict.c.attempt_id == param("attempt"), verdict.c.why == "assessment", verdict.c.detail != "")
    .order_by(verdict.c.id.desc())
    .limit(1),
    "attempt",
)
LAST_OPEN = Statement(
    select(attempt.c.daily_id)
    .where(
        attempt.c.account_id.in_(MINE),
        attempt.c.daily_id.is_not(None),
        attempt.c.response.startswith('{"as":"assessed"'),
    )
    .order_by(attempt.c.id.desc())
    .limit(1),
    "learner",
)
COUNT_OF = Statement(select(func.count(attempt.c.id)).where(attempt.c.account_id.in_(MINE)), "learner")
HISTORY = Statement(
    select(daily.c.id)
    .join(member, member.c.group_id == daily.c.group_id)
    .where(member.c.learner_id == param("learner"), daily.c.state == "revealed")
    .order_by(daily.c.revealed_at.desc(), daily.c.id.desc())
    .limit(param("most"))
    .offset(param("start")),
    "learner",
    "most",
    "start",
)


LATEST = Statement(select(func.max(attempt.c.at)))


def last_attempt_at(tx: ReadTx) -> datetime | None:
    """When the last attempt of all was stored."""
    row = tx.one(LATEST)
    return instant(row[0]) if row else None


def attempt_of(row: Row) -> AttemptRow:
    """A row of ATTEMPT as an AttemptRow."""
    return AttemptRow._make((*row[:11], bool(row[11]), instant(row[12]), row[13], row[14]))


class StoredAttempts:
    """Attempts on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def get(self, attempt_id: int) -> AttemptRow | None:
        row = self.tx.one(GET, attempt_id)
        return None if row is None else attempt_of(row)

    def of_daily(self, daily_id: int, learner_id: int) -> AttemptRow | None:
        row = self.tx.one(OF_DAILY, daily_id, learner_id)
        return None if row is None else attempt_of(row)

    def held(self, daily_id: int, learner_id: int) -> AttemptRow | None:
        row = self.tx.one(HELD, daily_id, learner_id)
        return None if row is None else attempt_of(row)

    def all_of_daily(self, daily_id: int) -> Sequence[AttemptRow]:
        return [attempt_of(row) for row in self.tx.all(ALL_OF_DAILY, daily_id)]

    def past(self, question_id: str, learner_id: int) -> Past:
        row = self.tx.one(PAST, question_id, learner_id)
        return Past(instant(row[0]), row[1] > 0) if row else Past(None, False)

    def met(self, daily: Daily, ref: AccountRef) -> tuple[Person, Before] | None:
        row = self.tx.one(MET, *ref, daily.id, daily.group_id, daily.question_id)
        if row is None:
            return None
        attempt_id, last_at, exposed, hints, active, expected = row[FOUND:]
        return person_of(row), Before(attempt_id, instant(last_at), exposed == 1, hints, active == 1, expected == 1)

    def store(self, new: NewAttempt) -> int | None:
        return self.tx.insert(STORE, *new[:12], int(new.counts), micros(new.at), int(new.self_assessed))

    def judge(
        self, attempt_id: int, revision: int, score: float, points: int, why: str, at: datetime, detail: str = ""
    ) -> None:
        self.tx.later(JUDGE, ((attempt_id, revision, score, points, why, detail, micros(at)),))

    def levels_of(self, attempt_id: int) -> dict[str, int]:
        row = self.tx.one(LEVELS, attempt_id)
        return msgspec.json.decode(row[0], type=dict[str, int]) if row else {}

    def last_open_daily(self, learner_id: int) -> int | None:
        row = self.tx.one(LAST_OPEN, learner_id)
        return row[0] if row else None

    def count_of(self, learner_id: int) -> int:
        row = self.tx.one(COUNT_OF, learner_id)
        return row[0] if row else 0

    def expose(self, account_id: int, question_id: str, why: str, at: datetime) -> None:
        self.tx.run(EXPOSE, account_id=account_id, question_id=question_id, why=why, at=micros(at))

    def history(self, learner_id: int, limit: int, offset: int) -> Sequence[tuple[int, AttemptRow | None]]:
        found = [row[0] for row in self.tx.all(HISTORY, learner_id, limit, offset)]
        return [(daily_id, self.of_daily(daily_id, learner_id)) for daily_id in found]
