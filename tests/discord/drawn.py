"""What a person sees and can press in a view or a modal as it is sent."""

import re
from collections.abc import Iterator
from typing import Any

from discord import ui

from adapters.discord import spans

V2 = 1 << 15
Sent = dict[str, Any]


def sent(view: ui.LayoutView) -> Sent:
    """The body of a message that shows a view."""
    return {"flags": V2, "components": view.to_components()}


def everything(body: Sent) -> Iterator[Sent]:
    """Every component, nested ones behind those that hold them."""
    yield from (part for _, part in spans.walk(body["components"]))


def texts(body: Sent) -> list[str]:
    """The contents of all Text Displays, in order."""
    return [part["content"] for part in everything(body) if part["type"] == 10]


def controls(body: Sent) -> list[Sent]:
    """All buttons and selects, in order."""
    return [part for part in everything(body) if part["type"] in (2, 3)]


def ids(body: Sent) -> list[str]:
    """What a press on each button or option says, in order."""
    found = []
    for control in controls(body):
        several = control["type"] == 3 and "~m" not in control["custom_id"]
        found += [option["value"] for option in control["options"]] if several else [control["custom_id"]]
    return found


def read(body: Sent) -> str:
    """All words as a person reads them: without the signs of markup, times as `[time]`."""
    return "\n".join(map(unmarked, texts(body)))


def unmarked(text: str) -> str:
    """A Text Display as it is shown, written apart from what draws it: fences and code first, then markup."""
    shown: list[str] = []
    for at, piece in enumerate(re.split(r"```[a-z0-9_+.#-]*\n(.*?)\n```", text, flags=re.DOTALL | re.IGNORECASE)):
        shown.append(piece.replace("\u200b", "") if at % 2 else _inline(piece))
    return "".join(shown)


def _inline(text: str) -> str:
    out, at = [], 0
    text = re.sub(r"(?m)^(### |-# )", "", text)
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and not text[at + 1].isalnum() and not text[at + 1].isspace():
            out.append(text[at + 1])
            at += 2
        elif text.startswith("**", at):
            at += 2
        elif (time := re.compile(r"<t:-?\d+:[fR]>").match(text, at)) is not None:
            out.append("[time]")
            at = time.end()
        elif text[at] == "`" and (end := text.find("`", at + 1)) > 0:
            out.append(text[at + 1 : end])
            at = end + 1
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def standing(modal: dict[str, Any]) -> dict[str, Any]:
    """What stands in the controls of a modal when it opens, by their ids: what a client sends back untouched."""
    found: dict[str, Any] = {}
    for part in modal["components"]:
        if part["type"] != 18:
            continue
        control = part["component"]
        chosen = [option["value"] for option in control.get("options", ()) if option.get("default")]
        match control["type"]:
            case 4:
                found[control["custom_id"]] = control.get("value") or ""
            case 21:
                found[control["custom_id"]] = chosen[0] if chosen else None
            case _:
                found[control["custom_id"]] = chosen
    return {name: value for name, value in found.items() if value is not None}


def shape(value: Any, name: str = "") -> Any:
    """What a schema can tell bodies apart by, their lengths aside: keys, kinds of values, types of components."""
    if isinstance(value, dict):
        return frozenset((key, shape(one, key)) for key, one in value.items())
    if isinstance(value, list):
        return frozenset(map(shape, value))
    return value if name in ("type", "style", "flags") else type(value).__name__
