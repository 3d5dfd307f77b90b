"""Practice in the tables: open sittings are drafts. Implements `bot.ports.practice.Practice`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, exists, func, select
from sqlalchemy import delete as remove

from bot.ports.attempts import AttemptRow
from bot.store.attempts import ATTEMPT, NEWEST, attempt_of
from bot.store.instants import micros
from bot.store.schema import account, attempt, daily, draft, member, verdict
from bot.store.statement import Statement, any_of, param, upsert
from bot.store.tx import Tx

FORM = "practice/"
MOST = 50

MINE = select(account.c.id).where(account.c.learner_id == param("learner"))
OPEN = Statement(upsert(draft, ["account_id", "form"], ["fields", "at"]))
IS_OPEN = Statement(
    select(draft.c.at).where(draft.c.account_id.in_(MINE), draft.c.form == param("form", Text)).limit(1),
    "learner",
    "form",
)
LAST_OPEN = Statement(
    select(draft.c.fields)
    .where(draft.c.account_id.in_(MINE), draft.c.form.startswith(FORM))
    .order_by(draft.c.at.desc(), draft.c.form)
    .limit(1),
    "learner",
)
MY_ACCOUNTS = Statement(MINE, "learner")
CLOSE = Statement(
    remove(draft).where(any_of(draft.c.account_id, "accounts"), draft.c.form == param("form", Text)),
    "accounts",
    "form",
)
LAST_ATTEMPT = Statement(
    select(*ATTEMPT)
    .join(verdict, verdict.c.id == NEWEST)
    .where(attempt.c.account_id.in_(MINE), attempt.c.question_id == param("question", Text))
    .order_by(attempt.c.at.desc(), attempt.c.id.desc())
    .limit(1),
    "learner",
    "question",
)
_tried = attempt.alias("tried")
MISSED = Statement(
    select(daily.c.question_id)
    .join(member, member.c.group_id == daily.c.group_id)
    .where(
        member.c.learner_id == param("learner"),
        daily.c.state == "revealed",
        daily.c.question_id.is_not(None),
        ~exists(select(_tried.c.id).where(_tried.c.account_id.in_(MINE), _tried.c.question_id == daily.c.question_id)),
    )
    .group_by(daily.c.question_id)
    .order_by(func.max(daily.c.revealed_at).desc(), daily.c.question_id)
    .limit(MOST),
    "learner",
)
_later = attempt.alias("later")
WRONG = Statement(
    select(attempt.c.question_id)
    .join(verdict, verdict.c.id == NEWEST)
    .where(
        attempt.c.account_id.in_(MINE),
        verdict.c.score < 1,
        ~exists(
            select(_later.c.id).where(
                _later.c.account_id.in_(MINE),
                _later.c.question_id == attempt.c.question_id,
                _later.c.id > attempt.c.id,
            )
        ),
    )
    .order_by(attempt.c.id)
    .limit(MOST),
    "learner",
)
ATTEMPTED = Statement(select(attempt.c.question_id).distinct().where(attempt.c.account_id.in_(MINE)), "learner")


class StoredPractice:
    """Practice on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def open(self, account_id: int, question_id: str, now: datetime) -> None:
        self.tx.run(OPEN, account_id=account_id, form=FORM + question_id, fields=question_id, at=micros(now))

    def is_open(self, learner_id: int, question_id: str) -> bool:
        return self.tx.one(IS_OPEN, learner_id, FORM + question_id) is not None

    def last_open(self, learner_id: int) -> str | None:
        row = self.tx.one(LAST_OPEN, learner_id)
        return row[0] if row else None

    def close(self, learner_id: int, question_id: str) -> None:
        accounts = [row[0] for row in self.tx.all(MY_ACCOUNTS, learner_id)]
        self.tx.run(CLOSE, accounts, FORM + question_id)

    def last_attempt(self, learner_id: int, question_id: str) -> AttemptRow | None:
        row = self.tx.one(LAST_ATTEMPT, learner_id, question_id)
        return attempt_of(row) if row else None

    def missed(self, learner_id: int) -> Sequence[str]:
        return [row[0] for row in self.tx.all(MISSED, learner_id)]

    def wrong(self, learner_id: int) -> Sequence[str]:
        return [row[0] for row in self.tx.all(WRONG, learner_id)]

    def attempted(self, learner_id: int) -> frozenset[str]:
        return frozenset(row[0] for row in self.tx.all(ATTEMPTED, learner_id))
