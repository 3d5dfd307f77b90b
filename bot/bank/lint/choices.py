"""Single questions as a solver sees them who knows nothing, and the rules such a solver goes by (content standard, L28
to L31). A rule scores options; the highest score is picked, and ties are shared.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bot.bank.lint.words import ABSOLUTES, HEDGES, content_words, count_of, length, words
from bot.bank.placed import placed
from bot.domain.question import Question, Single

Scores = Sequence[float]
PickRule = Callable[["Choice"], Scores]

_DETAIL = re.compile(r"\d+|`[^`]*`|[A-Z]{2,}|\w{9,}")


class Choice(NamedTuple):
    """One single question: stem, texts in the order of the bank, the index of the key."""

    id: str
    topic: str
    subtopic: str
    stem: str
    texts: tuple[str, ...]
    key: int
    natural: bool


class Tally(NamedTuple):
    """How a rule fared: expected hits, questions, and what guessing gives (the mean of 1/n)."""

    hits: float
    questions: int
    chance: float

    @property
    def share(self) -> float:
        return self.hits / self.questions if self.questions else 0.0


def choices(questions: Iterable[Question]) -> list[Choice]:
    """The single questions with one key, their options as the loader sorts them."""
    found = []
    for question in questions:
        if not isinstance(question, Single) or sum(option.correct for option in question.options) != 1:
            continue
        options = placed(question).options  # type: ignore[union-attr]
        key = next(at for at, option in enumerate(options) if option.correct)
        found.append(
            Choice(question.id, question.topic, question.subtopic, question.stem,
                   tuple(option.text for option in options), key, question.shuffle == "natural")
        )  # fmt: skip
    return found


def expected(choice: Choice, scores: Scores) -> float:
    """The chance that picking the highest score picks the key."""
    top = max(scores)
    tied = [at for at, score in enumerate(scores) if score == top]
    return 1 / len(tied) if choice.key in tied else 0.0


def tally(asked: Sequence[Choice], rule: PickRule) -> Tally:
    """How a rule fares on these questions."""
    hits = sum(expected(choice, rule(choice)) for choice in asked)
    return Tally(hits, len(asked), sum(1 / len(choice.texts) for choice in asked) / len(asked) if asked else 0.0)


def solved(asked: Sequence[Choice], rule: PickRule) -> tuple[str, ...]:
    """The ids of the questions of which the rule finds the key for certain."""
    return tuple(choice.id for choice in asked if expected(choice, rule(choice)) == 1)


def longest(choice: Choice) -> Scores:
    return [length(text) for text in choice.texts]


def shortest(choice: Choice) -> Scores:
    return [-length(text) for text in choice.texts]


def stem_overlap(choice: Choice) -> Scores:
    stem = content_words(choice.stem)
    return [len(content_words(text) & stem) for text in choice.texts]


def most_specific(choice: Choice) -> Scores:
    return [len(_DETAIL.findall(text)) for text in choice.texts]


def most_in_common(choice: Choice) -> Scores:
    return overlaps(choice.texts)


def hedge_words(choice: Choice) -> Scores:
    return [count_of(text, HEDGES) for text in choice.texts]


def avoid_absolutes(choice: Choice) -> Scores:
    return [-count_of(text, ABSOLUTES) for text in choice.texts]


def overlaps(texts: Sequence[str]) -> list[float]:
    """For each text the mean share of words that it has in common with the others."""
    sets = [frozenset(words(text)) for text in texts]
    return [
        sum(len(own & other) / max(1, len(own | other)) for j, other in enumerate(sets) if i != j)
        / max(1, len(sets) - 1)
        for i, own in enumerate(sets)
    ]


def stands_out(choice: Choice) -> int | None:
    """The index of an option at least 20 % longer than each of the rest, or None."""
    lengths = longest(choice)
    top = max(range(len(lengths)), key=lambda at: lengths[at])
    rest = max((each for at, each in enumerate(lengths) if at != top), default=0)
    return top if lengths[top] >= 1.2 * rest else None


CUE_RULES: dict[str, PickRule] = {
    "stem overlap": stem_overlap,
    "most specific": most_specific,
    "most in common": most_in_common,
    "hedge words": hedge_words,
    "avoid absolutes": avoid_absolutes,
}
"""The rules of L31."""
