"""`grade`: the score and the marks of a response, for each kind.

Every score is computed as a fraction of whole numbers and becomes a float once, at the end. A response that does not
fit the question (the revision it was given for had other parts) scores what still fits; it never raises.
"""

from collections.abc import Callable
from typing import Any

from bot.domain import question as q
from bot.domain import rubric
from bot.domain.errors import NotJudged
from bot.domain.grading import texts
from bot.domain.grading.verdict import Mark, Verdict
from bot.domain.quantity import key_quantity, measured
from bot.domain.response import (
    Assessed,
    DontKnow,
    Judged,
    Located,
    Paired,
    Picked,
    Ran,
    Response,
    Sequenced,
    Typed,
)

_WRONG = Verdict(0.0, False)


def grade(question: q.Question, response: Response) -> Verdict:
    """The verdict on a response. Raises NotJudged for code that was not run, and nothing else.

    Grading again after a correction is this same call with the new revision of the question.
    """
    if type(response) is Ran:
        return _ran(response)
    if type(question) in (q.Sql, q.Kata):
        if type(response) is DontKnow:
            return _WRONG
        raise NotJudged(kind=question.kind)
    form, grader = _GRADERS[type(question)]
    return grader(question, response) if type(response) is form else _WRONG


def _ran(response: Ran) -> Verdict:
    """1 if every test passed, else 0."""
    right = 0 < response.total == response.passed
    mark = Mark("tests", right, str(response.passed), str(response.total))
    return Verdict(1.0 if right else 0.0, right, (mark,))


def _verdict(gained: int, whole: int, marks: tuple[Mark, ...]) -> Verdict:
    """gained/whole, not below 0."""
    if gained <= 0 or whole <= 0:
        return Verdict(0.0, False, marks)
    return Verdict(1.0, True, marks) if gained >= whole else Verdict(gained / whole, False, marks)


def _single(question: q.Single, response: Picked) -> Verdict:
    picked = response.options[0] if len(response.options) == 1 else ""
    for option in question.options:
        if option.correct:
            ok = option.id == picked
            return Verdict(1.0 if ok else 0.0, ok, (Mark("pick", ok, picked, option.id),))
    return _WRONG


def _multi(question: q.Multi, response: Picked) -> Verdict:
    """max(0, TP/K - FP/(n-K))."""
    picked = frozenset(response.options)
    keys = {option.id for option in question.options if option.correct}
    wrong = {option.id for option in question.options} - keys
    marks = tuple(
        Mark(
            option.id,
            (option.id in picked) == option.correct,
            "picked" if option.id in picked else "",
            "picked" if option.correct else "",
        )
        for option in question.options
    )
    hits, misses, others = len(picked & keys), len(picked & wrong), max(1, len(wrong))
    return _verdict(hits * others - misses * len(keys), len(keys) * others, marks)


def _true_false(question: q.TrueFalse, response: Judged) -> Verdict:
    """max(0, 2a-1), a the share judged right."""
    words = {True: "true", False: "false", None: ""}
    given = response.statements
    marks = tuple(
        Mark(one.id, given.get(one.id) is one.value, words[given.get(one.id)], words[one.value])
        for one in question.statements
    )
    right = sum(mark.ok for mark in marks)
    return _verdict(2 * right - len(marks), len(marks), marks)


def _numeric(question: q.Numeric, response: Typed) -> Verdict:
    """1 within the tolerance; a factor tolerance works on the log scale, with half the score in the wider band."""
    given, halves = measured(response.text, question.answer)
    return _verdict(halves, 2, (Mark("text", halves == 2, given, key_quantity(question.answer)),))


def _short(question: q.Short, response: Typed) -> Verdict:
    ok = texts.accepted(question.answer, response.text)
    key = question.answer.accept[0] if question.answer.accept else ""
    return Verdict(1.0 if ok else 0.0, ok, (Mark("text", ok, response.text, key),))


def _predict(question: q.Predict, response: Typed) -> Verdict:
    ok = texts.predicted(question.answer, response.text)
    return Verdict(1.0 if ok else 0.0, ok, (Mark("text", ok, response.text, texts.printed(question.answer)),))


def _order(question: q.Order, response: Sequenced) -> Verdict:
    """max(0, 2t-1), t the share of pairs in the right order; pairs inside a tie do not count."""
    key, given = question.answer.sequence, response.options
    tie = {name: number for number, group in enumerate(question.answer.ties) for name in group}
    at = {name: position for position, name in enumerate(given)}
    pairs = right = 0
    for index, first in enumerate(key):
        for second in key[index + 1 :]:
            if first in tie and tie[first] == tie.get(second):
                continue
            pairs += 1
            right += first in at and second in at and at[first] < at[second]
    marks = tuple(
        Mark(
            str(slot + 1),
            given[slot] == name or (name in tie and tie[name] == tie.get(given[slot])),
            given[slot],
            name,
        )
        if slot < len(given)
        else Mark(str(slot + 1), False, "", name)
        for slot, name in enumerate(key)
    )
    return _verdict(2 * right - pairs, pairs, marks)


def _match(question: q.Match, response: Paired) -> Verdict:
    """max(0, (m-c)/(1-c)), m the share of rows right, c = 1/entries."""
    key, given = question.answer.pairs, response.pairs
    marks = tuple(
        Mark(row.id, given.get(row.id) == key.get(row.id), given.get(row.id, ""), key.get(row.id, ""))
        for row in question.left
    )
    right, rows, entries = sum(mark.ok for mark in marks), len(marks), len(question.right)
    return _verdict(right * entries - rows, rows * (entries - 1), marks)


def _bug(question: q.Bug, response: Located) -> Verdict:
    """s(0.5 + 0.5g), s the Jaccard index of picked and key lines, g = 1 if the cause is right."""
    if response.fix is not None:
        raise NotJudged(kind="bug")
    answer = question.answer
    picked, key = set(response.lines), set(answer.lines)
    found = response.cause == answer.cause
    marks = (
        Mark("lines", picked == key, _listed(picked), _listed(key)),
        Mark("cause", found, response.cause or "", answer.cause),
    )
    return _verdict(len(picked & key) * (2 if found else 1), 2 * len(picked | key), marks)


def _listed(lines: set[int]) -> str:
    return ", ".join(map(str, sorted(lines)))


def _open(question: q.Open, response: Assessed) -> Verdict:
    """The rubric's score of the levels given; nothing before somebody has assessed it."""
    graded = rubric.parts(question.answer, response)
    marks = tuple(Mark(part.key, part.gained == part.whole, part.given, part.best) for part in graded)
    gained, whole = sum(part.gained for part in graded), sum(part.whole for part in graded)
    return _verdict(gained, whole, marks)


_GRADERS: dict[type, tuple[type, Callable[[Any, Any], Verdict]]] = {
    q.Single: (Picked, _single),
    q.Multi: (Picked, _multi),
    q.TrueFalse: (Judged, _true_false),
    q.Numeric: (Typed, _numeric),
    q.Short: (Typed, _short),
    q.Order: (Sequenced, _order),
    q.Match: (Paired, _match),
    q.Predict: (Typed, _predict),
    q.Bug: (Located, _bug),
    q.Open: (Assessed, _open),
}
