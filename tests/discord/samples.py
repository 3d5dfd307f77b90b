"""The least that each entry of Discord's limits table takes, and a payload that carries it."""

from typing import Any

V2 = 1 << 15
TEXT = {"type": 10, "content": "t"}
BUTTON = {"type": 2, "style": 2, "custom_id": "b", "label": "b"}
ROW = {"type": 1, "components": [BUTTON]}
MEDIA = {"url": "https://example.org/p.png"}
INPUT = {"type": 4, "custom_id": "i", "style": 1}


def option(number: int = 0) -> dict[str, Any]:
    return {"label": "o", "value": f"v{number}"}


def options(count: int) -> list[dict[str, Any]]:
    return [option(number) for number in range(count)]


COMPONENTS: dict[int, dict[str, Any]] = {
    1: {"components": [BUTTON]},
    2: {"style": 2, "custom_id": "b", "label": "b"},
    3: {"custom_id": "s", "options": options(25)},
    **{kind: {"custom_id": "s"} for kind in (5, 6, 7, 8)},
    4: {"custom_id": "i", "style": 1},
    9: {"components": [TEXT], "accessory": BUTTON},
    10: {"content": "t"},
    11: {"media": MEDIA},
    12: {"items": [{"media": MEDIA}]},
    13: {"file": {"url": "attachment://a.txt"}},
    14: {},
    17: {"components": [TEXT]},
    18: {"label": "l", "component": INPUT},
    19: {"custom_id": "u"},
    21: {"custom_id": "r", "options": options(2)},
    22: {"custom_id": "c", "options": options(10)},
    23: {"custom_id": "x"},
}
PARTS: dict[str, dict[str, Any]] = {
    "option": option(),
    "picture": {"media": MEDIA},
    "embed": {},
    "embed_field": {"name": "n", "value": "v"},
    "embed_footer": {"text": "t"},
    "embed_author": {"name": "n"},
    "choice": {"name": "n", "value": "v"},
    "parameter:1": {"name": "n", "description": "d"},
    "parameter:2": {"name": "n", "description": "d", "options": [{"type": 1, "name": "n", "description": "d"}]},
    "parameter:3": {"name": "n", "description": "d"},
}
COMMAND = {"name": "daily", "description": "d"}


def message(*components: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A message made of components."""
    return {"flags": V2, "components": list(components), **fields}


def modal(*components: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"title": "t", "custom_id": "m", "components": list(components) or [labelled(INPUT)], **fields}


def labelled(control: dict[str, Any]) -> dict[str, Any]:
    return {"type": 18, "label": "l", "component": control}


Carried = tuple[str, dict[str, Any], str]
"""A surface, a payload for it, and the pointer of the object that was asked for."""


def carried(surface: str, entry: str, fields: dict[str, Any]) -> Carried:
    """The least object of an entry with these fields, where it stands on a surface."""
    room, _, kind = entry.partition(":")
    if room != "component":
        return _part(entry, {**PARTS[entry], **({"type": int(kind)} if kind else {}), **fields})
    number = int(kind)
    found = {"type": number, **COMPONENTS[number], **fields}
    if surface == "modal":
        if number in (10, 18):
            return "modal", modal(found), "/components/0"
        return "modal", modal(labelled(found)), "/components/0/component"
    if number == 11:
        section = {"type": 9, "components": [TEXT], "accessory": found}
        return "message", message(section), "/components/0/accessory"
    if number in (2, 3, 5, 6, 7, 8):
        return "message", message({"type": 1, "components": [found]}), "/components/0/components/0"
    return "message", message(found), "/components/0"


def _part(entry: str, found: dict[str, Any]) -> Carried:
    match entry:
        case "option":
            select = {"type": 3, "custom_id": "s", "options": [found]}
            return "message", message({"type": 1, "components": [select]}), "/components/0/components/0/options/0"
        case "picture":
            return "message", message({"type": 12, "items": [found]}), "/components/0/items/0"
        case "embed":
            return "message", {"embeds": [found]}, "/embeds/0"
        case "embed_field":
            return "message", {"embeds": [{"fields": [found]}]}, "/embeds/0/fields/0"
        case "embed_footer" | "embed_author":
            name = entry.removeprefix("embed_")
            return "message", {"embeds": [{name: found}]}, f"/embeds/0/{name}"
        case "choice":
            return "autocomplete", {"choices": [found]}, "/choices/0"
        case _:
            return "command", {**COMMAND, "options": [found]}, "/options/0"
