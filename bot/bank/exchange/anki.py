"""Questions as an Anki deck: the question in front, key, reasons, explanation and sources behind.

A note keeps its id from build to build, so that importing a new deck updates the cards and keeps what was learned.
Only this module imports genanki.
"""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import genanki  # type: ignore[import-untyped]

from bot.bank.lint.texts import groups, key_texts
from bot.domain.question import Bug, Code, Open, Question, TrueFalse
from bot.domain.shuffle import LETTERS

MODEL_ID = 1_729_400_517
DECK_ID = 1_729_400_518
"""Chosen once and kept: Anki knows models and decks by these numbers."""

_SPAN = re.compile(r"`([^`\n]+)`")
_STYLE = ".card { font-family: sans-serif; text-align: left; } code, pre { background: #eee; } .why { color: #555; }"


def write(questions: Iterable[Question], path: Path, now: float) -> int:
    """Write the deck to `path` and return its number of cards; `now` is the instant in seconds since 1970."""
    model = genanki.Model(
        MODEL_ID,
        "Quorum question",
        fields=[{"name": "Question"}, {"name": "Answer"}, {"name": "Id"}],
        templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}"}],
        css=_STYLE,
    )
    deck = genanki.Deck(DECK_ID, "Quorum")
    for question in questions:
        deck.add_note(
            genanki.Note(
                model=model,
                fields=["".join(front(question)), "".join(back(question)), question.id],
                guid=genanki.guid_for("quorum", question.id),
                tags=[question.topic, question.band, *(tag.replace(":", "-") for tag in question.tags)],
            )
        )
    genanki.Package(deck).write_to_file(str(path), timestamp=now)
    return len(deck.notes)


def front(question: Question) -> Iterator[str]:
    """What is asked, as HTML."""
    yield f"<p>{_prose(question.stem)}</p>"
    if question.code is not None:
        yield _code(question.code)
    for path, group in groups(question):
        letters = path[-1] != "left"
        marks = LETTERS if letters else "123456789"
        yield from (f"<div>{mark}) {_prose(piece.text)}</div>" for mark, piece in zip(marks, group, strict=False))
    if isinstance(question, Open):
        yield from (f"<p>{n}. {_prose(stage.prompt)}</p>" for n, stage in enumerate(question.answer.stages, 1))


def back(question: Question) -> Iterator[str]:
    """Key, reasons, explanation and sources, as HTML."""
    if isinstance(question, TrueFalse):
        yield from (f"<div>{_prose(each.text)} <b>{each.value}</b></div>" for each in question.statements)
    else:
        yield from (f"<pre>{html.escape(text)}</pre>" for text in key_texts(question))
    if isinstance(question, Bug):
        yield f"<p>Faulty lines: {', '.join(map(str, question.answer.lines))}</p>"
    for path, group in groups(question):
        marks = LETTERS if path[-1] != "left" else "123456789"
        told = [(mark, piece) for mark, piece in zip(marks, group, strict=False) if piece.why]
        yield from (f'<div class="why">{mark}) {_prose(piece.why)}</div>' for mark, piece in told)
    yield f"<p>{_prose(question.explanation)}</p>"
    for reference in question.references:
        named = (reference.title, reference.id, reference.product, reference.version, reference.section)
        yield f"<div><i>{html.escape(', '.join(part for part in named if part))}</i></div>"


def _prose(text: str) -> str:
    return _SPAN.sub(r"<code>\1</code>", html.escape(text, quote=False)).replace("\n", "<br>")


def _code(code: Code) -> str:
    return f"<pre>{html.escape(code.text, quote=False)}</pre>"
