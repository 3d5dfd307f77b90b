"""Reports and quarantines in the tables. Implements `bot.ports.reports.Reports`."""

from datetime import datetime

from sqlalchemy import Text, func, select, union_all

from bot.ports.reports import EVERYWHERE, Reporters
from bot.refs import SpaceRef
from bot.store.instants import micros
from bot.store.schema import account, attempt, daily, exposure, member, quarantine, report, space
from bot.store.statement import Statement, insert_or_ignore, param
from bot.store.tx import Tx

MINE = select(account.c.id).where(account.c.learner_id == param("learner"))

SPACE = Statement(
    select(space.c.id).where(space.c.platform == param("platform", Text), space.c.key == param("space", Text)),
    "platform",
    "space",
)
LAST_ANSWERED = Statement(
    select(attempt.c.question_id)
    .where(attempt.c.account_id.in_(MINE))
    .order_by(attempt.c.at.desc(), attempt.c.id.desc())
    .limit(1),
    "learner",
)
SPACE_OF_ATTEMPT = Statement(
    select(attempt.c.space_id)
    .where(
        attempt.c.account_id.in_(MINE),
        attempt.c.question_id == param("question", Text),
        attempt.c.space_id.is_not(None),
    )
    .order_by(attempt.c.id.desc())
    .limit(1),
    "question",
    "learner",
)
_revealed = (
    select(daily.c.id)
    .join(member, member.c.group_id == daily.c.group_id)
    .where(
        daily.c.question_id == param("question", Text),
        daily.c.state == "revealed",
        member.c.learner_id == param("learner"),
    )
)
REVEALED = Statement(_revealed.limit(1), "question", "learner")
SEEN = Statement(
    union_all(
        select(attempt.c.id).where(attempt.c.account_id.in_(MINE), attempt.c.question_id == param("question", Text)),
        select(exposure.c.at).where(exposure.c.account_id.in_(MINE), exposure.c.question_id == param("question", Text)),
        _revealed,
    ).limit(1),
    "question",
    "learner",
)
STORE = Statement(insert_or_ignore(report, keys=["question_id", "revision", "learner_id"]))
REPORTERS = Statement(
    select(report.c.space_id, func.count(report.c.id))
    .where(report.c.question_id == param("question", Text), report.c.revision == param("revision"))
    .group_by(report.c.space_id),
    "question",
    "revision",
)
QUARANTINE = Statement(insert_or_ignore(quarantine, columns=["question_id", "revision", "space_id", "at"]))
QUARANTINED = Statement(
    select(quarantine.c.at)
    .where(
        quarantine.c.question_id == param("question", Text),
        quarantine.c.revision == param("revision"),
        (quarantine.c.space_id == param("space")) | (quarantine.c.space_id == EVERYWHERE),
        quarantine.c.lifted_at.is_(None),
    )
    .limit(1),
    "question",
    "revision",
    "space",
)


class StoredReports:
    """Reports on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def space_id(self, space: SpaceRef) -> int | None:
        row = self.tx.one(SPACE, space.platform, space.key)
        return row[0] if row else None

    def last_answered(self, learner_id: int) -> str | None:
        row = self.tx.one(LAST_ANSWERED, learner_id)
        return row[0] if row else None

    def space_of_attempt(self, question_id: str, learner_id: int) -> int | None:
        row = self.tx.one(SPACE_OF_ATTEMPT, question_id, learner_id)
        return row[0] if row else None

    def seen(self, question_id: str, learner_id: int) -> bool:
        return self.tx.one(SEEN, question_id, learner_id) is not None

    def revealed(self, question_id: str, learner_id: int) -> bool:
        return self.tx.one(REVEALED, question_id, learner_id) is not None

    def store(
        self, question_id: str, revision: int, account_id: int, learner_id: int, space_id: int | None, reason: str,
        now: datetime,
    ) -> bool:  # fmt: skip
        return self.tx.run(
            STORE, question_id=question_id, revision=revision, account_id=account_id, learner_id=learner_id,
            space_id=space_id, reason=reason, at=micros(now),
        ) == 1  # fmt: skip

    def reporters(self, question_id: str, revision: int, space_id: int | None) -> Reporters:
        by_space: dict[int | None, int] = dict(self.tx.all(REPORTERS, question_id, revision))
        known = {space: count for space, count in by_space.items() if space is not None}
        return Reporters(known.get(space_id, 0) if space_id is not None else 0, len(known))

    def quarantine(self, question_id: str, revision: int, space_id: int, now: datetime) -> None:
        self.tx.run(QUARANTINE, question_id=question_id, revision=revision, space_id=space_id, at=micros(now))

    def quarantined(self, question_id: str, revision: int, space_id: int) -> bool:
        return self.tx.one(QUARANTINED, question_id, revision, space_id) is not None
