"""Each row of Slack's limits at its edge, with numbers written here a second time, and slack_sdk as a second judge."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import limits
from adapters.slack.rules import Fields, Line, Many, Number, Texts, Words
from tests.every import every
from tests.slack import samples
from tests.slack.samples import MARKED, PLAIN, block, button, carried, cell, message, option
from tests.slack.verdicts import SPECIAL, filled, judged, verdict

# fmt: off
NUMBERS = {
    "block_id": 255, "action_id": 255, "placeholder": 150, "url": 3000, "image_url": 3000, "alt_text": 2000,
    "video_url": 3000, "thumbnail_url": 3000, "title_url": 3000, "provider_icon_url": 3000,
    "section.text": 3000, "section.fields": 10, "header.text": 150, "header.level": 4, "context.elements": 10,
    "actions.elements": 25, "image.title": 2000, "input.label": 2000, "input.hint": 2000,
    "button.text": 75, "button.value": 2000, "accessibility_label": 75, "overflow.options": 5,
    "option.text": 75, "option.value": 150, "option.description": 75, "option_group.label": 75,
    "option_group.options": 100, "options": 100, "option_groups": 100, "initial_options": 100,
    "radio_buttons.options": 10, "checkboxes.options": 10, "checkboxes.initial_options": 10,
    "confirm.title": 100, "confirm.text": 300, "confirm.confirm": 30, "confirm.deny": 30,
    "min_length": 3000, "max_length": 3000, "initial_value": 3000, "file_input.max_files": 10,
    "plain_text.text": 3000, "mrkdwn.text": 3000, "icon_button.text": 75, "icon_button.value": 2000,
    "context_actions.elements": 5, "markdown.text": 12_000, "table.rows": 100, "table.column_settings": 20,
    "data_table.caption": 3000, "data_table.rows": 101, "data_table.page_size": 100,
    "card.title": 150, "card.subtitle": 150, "card.body": 200, "card.actions": 25, "carousel.elements": 10,
    "container.title": 150, "container.subtitle": 150, "container.child_blocks": 10, "alert.text": 200,
    "text.text": 12_000, "link.text": 3000, "indent": 8, "border": 1, "initial_date_time": 9_999_999_999,
    "video.title": 199, "video.description": 200, "author_name": 49, "task_id": 255,
}
# fmt: on
"""By `entry.field`, or by field alone where it is the same everywhere. slack.md section 1 and the documentation."""
UNPUBLISHED = {"rich_text.elements", "rich_text_section.elements", "rich_text_preformatted.elements"} | {
    *("rich_text_quote.elements", "rich_text_list.elements", "language", "timezone", "initial_date", "initial_time"),
    *("initial_user", "initial_channel", "initial_conversation", "name", "unicode", "format", "fallback"),
    *("user_id", "channel_id", "usergroup_id", "provider_name", "plan.title", "task_card.title"),
}
"""Fields whose length nobody publishes, or whose few values are listed."""


def entries() -> Iterator[tuple[str, Fields]]:
    for surface, blocks in limits.TABLE.items():
        for name, fields in blocks.items():
            if fields and (surface == "message" or name not in limits.TABLE["message"]):
                yield f"{surface}:{name}", fields
    for name, fields in limits.ELEMENTS.items():
        yield f"element:{name}", fields
    for name, fields in limits.LEAF.items():
        yield f"leaf:{name}", fields
    for name, fields in limits.PARTS.items():
        yield f"part:{name}", fields


def rows(*kinds: type) -> list[Any]:
    """Every limited field of the table of these kinds, with the number that is written above."""
    found = []
    for entry, fields in entries():
        for field, rule in fields.items():
            if not isinstance(rule, kinds) or getattr(rule, "most", None) is None or getattr(rule, "among", ()):
                continue
            key = f"{entry.partition(':')[2]}.{field}"
            if key in NUMBERS or not {field, key} & UNPUBLISHED:
                number = NUMBERS.get(key) or NUMBERS[field]  # a field without a number here fails the collection
                found.append(pytest.param(entry, field, rule, number, id=f"{entry}.{field}"))
    return found


@every("special", list(SPECIAL))
@every(("entry", "field", "rule", "number"), rows(Words, Line))
def test_a_text_fits_to_the_last_unit(entry: str, field: str, rule: Words | Line, number: int, special: str) -> None:
    for units in (number - 1, number, number + 1):
        text = filled(units, special, rule, entry)
        value: Any = text
        if isinstance(rule, Words):
            kind = "plain_text" if "plain_text" in rule.kinds else "mrkdwn"
            value = {"type": kind, "text": text}
        surface, payload, at = carried(entry, {field: value})
        pointer = f"{at}/{field}/text" if isinstance(rule, Words) else f"{at}/{field}"
        verdict(surface, payload, pointer, "too_long" if units > number else None)


def test_marked_text_is_measured_as_it_stands() -> None:
    for text, code in (("&amp;" * 600, None), ("&amp;" * 600 + "a", "too_long"), ("&" * 3000, None)):
        verdict("message", message(block("section", text={**MARKED, "text": text})), "/blocks/0/text/text", code)


@every(("entry", "field", "rule", "number"), rows(Words))
def test_a_text_object_is_never_empty(entry: str, field: str, rule: Words, number: int) -> None:
    surface, payload, at = carried(entry, {field: {"type": rule.kinds[0], "text": ""}})
    verdict(surface, payload, f"{at}/{field}/text", "too_short")


@every(("entry", "field", "rule", "number"), rows(Words))
def test_a_text_object_has_a_kind_that_the_place_takes(entry: str, field: str, rule: Words, number: int) -> None:
    for kind in ("plain_text", "mrkdwn", "markdown"):
        surface, payload, at = carried(entry, {field: {"type": kind, "text": "t"}})
        verdict(surface, payload, f"{at}/{field}/type", None if kind in rule.kinds else "not_allowed")


def items(entry: str, field: str, count: int) -> dict[str, Any]:
    """`count` things for a list, with what else they ask for."""
    name = entry.partition(":")[2]
    match field:
        case "options":
            return {field: [option(n) for n in range(count)]}
        case "initial_options":
            chosen = [option(n) for n in range(count)]
            return {field: chosen} if name == "multi_external_select" else {field: chosen, "options": chosen}
        case "option_groups":
            groups = [{"label": PLAIN, "options": [option(n)]} for n in range(count)]
            return {field: groups, "options": None}
        case "fields":
            return {field: [MARKED] * count}
        case "rows":
            return {field: [[cell()]] * count}
        case "column_settings":
            return {field: [{"is_wrapped": True}] * count}
        case "child_blocks":
            return {field: [{"type": "divider"}] * count}
        case "actions":
            return {field: [button(n) for n in range(count)]}
    if name == "carousel":
        return {field: [samples.CARD] * count}
    if name == "context":
        return {field: [MARKED] * count}
    if name == "context_actions":
        icon = {"type": "icon_button", "icon": "trash", "text": PLAIN}
        return {field: [{**icon, "action_id": f"a{n}"} for n in range(count)]}
    return {field: [button(n) for n in range(count)]}


@every(("entry", "field", "rule", "number"), rows(Many, Texts))
def test_a_list_fits_to_the_last_item(entry: str, field: str, rule: Many | Texts, number: int) -> None:
    for count in (number - 1, number, number + 1):
        fields = {name: value for name, value in items(entry, field, count).items() if value is not None}
        surface, payload, at = carried(entry, fields)
        if field == "option_groups":
            _object(payload, at).pop("options")
        verdict(surface, payload, f"{at}/{field}", "too_many" if count > number else None)


@every(("entry", "field", "rule", "number"), rows(Many, Texts))
def test_a_list_is_never_empty(entry: str, field: str, rule: Many | Texts, number: int) -> None:
    surface, payload, at = carried(entry, {field: []})
    verdict(surface, payload, f"{at}/{field}", "too_few")


@every(("entry", "field", "rule", "number"), rows(Number))
def test_a_number_reaches_its_most(entry: str, field: str, rule: Number, number: int) -> None:
    for value in (number - 1, number, number + 1):
        surface, payload, at = carried(entry, {field: value})
        too_small = rule.least is not None and value < rule.least
        verdict(
            surface, payload, f"{at}/{field}", "too_large" if value > number else "too_small" if too_small else None
        )


@every(
    ("entry", "field"),
    [
        pytest.param(entry, field, id=f"{entry}.{field}")
        for entry, fields in entries()
        for field, rule in fields.items()
        if rule != limits.Open() and getattr(rule, "required", False)
    ],
)
def test_what_is_required_is_missed(entry: str, field: str) -> None:
    surface, payload, at = carried(entry, {})
    assert limits.problems(surface, payload) == []
    del _object(payload, at)[field]
    verdict(surface, payload, at, "missing")


def _object(payload: Any, at: str) -> Any:
    for step in at.split("/")[1:]:
        payload = payload[int(step) if isinstance(payload, list) else step]
    return payload


def test_a_field_that_slack_does_not_know_is_found() -> None:
    for entry, _ in entries():
        surface, payload, at = carried(entry, {"colour": "red"})
        verdict(surface, payload, at, "unknown_field")


@given(st.lists(st.sampled_from(rows(Words, Line)), min_size=1, max_size=6), st.data())
def test_what_the_table_takes_the_library_takes(chosen: list[Any], data: st.DataObject) -> None:
    blocks = []
    for param in chosen:
        entry, field, rule, number = param.values
        text = data.draw(st.text(st.characters(codec="utf-8"), min_size=0, max_size=min(number + 3, 300)))
        value = {"type": rule.kinds[0], "text": text} if isinstance(rule, Words) else text
        surface, payload, _ = carried(entry, {field: value})
        if surface == "message":
            blocks += payload["blocks"]
    if not limits.problems("message", message(*blocks)):
        judged("message", message(*blocks))
