"""The texts of a question, by the field they stand in: what checks look through.

Paths follow the file, so that a finding points at the right line. It judges nothing.
"""

import re
from collections.abc import Iterator, Sequence

from bot.domain.question import (
    Bug,
    Criterion,
    Entry,
    Kata,
    Match,
    Multi,
    Numeric,
    Open,
    Option,
    Order,
    Predict,
    Question,
    Row,
    Short,
    Single,
    Sql,
    Statement,
    TrueFalse,
)

Path = tuple[str | int, ...]
Piece = Option | Statement | Row | Entry

_WORD = re.compile(r"\w+")


def groups(question: Question) -> Iterator[tuple[Path, Sequence[Piece]]]:
    """The lists of things to choose from: options, statements, rows and entries, causes."""
    match question:
        case Single(options=options) | Multi(options=options) | Order(options=options):
            yield ("options",), options
        case TrueFalse(statements=statements):
            yield ("statements",), statements
        case Match(left=left, right=right):
            yield ("left",), left
            yield ("right",), right
        case Bug(answer=answer):
            yield ("answer", "causes"), answer.causes
        case _:
            return


def pieces(question: Question) -> Iterator[tuple[Path, Piece]]:
    """Every single thing of `groups`, with its path."""
    for path, group in groups(question):
        for index, piece in enumerate(group):
            yield (*path, index), piece


def prose(question: Question) -> Iterator[tuple[Path, str]]:
    """Every text that is shown as prose, before or after the answer; not `code`, reference solutions or proofs."""
    yield ("stem",), question.stem
    for index, hint in enumerate(question.hints):
        yield ("hints", index), hint
    for path, piece in pieces(question):
        yield (*path, "text"), piece.text
        if piece.why:
            yield (*path, "why"), piece.why
    yield ("explanation",), question.explanation
    if isinstance(question, Open):
        answer = question.answer
        yield from _rubric(answer.rubric, ("answer", "rubric"))
        for index, stage in enumerate(answer.stages):
            yield ("answer", "stages", index, "prompt"), stage.prompt
            yield from _rubric(stage.rubric, ("answer", "stages", index, "rubric"))
        yield ("answer", "model_answer"), answer.model_answer
        for index, pitfall in enumerate(answer.pitfalls):
            yield ("answer", "pitfalls", index), pitfall


def _rubric(rubric: Sequence[Criterion], path: Path) -> Iterator[tuple[Path, str]]:
    for index, criterion in enumerate(rubric):
        yield (*path, index, "criterion"), criterion.criterion
        for level, anchor in criterion.anchors.items():
            yield (*path, index, "anchors", str(level)), anchor


def key_texts(question: Question) -> tuple[str, ...]:
    """The key in words: what a learner would have to say; as far as it goes while ids do not agree (L01)."""
    match question:
        case Single(options=options) | Multi(options=options):
            return tuple(option.text for option in options if option.correct)
        case TrueFalse(statements=statements):
            return tuple(statement.text for statement in statements if statement.value)
        case Numeric(answer=numeric):
            return (f"{numeric.value:g} {numeric.unit}".strip(),)
        case Short(answer=short):
            return short.accept
        case Order(options=options, answer=order):
            texts = {option.id: option.text for option in options}
            return (" ".join(texts.get(id, "") for id in order.sequence),)
        case Match(left=left, right=right, answer=pairs):
            entries = {entry.id: entry.text for entry in right}
            return tuple(f"{row.text} {entries.get(pairs.pairs.get(row.id, ''), '')}" for row in left)
        case Predict(answer=predict):
            return (predict.stdout or predict.accept_error or "",)
        case Sql(answer=sql):
            return (sql.reference,)
        case Kata(answer=kata):
            return (kata.reference,)
        case Bug(answer=bug):
            return tuple(cause.text for cause in bug.causes if cause.id == bug.cause)
        case Open(answer=answer):
            return (answer.model_answer,)


def jaccard(one: str, other: str) -> float:
    """Shared words by all words of two texts, case folded; 0 if both are empty."""
    first, second = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return len(first & second) / len(first | second) if first | second else 0.0
