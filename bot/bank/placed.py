"""Where options stand in the bank: by hash, so that the order in a file has no weight.

It must not know posts: the order shown in one post is `bot.domain.shuffle`.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

import msgspec

from bot.domain.question import Bug, Entry, Match, Multi, Option, Order, Question, Single, Statement, TrueFalse

BANK_SALT = "quorum bank 1"
"""Changed at most once, if the positions of the keys ever fail their chi-square test (L30); note it when you do."""

_Movable = TypeVar("_Movable", Option, Statement, Entry)


def placed(question: Question) -> Question:
    """The question with its options, statements, right-hand entries or causes sorted by SHA-256 of salt, id, text.

    `shuffle: natural` keeps the order of the file, since it has a meaning there.
    """
    if question.shuffle == "natural":
        return question

    def rank(part: Option | Statement | Entry) -> tuple[bytes, str]:
        return sha256(f"{BANK_SALT}\0{question.id}\0{part.text}".encode()).digest(), part.id

    def by_hash(parts: Iterable[_Movable]) -> tuple[_Movable, ...]:
        return tuple(sorted(parts, key=rank))

    match question:
        case Single() | Multi() | Order():
            return msgspec.structs.replace(question, options=by_hash(question.options))
        case TrueFalse():
            return msgspec.structs.replace(question, statements=by_hash(question.statements))
        case Match():
            return msgspec.structs.replace(question, right=by_hash(question.right))
        case Bug():
            answer = msgspec.structs.replace(question.answer, causes=by_hash(question.answer.causes))
            return msgspec.structs.replace(question, answer=answer)
        case _:
            return question
