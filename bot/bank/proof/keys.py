"""Compares what a check gives with the key of its question, and moves the key to see that the comparison can fail.

Pure: it knows keys and plain answers, and must not know how an answer came about.
"""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bot.domain.question import (
    Match,
    Multi,
    Numeric,
    NumericAnswer,
    Open,
    Order,
    OrderAnswer,
    Question,
    Short,
    ShortAnswer,
    Single,
    TrueFalse,
)

ESTIMATE_REL = 0.1
"""How far the key of an estimate may be rounded; its tolerance for learners (a factor of 2) would hide a wrong key."""

Ids = frozenset[str]


def objection(question: Question, answer: object, rejects: object) -> str | None:
    """Why the check does not prove the key, or None when it does.

    `answer` and `rejects` are what the check gave to `out`: ids for single, multi and order, ids or truth values for
    true_false, a number for numeric, a text for short, row to entry for match, stage to number for open.
    """
    if not agrees(question, answer):
        return f"the run gives {_short(answer)}, the key says {_short(key(question))}"
    if rejects is None and question.verify.level == "executed_full" and isinstance(question, Single | Multi):
        return "executed_full, but the check refutes no option"
    if rejects is not None and (wrong := _rejects_wrong(question, rejects)):
        return wrong
    if question.verify.level == "executed_full" and any(agrees(moved, answer) for moved in moved_keys(question)):
        return f"does not discriminate: the run gives {_short(answer)}, which fits another key too"
    return None


def key(question: Question) -> object:
    """The key as plain data, in the form that a check should give it."""
    match question:
        case Single(options=options) | Multi(options=options):
            return sorted(option.id for option in options if option.correct)
        case TrueFalse(statements=statements):
            return {each.id: each.value for each in statements}
        case Numeric(answer=number):
            return number.value
        case Short(answer=short):
            return list(short.accept)
        case Order(answer=order):
            return list(order.sequence)
        case Match(answer=match):
            return dict(match.pairs)
        case Open(answer=task):
            return {stage.id: stage.numeric.value for stage in task.stages if stage.numeric is not None}
        case _:
            raise TypeError(f"a check cannot give the key of kind {question.kind}")


def agrees(question: Question, answer: object) -> bool:
    """Whether an answer says the same as the key; an answer of the wrong shape does not."""
    match question:
        case Single() | Multi():
            return _ids(answer) == frozenset(_texts(key(question)))
        case TrueFalse(statements=statements):
            if isinstance(answer, Mapping):
                return answer == key(question) and all(isinstance(value, bool) for value in answer.values())
            return _ids(answer) == frozenset(each.id for each in statements if each.value)
        case Numeric(answer=number):
            return _number_agrees(number, answer)
        case Short(answer=short):
            return _text_agrees(short, answer)
        case Order(answer=order):
            return _order_agrees(order, answer)
        case Match(answer=match):
            return isinstance(answer, Mapping) and dict(answer) == match.pairs
        case Open(answer=task):
            stages = {stage.id: stage.numeric for stage in task.stages if stage.numeric is not None}
            return (
                isinstance(answer, Mapping)
                and bool(stages)
                and answer.keys() == stages.keys()
                and all(_number_agrees(number, answer[name]) for name, number in stages.items())
            )
        case _:
            return False


