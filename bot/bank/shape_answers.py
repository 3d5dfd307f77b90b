"""What holds inside an answer, kind by kind (L01 of the content standard): sequences, pairs, lines, tests, rubrics.

It must not judge wording, nor run anything.
"""

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import re2  # type: ignore[import-untyped]

from bot.domain.question import (
    PYTHON_FEATURES,
    Bug,
    Criterion,
    Kata,
    Match,
    Numeric,
    NumericAnswer,
    Open,
    Order,
    Predict,
    Question,
    Short,
    Sql,
    TrueFalse,
)  # fmt: skip

Fault = tuple[tuple[str | int, ...], str]
"""Where (path of the field inside the question) and what to do."""

LEVELS = {0, 1, 2, 3}


def answer_faults(question: Question) -> Iterator[Fault]:
    """Every breach inside the answer of this question."""
    match question:
        case TrueFalse(statements=statements):
            if len(statements) != 4:
                yield ("statements",), f"{len(statements)} statements: a true_false bundle has four"
        case Numeric(answer=answer):
            yield from _numeric(answer, ("answer",))
        case Short():
            yield from _short(question)
        case Order():
            yield from _order(question)
        case Match():
            yield from _match(question)
        case Predict():
            yield from _predict(question)
        case Sql():
            yield from _sql(question)
        case Kata():
            yield from _kata(question)
        case Bug():
            yield from _bug(question)
        case Open():
            yield from _open(question)
        case _:
            return


def _numeric(answer: NumericAnswer, path: tuple[str | int, ...]) -> Iterator[Fault]:
    tolerance = answer.tolerance
    if (tolerance.abs or 0) < 0 or (tolerance.rel or 0) < 0:
        yield (*path, "tolerance"), "a tolerance is not negative: write 0 or more"
    if tolerance.factor is not None:
        full, half = tolerance.factor
        if not 1 <= full <= half:
            yield (*path, "tolerance", "factor"), "`factor` is [full, half] with 1 <= full <= half, such as [2, 5]"
        if answer.value <= 0:
            yield (*path, "value"), "a tolerance by factor needs a value above 0: use `abs` instead"
    for unit, factor in answer.accept_units.items():
        if factor <= 0:
            yield (*path, "accept_units", unit), "the factor to the answer's unit must be above 0"


def _short(question: Short) -> Iterator[Fault]:
    answer = question.answer
    if not answer.accept or not all(form.strip() for form in answer.accept):
        yield ("answer", "accept"), "accepted forms are missing or empty: give at least one"
    for index, form in enumerate(answer.reject):
        if _plain(form) in {_plain(accepted) for accepted in answer.accept}:
            yield ("answer", "reject", index), "this form is also accepted: remove it from one of the lists"
    if answer.regex is not None:
        try:
            re2.compile(answer.regex, _quiet())
        except re2.error:
            yield ("answer", "regex"), "not a linear-time (RE2) expression: no look-around, no back-references"


def _quiet() -> Any:
    """Options without the library's own lines on standard error: the finding says it better."""
    options = re2.Options()
    options.log_errors = False
    return options


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _order(question: Order) -> Iterator[Fault]:
    ids = [option.id for option in question.options]
    sequence = question.answer.sequence
    if not 3 <= len(ids) <= 6:
        yield ("options",), f"{len(ids)} options: an order question has 3 to 6"
    if any(option.correct for option in question.options):
        yield ("options",), "kind order has no `correct`: the key is `answer.sequence`"
    if Counter(ids) != Counter(sequence):
        yield ("answer", "sequence"), "the sequence must name each option id once"
    elif question.shuffle == "natural" and tuple(ids) == sequence:
        yield ("shuffle",), "the natural order is the answer: remove `shuffle: natural`"
    for index, group in enumerate(question.answer.ties):
        if len(group) < 2 or not set(group) <= set(ids):
            yield ("answer", "ties", index), "a tie names two or more option ids"


def _match(question: Match) -> Iterator[Fault]:
    left, right = [row.id for row in question.left], [entry.id for entry in question.right]
    pairs = question.answer.pairs
    if not 4 <= len(left) <= 5:
        yield ("left",), f"{len(left)} rows: a match question has 4 or 5"
    if len(right) != len(left) + 1:
        yield ("right",), f"{len(right)} entries for {len(left)} rows: give one entry more than rows"
    if set(pairs) != set(left):
        yield ("answer", "pairs"), "the pairs must name each row id once"
    if not set(pairs.values()) <= set(right):
        yield ("answer", "pairs"), "a pair names an entry that is not in `right`"
    if set(question.answer.spare) != set(right) - set(pairs.values()):
        yield ("answer", "spare"), "`spare` must name exactly the entries that belong to no row"


def _predict(question: Predict) -> Iterator[Fault]:
    if question.code is None:
        yield ("kind",), "a predict question shows a program: add `code`"
    if (question.answer.stdout is None) == (question.answer.accept_error is None):
        yield ("answer",), "give either `stdout` or `accept_error`"


