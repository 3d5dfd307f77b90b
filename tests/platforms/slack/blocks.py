"""Blocks: held against the limits table, answered in Slack's words, and filled in as Slack stores them."""

import copy
import itertools
from typing import TYPE_CHECKING, Any

from adapters.slack import limits

if TYPE_CHECKING:
    from tests.platforms.slack.web_api import Request

CUT = 40_000
"""Characters after which chat.postMessage cuts `text`."""
UPDATE_MOST = 4_000
"""Characters of `text` that chat.update takes."""
NAMED = ("msg_blocks_too_long", "metadata_too_large", "only_one_table_allowed")


def message_problems(body: dict[str, Any]) -> list[limits.Problem]:
    """Breaches in a message, `text` apart: its limit in the table is ours, not Slack's."""
    kept = {name: body[name] for name in ("blocks", "attachments", "metadata") if body.get(name) is not None}
    return limits.problems("message", kept)


def refuse_message(request: "Request", body: dict[str, Any]) -> None:
    """Raise as chat.* does when the blocks of a message are not taken."""
    for name in ("blocks", "attachments"):
        if body.get(name) is not None and not isinstance(body[name], list):
            raise request.error(f"invalid_{name}_format" if name == "blocks" else "invalid_attachments")
    found = message_problems(body)
    if not found:
        return
    for problem in found:
        if problem.code in NAMED:
            raise request.error(problem.code)
    if any(problem.pointer.startswith("/metadata") for problem in found):
        raise request.error("invalid_metadata_format")
    raise request.error("invalid_blocks", **in_words(found))


def in_words(found: list[limits.Problem], under: str = "") -> dict[str, Any]:
    """`errors` and `response_metadata` of a refusal."""
    words = [f"{problem.message} [json-pointer:{under}{problem.pointer}]" for problem in found]
    return {"errors": words, "response_metadata": {"messages": [f"[ERROR] {line}" for line in words]}}


def refuse_view(request: "Request", view: Any, surface: str | None = None) -> str:
    """The surface of a view that Slack takes; raises as views.* does for others."""
    if not isinstance(view, dict):
        raise request.error(
            "invalid_arguments", **in_words([limits.Problem("", "wrong_type", "must provide an object")], "/view")
        )
    surface = surface or ("home" if view.get("type") == "home" else "modal")
    found = limits.problems(surface, view)
    if any(problem.code == "view_too_large" for problem in found):
        raise request.error("view_too_large")
    if found:
        raise request.error("invalid_arguments", **in_words(found, "/view"))
    return surface


_ids = itertools.count(1)


def stored(blocks: Any) -> list[dict[str, Any]]:
    """Blocks as Slack gives them back: ids made up where missing, `emoji` and `verbatim` written out."""
    kept: list[dict[str, Any]] = copy.deepcopy(blocks or [])
    taken = {block.get("block_id") for block in kept}
    for block in kept:
        if not block.get("block_id"):
            block["block_id"] = next(name for n in _ids if (name := f"b{n:04X}") not in taken)
        elements = [block, *_inside(block)]
        for element in elements:
            if element is not block and "action_id" in limits.ELEMENTS.get(str(element.get("type")), {}):
                element.setdefault("action_id", f"a{next(_ids):04X}")
        _fill(block)
    return kept


def _inside(block: dict[str, Any]) -> list[dict[str, Any]]:
    if block.get("type") == "rich_text":
        return []
    found = [item for item in block.get("elements", ()) if isinstance(item, dict)]
    return found + [block[name] for name in ("accessory", "element") if isinstance(block.get(name), dict)]


def _fill(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _fill(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text" and "text" in value:
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn" and "text" in value:
            value.setdefault("verbatim", False)
        for inner in list(value.values()):
            _fill(inner)


def validate(request: "Request") -> dict[str, Any]:
    """blocks.validate: exactly one of `blocks`, `message`, `view`."""
    given = [name for name in ("blocks", "message", "view") if request.args.get(name) is not None]
    if len(given) != 1:
        raise request.error("invalid_arguments")
    name, value = given[0], request.args[given[0]]
    if name == "view":
        found = limits.problems("home" if value.get("type") == "home" else "modal", value)
    else:
        found = message_problems({"blocks": value} if name == "blocks" else value)
    if found:
        told = [
            {
                "pointer": problem.pointer.removeprefix("/blocks") if name == "blocks" else problem.pointer,
                "code": problem.code,
                "message": problem.message,
                "constraint": problem.code,
                "field": problem.pointer.rpartition("/")[2],
            }
            for problem in found
        ]
        raise request.error(f"invalid_{name}", errors=told)
    return {}
