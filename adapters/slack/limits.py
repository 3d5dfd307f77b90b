"""What Slack takes: one table, surface -> block -> field -> rule, read by the renderer, by the fake Slack and by tests.

Sources: Slack's documentation, the comments of @slack/types 3.2, slack_sdk 3.47. Slack does not say whether it counts
code points or UTF-16 units, nor whether it counts before or after escaping, so a text is measured in the larger way:
UTF-16 units of the escaped text. The numbers are Slack's own; a renderer keeps to `budget(number)`.
Knows nothing of cards: it sees payloads only. elements.py is the inside of blocks, spans.py what spans several fields.
"""

from typing import Any

from adapters.slack.elements import ELEMENTS, ID, LEAF, PARTS, URL
from adapters.slack.rules import (
    PLAIN,
    Entries,
    Fields,
    Flag,
    Line,
    Many,
    Number,
    One,
    Open,
    Problem,
    Texts,
    Words,
    escaped_units,
    units,
)
from adapters.slack.spans import ALL_TEXT, across_message, across_view

__all__ = [
    "ALL_TEXT",
    "ELEMENTS",
    "LEAF",
    "PARTS",
    "SURFACES",
    "TABLE",
    "Problem",
    "budget",
    "escaped_units",
    "problems",
    "units",
]

PICKERS = [
    *("static_select", "multi_static_select", "external_select", "multi_external_select"),
    *("users_select", "multi_users_select", "channels_select", "multi_channels_select"),
    *("conversations_select", "multi_conversations_select"),
    *("radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker"),
]
TYPED = ["plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"]


def _elements(*names: str) -> tuple[str, ...]:
    return tuple(f"element:{name}" for name in names)


PRESSED = _elements("button", "overflow", *PICKERS)
ASKED = _elements(*TYPED, *PICKERS)
ID_REQUIRED = Line(255, least=1, required=True)
BLOCK: Fields = {"block_id": ID}
RICH = _elements("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")

CORE: dict[str, Fields] = {
    "section": {
        **BLOCK,
        "text": Words(3000),
        "fields": Texts(10, Words(2000)),
        "accessory": One((*PRESSED, "element:image")),
        "expand": Flag(),
    },
    "header": {**BLOCK, "text": Words(150, PLAIN, required=True), "level": Number(1, 4)},
    "divider": BLOCK,
    "context": {**BLOCK, "elements": Many(10, of=_elements("image", "plain_text", "mrkdwn"), required=True)},
    "actions": {**BLOCK, "elements": Many(25, of=PRESSED, required=True)},
    "image": {
        **BLOCK,
        "image_url": URL,
        "slack_file": Open(),
        "alt_text": Line(2000, least=1, required=True, written=True),
        "title": Words(2000, PLAIN),
    },
    "input": {
        **BLOCK,
        "label": Words(2000, PLAIN, required=True),
        "element": One(ASKED, required=True),
        "hint": Words(2000, PLAIN),
        "optional": Flag(),
        "dispatch_action": Flag(),
    },
    "rich_text": {**BLOCK, "elements": Many(10_000, of=RICH, required=True)},
}
"""The blocks that every surface takes; our cards use these only."""

