"""Each row of Discord's limits at its edge, with numbers written here a second time, and simcord as a second judge."""

from collections.abc import Iterator
from typing import Any

import pytest
from simcord.components import validate_components, validate_embeds, validate_modal

from adapters.discord import elements, limits
from bot.view.rules import Line, Many, Number
from tests.discord import samples
from tests.discord.samples import BUTTON, COMMAND, MEDIA, TEXT, carried, message, modal, options
from tests.every import every

# fmt: off
NUMBERS = {
    "custom_id": 100, "id": 2**31 - 1, "min_values": 25, "max_values": 25, "placeholder": 150, "default_values": 25,
    "component:1.components": 5, "style": 6, "label": 80, "url": 512, "component:3.options": 25,
    "component:9.components": 3, "content": 4000, "description": 1024, "component:12.items": 10, "spacing": 2,
    "component:17.components": 40, "accent_color": 0xFFFFFF,
    "option.label": 100, "option.value": 100, "option.description": 100,
    "embed.title": 256, "embed.description": 4096, "embed.fields": 25, "embed_field.name": 256,
    "embed_field.value": 1024, "embed_footer.text": 2048, "embed_author.name": 256,
    "component:18.label": 45, "component:18.description": 100, "component:4.style": 2, "component:4.label": 45,
    "min_length": 4000, "max_length": 4000, "component:4.value": 4000, "component:4.placeholder": 100,
    "component:19.min_values": 10, "component:19.max_values": 10, "component:21.options": 10,
    "component:22.options": 10, "component:22.min_values": 10, "component:22.max_values": 10,
    "choice.name": 100, "parameter:1.name": 32, "parameter:1.description": 100, "parameter:1.options": 25,
    "parameter:2.name": 32, "parameter:2.description": 100, "parameter:2.options": 25,
    "parameter:3.name": 32, "parameter:3.description": 100, "parameter:3.choices": 25,
    "parameter:3.min_length": 6000, "parameter:3.max_length": 6000,
}
LEAST = {
    "component:1.components": 1, "component:3.options": 1, "component:9.components": 1, "component:12.items": 1,
    "component:17.components": 1, "component:21.options": 2, "component:22.options": 1, "parameter:2.options": 1,
}
# fmt: on
"""By `entry.field`, or by field alone where it is the same everywhere. discord.md section 1 and the documentation."""
SPECIAL = {
    "plain": ("a", 1),
    "two bytes": ("é", 1),
    "three bytes": ("世", 1),
    "emoji": ("🙂", 2),
    "escaped": ("\\*", 2),
}


def entries() -> Iterator[tuple[str, str, Any]]:
    for surface, components in limits.TABLE.items():
        for kind, fields in components.items():
            yield surface, f"component:{kind}", fields
    for name, fields in elements.PARTS.items():
        yield "message", name, fields
    for name, fields in limits.COMMANDS.items():
        if name in samples.PARTS:
            yield "command", name, fields


def rows(*kinds: type) -> list[Any]:
    """Every limited field of the table of these kinds, with the number that is written above."""
    found = []
    for surface, entry, fields in entries():
        for field, rule in fields.items():
            if isinstance(rule, kinds) and rule.most is not None:
                number = NUMBERS.get(f"{entry}.{field}") or NUMBERS[field]  # one without a number fails the collection
                found.append(pytest.param(surface, entry, field, rule, number, id=f"{surface}-{entry}.{field}"))
    return found


