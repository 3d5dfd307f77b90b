"""The form that takes an answer, for kinds that one press cannot answer. Field names are those of `compose`."""

from dataclasses import replace

from bot.domain import question as q
from bot.domain.shuffle import LETTERS
from bot.intents import Answer
from bot.usecases.sitting import Outcome, Sitting
from bot.view import daily_card, result_card
from bot.view.card import Card
from bot.view.form import Form, FormChoice, FormField

SHORT_LIMIT = 200
LONG_LIMIT = 4_000


def present(result: Sitting | Outcome) -> Form | Card:
    """The form; or the result card when the daily has been answered; or the question when a press answers it."""
    if isinstance(result, Outcome):
        return result_card.present(result)
    if isinstance(result.question, q.Single):
        return daily_card.present(result)
    return Form(
        "Your answer", Answer(result.daily.id, confirmed=True), daily_fields(result), intro=result.question.stem
    )


def daily_fields(sitting: Sitting) -> tuple[FormField, ...]:
    """The fields for a daily: code stands there as it was last run, and a bug may be mended instead of named."""
    fields = answer_fields(sitting.question, sitting.shown)
    match sitting.question:
        case q.Sql() | q.Kata() if sitting.written:
            return (replace(fields[0], value=sitting.written),)
        case q.Bug() if fix := mended(sitting.question):
            optional = tuple(replace(field, required=False) for field in fields)
            return (*optional, *(replace(field, value=sitting.written) for field in fix))
        case _:
            return fields


def answer_fields(question: q.Question, shown: tuple[str, ...]) -> tuple[FormField, ...]:
    """One field for each thing to decide, at most five."""
    match question:
        case q.Multi():
            texts = {option.id: option.text for option in question.options}
            return (FormField("picks", "Select all that apply", "many", choices=lettered(shown, texts)),)
        case q.TrueFalse():
            texts = {one.id: one.text for one in question.statements}
            both = (FormChoice("true", "True"), FormChoice("false", "False"))
            return tuple(
                FormField(f"s{n}", f"{n}. {texts[name]}", "one", choices=both) for n, name in enumerate(shown, 1)
            )
        case q.Order():
            texts = {option.id: option.text for option in question.options}
            return tuple(
                FormField(f"slot{n}", f"Place {n}", "one", choices=lettered(shown, texts))
                for n in range(1, len(shown) + 1)
            )
        case q.Match():
            texts = {entry.id: entry.text for entry in question.right}
            return tuple(
                FormField(f"row{n}", f"{n}. {row.text}", "one", choices=lettered(shown, texts))
                for n, row in enumerate(question.left, 1)
            )
        case q.Bug():
            texts = {cause.id: cause.text for cause in question.answer.causes}
            return (
                FormField("lines", "Faulty line number", hint="For several: 4 5", max_length=SHORT_LIMIT),
                FormField("cause", "Cause", "one", choices=lettered(shown, texts)),
            )
        case q.Sql():
            return (FormField("text", "Your query", "lines", max_length=LONG_LIMIT),)
        case q.Kata(answer=kata):
            return (FormField("text", "Your code", "lines", value=f"{kata.signature}\n    ", max_length=LONG_LIMIT),)
        case q.Open() | q.Predict():
            return (FormField("text", "Your answer", "lines", max_length=LONG_LIMIT),)
        case q.Numeric():
            return (FormField("text", "Number and unit", max_length=SHORT_LIMIT, hint="For example: 1.5 GB"),)
        case _:
            return (FormField("text", "Your answer", max_length=SHORT_LIMIT),)


def mended(question: q.Bug) -> tuple[FormField, ...]:
    """A bug in Python may be answered by the mended program instead; then line and cause are left out."""
    if question.code is None or question.code.lang not in ("python", "py") or not question.answer.tests:
        return ()
    hint = "The whole program; then leave the others empty"
    return (FormField("fix", "Or the mended code", "lines", hint=hint, required=False, max_length=LONG_LIMIT),)


def lettered(shown: tuple[str, ...], texts: dict[str, str]) -> tuple[FormChoice, ...]:
    """Choices by the letter of their shown position."""
    return tuple(FormChoice(letter, f"{letter}. {texts[name]}") for letter, name in zip(LETTERS, shown, strict=False))