CARD: Fields = {
    **BLOCK,
    "hero_image": One(_elements("image")),
    "icon": One(_elements("image")),
    "title": Words(150),
    "subtitle": Words(150),
    "body": Words(200),
    "actions": Many(25, of=PRESSED),
}
TASK: Fields = {
    **BLOCK,
    "task_id": ID_REQUIRED,
    "title": Line(3000, least=1, required=True, written=True),
    "status": Line(11, among=("pending", "in_progress", "complete", "error"), required=True),
    "details": Open(),
    "output": Open(),
    "sources": Open(),
}
VIDEO: Fields = {
    **BLOCK,
    "title": Words(199, PLAIN, required=True),
    "alt_text": Line(2000, least=1, required=True, written=True),
    "video_url": Line(3000, least=1, required=True),
    "thumbnail_url": Line(3000, least=1, required=True),
    "description": Words(200, PLAIN),
    "title_url": URL,
    "author_name": Line(49, written=True),
    "provider_name": Line(3000, written=True),
    "provider_icon_url": URL,
}
TABLES: dict[str, Fields] = {
    "table": {**BLOCK, "rows": Many(100, required=True), "column_settings": Many(20)},
    "data_table": {
        **BLOCK,
        "caption": Line(3000, least=1, required=True, written=True),
        "rows": Many(101, least=2, required=True),
        "page_size": Number(1, 100),
        "row_header_column_index": Number(0),
    },
}
MESSAGE_ONLY: dict[str, Fields] = {
    **TABLES,
    "markdown": {**BLOCK, "text": Line(12_000, least=1, required=True)},
    "context_actions": {**BLOCK, "elements": Many(5, of=_elements("feedback_buttons", "icon_button"), required=True)},
    "plan": {**BLOCK, "title": Line(3000, least=1, required=True, written=True), "tasks": Open()},
    "task_card": TASK,
    "data_visualization": {},
    "card": CARD,
    "carousel": {**BLOCK, "elements": Many(10, of=("block:card",), required=True)},
    "container": {
        **BLOCK,
        "title": Words(150, PLAIN),
        "rich_text_title": Open(),
        "subtitle": Words(150),
        "child_blocks": Many(10, of=tuple(f"block:{name}" for name in CORE), required=True),
        "width": Line(8, among=("narrow", "standard", "wide", "full")),
        "icon": Open(),
        "is_collapsible": Flag(),
        "default_collapsed": Flag(),
        "has_header_divider": Flag(),
    },
}
MODAL_ONLY: dict[str, Fields] = {
    "input": {**CORE["input"], "element": One((*ASKED, "element:file_input"), required=True)},
    "alert": {
        **BLOCK,
        "text": Words(200, required=True),
        "level": Line(7, among=("default", "info", "warning", "error", "success")),
    },
}
UNREAD = frozenset({"block:data_visualization"})
"""Taken, never sent by us, unknown to slack_sdk: its fields are not held."""

TABLE: dict[str, dict[str, Fields]] = {
    "message": {**CORE, "video": VIDEO, **MESSAGE_ONLY},
    "modal": {**CORE, "video": VIDEO, **MODAL_ONLY},
    "home": {**CORE, "video": VIDEO},
}

VIEW: Fields = {
    "type": Line(5, among=("modal", "home"), required=True),
    "private_metadata": Line(3000),
    "callback_id": ID,
    "external_id": ID,
}


def _blocks(surface: str, least: int, most: int, *, required: bool = False) -> Many:
    return Many(most, least=least, of=tuple(f"block:{name}" for name in TABLE[surface]), required=required)


SURFACES: dict[str, Fields] = {
    "message": {
        "text": Line(3900),
        "blocks": _blocks("message", 0, 50),
        "attachments": Many(100, least=0),
        "metadata": Open(),
    },
    "modal": {
        **VIEW,
        "title": Words(24, PLAIN, required=True),
        "submit": Words(24, PLAIN),
        "close": Words(24, PLAIN),
        "blocks": _blocks("modal", 1, 100, required=True),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
        "submit_disabled": Flag(),
    },
    "home": {**VIEW, "blocks": _blocks("home", 1, 100, required=True)},
    "options": {
        "options": Many(100, least=0, of=("option",)),
        "option_groups": Many(100, least=0, of=("option_group",)),
    },
}
"""What stands around the blocks. `text` of a message: Slack cuts at 40,000, an update takes 4,000; ours is 3,900."""


def _entries(surface: str) -> Entries:
    named: dict[str, Fields] = dict(PARTS)
    named |= {f"element:{name}": fields for name, fields in ELEMENTS.items()}
    named |= {f"leaf:{name}": fields for name, fields in LEAF.items()}
    named |= {f"block:{name}": fields for name, fields in TABLE.get(surface, {}).items()}
    return Entries(named, UNREAD)


ENTRIES = {surface: _entries(surface) for surface in SURFACES}


def budget(limit: int) -> int:
    """What a renderer fills of a limit: Slack's way of counting is not published, so 5 % stay free."""
    return limit * 95 // 100


def problems(surface: str, payload: dict[str, Any]) -> list[Problem]:
    """Every breach in a payload, in the order of the table; an empty list means that Slack takes it.

    Surfaces: `message` (`text`, `blocks`, `attachments`, `metadata`), `modal` and `home` (a view), `options` (the
    answer to a block_suggestion). Pointers are relative to the payload. Raises KeyError for another surface.
    """
    found = list(ENTRIES[surface].check(SURFACES[surface], payload, "", typed=False))
    if surface == "message":
        found += across_message(payload)
    elif surface in ("modal", "home"):
        found += across_view(surface, payload)
    return found
