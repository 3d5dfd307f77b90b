"""Cards as a terminal shows them: plain text, or with colour where a person is looking.

Colour only underlines what the words say. `rich` is imported when the first coloured card is drawn.
"""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

from adapters.terminal.limits import NARROWEST, WIDEST
from bot.view.card import Block, Buttons, Card, Choices, Code, Fields, Footnote, State, Table, Text
from bot.view.letters import one_line, visible, width
from bot.view.plain import MARKS, Style, heading, plain, table_lines, with_time

if TYPE_CHECKING:
    from rich.console import RenderableType

EDGES: Final = 6
"""Columns of a frame that are not its title's, or with the padding not its text's."""
COLOURS: Final[dict[State, str]] = {
    "open": "cyan",
    "answered": "cyan",
    "right": "green",
    "partly": "yellow",
    "wrong": "red",
    "closed": "blue",
    "info": "white",
    "ask": "magenta",
    "done": "green",
    "refused": "yellow",
    "warning": "yellow",
}
_MARK_COLOURS: Final = {"": "", "right": "green", "wrong": "red", "missed": "yellow"}


def style(columns: int | None, zone: tzinfo) -> Style:
    """How cards are laid out here: numbered controls, local times, and no wider than is good to read."""

    def local(when: datetime) -> str:
        there = when.astimezone(zone)
        return f"{there:%a} {there.day} {there:%b %Y %H:%M %Z}"

    return Style(None if columns is None else max(NARROWEST, min(columns, WIDEST)), local, numbered=True)


def draw_plain(card: Card, style: Style) -> str:
    """The card as text, with the picture of every control character in place of it."""
    return plain(card, style)


def draw_colour(card: Card, style: Style) -> "RenderableType":
    """The card for `rich`: the same words in a frame. Nothing that is drawn is read as markup."""
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text as Drawn

    parts: list[RenderableType] = []
    first = 1
    for block in card.blocks:
        if parts:
            parts.append(Drawn())
        parts.append(_drawn(block, style, first))
        if isinstance(block, Buttons):
            first += len(block.buttons)
    colour = COLOURS[card.state]
    title = Drawn(heading(card), style=f"bold {colour}")
    on_edge = style.columns is None or width(title.plain) <= style.columns - EDGES
    if not on_edge:
        # What does not fit on the edge would be cut there, the state's word first.
        parts[:0] = [title, Drawn()] if parts else [title]
    body: RenderableType = Group(*parts) if parts else Drawn(heading(card))
    return Panel(
        body,
        title=title if on_edge else None,
        title_align="left",
        border_style=colour,
        width=style.columns,
        padding=(1, 2),
    )


def _drawn(block: Block, style: Style, first: int) -> "RenderableType":
    from rich.text import Text as Drawn

    match block:
        case Text(literal=True):
            return Drawn(visible(block.text), style="italic")
        case Text():
            return _spans(with_time(visible(block.text), block.when, style), "bold" if block.strong else "")
        case Code():
            return Drawn(visible(block.text).rstrip("\n"), style="bright_cyan", no_wrap=False)
        case Choices():
            return _choices(block)
        case Fields():
            drawn = Drawn()
            for at, field in enumerate(block.fields):
                value = with_time(visible(field.value), None if field.literal else field.when, style)
                drawn.append(("\n" if at else "") + one_line(field.name) + ": ", "bold").append(value)
            return drawn
        case Table():
            room = None if style.columns is None else style.columns - EDGES
            drawn = Drawn(no_wrap=True)
            for at, line in enumerate(table_lines(block, room)):
                own = block.own is not None and at == block.own + 1
                drawn.append(("\n" if at else "") + line, "bold" if at == 0 else "reverse" if own else "")
            return drawn
        case Buttons():
            drawn = Drawn()
            for number, button in enumerate(block.buttons, first):
                drawn.append(f"[{number}]", "bold magenta").append(f" {one_line(button.label)}   ")
            return drawn
        case Footnote():
            return Drawn(with_time(visible(block.text), block.when, style), style="dim")
        case _:
            return Drawn(plain(Card("", "info", (block,)), style))


def _choices(block: Choices) -> "RenderableType":
    from rich.table import Table as Grid
    from rich.text import Text as Drawn

    grid = Grid.grid(padding=(0, 1))
    for option in block.options:
        text = _spans(visible(option.text) + MARKS[option.mark], _MARK_COLOURS[option.mark])
        grid.add_row(Drawn(f"{one_line(option.label).lower()})", style="bold cyan"), text)
    if block.many and block.submit:
        grid.add_row(Drawn(), Drawn("several may be right: type their letters, as: a c", style="dim"))
    return grid


def _spans(text: str, base: str) -> "RenderableType":
    """Text whose spans in back-ticks are code."""
    from rich.text import Text as Drawn

    drawn = Drawn(style=base)
    pieces = text.split("`")
    for at, piece in enumerate(pieces):
        if at % 2 and at < len(pieces) - 1:
            drawn.append(piece, "bold cyan")
        else:
            drawn.append(("`" if at % 2 else "") + piece)
    return drawn
