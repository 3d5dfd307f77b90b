"""The sheet that a blind solver works from, and the answers that come back: plain text, for anybody to read and write.

A sheet shows what a learner sees before the answer and nothing else; the order of options is the shuffle of SEED. It
must not know where questions are kept.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.bank.blind import answer_hash, plain_answer
from bot.domain.errors import Refusal
from bot.domain.grading import grade
from bot.domain.question import Bug, Kata, Match, Multi, Numeric, Open, Order, Question, Single, Sql, TrueFalse
from bot.domain.reading import read
from bot.domain.response import Response, Typed
from bot.domain.shuffle import LETTERS, shuffled

SEED = "blind"

HOW = {
    "single": "one letter",
    "multi": "letters: A C",
    "true_false": "T or F for each statement: T F F T",
    "numeric": "a number with its unit",
    "short": "the word or command",
    "order": "letters in order: C A B D",
    "match": "1b 2a 3d 4c",
    "predict": "exactly what is printed, or the exception",
    "sql": "the query",
    "kata": "the function",
    "bug": "line and cause: 5 B",
}
"""How an answer to each kind is written down."""

_HEAD = re.compile(r"^=== *(?P<id>\S+)[^\n]*$", re.MULTILINE)
_NOTE = re.compile(r"^NOTE:.*(?:\n(?!===).*)*", re.MULTILINE)
_FENCE = re.compile(r"\A```\w*\n|\n```\Z")


class Answer(NamedTuple):
    """What was written down for one question."""

    id: str
    said: str


def sheet(questions: Iterable[Question]) -> str:
    """The questions without their keys, each with the way to write the answer down."""
    return "\n".join("\n".join(_shown(question)) + "\n" for question in questions if not isinstance(question, Open))


def _shown(question: Question) -> Iterator[str]:
    yield f"=== {question.id} [{question.kind}] answer: {HOW[question.kind]}"
    yield question.stem
    if question.code is not None:
        lines = question.code.text.rstrip().split("\n")
        yield f"--- code ({question.code.lang})"
        yield from (f"{n:>2} {line}" if isinstance(question, Bug) else line for n, line in enumerate(lines, 1))
    shown = shuffled(question, SEED)
    match question:
        case Single(options=options) | Multi(options=options) | Order(options=options):
            yield from _lettered({option.id: option.text for option in options}, shown)
        case TrueFalse(statements=statements):
            texts = {each.id: each.text for each in statements}
            yield from (f"{n}. {texts[id]}" for n, id in enumerate(shown, 1))
        case Match(left=left, right=right):
            yield from (f"{n}. {row.text}" for n, row in enumerate(left, 1))
            yield from _lettered({entry.id: entry.text for entry in right}, shown)
        case Bug(answer=bug):
            yield "--- causes"
            yield from _lettered({cause.id: cause.text for cause in bug.causes}, shown)
        case Numeric(answer=numeric) if numeric.unit:
            yield f"--- in {numeric.unit}"
        case Sql(answer=sql):
            yield from (
                "--- schema",
                sql.schema,
                "--- a data set",
                sql.data[0],
                f"--- engines: {', '.join(sql.engines)}",
            )
        case Kata(answer=kata):
            yield from ("--- signature", kata.signature, *kata.tests_public)
        case _:
            return


def _lettered(texts: dict[str, str], shown: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{letter}) {texts[id]}" for letter, id in zip(LETTERS, shown, strict=False))


def answers(text: str) -> Iterator[Answer]:
    """The answers of a filled sheet: what stands below each `=== id`, without notes and fences."""
    heads = list(_HEAD.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        said = _NOTE.sub("", text[head.end() : following.start() if following else len(text)]).strip("\n")
        yield Answer(head["id"], _FENCE.sub("", said.strip()).strip("\n"))


def response_of(question: Question, said: str) -> Response:
    """The answer as a response. Raises Refusal if it cannot be read."""
    return read(question, shuffled(question, SEED), said)


def hash_of(question: Question, said: str) -> str:
    """What is stored of an answer; one that cannot be read is hashed as it stands."""
    try:
        return answer_hash(plain_answer(question, response_of(question, said)))
    except (Refusal, KeyError):
        return answer_hash((said,))


def agrees(question: Question, said: str) -> bool | None:
    """Whether the answer is graded as right; None where only a judge can tell (sql, kata)."""
    try:
        response = response_of(question, said)
    except Refusal:
        return False
    if isinstance(question, Sql | Kata) and isinstance(response, Typed):
        return None
    return grade(question, response).score >= 1
