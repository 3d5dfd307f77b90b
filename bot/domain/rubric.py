"""Rubrics: levels 0-3 for each criterion, their score, staged designs, and the checklist of evidence.

People give the levels. A machine only grades a stage that is a number, and ticks evidence, which is a checklist and
never a verdict. It must not know who assessed.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.domain.errors import NotALevel
from bot.domain.quantity import key_quantity, measured
from bot.domain.question import Criterion, OpenAnswer, Stage
from bot.domain.reading.composing import STORY
from bot.domain.response import Assessed

TOP_LEVEL = 3
MOST_SAID = 200
"""Characters of a line of levels that are read."""


class GradedPart(NamedTuple):
    """A criterion or a numeric stage: its key, what it gained of the whole, the level given ("" for none), the best."""

    key: str
    gained: int
    whole: int
    given: str
    best: str


class Tick(NamedTuple):
    """One kind of evidence that a question asks for, and whether the bot found a trace of it in the text."""

    evidence: str
    found: bool


def criteria(answer: OpenAnswer) -> dict[str, Criterion]:
    """Every criterion by its key: its id, and in a staged design `<stage id>.<criterion id>`."""
    found = {criterion.id: criterion for criterion in answer.rubric}
    return found | {f"{stage.id}.{one.id}": one for stage in answer.stages for one in stage.rubric}


def assess(answer: OpenAnswer, values: Mapping[str, str | int]) -> dict[str, int]:
    """A form's levels by criterion key, all of them. Raises NotALevel for a missing one or one that is not 0 to 3."""
    return {key: _level(one, values.get(key, "")) for key, one in criteria(answer).items()}


def said_levels(said: str, names: Sequence[str]) -> tuple[str, ...]:
    """The levels of a typed line ("2 3 1"), for the first of the criteria in their order; some may be missing.

    Raises NotALevel with the first word that is none, or that belongs to no criterion.
    """
    words = [word for word in re.split(r"[\s,;/]+", said[:MOST_SAID].strip()) if word]
    if len(words) > len(names):
        raise NotALevel(criterion="", said=words[len(names)][:20])
    for name, word in zip(names, words, strict=False):
        if word not in ("0", "1", "2", "3"):
            raise NotALevel(criterion=name, said=word[:20])
    return tuple(words)


def _level(criterion: Criterion, said: str | int) -> int:
    text = str(said).strip()
    if text not in ("0", "1", "2", "3"):
        raise NotALevel(criterion=criterion.id, said=text)
    return int(text)


def score(rubric: Sequence[Criterion], levels: Mapping[str, int]) -> float:
    """sum(w x level) / (3 sum(w)) with levels by criterion id; a missing level counts as 0."""
    whole = TOP_LEVEL * sum(criterion.weight for criterion in rubric)
    return sum(one.weight * _within(levels.get(one.id)) for one in rubric) / whole if whole > 0 else 0.0


def stage_score(stage: Stage, levels: Mapping[str, int], text: str = "") -> float:
    """The score of one stage: by machine from its text if it is a number, else from the levels by criterion id."""
    if stage.numeric is not None:
        return measured(text, stage.numeric)[1] / 2
    return score(stage.rubric, levels)


def parts(answer: OpenAnswer, response: Assessed) -> list[GradedPart]:
    """All that counts, each weighted by its criterion; a numeric stage weighs as one criterion of weight 1."""
    found = [_part(one.id, one, response) for one in answer.rubric]
    for stage in answer.stages:
        if stage.numeric is not None:
            text = response.stages.get(stage.id, "")
            # Halves of 1 in units of TOP_LEVEL x 2 keep the sum in whole numbers.
            gained = measured(text, stage.numeric)[1] * TOP_LEVEL
            found.append(GradedPart(stage.id, gained, 2 * TOP_LEVEL, text, key_quantity(stage.numeric)))
        found += [_part(f"{stage.id}.{one.id}", one, response) for one in stage.rubric]
    return found


def _part(key: str, criterion: Criterion, response: Assessed) -> GradedPart:
    level = response.levels.get(key)
    gained, whole = 2 * criterion.weight * _within(level), 2 * criterion.weight * TOP_LEVEL
    return GradedPart(key, gained, whole, "" if level is None else str(_within(level)), str(TOP_LEVEL))


def _within(level: int | None) -> int:
    return min(TOP_LEVEL, max(0, level or 0))


_TRACES = {
    "number": re.compile(
        r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|million|half|twice|double[ds]?"
        r"|halved|percent)\b",
        re.IGNORECASE,
    ),
    "first-person": re.compile(r"\b(?:I|my|me|mine|myself)\b", re.IGNORECASE),
    "result-stated": re.compile(
        r"\b(?:results?|resulted|outcome|led to|in the end|finally|afterwards|since then|as a consequence|so that"
        r"|reduc\w+|increas\w+|improv\w+|cut|fell|dropped|rose|grew|saved|fixed|solved|shipped"
        r"|launched|no longer|from \S+ to)\b",
        re.IGNORECASE,
    ),
}


_TEAM = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|ourselves)\b")
_PART = re.compile(rf"^(?:{'|'.join(STORY)}):", re.IGNORECASE | re.MULTILINE)


def evidence(wanted: Sequence[str], text: str) -> tuple[Tick, ...]:
    """A tick for each kind of evidence wanted (number, first-person, result-stated). A checklist, not a verdict.

    What a form writes before the parts of a story is no evidence. The first person is found where "I" is said at least
    as often as "we".
    """
    own = _PART.sub("", text)
    return tuple(Tick(one, one in _TRACES and _found(one, own)) for one in wanted)


def _found(one: str, text: str) -> bool:
    traces = len(_TRACES[one].findall(text))
    return traces > 0 and (one != "first-person" or traces >= len(_TEAM.findall(text)))
