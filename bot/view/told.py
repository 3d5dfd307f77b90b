"""What is told of a question to everybody who has answered it: its key, every why, explanation and sources.

Made once for a question and an order of its parts. Only for cards of somebody who has answered, or after the reveal.
"""

from typing import NamedTuple

from bot.domain import question as q
from bot.domain.grading import key_text
from bot.domain.shuffle import LETTERS
from bot.view.card import Block, Choice, Choices, Code, Footnote, Text
from bot.view.references import reference_text


class Told(NamedTuple):
    """What is told of a question to everybody who has answered it in one order of its parts."""

    question: q.Question
    key: str
    whys: tuple[Block, ...]
    explanation: Text
    sources: Footnote | None
    said: dict[str, Text]
    """What was said beside the key, by the stored response: of choices there are few different ones."""


TOLD: dict[tuple[int, tuple[str, ...]], Told] = {}
"""By the question's identity, which stays its own as long as it is kept here: a bank's questions never change."""
MOST_TOLD = 512
MOST_SAID = 16


def told_of(question: q.Question, shown: tuple[str, ...]) -> Told:
    """What is told of a question; made once for all who answer it."""
    told = TOLD.get((id(question), shown))
    if told is None:
        if len(TOLD) >= MOST_TOLD:
            TOLD.clear()
        told = Told(
            question,
            key_text(question, shown),
            tuple(feedback(question, shown)),
            Text(question.explanation),
            references(question),
            {},
        )
        TOLD[id(question), shown] = told
    return told


def feedback(question: q.Question, shown: tuple[str, ...]) -> list[Block]:
    """Every why, in the shown order, right ones marked."""
    match question:
        case q.Single() | q.Multi():
            whys = {o.id: (o.why, o.correct) for o in question.options}
        case q.Order():
            places = tuple(
                Choice(letter, next(o.why for o in question.options if o.id == name))
                for letter, name in zip(LETTERS, shown, strict=False)
            )
            return [Choices(tuple(place for place in places if place.text))]
        case q.TrueFalse():
            whys = {s.id: (s.why, s.value) for s in question.statements}
        case q.Match():
            rows = tuple(Choice(str(n), row.why) for n, row in enumerate(question.left, 1) if row.why)
            return [Choices(rows)] if rows else []
        case q.Sql() | q.Kata():
            lang = "sql" if isinstance(question, q.Sql) else "python"
            return [Text("A solution:"), Code(question.answer.reference[:1_500], lang)]
        case q.Bug():
            fixed = "\n".join(f"{n}  {line}" for n, line in sorted(question.answer.fixed.items()))
            return [Text("Mended:"), Code(fixed, question.code.lang if question.code else "")]
        case _:
            return []
    labels = [str(n) for n in range(1, len(shown) + 1)] if isinstance(question, q.TrueFalse) else LETTERS
    options = tuple(
        Choice(label, whys[name][0], mark="right" if whys[name][1] else "wrong")
        for label, name in zip(labels, shown, strict=False)
        if whys[name][0]
    )
    return [Choices(options)] if options else []


def references(question: q.Question) -> Footnote | None:
    """The primary sources."""
    if not question.references:
        return None
    return Footnote("Sources: " + "; ".join(reference_text(r) for r in question.references))
