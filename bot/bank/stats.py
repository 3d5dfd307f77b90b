"""What the bank is made of, counted. It must not know how the counts are printed."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import get_args

import msgspec

from bot.bank.lint.balance import position_counts
from bot.bank.lint.choices import CUE_RULES, Tally, choices, longest, shortest, solved, tally
from bot.bank.lint.guesser import blind_accuracy
from bot.bank.lint.sources import UNREFERENCED
from bot.bank.lint.structure import EXPLANATION
from bot.bank.lint.tables import Tables
from bot.bank.plan import KIND_COUNTS, Coverage, coverage
from bot.domain.question import BANDS, KINDS, Open, Question, Status

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


class Trick(msgspec.Struct, frozen=True):
    """A way to guess single questions: its share right beside chance, both in 0..1, over `questions`."""

    name: str
    right: float
    chance: float
    questions: int
    solved: tuple[str, ...] = ()
    """The questions of which it finds the key for certain."""


class Health(msgspec.Struct, frozen=True):
    """What the bank covers, and how far a guesser gets. Shares lie in 0..1.

    `explained` of all questions, `referenced` and `answered_blind` of the closed ones (behaviour and career need no
    reference); `key_positions` counts keys by place, a row for each number of options; `recall` is the share of
    questions that ask for a fact alone.
    """

    coverage: Coverage
    planned_kinds: dict[str, int]
    tricks: tuple[Trick, ...]
    key_positions: tuple[tuple[int, ...], ...]
    explained: float
    referenced: float
    answered_blind: float
    recall: float


def health(questions: Iterable[Question], tables: Tables) -> Health:
    """Coverage and cues of these questions; the retired and the quarantined take no part."""
    asked = [question for question in questions if question.status not in ("retired", "quarantined")]
    closed = [question for question in asked if not isinstance(question, Open)]
    bound = [question for question in closed if question.topic not in UNREFERENCED]
    single = choices(asked)
    rules = {"longest": longest, "shortest": shortest, **CUE_RULES}
    results = {name: tally(single, rule) for name, rule in rules.items()} | {"blind classifier": blind_accuracy(single)}
    return Health(
        coverage=coverage(asked, tables),
        planned_kinds=KIND_COUNTS,
        tricks=tuple(
            _trick(name, result, solved(single, rules[name]) if name in rules else ())
            for name, result in results.items()
            if single
        ),
        key_positions=tuple(tuple(row) for row in position_counts([one for one in single if not one.natural])),
        explained=_share(sum(len(each.explanation.strip()) >= EXPLANATION[0] for each in asked), len(asked)),
        referenced=_share(sum(bool(each.references) for each in bound), len(bound)),
        answered_blind=_share(sum(bool(each.review.blind) for each in closed), len(closed)),
        recall=_share(sum(each.difficulty.cognitive == "recall" for each in asked), len(asked)),
    )


def _trick(name: str, result: Tally, found: tuple[str, ...]) -> Trick:
    return Trick(name, round(result.share, 4), round(result.chance, 4), result.questions, found)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
