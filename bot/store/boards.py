"""Standings and question statistics in the tables. Implements `bot.ports.boards.Boards`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case

from bot.domain.leaderboard import ACCURACY_FROM
from bot.store.instants import micros
from bot.store.schema import question_stat, total
from bot.store.statement import Statement, upsert
from bot.store.tx import Tx

CREDIT = Statement(
    upsert(
        total,
        ["board", "learner_id"],
        lambda old, new: {
            "points": old.points + new.points,
            "attempts": old.attempts + 1,
            "score": old.score + new.score,
            "mean": case((old.attempts + 1 >= ACCURACY_FROM, (old.score + new.score) / (old.attempts + 1)), else_=-1.0),
            "reached_at": case((new.points > 0, new.reached_at), else_=old.reached_at),
        },
    )
)
COUNT = Statement(
    upsert(
        question_stat,
        ["question_id", "revision"],
        lambda old, new: {
            "attempts": old.attempts + 1,
            "score": old.score + new.score,
            "unknown": old.unknown + new.unknown,
        },
    )
)


class StoredBoards:
    """Standings on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def credit(
        self, boards: Sequence[str], learner_id: int, points: int, score: float, at: datetime, shown: bool
    ) -> None:
        reached = micros(at)
        self.tx.many(
            CREDIT,
            [
                {
                    "board": board, "learner_id": learner_id, "points": points, "attempts": 1, "score": score,
                    "mean": -1.0, "shown": int(shown), "reached_at": reached,
                }
                for board in boards
            ],
        )  # fmt: skip

    def count_question(self, question_id: str, revision: int, score: float, unknown: bool) -> None:
        self.tx.run(COUNT, question_id=question_id, revision=revision, attempts=1, score=score, unknown=int(unknown))
