"""Limits that span several fields: uniqueness, sums over a message, choices that must be among the options.

Works on payloads that may be malformed in any way: what is not of the expected shape is left to the table of fields.
"""

import json
from collections.abc import Iterator
from typing import Any

from adapters.slack.rules import Problem, escaped_units, units

ALL_TEXT = 12_000
"""Units of all blocks of one message together: `msg_blocks_too_long` was seen near 13,200 (slackapi/bolt-js#2509)."""
MARKDOWN = 12_000
VIEW_BYTES = 250_000
METADATA_BYTES = 1_000
TABLE_TEXT = 10_000
TABLE_CELLS = 20
LITERAL = ("alt_text", "accessibility_label", "caption", "fallback")
"""Fields of plain strings that a person reads or hears."""


def across_message(payload: dict[str, Any]) -> Iterator[Problem]:
    """Breaches that span the blocks of a message."""
    blocks = list(_dicts(payload.get("blocks")))
    yield from _across_blocks(blocks)
    if sum(_read(block) for _, block in blocks) > ALL_TEXT:
        yield Problem("/blocks", "msg_blocks_too_long", f"all blocks must be less than {ALL_TEXT + 1} characters")
    if sum(units(str(block.get("text"))) for _, block in blocks if block.get("type") == "markdown") > MARKDOWN:
        yield Problem("/blocks", "too_long", f"markdown blocks must be less than {MARKDOWN + 1} characters together")
    tables = [at for at, block in blocks if block.get("type") == "table"]
    for at in tables[1:]:
        yield Problem(at, "only_one_table_allowed", "only one table is allowed in a message")
    yield from _metadata(payload.get("metadata"))


def across_view(surface: str, view: dict[str, Any]) -> Iterator[Problem]:
    """Breaches that span the blocks of a modal or a Home."""
    blocks = list(_dicts(view.get("blocks")))
    yield from _across_blocks(blocks)
    if view.get("type") != surface:
        yield Problem("/type", "not_allowed", f"must be: {surface}")
    if surface == "modal" and not view.get("submit") and any(block.get("type") == "input" for _, block in blocks):
        yield Problem("", "missing", "missing required field: submit")
    if len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass")) > VIEW_BYTES:
        yield Problem("", "view_too_large", f"must be less than {VIEW_BYTES + 1} bytes")


def _across_blocks(blocks: list[tuple[str, dict[str, Any]]]) -> Iterator[Problem]:
    yield from _unique("block_id", blocks)
    focused = 0
    for at, block in blocks:
        elements = list(_elements(block, at))
        yield from _unique("action_id", elements)
        for where, element in elements:
            yield from _options(element, where)
            focused += element.get("focus_on_load") is True
            if focused > 1 and element.get("focus_on_load") is True:
                yield Problem(f"{where}/focus_on_load", "duplicate", "only one element may have the focus")
        match block.get("type"):
            case "section" if not block.get("text") and not block.get("fields"):
                yield Problem(at, "missing", "missing required field: text")
            case "image":
                yield from _picture(block, at)
            case "table":
                yield from _table(block, at)
            case "data_table":
                yield from _data_table(block, at)
            case "container" if not block.get("title") and not block.get("rich_text_title"):
                yield Problem(at, "missing", "missing required field: title")


