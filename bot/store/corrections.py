"""Known questions and the attempts at them in the tables. Implements `bot.ports.corrections.Corrections`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Text, literal_column, select, update

from bot.ports.attempts import AttemptRow
from bot.ports.corrections import Known
from bot.store.attempts import ATTEMPT, NEWEST, attempt_of
from bot.store.instants import micros
from bot.store.schema import account, attempt, known_question, learner, verdict
from bot.store.statement import Statement, param, upsert
from bot.store.tx import Tx

KNOWN = Statement(
    select(
        known_question.c.question_id, known_question.c.revision, known_question.c.key_hash, known_question.c.cursor
    )
)  # fmt: skip
REGISTER = Statement(upsert(known_question, ["question_id"], ["revision", "key_hash", "cursor", "at"]))
REACH = Statement(
    update(known_question).where(known_question.c.question_id == param("which", Text)).values(cursor=param("reached")),
    "which",
    "reached",
)
ATTEMPTS = Statement(
    select(*ATTEMPT)
    .join(verdict, verdict.c.id == NEWEST)
    .join(account, account.c.id == attempt.c.account_id)
    .join(learner, learner.c.id == account.c.learner_id)
    .where(
        attempt.c.question_id == param("question", Text),
        attempt.c.source != literal_column("''"),  # always so; what the index of everybody's attempts asks for
        attempt.c.id > param("after"),
        learner.c.deleted_at.is_(None),
    )
    .order_by(attempt.c.id)
    .limit(param("most")),
    "question",
    "after",
    "most",
)


class StoredCorrections:
    """Corrections on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def known(self) -> Mapping[str, Known]:
        return {row[0]: Known(*row[1:]) for row in self.tx.all(KNOWN)}

    def register(self, questions: Iterable[tuple[str, int, str]], now: datetime) -> None:
        at = micros(now)
        self.tx.many(
            REGISTER,
            [
                {"question_id": name, "revision": revision, "key_hash": key, "cursor": 0, "at": at}
                for name, revision, key in questions
            ],
        )

    def reach(self, question_id: str, cursor: int) -> None:
        self.tx.run(REACH, question_id, cursor)

    def attempts(self, question_id: str, after: int, limit: int) -> Sequence[AttemptRow]:
        return [attempt_of(row) for row in self.tx.all(ATTEMPTS, question_id, after, limit)]