def _sql(question: Sql) -> Iterator[Fault]:
    answer = question.answer
    if len(answer.data) < 2:
        yield ("answer", "data"), "fewer than two hidden data sets: add one that a wrong query fails on"
    if not answer.engines:
        yield ("answer", "engines"), "no engine is named: add one, such as sqlite3.40"
    if len(answer.mutants) < 2:
        yield ("answer", "mutants"), "fewer than two mutants: add wrong queries that people write"
    for name in ("schema", "reference"):
        if not str(getattr(answer, name)).strip():
            yield ("answer", name), f"`{name}` is empty: write it"


def _kata(question: Kata) -> Iterator[Fault]:
    answer = question.answer
    named = re.match(r"\s*def\s+(\w+)\s*\(", answer.signature)
    if named is None:
        yield ("answer", "signature"), "the signature must look like `def name(argument: type) -> type:`"
    if len(answer.mutants) < 2:
        yield ("answer", "mutants"), "fewer than two mutants: add wrong solutions that people write"
    if answer.limits.s <= 0 or answer.limits.mb <= 0:
        yield ("answer", "limits"), "limits are above 0: seconds and megabytes"
    if unknown := [word for word in answer.needs if word not in PYTHON_FEATURES]:
        yield ("answer", "needs"), f"{unknown[0]!r} is none of: {', '.join(PYTHON_FEATURES)}"
    for field, tests in (("tests_public", answer.tests_public), ("tests_hidden", answer.tests_hidden)):
        if not tests:
            yield ("answer", field), "no test: add at least one"
        for index, test in enumerate(tests):
            if named is not None and not is_call_test(test, named[1]):
                yield ("answer", field, index), f"a test is `{named[1]}(literals) == literal` and nothing else"


def is_call_test(test: str, function: str) -> bool:
    """Whether `test` is `function(literals) == literal`, so that it can be compared outside the submitted code."""
    try:
        body = ast.parse(test.strip(), mode="eval").body
        match body:
            case ast.Compare(left=ast.Call(func=ast.Name(id=name)) as call, ops=[ast.Eq()], comparators=[expected]):
                for literal in (*call.args, *(keyword.value for keyword in call.keywords), expected):
                    ast.literal_eval(literal)
                return name == function and all(keyword.arg for keyword in call.keywords)
            case _:
                return False
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return False


def _bug(question: Bug) -> Iterator[Fault]:
    answer = question.answer
    if question.code is None:
        yield ("kind",), "a bug question shows code: add `code`"
    last = len(question.code.text.splitlines()) if question.code else 0
    if not answer.lines or len(set(answer.lines)) != len(answer.lines):
        yield ("answer", "lines"), "name each faulty line once, and at least one"
    for field, lines in (("lines", answer.lines), ("fixed", tuple(answer.fixed))):
        if question.code and not all(1 <= line <= last for line in lines):
            yield ("answer", field), f"a line number lies outside the code: lines count from 1 to {last}"
    if not answer.fixed:
        yield ("answer", "fixed"), "no mended line: add line number and text"
    if not answer.tests:
        yield ("answer", "tests"), "no test: add one that fails on the code and passes once it is mended"
    if not 2 <= len(answer.causes) <= 6:
        yield ("answer", "causes"), f"{len(answer.causes)} causes: give 2 to 6"
    if answer.cause not in {cause.id for cause in answer.causes}:
        yield ("answer", "cause"), "the cause must be the id of one of `causes`"


def _open(question: Open) -> Iterator[Fault]:
    answer = question.answer
    if bool(answer.rubric) == bool(answer.stages):
        yield ("answer",), "give either a `rubric` or `stages`"
    if answer.rubric and not 4 <= len(answer.rubric) <= 7:
        yield ("answer", "rubric"), f"{len(answer.rubric)} criteria: a rubric has 4 to 7"
    yield from _rubric(answer.rubric, ("answer", "rubric"))
    for name, count in Counter(stage.id for stage in answer.stages).items():
        if count > 1:
            yield ("answer", "stages"), f"the stage `{name}` stands twice: rename one"
    for index, stage in enumerate(answer.stages):
        path = ("answer", "stages", index)
        if bool(stage.rubric) == (stage.numeric is not None):
            yield path, "a stage has either a `rubric` or a `numeric` answer"
        yield from _rubric(stage.rubric, (*path, "rubric"))
        if stage.numeric is not None:
            yield from _numeric(stage.numeric, (*path, "numeric"))


def _rubric(rubric: Sequence[Criterion], path: tuple[str | int, ...]) -> Iterator[Fault]:
    counts = Counter(criterion.id for criterion in rubric)
    for index, criterion in enumerate(rubric):
        if counts[criterion.id] > 1:
            yield (*path, index, "id"), f"the criterion `{criterion.id}` stands twice: rename one"
        if set(criterion.anchors) != LEVELS:
            yield (*path, index, "anchors"), "anchors describe the levels 0, 1, 2 and 3: add or remove some"
        if criterion.weight < 1:
            yield (*path, index, "weight"), "a weight is 1 or more"
