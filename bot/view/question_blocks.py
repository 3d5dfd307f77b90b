"""A question as blocks: stem, code and what can be chosen, with controls to answer; never its key.

The same blocks serve the daily in its channel, the private card and practice; only the intents differ.
"""

from collections.abc import Callable, Sequence

from bot.domain import question as q
from bot.domain.shuffle import LETTERS
from bot.intents import Intent
from bot.view.card import Block, Button, Choice, Choices, Code, Text

Say = Callable[[str], Intent]
"""The intent that says an answer in its text form."""

HOW = {
    "true_false": "Say T or F for each statement, in order: `T F F T`.",
    "numeric": "Type a number with its unit.",
    "short": "Type a short answer.",
    "order": "Put the letters in order, first to last: `C A B D`.",
    "match": "Give each number its letter: `1b 2a 3d 4c`.",
    "predict": "Type exactly what it prints, or the name of the exception.",
    "bug": "Name the faulty line and the letter of the cause: `5 B`.",
    "sql": "Write one query. You may run as many as you like; the first that is right counts.",
    "kata": "Write the function. You may run it as often as you like; the first that passes every test counts.",
    "open": "Answer in your own words; afterwards you rate yourself against the rubric.",
    "multi": "Select all that apply.",
}
LABEL = {
    "multi": "Select",
    "true_false": "Judge",
    "order": "Put in order",
    "match": "Match",
    "open": "Write",
    "sql": "Write SQL",
    "kata": "Write code",
}


def question_blocks(question: q.Question, shown: Sequence[str], say: Say | None) -> tuple[Block, ...]:
    """Stem, code, choices. With `say` the choices carry what a press says; without it they are only to be read."""
    stem: list[Block] = [Text(question.stem)]
    if question.code is not None:
        numbered = isinstance(question, q.Bug)
        stem.append(Code(with_numbers(question.code.text) if numbered else question.code.text, question.code.lang))
    stem.extend(parts(question, shown, say))
    if isinstance(question, q.Open) and question.answer.stages:
        stem.extend(Text(f"{n}. {stage.prompt}") for n, stage in enumerate(question.answer.stages, 1))
    if say is not None and question.kind in HOW:
        stem.append(Text(HOW[question.kind]))
    return tuple(stem)


def answer_button(question: q.Question, say: Say) -> Button | None:
    """The control that opens the form, for kinds that are not answered by one press."""
    if isinstance(question, q.Single):
        return None
    return Button(LABEL.get(question.kind, "Answer"), say(""), style="primary", form=True)


def parts(question: q.Question, shown: Sequence[str], say: Say | None) -> list[Block]:
    """What is chosen from, lettered or numbered in the shown order."""
    match question:
        case q.Single() | q.Multi() | q.Order():
            texts = {option.id: option.text for option in question.options}
            press = say if isinstance(question, q.Single) else None
            options = tuple(
                Choice(letter, texts[name], press(letter) if press else None)
                for letter, name in zip(LETTERS, shown, strict=False)
            )
            several = say if isinstance(question, q.Multi) else None
            return [Choices(options, many=several is not None, submit=several("") if several else None)]
        case q.TrueFalse():
            statements = {one.id: one.text for one in question.statements}
            return [Choices(tuple(Choice(str(n), statements[name]) for n, name in enumerate(shown, 1)))]
        case q.Match():
            entries = {entry.id: entry.text for entry in question.right}
            return [
                Choices(tuple(Choice(str(n), row.text) for n, row in enumerate(question.left, 1))),
                Choices(tuple(Choice(letter, entries[name]) for letter, name in zip(LETTERS, shown, strict=False))),
            ]
        case q.Bug():
            causes = {cause.id: cause.text for cause in question.answer.causes}
            return [Choices(tuple(Choice(letter, causes[name]) for letter, name in zip(LETTERS, shown, strict=False)))]
        case q.Sql(answer=sql):
            order = [Text("The order of the rows counts.")] if sql.ordered else []
            return [Code(sql.schema.strip(), "sql"), *order]
        case q.Kata(answer=kata):
            return [Code(kata.signature, "python"), Text("It must hold, among others:"),
                    Code("\n".join(kata.tests_public), "python")]  # fmt: skip
        case _:
            return []


def with_numbers(code: str) -> str:
    """Code with its line numbers, as a bug question needs them."""
    lines = code.rstrip("\n").split("\n")
    wide = len(str(len(lines)))
    return "\n".join(f"{number:>{wide}}  {line}" for number, line in enumerate(lines, 1))
