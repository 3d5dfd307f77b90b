"""Cards as Slack's messages and modals, in core blocks only, as plain dictionaries.

Whatever a person or the bank wrote is literal text: it mentions, links and formats nothing. What is longer than Slack
takes is shortened at a word, controls never. It must not know who sees a card, nor where it goes.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from adapters.slack.controls import PICK, action_id, numbered
from adapters.slack.limits import ALL_TEXT, budget, escaped_units, units
from adapters.slack.rich import escape, leaves, marked, plain_text, preformatted, rich, section, shorten
from bot.intents import Intent
from bot.view.card import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    Choices,
    Code,
    Fields,
    Footnote,
    Image,
    Progress,
    Table,
    Text,
)
from bot.view.drawing import MARKS, NOTE, WHOLE, Ink, bar, picked_values, pressable
from bot.view.letters import one_line, visible
from bot.view.plain import heading, plain, table_lines
from bot.view.shortening import Measure

Drawn = dict[str, Any]

TITLE: Final = budget(150)
LABEL: Final = budget(75)
FALLBACK: Final = budget(3_900)
SMALL_PRINT: Final = budget(3_000)
BLOCKS: Final = 50
IN_A_ROW: Final = 5
MOST_BOXES: Final = 10
COLUMNS: Final = 76
"""Characters of a table's line that a window of middling width shows unbroken."""
MODAL_TITLE: Final = budget(24)
MODAL_BLOCKS: Final = 100
VIEW: Final = 30_000
"""Units of text in a modal or on a page, whose limit is 250 kB in all: a unit takes six bytes at most."""

KEPT: Final = 1_024
"""Blocks whose drawing is kept, and never changed: all who answer a question read the same key and whys."""


def message(card: Card, key: str = "") -> Drawn:
    """A card as the `text` and `blocks` of a message. With `key` the blocks' ids tell which message it is."""
    drawn = blocks([card], BLOCKS)
    return {"text": fallback(card), "blocks": named(drawn, key) if key else drawn}


def fallback(card: Card) -> str:
    """The card in plain words: what is notified, and read aloud in place of the blocks."""
    said = "\n\n".join(filter(None, (heading(card), *map(_spoken, card.blocks))))
    return escape(shorten(said, FALLBACK)) or "–"


@lru_cache(KEPT)
def _spoken(block: Block) -> str:
    return plain(Card("", "info", (block,)))


def modal(cards: Sequence[Card], metadata: str) -> Drawn:
    """Cards in a modal."""
    return {
        "type": "modal",
        "callback_id": "card",
        "title": plain_text("Quorum", MODAL_TITLE),
        "close": plain_text("Close", MODAL_TITLE),
        "private_metadata": metadata,
        "blocks": blocks([replace(card, whole=None) for card in cards], MODAL_BLOCKS, VIEW),
    }


def named(drawn: list[Drawn], key: str) -> list[Drawn]:
    """Blocks with ids `q:<key>:<number>:<revision>`; another content has another revision, so edits have new ids."""
    revision = f"{zlib.crc32(json.dumps(drawn, sort_keys=True).encode('utf-8', 'replace')):08x}"
    return [{**block, "block_id": f"q:{key}:{number}:{revision}"[:255]} for number, block in enumerate(drawn)]


def blocks(cards: Iterable[Card], most: int, room: int | None = None) -> list[Drawn]:
    """Cards one after the other, in at most so many blocks: in a message, or in a view, which has `room`.

    What is shortened says so, with a control that shows all of it where the card knows one.
    """
    shown = list(cards)
    left = (budget(ALL_TEXT) if room is None else room) - sum(map(spoken_for, shown))
    ink = Ink(left, escaped_units if room is None else units)  # a view has no limit but its bytes, escaped or not
    drawn: list[Drawn] = []
    for at, card in enumerate(shown):
        if at:
            drawn.append({"type": "divider"})
        ink.short = False
        drawn.extend(_title(card, ink))
        for block in card.blocks:
            drawn.extend(_drawn(block, ink))
        if ink.short:
            drawn.extend(_more(card))
    return fitted(drawn, most)


def _drawn(block: Block, ink: Ink) -> Iterable[Drawn]:
    kept = _whole(block, ink.measure)
    return kept[0] if kept is not None and ink.take(kept[1]) else _block(block, ink)


@lru_cache(KEPT)
def _whole(block: Block, measure: Measure) -> tuple[tuple[Drawn, ...], int] | None:
    """A block as it is drawn where there is room, and the units that it takes; None if no view has that room."""
    ink = Ink(VIEW, measure)
    drawn = tuple(_block(block, ink))
    return None if ink.short else (drawn, VIEW - ink.left)


def _more(card: Card) -> Iterator[Drawn]:
    yield {"type": "context", "elements": [plain_text(NOTE, SMALL_PRINT)]}
    if card.whole is not None:
        yield {"type": "actions", "elements": [_button(WHOLE, card.whole, whole=True)]}


def spoken_for(card: Card) -> int:
    """Units that a card's title and controls take: they are never left out."""
    found = 2 * TITLE + escaped_units(NOTE) + LABEL
    for block in card.blocks:
        if isinstance(block, Buttons):
            found += 2 * LABEL * len(block.buttons)
        elif isinstance(block, Choices) and pressable(block):
            found += 2 * LABEL * (len(block.options) + 1)
    return found


