"""What the bank is made of, counted. It must not know how the counts are printed."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import get_args

import msgspec

from bot.domain.question import BANDS, KINDS, Question, Status

EXECUTED = frozenset({"executed", "executed_full"})
"""Levels of a proof that runs."""


class Stats(msgspec.Struct, frozen=True):
    """Counts of questions; `provable` are those with an executed proof, `provable_share` lies in 0..1."""

    questions: int
    by_kind: dict[str, int]
    by_topic: dict[str, int]
    by_band: dict[str, int]
    by_status: dict[str, int]
    by_proof: dict[str, int]
    provable: int
    provable_share: float


def stats(questions: Iterable[Question]) -> Stats:
    """Count the questions. Kinds, bands and statuses without a question count 0; topics are those that occur."""
    counted = tuple(questions)

    def count(of: Callable[[Question], str], names: Iterable[str] = ()) -> dict[str, int]:
        seen = Counter(map(of, counted))
        return {name: seen[name] for name in names} or dict(sorted(seen.items()))

    provable = sum(question.verify.level in EXECUTED for question in counted)
    return Stats(
        questions=len(counted),
        by_kind=count(lambda question: question.kind, KINDS),
        by_topic=count(lambda question: question.topic),
        by_band=count(lambda question: question.band, BANDS),
        by_status=count(lambda question: question.status, get_args(Status)),
        by_proof=count(lambda question: question.verify.level),
        provable=provable,
        provable_share=round(provable / len(counted), 4) if counted else 0.0,
    )
