"""How a client fills in one control, of a modal or a message, and what it does not let a person send."""

from typing import TYPE_CHECKING, Any

from tests.platforms.discord import payloads
from tests.platforms.discord.reading import CHECKBOX, CHECKBOXES, INPUT, RADIO, SELECT, SELECTS, UPLOAD, NotThere

if TYPE_CHECKING:
    from tests.platforms.discord.driver import Person

Wire = dict[str, Any]
TEXT_MOST = 4000
USERS, ROLES, MENTIONABLES, CHANNELS = 5, 6, 7, 8


def filled(person: "Person", control: Wire, value: Any) -> tuple[Wire, Wire]:
    """The control as it is submitted, and what `resolved` says of its values. None keeps what stands there."""
    kind = control["type"]
    sent: Wire = {"type": kind, "custom_id": control["custom_id"], "id": control["id"]}
    required = control.get("required", kind not in (CHECKBOX,))
    if kind == INPUT:
        text = control.get("value") or "" if value is None else value
        return {**sent, "value": _typed(control, text, required)}, {}
    if kind == CHECKBOX:
        return {**sent, "value": bool(control.get("default") if value is None else value)}, {}
    if kind == RADIO:
        return {**sent, "value": _one(control, value, required)}, {}
    if kind == UPLOAD:
        files = [person.fake.upload(*one) for one in value or ()]
        _counted(control, files, required, most=1)
        return {**sent, "values": [one["id"] for one in files]}, {"attachments": {one["id"]: one for one in files}}
    if kind in (SELECT, CHECKBOXES):
        chosen = _options(control, value)
        _counted(control, chosen, required, most=1 if kind == SELECT else len(control["options"]))
        return {**sent, "values": chosen}, {}
    assert kind in SELECTS
    given = list(value or ())
    _counted(control, given, required, most=1)
    return {**sent, "values": [one.id for one in given]}, _resolved(person, kind, given)


def _typed(control: Wire, text: str, required: bool) -> str:
    least, most = control.get("min_length") or 0, control.get("max_length") or TEXT_MOST
    if required and not text:
        raise NotThere(f"{control['custom_id']} must be filled in")
    if text and not least <= len(text) <= most:
        raise NotThere(f"{control['custom_id']} takes {least} to {most} characters")
    return text


def _one(control: Wire, value: Any, required: bool) -> str | None:
    chosen = _options(control, None if value is None else [value])
    if required and not chosen:
        raise NotThere(f"one of {control['custom_id']} must be chosen")
    return chosen[0] if chosen else None


def _options(control: Wire, wanted: Any) -> list[str]:
    """Values of options that were named by value or label; the defaults where nothing was."""
    options = control["options"]
    if wanted is None:
        return [str(one["value"]) for one in options if one.get("default")]
    found = []
    for name in wanted:
        hits = [str(one["value"]) for one in options if name in (one["value"], one["label"])]
        if len(hits) != 1:
            raise NotThere(f"{name!r} is {len(hits)} of the options {[one['label'] for one in options]}")
        found.append(hits[0])
    return found


def _counted(control: Wire, chosen: list[Any], required: bool, *, most: int) -> None:
    least = control.get("min_values")
    least = 1 if least is None else least
    most = control.get("max_values") or most
    if not chosen and (not required or least == 0):
        return
    if not least <= len(chosen) <= most or len(chosen) != len(set(map(str, chosen))):
        raise NotThere(f"{control['custom_id']} takes {least} to {most} choices")


def _resolved(person: "Person", kind: int, given: list[Any]) -> Wire:
    fake, found = person.fake, {}
    if kind == CHANNELS:
        return {"channels": {one.id: payloads.seen_channel(one, person.id) for one in given}}
    people = {one.id: payloads.user(fake, one.id) for one in given if one.id in fake.users}
    roles = {one.id: payloads.role(one) for one in given if one.id not in fake.users}
    if people:
        found["users"] = people
    if roles:
        found["roles"] = roles
    return found
