"""Limits of Slack that span several fields: sums, uniqueness, and what must agree with what."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import limits
from tests.slack.samples import MARKED, PLAIN, block, button, cell, message, on, option, view


def codes(surface: str, payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in limits.problems(surface, payload)]


def select(**fields: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "a", "options": [option(0), option(1)], **fields}


def checks(**fields: Any) -> dict[str, Any]:
    return {"type": "checkboxes", "action_id": "a", "options": [option(0), option(1)], **fields}


@pytest.mark.parametrize("total", [11_999, 12_000, 12_001])
@pytest.mark.parametrize(("piece", "width"), [("a", 1), ("é", 1), ("🙂", 2), ("&amp;", 5)])
def test_all_blocks_of_a_message_together(total: int, piece: str, width: int) -> None:
    first = piece * 500
    texts = [first, "b" * 3000, "c" * 3000, "d" * 2500]
    texts.append("e" * (total - 500 * width - 8500))
    blocks = [block("section", text={**MARKED, "text": text[:3000]}) for text in texts]
    blocks += [block("section", text={**MARKED, "text": text[3000:]}) for text in texts if text[3000:]]
    found = codes("message", message(*blocks))
    assert found == ([("/blocks", "msg_blocks_too_long")] if total > 12_000 else [])


def test_literal_text_counts_as_it_is_escaped() -> None:
    leaves = [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "<" * 3000}]}]
    assert codes("message", message(block("rich_text", elements=leaves))) == []
    leaves[0]["elements"].append({"type": "text", "text": "a"})
    assert codes("message", message(block("rich_text", elements=leaves))) == [("/blocks", "msg_blocks_too_long")]


def test_markdown_is_summed_over_the_message() -> None:
    for last in (5999, 6000, 6001):
        found = codes("message", message(block("markdown", text="a" * 6000), block("markdown", text="b" * last)))
        assert (("/blocks", "too_long") in found) == (last > 6000)


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_a_block_id_is_used_once(surface: str) -> None:
    twice = on(surface, block("divider", block_id="x"), block("divider", block_id="x"))
    assert codes(surface, twice) == [("/blocks/1/block_id", "duplicate")]
    assert codes(surface, on(surface, block("divider", block_id="x"), block("divider", block_id="y"))) == []


def test_an_action_id_is_used_once_in_its_block() -> None:
    twice = message(block("actions", elements=[button(1), button(1)]))
    assert codes("message", twice) == [("/blocks/0/elements/1/action_id", "duplicate")]
    row = block("actions", elements=[button(1)])
    assert codes("message", message(row, row)) == []


def test_option_values_are_unique_over_groups_too() -> None:
    twice = message(block("actions", elements=[checks(options=[option(1), option(1)])]))
    assert codes("message", twice) == [("/blocks/0/elements/0/options/1/value", "duplicate")]
    groups = [{"label": PLAIN, "options": [option(1)]}, {"label": PLAIN, "options": [option(1)]}]
    element = {"type": "static_select", "action_id": "a", "option_groups": groups}
    where = "/blocks/0/elements/0/option_groups/1/options/0/value"
    assert codes("message", message(block("actions", elements=[element]))) == [(where, "duplicate")]


def test_what_is_chosen_at_first_is_one_of_the_options() -> None:
    for element in (select(initial_option=option(1)), checks(initial_options=[option(1)])):
        assert codes("message", message(block("actions", elements=[element]))) == []
    written_out = {"text": {**PLAIN, "emoji": True}, "value": "v1"}
    assert codes("message", message(block("actions", elements=[select(initial_option=written_out)]))) == []
    at = "/blocks/0/elements/0"
    for name, element in (("initial_option", select(initial_option=option(2))),):
        assert codes("message", message(block("actions", elements=[element]))) == [(f"{at}/{name}", "mismatch")]
    wrong = checks(initial_options=[option(0), option(2)])
    assert codes("message", message(block("actions", elements=[wrong]))) == [(f"{at}/initial_options/1", "mismatch")]


def test_a_select_has_options_or_groups() -> None:
    neither = {"type": "static_select", "action_id": "a"}
    both = select(option_groups=[{"label": PLAIN, "options": [option(5)]}])
    for element in (neither, both):
        assert codes("message", message(block("actions", elements=[element]))) == [("/blocks/0/elements/0", "missing")]


def test_a_modal_with_an_input_has_a_submit_button() -> None:
    asked = view("modal", block("input"))
    assert codes("modal", asked) == []
    del asked["submit"]
    assert codes("modal", asked) == [("", "missing")]
    assert codes("modal", {k: v for k, v in view("modal", block("divider")).items() if k != "submit"}) == []


def test_a_home_has_no_buttons_of_a_modal() -> None:
    assert codes("home", {**view("home", block("divider")), "submit": PLAIN}) == [("", "unknown_field")]
    assert codes("home", view("modal", block("divider")))[-1] == ("/type", "not_allowed")


def test_a_section_says_something() -> None:
    assert codes("message", message({"type": "section"})) == [("/blocks/0", "missing")]
    assert codes("message", message({"type": "section", "fields": [MARKED]})) == []


def test_a_picture_comes_from_one_place() -> None:
    for fields in ({}, {"image_url": "https://e.org/p", "slack_file": {"id": "F1"}}):
        picture = {"type": "image", "alt_text": "p", **fields}
        assert codes("message", message(picture)) == [("/blocks/0", "missing")]
        assert codes("message", message(block("context", elements=[picture]))) == [("/blocks/0/elements/0", "missing")]


def test_one_element_has_the_focus() -> None:
    def asked(name: str) -> dict[str, Any]:
        return block("input", element={"type": "plain_text_input", "action_id": name, "focus_on_load": True})

    assert codes("modal", view("modal", asked("a"))) == []
    assert codes("modal", view("modal", asked("a"), asked("b"))) == [("/blocks/1/element/focus_on_load", "duplicate")]


def test_the_least_length_is_not_above_the_most() -> None:
    for least in (4, 5, 6):
        element = {"type": "plain_text_input", "action_id": "a", "min_length": least, "max_length": 5}
        found = codes("modal", view("modal", block("input", element=element)))
        assert found == ([("/blocks/0/element/min_length", "mismatch")] if least > 5 else [])


@pytest.mark.parametrize("size", [249_999, 250_000, 250_001])
@pytest.mark.parametrize("piece", ["a", "é", "🙂"])
def test_a_view_weighs_so_many_bytes(size: int, piece: str) -> None:
    blocks = [block("section", text={**MARKED, "text": "a" * 2900}) for _ in range(84)]
    payload = view("modal", *blocks, block("section", text={**MARKED, "text": piece * 10}))
    payload["private_metadata"] = ""
    rest = size - len(json.dumps(payload, ensure_ascii=False).encode())
    for one in blocks:
        here = max(-2800, min(100, rest))
        one["text"]["text"] = "a" * (2900 + here)
        rest -= here
    assert rest == 0
    assert codes("modal", payload) == ([("", "view_too_large")] if size > 250_000 else [])


def test_a_table_stands_alone_and_is_not_too_wide() -> None:
    assert codes("message", message(block("table"), block("table"))) == [("/blocks/1", "only_one_table_allowed")]
    for cells in (1, 19, 20, 21):
        found = codes("message", message(block("table", rows=[[cell()] * cells])))
        assert found == ([("/blocks/0/rows/0", "too_many")] if cells > 20 else [])
    assert codes("message", message(block("table", rows=[[cell("")]]))) == [("/blocks/0/rows/0/0/text", "too_short")]
    for size in (9_999, 10_000, 10_001):
        found = codes("message", message(block("table", rows=[[cell("&" * 1000), cell("a" * (size - 5000))]])))
        assert found == ([("/blocks/0/rows", "too_long")] if size > 10_000 else [])


def test_the_rows_of_a_data_table_are_equally_long() -> None:
    rows = [[cell(), cell()], [cell(), cell()], [cell()]]
    assert codes("message", message(block("data_table", rows=rows))) == [("/blocks/0/rows/2", "mismatch")]


def test_metadata_are_small_flat_and_in_snake_case() -> None:
    def told(payload: Any) -> list[tuple[str, str]]:
        return codes("message", {**message(), "metadata": {"event_type": "card", "event_payload": payload}})

    assert told({"delivery_key": "1"}) == []
    assert told({"deliveryKey": "1"}) == [("/metadata/event_payload/deliveryKey", "not_allowed")]
    assert told({"key": {"deep": 1}}) == [("/metadata/event_payload/key", "not_allowed")]
    bare = len('{"event_type": "card", "event_payload": {"k": ""}}')
    for size in (999, 1000, 1001):
        assert told({"k": "a" * (size - bare)}) == ([("/metadata", "metadata_too_large")] if size > 1000 else [])


NAMES = ["type", "text", "blocks", "elements", "element", "options", "rows", "label", "title", "metadata", "accessory"]
WORDS = ["section", "actions", "mrkdwn", "table", "static_select"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
TYPE = st.sampled_from(sorted(limits.TABLE["message"]))
BLOCK = st.fixed_dictionaries({"type": TYPE}, optional=dict.fromkeys(NAMES[1:], JSON))


@given(st.sampled_from(sorted(limits.SURFACES)), st.lists(BLOCK, max_size=3), JSON)
def test_whatever_comes_is_judged_and_not_stumbled_over(surface: str, blocks: list[Any], other: Any) -> None:
    found = limits.problems(surface, {"blocks": blocks, "metadata": other, "title": other, "options": other})
    assert all(isinstance(one, limits.Problem) for one in found)
