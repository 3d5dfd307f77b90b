"""Elements that hold a value: their state in `state.values`, what a person may choose, and what is left to fill in."""

import copy
from collections.abc import Iterator
from typing import Any

Key = tuple[str, str]

TYPED = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}
"""Where the value of an element stands; a plural is a list."""
TAPPED = ("button", "overflow", "workflow_button", "icon_button", "feedback_buttons")


class NotThere(AssertionError):
    """A test acts on what the person cannot see, or chooses what is not offered."""


def elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(block, element) of everything that a person can press or fill in."""
    for block in blocks:
        inside = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
        inside = [*inside, block.get("accessory"), block.get("element")]
        for element in inside:
            if element and element.get("type") in {*TYPED, *TAPPED}:
                yield block, element


def find(
    blocks: list[dict[str, Any]], action_id: str, block_id: str | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The element of that action_id (and block_id, if it stands in several blocks)."""
    there = [
        (block, element)
        for block, element in elements(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if len(there) != 1:
        known = [(block["block_id"], element["action_id"]) for block, element in elements(blocks)]
        raise NotThere(f"{len(there)} elements have the action_id {action_id!r}; there are {known}")
    return there[0]


def empty(element: dict[str, Any]) -> dict[str, Any]:
    """The state before anybody touched the element."""
    slot = TYPED[element["type"]]
    initial = element.get(slot.replace("selected_", "initial_") if slot.startswith("selected") else "initial_value")
    if initial is None:
        initial = [] if slot.endswith("s") else None
    if element["type"] == "number_input" and initial is not None:
        initial = str(initial)
    return {"type": element["type"], slot: copy.deepcopy(initial)}


def states(blocks: list[dict[str, Any]], before: dict[Key, dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    """The state of every element, as it was where ids and type are the same."""
    now: dict[Key, dict[str, Any]] = {}
    for block, element in elements(blocks):
        if element["type"] in TYPED:
            key = (block["block_id"], element["action_id"])
            old = before.get(key)
            now[key] = old if old and old["type"] == element["type"] else empty(element)
    return now


def values(inputs: dict[Key, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """`state.values`."""
    found: dict[str, dict[str, Any]] = {}
    for (block_id, action_id), state in inputs.items():
        found.setdefault(block_id, {})[action_id] = copy.deepcopy(state)
    return found


def _offered(element: dict[str, Any], extra: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(one for group in groups for one in group["options"]), *extra]


def option(element: dict[str, Any], value: str, extra: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The option of that value, as Slack sends it back."""
    for one in _offered(element, extra or []):
        if one["value"] == value:
            return copy.deepcopy(one)
    raise NotThere(f"{value!r} is not among {[one['value'] for one in _offered(element, extra or [])]}")


def filled(element: dict[str, Any], given: Any, extra: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The state after a person entered `given`: text, an option's value, a list of values, an id; None empties it.

    Text that the client would not let through (too long, too short, not a number) raises NotThere.
    """
    slot = TYPED[element["type"]]
    if given is None:
        return {"type": element["type"], slot: [] if slot.endswith("s") else None}
    if slot == "selected_option":
        given = option(element, given, extra)
    elif slot == "selected_options":
        given = [option(element, one, extra) for one in given]
        if len(given) > element.get("max_selected_items", len(given)):
            raise NotThere("more than max_selected_items")
    elif slot == "value":
        given = str(given)
        if element["type"] == "number_input":
            _numeric(element, given)
        elif not element.get("min_length", 0) <= len(given) <= element.get("max_length", 3000):
            raise NotThere(f"{len(given)} characters do not fit the input")
    return {"type": element["type"], slot: given}


def _numeric(element: dict[str, Any], given: str) -> None:
    try:
        number = float(given)
    except ValueError:
        raise NotThere(f"{given!r} is not a number: the client does not send it") from None
    if not element["is_decimal_allowed"] and not number.is_integer():
        raise NotThere(f"{given!r} is not a whole number: the client does not send it")
    low, high = float(element.get("min_value", number)), float(element.get("max_value", number))
    if not low <= number <= high:
        raise NotThere(f"{given!r} is out of range: the client does not send it")


def unfilled(blocks: list[dict[str, Any]], inputs: dict[Key, dict[str, Any]]) -> list[str]:
    """block_ids of required inputs that are empty: the client does not submit with these."""
    missing = []
    for block, element in elements(blocks):
        if block["type"] != "input" or block.get("optional"):
            continue
        if inputs[block["block_id"], element["action_id"]][TYPED[element["type"]]] in (None, "", []):
            missing.append(block["block_id"])
    return missing


def pressed(element: dict[str, Any], state: dict[str, Any] | None) -> dict[str, Any]:
    """The entry of `actions` without ids and time."""
    body = {"type": element["type"]}
    if element["type"] == "button":
        body["text"] = element["text"]
        if "value" in element:
            body["value"] = element["value"]
    for name in ("placeholder", "confirm", "initial_option", "initial_options", "initial_date"):
        if name in element:
            body[name] = element[name]
    return copy.deepcopy({**body, **(state or {})})