def fitted(drawn: list[Drawn], most: int) -> list[Drawn]:
    """The same in at most so many blocks: neighbouring texts share one, and dividers go first."""
    if len(drawn) <= most:
        return drawn
    joined: list[Drawn] = []
    for block in drawn:
        if block["type"] == "divider":
            continue
        if joined and block["type"] == joined[-1]["type"] == "rich_text":
            joined[-1] = rich(*joined[-1]["elements"], *block["elements"])
        else:
            joined.append(block)
    over = len(joined) - most
    for at in range(len(joined) - 1, -1, -1):  # what can be pressed stays
        if over > 0 and joined[at]["type"] != "actions":
            del joined[at]
            over -= 1
    return joined[:most]


def _title(card: Card, ink: Ink) -> Iterator[Drawn]:
    title = heading(card)
    if escaped_units(title) <= TITLE:
        yield {"type": "header", "text": plain_text(title, TITLE)}
    elif shown := ink.write(title):
        yield rich(section(*leaves(shown, literal=True, strong=True)))


def _block(block: Block, ink: Ink) -> Iterator[Drawn]:
    match block:
        case Text():
            if shown := ink.write(visible(block.text)):
                yield rich(section(*leaves(shown, literal=block.literal, strong=block.strong, when=block.when)))
        case Code():
            if shown := ink.write(visible(block.text).strip("\n")):
                yield rich(preformatted(shown))
        case Choices():
            yield from _choices(block, ink)
        case Fields():
            lines = [
                section(
                    *leaves(ink.write(shorten(one_line(field.name), SMALL_PRINT) + ": "), literal=True, strong=True),
                    *leaves(shown, literal=field.literal, when=field.when),
                )
                for field in block.fields
                if (shown := ink.write(visible(field.value))) or ink.left > 1
            ]
            yield from _lines(lines)
        case Table():
            if shown := ink.write("\n".join(table_lines(block, COLUMNS))):
                yield rich(preformatted(shown))
        case Buttons():
            yield {"type": "actions", "elements": _row([_button_of(button) for button in block.buttons])}
        case Image():
            yield from _image(block, ink)
        case Progress():
            if shown := ink.write(bar(block)):
                yield rich(section(*leaves(shown, literal=True)))
        case Footnote():
            if shown := ink.write(visible(block.text)):
                yield {"type": "context", "elements": [marked(shown, SMALL_PRINT // 2, block.when)]}


def _lines(lines: list[Drawn]) -> Iterator[Drawn]:
    """Lines in one block: each but the last ends with a newline of its own."""
    for line in lines[:-1]:
        line["elements"].append({"type": "text", "text": "\n"})
    if lines:
        yield rich(*lines)


def _choices(block: Choices, ink: Ink) -> Iterator[Drawn]:
    lines = []
    for option in block.options:
        label = ink.write(shorten(one_line(option.label), LABEL) + ". ")
        text, mark = ink.write(visible(option.text)), ink.write(MARKS[option.mark])
        lines.append(
            section(*leaves(label, literal=True, strong=True), *leaves(text), *leaves(mark, literal=True, strong=True))
        )
    yield from _lines(lines)
    if block.many and block.submit is not None:
        yield {"type": "actions", "elements": [_picker(block.options), _button("Submit", block.submit, many=True)]}
        return
    pressed = [_choice(option, option.intent) for option in block.options if option.intent is not None]
    for at in range(0, len(pressed), IN_A_ROW):
        yield {"type": "actions", "elements": _row(pressed[at : at + IN_A_ROW])}


def _picker(options: Sequence[Choice]) -> Drawn:
    offered = [
        {"text": plain_text(f"{one_line(option.label)}. {one_line(option.text)}", LABEL), "value": value}
        for option, value in zip(options, picked_values(options), strict=True)
    ]
    if len(offered) <= MOST_BOXES:
        return {"type": "checkboxes", "action_id": PICK, "options": offered}
    placeholder = plain_text("Choose", TITLE)
    return {"type": "multi_static_select", "action_id": PICK, "options": offered, "placeholder": placeholder}


def _row(controls: list[Drawn]) -> list[Drawn]:
    """The same controls with ids that are apart: two may ask for the same thing."""
    seen: set[str] = set()
    for control in controls:
        name, number = control["action_id"], 1
        while control["action_id"] in seen:
            number += 1
            control["action_id"] = numbered(name, number)
        seen.add(control["action_id"])
    return controls


def _button_of(button: Button) -> Drawn:
    return _button(button.label, button.intent, form=button.form, style=button.style)


def _choice(option: Choice, intent: Intent) -> Drawn:
    return _button(option.label, intent, spoken=f"{one_line(option.label)}: {one_line(option.text)}")


def _button(
    label: str,
    intent: Intent,
    *,
    form: bool = False,
    many: bool = False,
    whole: bool = False,
    style: str = "normal",
    spoken: str = "",
) -> Drawn:
    drawn: Drawn = {
        "type": "button",
        "text": plain_text(label, LABEL),
        "action_id": action_id(intent, form=form, many=many, whole=whole),
    }
    if style in ("primary", "danger"):
        drawn["style"] = style
    if spoken:
        drawn["accessibility_label"] = shorten(spoken, LABEL)
    return drawn


def _image(block: Image, ink: Ink) -> Iterator[Drawn]:
    alt = ink.write(one_line(block.alt)) or "picture"
    if block.path.startswith("https://"):
        yield {"type": "image", "image_url": block.path, "alt_text": shorten(alt, budget(2_000))}
    else:  # a file of ours has no address that Slack could fetch it from
        yield rich(section(*leaves(f"(picture: {alt})", literal=True)))
