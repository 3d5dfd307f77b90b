"""A card in plain words: the fallback of every block, whole, in reading order.

A screen without markup shows this; a platform with markup sends it along for those who hear it read. It knows no
platform: what is typed or pressed to use a control, `Style` says.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.view.card import (
    Block,
    Button,
    Buttons,
    Card,
    Choices,
    Code,
    Fields,
    Footnote,
    Image,
    Progress,
    State,
    Table,
    Text,
)
from bot.view.letters import cut, one_line, visible, width, wrap

STATE_WORDS: Final[dict[State, str]] = {
    "open": "open",
    "answered": "answered",
    "right": "right",
    "partly": "partly right",
    "wrong": "wrong",
    "closed": "closed",
    "info": "",
    "ask": "your turn",
    "done": "done",
    "refused": "not done",
    "warning": "attention",
}
MARKS: Final = {"": "", "right": "  <- right", "wrong": "  <- not right", "missed": "  <- right, not chosen"}

_GAP: Final = "  "
_NARROWEST: Final = 6
"""Columns that a table's column keeps when the table has to shrink."""


def in_utc(when: datetime) -> str:
    """An instant for those whose zone is not known."""
    return f"{when.astimezone(UTC):%a %d %b %Y %H:%M} UTC"


@dataclass(frozen=True, slots=True)
class Style:
    """How the words are laid out: columns (None: no limit), an instant in words, and whether controls are numbered."""

    columns: int | None = None
    local: Callable[[datetime], str] = in_utc
    numbered: bool = False


def plain(card: Card, style: Style | None = None) -> str:
    """The whole card as text, without a newline at its end."""
    style = style or Style()
    parts = [_wrapped(heading(card), style)]
    first = 1
    for block in card.blocks:
        parts.append("\n".join(_block(block, style, first)))
        if isinstance(block, Buttons):
            first += len(block.buttons)
    return "\n\n".join(part for part in parts if part)


def heading(card: Card) -> str:
    """Title and state word, unless the title says the word already."""
    title, word = one_line(card.title), one_line(state_word(card))
    return f"{title}  [{word}]" if word and word.casefold() not in title.casefold() else title


def state_word(card: Card) -> str:
    """The word that says what colour only underlines; empty where there is nothing to say."""
    return card.state_word or STATE_WORDS[card.state]


def controls(card: Card) -> tuple[Button, ...]:
    """The card's buttons in the order of their numbers, from 1."""
    return tuple(button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons)


def with_time(text: str, when: datetime | None, style: Style) -> str:
    """The text with its instant in words."""
    return text if when is None else text.replace("{when}", style.local(when))


def _block(block: Block, style: Style, first: int) -> Iterator[str]:
    match block:
        case Text():
            yield _wrapped(with_time(visible(block.text), None if block.literal else block.when, style), style)
        case Code():
            yield from (("    " + line).rstrip() for line in visible(block.text).rstrip("\n").split("\n"))
        case Choices():
            yield from _choices(block, style)
        case Fields():
            for field in block.fields:
                value = with_time(visible(field.value), None if field.literal else field.when, style)
                yield _wrapped(f"{one_line(field.name)}: {value}", style)
        case Table():
            yield from table_lines(block, style.columns)
        case Buttons():
            labels = [one_line(button.label) for button in block.buttons]
            numbered = [f"[{number}] {label}" for number, label in enumerate(labels, first)]
            yield _wrapped("  ".join(numbered if style.numbered else [f"[{label}]" for label in labels]), style)
        case Image():
            yield _wrapped(f"(picture: {one_line(block.alt)})", style)
        case Progress():
            so_far = f"{block.done} of {block.total}"
            label = one_line(block.label)
            yield _wrapped(label if so_far in label else f"{label}: {so_far}", style)
        case Footnote():
            yield _wrapped(with_time(visible(block.text), block.when, style), style)


def _choices(block: Choices, style: Style) -> Iterator[str]:
    for option in block.options:
        label = f"{one_line(option.label).lower()}) "
        room = None if style.columns is None else max(style.columns - len(label), _NARROWEST)
        lines = wrap(visible(option.text) + MARKS[option.mark], room)
        yield ("\n" + " " * len(label)).join([label + lines[0], *lines[1:]])
    if block.many and block.submit and style.numbered:
        yield _wrapped("(several may be right: type their letters, as: a c)", style)


def table_lines(table: Table, columns: int | None) -> list[str]:
    """The table in aligned columns; the reader's own row begins with `>`. Too wide, its widest columns are cut."""
    rows = [[one_line(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(width(row[at]) if at < len(row) else 0 for row in rows) for at in range(len(table.header))]
    if columns is not None:
        spare = columns - 2 - len(_GAP) * (len(widths) - 1)
        widths = [min(each, max(spare, _NARROWEST)) for each in widths]
        while sum(widths) > spare and max(widths) > _NARROWEST:
            widths[widths.index(max(widths))] -= 1
    lines = []
    for at, row in enumerate(rows):
        cells = [
            _aligned(cut(cell, room), room, right=place in table.numeric)
            for place, (cell, room) in enumerate(zip(row, widths, strict=False))
        ]
        own = table.own is not None and at == table.own + 1
        lines.append((("> " if own else "  ") + _GAP.join(cells)).rstrip())
    return lines


def _aligned(text: str, columns: int, *, right: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if right else text + space


def _wrapped(text: str, style: Style) -> str:
    return "\n".join(wrap(text, style.columns))
