"""What a round showed: scores with their uncertainty, what took long, what was missed, and what to do next.

Pure. It knows marks, not people, tables or words: `bot/view` says all this.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Literal, NamedTuple

from bot.domain.question import BANDS, Band

Z95 = 1.96
"""The normal quantile of a two-sided 95 % interval."""
SLOW = 1.5
"""An answer is slow when it took so many times the question's expected time."""
STEPS = 3
FEW = 5
"""With fewer answers than this the interval is too wide to compare."""

Outcome = Literal["answered", "unknown", "late", "skipped"]


class Mark(NamedTuple):
    """What became of one item. `score` is None for what people rate; `seconds` it took, `expected` it should take."""

    question_id: str
    stage: str
    topic: str
    band: Band
    kind: str
    outcome: Outcome
    score: float | None
    seconds: float
    expected: float
    rated: bool = False
    lacking: tuple[str, ...] = ()
    """Evidence that the question asks for and of which the text shows no trace."""


class Share(NamedTuple):
    """A mean score of so many answers and its 95 % interval, all in 0..1."""

    answers: int
    mean: float
    low: float
    high: float


class Step(NamedTuple):
    """One thing to do next: `what` says which; it names a topic, question ids or a format."""

    what: Literal["again", "topic", "slow", "rate", "evidence", "harder", "unfinished", "format"]
    topic: str = ""
    questions: tuple[str, ...] = ()
    band: str = ""
    format: str = ""
    lacking: tuple[str, ...] = ()


def share(scores: Sequence[float]) -> Share | None:
    """The mean of scores in 0..1 with its Wilson score interval (E. B. Wilson, 1927, JASA 22:209-212).

    For scores between 0 and 1 it is wider than needed, never narrower: their variance is at most p(1 - p).
    """
    if not scores:
        return None
    n = len(scores)
    p = sum(scores) / n
    middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 * sqrt(p * (1 - p) / n + Z95**2 / (4 * n * n)) / (1 + Z95**2 / n)
    return Share(n, p, max(0.0, middle - half), min(1.0, middle + half))


def graded(marks: Iterable[Mark]) -> list[Mark]:
    """Those that a machine graded. What was asked and not answered counts as 0, as in an interview."""
    return [mark for mark in marks if mark.score is not None]


def by_topic(marks: Iterable[Mark]) -> dict[str, Share]:
    """The share of each topic, the weakest first."""
    found = {topic: share(scores) for topic, scores in _grouped(marks, "topic").items()}
    return dict(sorted(((t, s) for t, s in found.items() if s), key=lambda one: (one[1].mean, -one[1].answers, one[0])))


def by_band(marks: Iterable[Mark]) -> dict[str, Share]:
    """The share of each band, junior first."""
    found = {band: share(scores) for band, scores in _grouped(marks, "band").items()}
    return {band: one for band in BANDS if (one := found.get(band)) is not None}


def missed(marks: Iterable[Mark]) -> list[Mark]:
    """Graded items without the full score, the worst first, otherwise as they were asked."""
    return sorted((one for one in graded(marks) if (one.score or 0) < 1), key=lambda one: one.score or 0)


def next_steps(marks: Sequence[Mark], format: str, formats: Sequence[str], played: Mapping[str, int]) -> list[Step]:
    """Three things to do next, the most urgent first; other answers give other steps.

    `formats` are the formats that there are, `played` how often the learner has finished each.
    """
    steps: list[Step] = []
    wrong = [one for one in missed(marks) if one.outcome in ("answered", "unknown")]
    topics = by_topic(marks)
    weakest = next((topic for topic, one in topics.items() if one.mean < 1), "")
    if wrong:
        steps.append(Step("again", wrong[0].topic, tuple(dict.fromkeys(one.question_id for one in wrong))[:3]))
    unrated = dict.fromkeys(
        one.question_id for one in marks if one.score is None and one.outcome == "answered" and not one.rated
    )
    if unrated:
        steps.append(Step("rate", questions=tuple(unrated)[:3]))
    bare = next((one for one in marks if one.lacking), None)
    if bare is not None:
        steps.append(Step("evidence", bare.topic, (bare.question_id,), lacking=bare.lacking))
    late = dict.fromkeys(one.question_id for one in marks if one.outcome in ("late", "skipped"))
    if late:
        steps.append(Step("unfinished", questions=tuple(late)[:3], format=format))
    if weakest:
        bands = [one.band for one in missed(marks) if one.topic == weakest]
        steps.append(Step("topic", weakest, band=min(bands, key=BANDS.index, default="")))
    slow = [one for one in graded(marks) if one.outcome == "answered" and one.seconds > SLOW * one.expected > 0]
    if slow:
        worst = sorted(slow, key=lambda one: one.expected / one.seconds)
        steps.append(Step("slow", worst[0].topic, tuple(dict.fromkeys(one.question_id for one in worst))[:3]))
    if graded(marks) and not wrong and not late:
        top = max((one.band for one in graded(marks)), key=BANDS.index)
        strongest = next(reversed(topics), "")
        steps.append(Step("harder", strongest, band=BANDS[min(BANDS.index(top) + 1, 2)], format=format))
    others = sorted((one for one in formats if one != format), key=lambda one: (played.get(one, 0), formats.index(one)))
    steps += [Step("format", format=one) for one in [*others, format]]
    steps += [Step("topic", topic) for topic in topics]
    return steps[:STEPS]


def _grouped(marks: Iterable[Mark], what: Literal["topic", "band"]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for mark in graded(marks):
        found.setdefault(mark.topic if what == "topic" else mark.band, []).append(mark.score or 0.0)
    return found
