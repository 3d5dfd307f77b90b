"""Cards as Discord's messages of components: one container, with a word for its state beside its colour.

Whatever a person or the bank wrote is literal text: it mentions, links and formats nothing. What is longer than Discord
takes is shortened at a word, controls never. It must not know who sees a card, nor where it goes.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import discord
from discord import ui

from adapters.discord.controls import mark_of, number_of
from adapters.discord.limits import budget, units
from adapters.discord.rich import escape, fence, marked, small, title
from adapters.discord.rows import IN_A_ROW, Control, Drawer, Picker, Row, control_of, rows_of, size
from bot.view.card import (
    Block,
    Buttons,
    Card,
    Choice,
    Choices,
    Code,
    Field,
    Fields,
    Footnote,
    Image,
    Progress,
    State,
    Table,
    Text,
)
from bot.view.drawing import MARKS, NOTE, WHOLE, Ink, bar
from bot.view.letters import one_line, visible, width
from bot.view.plain import heading, plain, table_lines
from bot.view.shortening import shorten

Item = ui.Item[Any]
Part = str | Row | Picker | Item
"""A text, a row of controls, or something else that is drawn already."""

TEXT: Final = 3_600
"""Units of text on a card: Discord takes 4,000, and an edit has to fit too."""
PARTS: Final = 30
"""Components on a card, every nested one counted: Discord takes 40."""
TITLE: Final = 256
ROOM: Final = TEXT - units(small(NOTE)) - TITLE
"""Units for all but the title, and the words that something is missing."""
ALT: Final = budget(1024)
NOTHING: Final = "–"
COLUMNS: Final = 40
"""Characters of a line that a phone shows unbroken."""

COLOURS: Final[dict[State, int]] = {
    "open": 0x3B6FD6,
    "answered": 0x6B5BD2,
    "right": 0x2E8B57,
    "partly": 0xC99700,
    "wrong": 0xC0392B,
    "closed": 0x6C757D,
    "info": 0x4F81BD,
    "ask": 0x8E5FC4,
    "done": 0x2E8B57,
    "refused": 0xC0392B,
    "warning": 0xD9822B,
}
"""By state; each card says its state in a word too."""


def draw(card: Card, key: str = "") -> ui.LayoutView:
    """A card as a view. With the `key` of its delivery each control bears the delivery's mark.

    What is shortened says so, with a control that shows all of it where the card knows one.
    """
    return assembled(card, *inked(card), key)


def assembled(card: Card, parts: list[Part], short: bool, key: str = "") -> ui.LayoutView:
    """The parts of a card as a view; `short` where something is missing."""
    if short:
        parts.append(small(NOTE))
        if card.whole is not None:
            parts.append([Control(WHOLE, WHOLE, card.whole)])
    drawer = Drawer(mark_of(key) if key else "")
    drawn = [item for part in fitted(parts) for item in _drawn(part, drawer)]
    return _view(drawn, card.state, number_of(key) if key and not drawer.used else None)


def inked(card: Card) -> tuple[list[Part], bool]:
    """The parts of a card from its title on, and whether anything had to be shortened."""
    ink = Ink(ROOM)
    parts: list[Part] = [shortened(title, heading(card), TITLE)]
    parts += [part for block in card.blocks for part in block_parts(block, ink) if part]
    return parts, ink.short


def fallback(card: Card, key: str = "") -> ui.LayoutView:
    """The card in plain words and without controls: for when Discord does not take it as it was drawn."""
    said = shortened(escape, plain(card), TEXT)
    return _view([ui.TextDisplay(said if said.strip() else NOTHING)], card.state, number_of(key) if key else None)


def shortened(drawn: Callable[[str], str], text: str, most: int) -> str:
    """The text as it is `drawn`, in at most so many units."""
    begun = text[: most + 1]  # a character takes one unit or more
    return drawn(shorten(begun, most, lambda part: units(drawn(part))))


def fitted(parts: list[Part]) -> list[Part]:
    """The same in at most `PARTS` components: neighbouring texts share one, and controls that are many become lists."""
    if counted(parts) <= PARTS:
        return parts
    joined: list[Part] = []
    for part in parts:
        if joined and isinstance(part, str) and isinstance(joined[-1], str):
            joined[-1] = f"{joined[-1]}\n{part}"
        else:
            joined.append(part)
    if counted(joined) <= PARTS:
        return joined
    controls = [control for part in joined if isinstance(part, list) for control in part]
    texts = "\n".join(part for part in joined if isinstance(part, str))
    others = [part for part in joined if not isinstance(part, str | list)]
    return [texts, *others, controls] if controls else [texts, *others]


def counted(parts: Iterable[Part]) -> int:
    """How many components they take, with the container."""
    return 1 + sum(size(part) if isinstance(part, list | Picker) else 1 for part in parts)


def _drawn(part: Part, drawer: Drawer) -> Iterator[Item]:
    if isinstance(part, str):
        yield ui.TextDisplay(part)
    elif isinstance(part, list | Picker):
        yield from drawer.draw(part)
    else:
        yield part


def _view(parts: Iterable[Item], state: State, number: int | None) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=COLOURS[state], id=number))
    return view


# --- blocks


def block_parts(block: Block, ink: Ink) -> Iterator[Part]:
    """What a block becomes; a text may be empty."""
    match block:
        case Text():
            yield written(ink, visible(block.text), _text(block))
        case Code():
            code = visible(block.text).strip("\n")
            yield written(ink, code, lambda text: fence(text, block.lang)) if code.strip() else ""
        case Choices():
            yield _lines(_choice(option, ink) for option in block.options)
            yield from rows_of(block)
        case Fields():
            yield _lines(_field(field, ink) for field in block.fields)
        case Table():
            yield _table(block, ink)
        case Buttons():
            row = [control_of(button) for button in block.buttons]
            yield from (row[at : at + IN_A_ROW] for at in range(0, len(row), IN_A_ROW))
        case Image():
            yield _image(block, ink)
        case Progress():
            yield written(ink, bar(block), escape)
        case Footnote():
            yield written(ink, visible(block.text), lambda text: small(text, block.when))


def written(ink: Ink, text: str, drawn: Callable[[str], str]) -> str:
    """The text as it is `drawn`, or as much of it as still fits; blank text is none."""
    if not text.strip():
        return ""
    if len(text) <= ink.left and ink.take(units(whole := drawn(text))):
        return whole
    kept = ink.write(text, lambda part: units(drawn(part)))
    return drawn(kept) if kept else ""


def _text(block: Text) -> Callable[[str], str]:
    return lambda text: marked(text, literal=block.literal, strong=block.strong, when=block.when)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _choice(option: Choice, ink: Ink) -> str:
    label = f"**{escape(one_line(option.label))}.** "
    mark = MARKS[option.mark] and f"  **{MARKS[option.mark].strip()}**"
    return written(ink, visible(option.text), lambda text: f"{label}{marked(text)}{mark}")


def _field(field: Field, ink: Ink) -> str:
    name = f"**{escape(one_line(field.name))}:** "
    return written(
        ink, visible(field.value) or "–", lambda text: name + marked(text, literal=field.literal, when=field.when)
    )


def _table(block: Table, ink: Ink) -> str:
    """Columns where a phone shows them; else a line for each row, that says what its numbers are."""
    lines = table_lines(block, None)
    if max(map(width, lines)) <= COLUMNS:
        return written(ink, "\n".join(lines), fence)
    return _lines(
        written(ink, _row(block, row, own=at == block.own), lambda text: marked(text, literal=True))
        for at, row in enumerate(block.rows)
    )


def _row(table: Table, row: tuple[str, ...], *, own: bool) -> str:
    """ "3 Ada · Points 493.50 · Accuracy 93 %"; the reader's own row begins with an arrow."""
    cells = [one_line(cell) for cell in row]
    first = 2 if 0 in table.numeric else 1  # a rank stands beside the name
    said = [" ".join(cells[:first])]
    for place, (name, cell) in enumerate(zip(table.header, cells, strict=False)):
        if place >= first and cell:
            said.append(f"{one_line(name)} {cell}" if place in table.numeric else cell)
    return ("→ " if own else "") + " · ".join(said)


def _image(block: Image, ink: Ink) -> Part:
    alt = one_line(block.alt) or "picture"
    if block.path.startswith("https://"):
        described = discord.MediaGalleryItem(block.path, description=shorten(alt, ALT))
        return ui.MediaGallery(described)
    return written(ink, f"(picture: {alt})", escape)  # a file of ours has no address that Discord could fetch it from
