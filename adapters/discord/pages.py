"""A card for one person in as many messages as it takes: in private nothing is shortened that a few messages hold.

It splits what is written, never a control; the controls stand where the card has them. It draws nothing itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from discord import ui

from adapters.discord.limits import units
from adapters.discord.render import ROOM, assembled, block_parts, counted, draw, inked
from bot.view.card import Block, Card, Code, Fields, Table, Text
from bot.view.drawing import Ink
from bot.view.letters import one_line

PAGES: Final = 5
"""Messages of one answer: where the bot is not a member, an interaction is answered by no more."""
PARTS: Final = 25
"""Components on a page beside the container and the title."""
ROWS: Final = 10
ENDLESS: Final = 10**9


def pages(card: Card) -> list[ui.LayoutView]:
    """The card as one view, or as several where one cannot hold it; what the last one cannot hold is shortened."""
    parts, short = inked(card)
    if not short:
        return [assembled(card, parts, short)]
    groups = list(_grouped(piece for block in card.blocks for piece in _split(block)))
    if len(groups) > PAGES:
        groups[PAGES - 1 :] = [[block for group in groups[PAGES - 1 :] for block in group]]
    return [
        draw(replace(card, title=_title(card, at, len(groups)), blocks=tuple(group)))
        for at, group in enumerate(groups, 1)
    ]


def _title(card: Card, page: int, of: int) -> str:
    return one_line(card.title) if page == 1 else f"{one_line(card.title)} ({page} of {of})"


def _grouped(pieces: Iterable[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    room, parts = ROOM, PARTS
    for piece in pieces:
        taken, drawn = size(piece)
        if group and (taken > room or drawn > parts):
            yield group
            group, room, parts = [], ROOM, PARTS
        group.append(piece)
        room, parts = room - taken, parts - drawn
    yield group


def size(block: Block) -> tuple[int, int]:
    """Units of text and components that a block takes when nothing is left out."""
    parts = list(block_parts(block, Ink(ENDLESS)))
    return sum(units(part) for part in parts if isinstance(part, str)), counted(parts) - 1


def _split(block: Block) -> Iterator[Block]:
    """The block in pieces of which each fits into a message."""
    match block:
        case Text() | Code():
            yield from (replace(block, text=part) for part in _cut(block.text, lambda text: replace(block, text=text)))
        case Fields():
            yield from (Fields((field,)) for field in block.fields)
        case Table():
            for at in range(0, len(block.rows), ROWS):
                own = block.own - at if block.own is not None and at <= block.own < at + ROWS else None
                yield replace(block, rows=block.rows[at : at + ROWS], own=own)
        case _:
            yield block


def _cut(text: str, made: Callable[[str], Block]) -> Iterator[str]:
    """A text in parts that fit, cut where a line ends, else at a word."""
    while size(made(text))[0] > ROOM:
        most = min(len(text) - 1, ROOM)
        while size(made(text[:most]))[0] > ROOM:
            most = most * 3 // 4
        end = _end(text, most)
        yield text[:end]
        text = text[end:].lstrip("\n")
    if text.strip():
        yield text


def _end(text: str, most: int) -> int:
    """The end of a line, else of a word, in the second half of what fits; else all that fits."""
    return next((at for at in (text.rfind(sign, most // 2, most) for sign in "\n ") if at > 0), most)
