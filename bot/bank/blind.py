"""Blind answers: what somebody answered who had not seen the key, written down as a hash before the key was compared.

`review.blind[].answer` is "sha256:" and at least 16 hexadecimal digits of SHA-256 over the answer in one plain form:
the texts that were chosen, in the order of the bank (for `order` in the order given), one a line; `text: true`,
`row -> entry`; the typed text without space around. For the kinds with things to choose every possible answer can be
hashed, so an answer tells whether it agrees with the key as it stands, though nobody can read it off the file.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Literal

from bot.bank.placed import placed
from bot.domain.question import Bug, Match, Multi, Numeric, Order, Predict, Question, Short, Single, TrueFalse
from bot.domain.response import Judged, Located, Paired, Picked, Ran, Response, Sequenced, Typed, encode

FORM = re.compile(r"sha256:[0-9a-f]{16,64}")
DIGITS = 16
Said = Literal["agrees", "disagrees", "unknown"]
"""What a stored hash says of the key: `unknown` where the possible answers cannot be listed, or a text has changed."""


def answer_hash(lines: Sequence[str]) -> str:
    """The form that is stored of an answer given as plain lines."""
    return "sha256:" + sha256("\n".join(line.strip() for line in lines).encode()).hexdigest()[:DIGITS]


def plain_answer(question: Question, response: Response) -> tuple[str, ...]:
    """A response as plain lines."""
    match placed(question), response:
        case (Single(options=options) | Multi(options=options), Picked(options=chosen)):
            return tuple(option.text for option in options if option.id in chosen)
        case Order(options=options), Sequenced(options=sequence):
            texts = {option.id: option.text for option in options}
            return tuple(texts[id] for id in sequence)
        case TrueFalse(statements=statements), Judged(statements=values):
            return tuple(f"{each.text}: {str(values[each.id]).lower()}" for each in statements)
        case Match(left=left, right=right), Paired(pairs=pairs):
            entries = {entry.id: entry.text for entry in right}
            return tuple(f"{row.text} -> {entries[pairs[row.id]]}" for row in left)
        case Bug(answer=bug), Located(lines=lines, cause=cause) if cause is not None:
            texts = {each.id: each.text for each in bug.causes}
            return f"lines {' '.join(map(str, lines))}", texts[cause]
        case _, Typed(text=text) | Ran(text=text):
            return (text.strip(),)
        case _:
            return (encode(response),)


def said(question: Question, stored: str) -> Said:
    """Whether a stored blind answer agrees with the key as it stands."""
    digits = stored.removeprefix("sha256:")

    def fits(lines: Sequence[str]) -> bool:
        whole = sha256("\n".join(line.strip() for line in lines).encode()).hexdigest()
        return whole.startswith(digits)

    if any(fits(lines) for lines in key_forms(question)):
        return "agrees"
    return "disagrees" if any(fits(lines) for lines in possible(question)) else "unknown"


def key_forms(question: Question) -> Iterator[tuple[str, ...]]:
    """Every answer, as plain lines, that the key lets through and that can be listed."""
    match placed(question):
        case Single(options=options) | Multi(options=options):
            yield tuple(option.text for option in options if option.correct)
        case TrueFalse(statements=statements):
            yield plain_answer(question, Judged({each.id: each.value for each in statements}))
        case Match(answer=answer):
            yield plain_answer(question, Paired(answer.pairs))
        case Bug(answer=bug):
            yield plain_answer(question, Located(tuple(sorted(bug.lines)), bug.cause))
        case Order(options=options, answer=order):
            place = {id: at for at, id in enumerate(order.sequence)}
            tied = [set(group) for group in order.ties]
            for sequence in itertools.permutations([option.id for option in options]):
                right = all(
                    place[one] < place[two] or any({one, two} <= group for group in tied)
                    for one, two in itertools.combinations(sequence, 2)
                )
                if right:
                    yield plain_answer(question, Sequenced(sequence))
        case Short(answer=short):
            yield from ((form,) for form in short.accept)
        case Numeric(answer=numeric):
            yield from ((form,) for form in (f"{numeric.value:g}", f"{numeric.value:g} {numeric.unit}"))
        case Predict(answer=predict):
            yield ((predict.stdout or predict.accept_error or "").strip(),)
        case _:
            return


def possible(question: Question) -> Iterator[tuple[str, ...]]:
    """Every answer that could be given, as plain lines, where they can be listed."""
    match placed(question):
        case Single(options=options):
            yield from ((option.text,) for option in options)
        case Multi(options=options):
            texts = [option.text for option in options]
            for size in range(1, len(texts) + 1):
                yield from itertools.combinations(texts, size)
        case Order(options=options):
            yield from itertools.permutations([option.text for option in options])
        case TrueFalse(statements=statements):
            for values in itertools.product((True, False), repeat=len(statements)):
                judged = {each.id: value for each, value in zip(statements, values, strict=True)}
                yield plain_answer(question, Judged(judged))
        case Match(left=left, right=right):
            for chosen in itertools.permutations([entry.id for entry in right], len(left)):
                yield plain_answer(question, Paired({row.id: entry for row, entry in zip(left, chosen, strict=True)}))
        case Bug(answer=bug):
            yield from (plain_answer(question, Located(tuple(sorted(bug.lines)), each.id)) for each in bug.causes)
        case Short(answer=short):
            yield from ((form,) for form in short.reject)
        case _:
            return
