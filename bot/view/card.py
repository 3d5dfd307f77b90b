"""The closed vocabulary of what a person sees: a Card of nine kinds of block, and where it goes.

Presenters build cards, adapters draw them; neither adds a kind. A card knows no platform and no markup language:
`text` is plain, except that a span in back-ticks is code. Text that a person typed is put in with `literal=True` and
is drawn to the letter. `{when}` in a text stands for its `when`, drawn as the reader's local time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.intents import Intent

State = Literal["open", "answered", "right", "partly", "wrong", "closed", "info", "ask", "done", "refused", "warning"]
Style = Literal["normal", "primary", "danger"]

TEXT_BUDGET = 3_000
"""Units of text that a presenter puts on one card; what is longer is paged."""
BLOCK_BUDGET = 25
"""Blocks that a presenter puts on one card."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `literal` text was typed by a person: no span of it means anything."""

    text: str
    literal: bool = False
    strong: bool = False
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text in a language, drawn to the letter."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its letter, its full text, and (where a press submits) the intent."""

    label: str
    text: str
    intent: Intent | None = None
    mark: Literal["", "right", "wrong", "missed"] = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Lettered choices. With `many`, the picked letters are joined by spaces into `said` of `submit`."""

    options: tuple[Choice, ...]
    many: bool = False
    submit: Intent | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A name and its value; `when` is drawn as local time in place of `{when}` in the value."""

    name: str
    value: str
    literal: bool = False
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; cells are drawn to the letter. `own` is the index of the reader's row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    own: int | None = None
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A control. With `form`, the press opens `form(intent)` instead of carrying the intent out."""

    label: str
    intent: Intent
    style: Style = "normal"
    form: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of at most five controls."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by path, with the words for those who do not see it."""

    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of so many."""

    done: int
    total: int
    label: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """Small print."""

    text: str
    when: datetime | None = None


Block = Text | Code | Choices | Fields | Table | Buttons | Image | Progress | Footnote


@dataclass(frozen=True, slots=True)
class Card:
    """Title, state word and body. `state_word` is what colour may underline but never replace.

    `attachment` is a file for the reader alone: name and text (an export). `whole` is what shows the card to one person
    alone: where a platform must shorten it, a control that asks for that stands below. `thread` names the thread below
    a post in which the cards that belong to it are read one after another; a card without one may stand for itself
    there and begin a discussion.
    """

    title: str
    state: State
    blocks: tuple[Block, ...] = ()
    state_word: str = ""
    attachment: tuple[str, str] | None = None
    whole: Intent | None = None
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A card and where it goes.

    private: to the caller alone; channel: for all to see; update: in place of the card that carried the control.
    """

    card: Card
    to: Literal["private", "channel", "update"] = "private"


def card(title: str, state: State, *blocks: Block | None, word: str = "", whole: Intent | None = None) -> Card:
    """A card of the given blocks; None stands for a block that this reader does not get."""
    return Card(title, state, tuple(b for b in blocks if b is not None), word, whole=whole)


def buttons(*row: Button | None) -> Buttons | None:
    """A row of controls, or nothing when none is left."""
    kept = tuple(b for b in row if b is not None)
    return Buttons(kept) if kept else None


def fields(pairs: Iterable[tuple[str, str]]) -> Fields:
    """Names and values, plainly."""
    return Fields(tuple(Field(name, value) for name, value in pairs))