def filled(units: int, special: str) -> str:
    """A text of exactly so many UTF-16 units."""
    piece, width = SPECIAL[special]
    times = min(3, units // width)
    return piece * times + "a" * (units - times * width)


def verdict(surface: str, payload: dict[str, Any], at: str, code: str | None) -> None:
    found = limits.problems(surface, payload)
    if code is None:
        assert found == []
        judged(surface, payload)
    else:
        assert (at, code) in [(problem.pointer, problem.code) for problem in found]


def judged(surface: str, payload: dict[str, Any]) -> None:
    """What the table takes simcord takes."""
    if surface == "modal":
        validate_modal(payload)
    elif surface == "message":
        validate_components(payload.get("components", []), flags=payload.get("flags", 0))
        validate_embeds(payload.get("embeds") or [])


def beside(entry: str, field: str, value: Any) -> dict[str, Any]:
    """A field with what must stand beside it."""
    if field == "url":
        return {"style": 5, "custom_id": None, "url": value}
    if field == "style" and value in (5, 6):
        return {"style": value, "custom_id": None, "label": None if value == 6 else "b"} | (
            {"url": "https://example.org"} if value == 5 else {"sku_id": "1"}
        )
    if field == "min_values":
        return {field: value, "max_values": min(max(value, 1), 25 if entry in SELECTS else 10)}
    if field == "min_length" and entry == "component:4":
        return {field: value, "max_length": 4000}
    return {field: value}


SELECTS = {"component:3", "component:5", "component:6", "component:7", "component:8"}


def without_nothing(payload: Any) -> Any:
    """Fields that are None are not sent."""
    if isinstance(payload, dict):
        return {name: without_nothing(value) for name, value in payload.items() if value is not None}
    return [without_nothing(value) for value in payload] if isinstance(payload, list) else payload


@every("special", list(SPECIAL))
@every(("surface", "entry", "field", "rule", "number"), rows(Line))
def test_a_text_fits_to_the_last_unit(
    surface: str, entry: str, field: str, rule: Line, number: int, special: str
) -> None:
    if field == "name" and entry.startswith("parameter"):
        special = {"plain": "plain"}.get(special, "two bytes")  # a name takes letters alone
    for units in (number - 1, number, number + 1):
        where, payload, at = carried(surface, entry, beside(entry, field, filled(units, special)))
        verdict(where, without_nothing(payload), f"{at}/{field}", "too_long" if units > number else None)


@every(("surface", "entry", "field", "rule", "number"), rows(Line))
def test_a_text_says_something_where_it_must(surface: str, entry: str, field: str, rule: Line, number: int) -> None:
    for text, code in (("", "too_short" if rule.least else None), (" \n", "blank" if rule.said else None)):
        where, payload, at = carried(surface, entry, beside(entry, field, text))
        found = codes(where, without_nothing(payload))
        if code is not None:
            assert (f"{at}/{field}", code) in found
        else:  # a name is held to its letters too
            assert f"{at}/{field}" not in dict(found) or entry.startswith("parameter")


@every(("surface", "entry", "field", "rule", "number"), rows(Number))
def test_a_number_reaches_its_most(surface: str, entry: str, field: str, rule: Number, number: int) -> None:
    for value in (number - 1, number, number + 1):
        where, payload, at = carried(surface, entry, beside(entry, field, value))
        verdict(where, without_nothing(payload), f"{at}/{field}", "too_large" if value > number else None)
    if rule.least is not None:
        where, payload, at = carried(surface, entry, {field: rule.least - 1})
        verdict(where, payload, f"{at}/{field}", "too_small")


def items(entry: str, count: int) -> list[dict[str, Any]]:
    """So many things for the list of an entry."""
    match entry:
        case "component:1":
            return [{**BUTTON, "custom_id": f"b{number}"} for number in range(count)]
        case "component:9" | "component:17":
            return [TEXT] * count
        case "component:12":
            return [{"media": MEDIA}] * count
        case "embed":
            return [{"name": "n", "value": "v"}] * count
        case "parameter:1":
            return [{"type": 3, "name": f"n{number}", "description": "d"} for number in range(count)]
        case "parameter:2":
            return [{"type": 1, "name": f"n{number}", "description": "d"} for number in range(count)]
        case "parameter:3":
            return [{"name": "c", "value": f"v{number}"} for number in range(count)]
        case _:
            return options(count)


@every(("surface", "entry", "field", "rule", "number"), rows(Many))
def test_a_list_fits_to_the_last_item(surface: str, entry: str, field: str, rule: Many, number: int) -> None:
    for count in (number - 1, number, number + 1):
        where, payload, at = carried(surface, entry, {field: items(entry, count)})
        if entry == "component:17":  # the whole message takes 40, and the container is one of them
            assert ((f"{at}/{field}", "too_many") in codes(where, payload)) == (count > number)
        else:
            verdict(where, payload, f"{at}/{field}", "too_many" if count > number else None)
    least = LEAST.get(f"{entry}.{field}", 0)
    for count in range(least + 1):
        where, payload, at = carried(surface, entry, {field: items(entry, count)})
        assert ((f"{at}/{field}", "too_few") in codes(where, payload)) == (count < least)


def codes(surface: str, payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in limits.problems(surface, payload)]


@every(
    ("surface", "entry", "field"),
    [
        pytest.param(surface, entry, field, id=f"{surface}-{entry}.{field}")
        for surface, entry, fields in entries()
        for field, rule in fields.items()
        if rule.required
    ],
)
def test_what_is_required_is_missed(surface: str, entry: str, field: str) -> None:
    where, payload, at = carried(surface, entry, {})
    assert codes(where, payload) == []
    where, payload, at = carried(surface, entry, {field: None})
    assert (at, "missing") in codes(where, without_nothing(payload))


def test_a_field_that_discord_does_not_know_is_found() -> None:
    for surface, entry, _ in entries():
        where, payload, at = carried(surface, entry, {"colour": "red"})
        assert (at, "unknown_field") in codes(where, payload), entry


def test_a_component_stands_where_it_may() -> None:
    bare = {"type": 2, "style": 2, "custom_id": "b", "label": "b"}
    assert codes("message", message(bare)) == [("/components/0/type", "not_allowed")]
    inner = {"type": 17, "components": [{"type": 17, "components": [TEXT]}]}
    assert codes("message", message(inner)) == [("/components/0/components/0/type", "not_allowed")]
    assert codes("modal", modal(samples.ROW)) == [("/components/0/type", "not_allowed")]
    assert codes("modal", modal(samples.labelled(BUTTON))) == [("/components/0/component/type", "not_allowed")]
    section = {"type": 9, "components": [TEXT], "accessory": TEXT}
    assert codes("message", message(section)) == [("/components/0/accessory/type", "not_allowed")]
    assert codes("message", {"components": [TEXT]}) == [("/components/0/type", "not_allowed")]  # without the flag


def test_what_stands_around_components_fits() -> None:
    for surface, name, most in (
        ("message", "content", 2000),
        ("message", "nonce", 25),
        ("modal", "title", 45),
        ("modal", "custom_id", 100),
        ("command", "name", 32),
        ("command", "description", 100),
        ("thread", "name", 100),
    ):
        least: dict[str, Any] = {"message": {}, "modal": modal(), "command": COMMAND, "thread": {"name": "n"}}[surface]
        for units in (most - 1, most, most + 1):
            text = filled(units, "two bytes" if surface == "command" else "emoji")
            verdict(surface, {**least, name: text}, f"/{name}", "too_long" if units > most else None)


def test_lists_around_components_fit() -> None:
    def listed(surface: str, count: int) -> dict[str, Any]:
        match surface:
            case "modal":
                return modal(*[{"type": 10, "content": "t"}] * count)
            case "autocomplete":
                return {"choices": items("parameter:3", count)}
            case "command":
                return {**COMMAND, "options": items("parameter:1", count)}
            case "legacy":
                rows = [{"type": 1, "components": [{**BUTTON, "custom_id": f"b{at}"}]} for at in range(count)]
                return {"components": rows}
            case "embeds":
                return {"embeds": [{"title": "t"}] * count}
            case _:
                return {"attachments": [{"id": at} for at in range(count)]}

    for surface, name, most in (
        ("modal", "components", 5),
        ("autocomplete", "choices", 25),
        ("command", "options", 25),
        ("legacy", "components", 5),
        ("embeds", "embeds", 10),
        ("files", "attachments", 10),
    ):
        for count in (most - 1, most, most + 1):
            where = surface if surface in limits.SURFACES and surface != "legacy" else "message"
            verdict(where, listed(surface, count), f"/{name}", "too_many" if count > most else None)
    assert ("/components", "too_few") in codes("modal", {**modal(), "components": []})