def moved_keys(question: Question) -> Iterator[Question]:
    """The question with its key moved: to each distractor, each statement flipped, each two rows or steps swapped."""
    match question:
        case Single(options=options) | Multi(options=options):
            right = frozenset(option.id for option in options if option.correct)
            for lost, won in itertools.product(right, [option.id for option in options if not option.correct]):
                keys = right - {lost} | {won}
                moved = tuple(msgspec.structs.replace(option, correct=option.id in keys) for option in options)
                yield msgspec.structs.replace(question, options=moved)
        case TrueFalse(statements=statements):
            for place, each in enumerate(statements):
                flipped = msgspec.structs.replace(each, value=not each.value)
                changed = (*statements[:place], flipped, *statements[place + 1 :])
                yield msgspec.structs.replace(question, statements=changed)
        case Match(answer=match):
            for one, two in itertools.combinations(match.pairs, 2):
                pairs = match.pairs | {one: match.pairs[two], two: match.pairs[one]}
                yield msgspec.structs.replace(question, answer=msgspec.structs.replace(match, pairs=pairs))
        case Order(answer=order):
            steps = order.sequence
            for place, (one, two) in enumerate(itertools.pairwise(steps)):
                if not any(one in tie and two in tie for tie in order.ties):
                    swapped = (*steps[:place], two, one, *steps[place + 2 :])
                    yield msgspec.structs.replace(question, answer=msgspec.structs.replace(order, sequence=swapped))
        case Short(answer=short) if short.reject:
            wrong = msgspec.structs.replace(short, accept=short.reject, reject=(), regex=None)
            yield msgspec.structs.replace(question, answer=wrong)
        case _:
            return


def _rejects_wrong(question: Question, rejects: object) -> str | None:
    full = question.verify.level == "executed_full"
    match question:
        case Single(options=options) | Multi(options=options):
            rest = frozenset(option.id for option in options if not option.correct)
        case TrueFalse(statements=statements):
            rest = frozenset(each.id for each in statements if not each.value)
        case Short(answer=short):
            taken = [text for text in _texts(rejects) if _text_agrees(short, text)]
            return f"the check refutes {_short(taken)}, which the key accepts" if taken else None
        case _:
            return None
    refuted = _ids(rejects)
    if refuted is None or not refuted <= rest or (full and refuted != rest):
        return f"the check refutes {_short(rejects)}, the key leaves {_short(sorted(rest))}"
    return None


def _number_agrees(number: NumericAnswer, answer: object) -> bool:
    try:
        given = float(str(answer))
    except ValueError:
        return False
    if isinstance(answer, bool) or not math.isfinite(given):
        return False
    off, allowed = abs(given - number.value), 1e-9 * abs(number.value)
    if number.tolerance.abs is not None:
        allowed = max(allowed, number.tolerance.abs * (1 + 1e-9))
    if number.tolerance.rel is not None:
        allowed = max(allowed, number.tolerance.rel * abs(number.value))
    if number.tolerance.factor is not None:
        allowed = max(allowed, ESTIMATE_REL * abs(number.value))
    return off <= allowed


def _text_agrees(short: ShortAnswer, answer: object) -> bool:
    if isinstance(answer, bool) or not isinstance(answer, str | int | float):
        return False
    given = _folded(short, str(answer))
    if given in {_folded(short, text) for text in short.reject}:
        return False
    if given in {_folded(short, text) for text in short.accept}:
        return True
    return short.regex is not None and re.fullmatch(short.regex, given) is not None


def _folded(short: ShortAnswer, text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain.casefold() if short.case == "fold" else plain


def _order_agrees(order: OrderAnswer, answer: object) -> bool:
    if not isinstance(answer, Sequence) or isinstance(answer, str):
        return False
    place = {str(step): number for number, step in enumerate(answer)}
    if len(answer) != len(place) or place.keys() != set(order.sequence):
        return False
    return all(
        place[first] < place[later] or any(first in tie and later in tie for tie in order.ties)
        for first, later in itertools.combinations(order.sequence, 2)
    )


def _ids(answer: object) -> Ids | None:
    """Ids given as one text or as a list without repeats; None for anything else."""
    if isinstance(answer, str):
        return frozenset({answer})
    given = _texts(answer)
    return frozenset(given) if len(given) == len(set(given)) and isinstance(answer, list) else None


def _texts(answer: object) -> list[str]:
    return [str(each) for each in answer] if isinstance(answer, list | tuple) else [str(answer)]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."
