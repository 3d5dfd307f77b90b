"""The key said to a person who has answered. Nothing here may reach a client before that."""

from collections.abc import Sequence

from bot.domain import question as q
from bot.domain.grading.texts import printed
from bot.domain.quantity import key_quantity
from bot.domain.reading.describing import letter


def key_text(question: q.Question, shown: Sequence[str]) -> str:
    """The key in the text form in which a response is typed ("B", "A C", "T F F T", "426 s", "1b 2a", "5 A").

    `shown` as for `read`. short: the first accepted form; predict: the output; sql and kata: the reference; open: the
    model answer.
    """
    match question:
        case q.Single() | q.Multi():
            return " ".join(sorted(letter(shown, option.id) for option in question.options if option.correct))
        case q.TrueFalse():
            values = {one.id: one.value for one in question.statements}
            return " ".join("T" if values[name] else "F" for name in shown if name in values)
        case q.Numeric():
            return key_quantity(question.answer)
        case q.Short():
            return question.answer.accept[0] if question.answer.accept else question.answer.regex or ""
        case q.Order():
            return " ".join(letter(shown, name) for name in question.answer.sequence)
        case q.Match():
            pairs = question.answer.pairs
            found = ((number, pairs[row.id]) for number, row in enumerate(question.left, 1) if row.id in pairs)
            return " ".join(f"{number}{letter(shown, entry).lower()}" for number, entry in found)
        case q.Predict():
            return printed(question.answer)
        case q.Bug():
            return " ".join([*map(str, question.answer.lines), letter(shown, question.answer.cause)])
        case q.Sql() | q.Kata():
            return question.answer.reference
        case q.Open():
            return question.answer.model_answer