def _unique(name: str, things: list[tuple[str, dict[str, Any]]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, thing in things:
        value = thing.get(name)
        if isinstance(value, str):
            if value in seen:
                yield Problem(f"{at}/{name}", "duplicate", f"`{name}` {value!r} is used twice")
            seen.add(value)


def _options(element: dict[str, Any], at: str) -> Iterator[Problem]:
    kind = element.get("type")
    if kind == "image":
        yield from _picture(element, at)
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem(f"{at}/min_length", "mismatch", "must be no more than max_length")
    groups = list(_dicts(element.get("option_groups"), f"{at}/option_groups"))
    if kind in ("static_select", "multi_static_select") and ("options" in element) == ("option_groups" in element):
        yield Problem(at, "missing", "must have either options or option_groups")
    options = list(_dicts(element.get("options"), f"{at}/options"))
    for where, group in groups:
        options += _dicts(group.get("options"), f"{where}/options")
    seen: set[str] = set()
    for where, option in options:
        value = str(option.get("value"))
        if value in seen:
            yield Problem(f"{where}/value", "duplicate", f"option value {value!r} is used twice")
        seen.add(value)
    if kind not in ("static_select", "multi_static_select", "radio_buttons", "checkboxes"):
        return
    known = [_plainly(option) for _, option in options]
    one = element.get("initial_option")
    if isinstance(one, dict) and _plainly(one) not in known:
        yield Problem(f"{at}/initial_option", "mismatch", "must be one of the options")
    for where, option in _dicts(element.get("initial_options"), f"{at}/initial_options"):
        if _plainly(option) not in known:
            yield Problem(where, "mismatch", "must be one of the options")


def _plainly(option: dict[str, Any]) -> str:
    """An option without the flags that Slack fills in."""

    def bare(value: Any) -> Any:
        return {k: v for k, v in value.items() if k not in ("emoji", "verbatim")} if isinstance(value, dict) else value

    return json.dumps({name: bare(value) for name, value in option.items()}, sort_keys=True)


def _picture(picture: dict[str, Any], at: str) -> Iterator[Problem]:
    if bool(picture.get("image_url")) == bool(picture.get("slack_file")):
        yield Problem(at, "missing", "missing required field: image_url")


def _table(block: dict[str, Any], at: str) -> Iterator[Problem]:
    rows = block.get("rows")
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if not isinstance(row, list):
            yield Problem(f"{at}/rows/{index}", "wrong_type", "must provide an array")
            continue
        if not 1 <= len(row) <= TABLE_CELLS:
            yield Problem(f"{at}/rows/{index}", "too_many", f"no more than {TABLE_CELLS} items allowed")
        for place, cell in enumerate(row):
            if isinstance(cell, dict) and cell.get("type") == "raw_text" and not cell.get("text"):
                yield Problem(f"{at}/rows/{index}/{place}/text", "too_short", "must be more than 0 characters")
    if _read({"rows": rows}) > TABLE_TEXT:
        yield Problem(f"{at}/rows", "too_long", f"must be less than {TABLE_TEXT + 1} characters")


def _data_table(block: dict[str, Any], at: str) -> Iterator[Problem]:
    rows = block.get("rows")
    lengths = [len(row) for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    for index, length in enumerate(lengths):
        if length != lengths[0]:
            yield Problem(f"{at}/rows/{index}", "mismatch", "must have as many cells as the header")


def _metadata(metadata: Any) -> Iterator[Problem]:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        yield Problem("/metadata", "wrong_type", "must have an event_type")
        return
    payload = metadata.get("event_payload")
    if not isinstance(payload, dict):
        yield Problem("/metadata/event_payload", "wrong_type", "must provide an object")
        return
    for name, value in payload.items():
        if isinstance(value, dict | list):
            yield Problem(f"/metadata/event_payload/{name}", "not_allowed", "must be flat")
        if not name.isidentifier() or name != name.lower():
            yield Problem(f"/metadata/event_payload/{name}", "not_allowed", "must be in snake_case")
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > METADATA_BYTES:
        yield Problem("/metadata", "metadata_too_large", f"must be less than {METADATA_BYTES + 1} bytes")


def _dicts(value: Any, at: str = "/blocks") -> Iterator[tuple[str, dict[str, Any]]]:
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, dict):
            yield f"{at}/{index}", item


def _elements(block: dict[str, Any], at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The elements of one block, for uniqueness and options; those of a rich text have neither."""
    if block.get("type") != "rich_text":
        yield from _dicts(block.get("elements"), f"{at}/elements")
        yield from _dicts(block.get("actions"), f"{at}/actions")
    for name in ("accessory", "element"):
        if isinstance(block.get(name), dict):
            yield f"{at}/{name}", block[name]


def _read(value: Any) -> int:
    """Units of everything in `value` that a person reads."""
    if isinstance(value, list):
        return sum(map(_read, value))
    if not isinstance(value, dict):
        return 0
    found = 0
    for name, inner in value.items():
        if name == "text" and isinstance(inner, str):
            found += units(inner) if value.get("type") in ("mrkdwn", "markdown") else escaped_units(inner)
        elif name in LITERAL and isinstance(inner, str):
            found += escaped_units(inner)
        else:
            found += _read(inner)
    return found
