"""The least that each entry of the limits table takes, and a payload that carries it."""

import copy
from typing import Any

PLAIN = {"type": "plain_text", "text": "p"}
MARKED = {"type": "mrkdwn", "text": "m"}
TITLED = {"type": "modal", "callback_id": "c", "title": PLAIN, "submit": PLAIN}
PICTURE = {"image_url": "https://example.org/p.png", "alt_text": "p"}


def option(number: int = 0) -> dict[str, Any]:
    return {"text": PLAIN, "value": f"v{number}"}


def button(number: int = 0) -> dict[str, Any]:
    return {"type": "button", "action_id": f"a{number}", "text": PLAIN}


def cell(text: str = "c") -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


CARD = {"type": "card", "title": PLAIN}
LEAVES = [{"type": "text", "text": "t"}]
BLOCKS: dict[str, dict[str, Any]] = {
    "section": {"text": MARKED},
    "header": {"text": PLAIN},
    "divider": {},
    "context": {"elements": [MARKED]},
    "actions": {"elements": [button()]},
    "image": PICTURE,
    "input": {"label": PLAIN, "element": {"type": "plain_text_input", "action_id": "a"}},
    "rich_text": {"elements": [{"type": "rich_text_section", "elements": LEAVES}]},
    "table": {"rows": [[cell()]]},
    "data_table": {"caption": "c", "rows": [[cell()], [cell()]]},
    "markdown": {"text": "m"},
    "context_actions": {"elements": [{"type": "icon_button", "action_id": "a", "icon": "trash", "text": PLAIN}]},
    "card": {"title": PLAIN},
    "carousel": {"elements": [CARD]},
    "container": {"title": PLAIN, "child_blocks": [{"type": "divider"}]},
    "alert": {"text": PLAIN},
    "plan": {"title": "p"},
    "task_card": {"task_id": "t", "title": "t", "status": "pending"},
    "data_visualization": {},
    "video": {"title": PLAIN, "alt_text": "v", "video_url": "https://v.org", "thumbnail_url": "https://v.org/t"},
}
THUMBS = {"text": PLAIN, "value": "up"}
ELEMENTS: dict[str, dict[str, Any]] = {
    "button": {"text": PLAIN},
    "overflow": {"options": [option()]},
    "static_select": {"options": [option()]},
    "multi_static_select": {"options": [option()]},
    "radio_buttons": {"options": [option()]},
    "checkboxes": {"options": [option()]},
    "number_input": {"is_decimal_allowed": False},
    "image": PICTURE,
    "plain_text": {"text": "p"},
    "mrkdwn": {"text": "m"},
    "feedback_buttons": {"positive_button": THUMBS, "negative_button": THUMBS},
    "icon_button": {"icon": "trash", "text": PLAIN},
    "rich_text_section": {"elements": LEAVES},
    "rich_text_preformatted": {"elements": LEAVES},
    "rich_text_quote": {"elements": LEAVES},
    "rich_text_list": {"elements": [{"type": "rich_text_section", "elements": LEAVES}], "style": "bullet"},
}
LEAF: dict[str, dict[str, Any]] = {
    "text": {"text": "t"},
    "link": {"url": "https://example.org"},
    "emoji": {"name": "wave"},
    "user": {"user_id": "U1"},
    "channel": {"channel_id": "C1"},
    "usergroup": {"usergroup_id": "S1"},
    "broadcast": {"range": "here"},
    "date": {"timestamp": 1, "format": "{date}"},
}
ASKED = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"}
CONFIRM = {"title": PLAIN, "text": MARKED, "confirm": PLAIN, "deny": PLAIN}


def block(name: str, **fields: Any) -> dict[str, Any]:
    return {"type": name, **copy.deepcopy(BLOCKS[name]), **fields}


def message(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"text": "t", "blocks": list(blocks)}


def view(surface: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    return (
        {**copy.deepcopy(TITLED), "blocks": list(blocks)}
        if surface == "modal"
        else {"type": "home", "blocks": list(blocks)}
    )


def on(surface: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    return message(*blocks) if surface == "message" else view(surface, *blocks)


def carried(entry: str, fields: dict[str, Any]) -> tuple[str, dict[str, Any], str]:
    """(surface, payload, pointer of the object) with one object of `entry` that has these fields besides the least."""
    room, _, name = entry.partition(":")
    if room == "part":
        return _part(name, fields)
    if room == "leaf":
        leaf = {"type": name, **LEAF[name], **fields}
        inside = [{"type": "rich_text_section", "elements": [leaf]}]
        return "message", message(block("rich_text", elements=inside)), "/blocks/0/elements/0/elements/0"
    if room != "element":
        return room, on(room, block(name, **fields)), "/blocks/0"
    element = {"type": name, **copy.deepcopy(ELEMENTS.get(name, {})), **fields}
    if name in ASKED:
        return "modal", view("modal", block("input", element=element)), "/blocks/0/element"
    if name.startswith("rich_text_"):
        return "message", message(block("rich_text", elements=[element])), "/blocks/0/elements/0"
    where = "context_actions" if name in ("feedback_buttons", "icon_button") else "actions"
    where = "context" if name in ("image", "plain_text", "mrkdwn") else where
    return "message", message(block(where, elements=[element])), "/blocks/0/elements/0"


def _part(name: str, fields: dict[str, Any]) -> tuple[str, dict[str, Any], str]:
    at = "/blocks/0/elements/0"
    if name == "confirm":
        made = {**button(), "confirm": {**CONFIRM, **fields}}
        return "message", message(block("actions", elements=[made])), f"{at}/confirm"
    if name == "option":
        made = {"type": "overflow", "action_id": "a", "options": [{**option(), **fields}]}
        return "message", message(block("actions", elements=[made])), f"{at}/options/0"
    group = {"label": PLAIN, "options": [option()], **fields}
    made = {"type": "static_select", "action_id": "a", "option_groups": [group]}
    return "message", message(block("actions", elements=[made])), f"{at}/option_groups/0"
