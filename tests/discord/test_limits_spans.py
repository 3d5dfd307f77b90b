"""Limits of Discord that span several fields: sums, uniqueness, what must agree with what; and sizes of files."""

from typing import Any

import pytest

from adapters.discord import limits
from tests.discord.samples import BUTTON, COMMAND, INPUT, TEXT, V2, labelled, message, modal, options


def codes(surface: str, payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in limits.problems(surface, payload)]


@pytest.mark.parametrize(("piece", "width"), [("a", 1), ("é", 1), ("🙂", 2), ("\\*", 2)])
def test_all_texts_of_a_message_together(piece: str, width: int) -> None:
    for total in (3_999, 4_000, 4_001):
        first = {"type": 10, "content": piece * 500}
        rest = {"type": 10, "content": "b" * (total - 500 * width)}
        found = codes("message", message({"type": 17, "components": [first]}, rest))
        assert found == ([("/components", "too_long")] if total > 4_000 else [])


def test_every_nested_component_counts() -> None:
    for total in (39, 40, 41):
        section = {"type": 9, "components": [TEXT] * 2, "accessory": BUTTON}  # with the container five
        found = codes("message", message({"type": 17, "components": [section]}, *[TEXT] * (total - 5)))
        assert found == ([("/components", "too_many")] if total > 40 else [])


def test_ids_are_used_once() -> None:
    row = {"type": 1, "components": [BUTTON, BUTTON]}
    assert codes("message", message(row)) == [("/components/0/components/1/custom_id", "duplicate")]
    apart = {"type": 1, "components": [BUTTON, {**BUTTON, "custom_id": "c"}]}
    assert codes("message", message(apart)) == []
    assert codes("modal", modal(labelled(INPUT), labelled(INPUT))) == [
        ("/components/1/component/custom_id", "duplicate")
    ]
    assert codes("message", message({**TEXT, "id": 7}, {**TEXT, "id": 7})) == [("/components/1/id", "duplicate")]
    assert codes("message", message({**TEXT, "id": 0}, {**TEXT, "id": 0})) == []


@pytest.mark.parametrize("field", ["content", "embeds", "poll", "sticker_ids"])
def test_components_stand_alone(field: str) -> None:
    value: Any = {"content": "c", "embeds": [{"title": "t"}], "poll": {"question": {}}, "sticker_ids": [{}]}[field]
    assert codes("message", message(TEXT, **{field: value})) == [(f"/{field}", "not_allowed")]
    assert codes("message", {field: value}) == []
    assert codes("message", message(TEXT, **{field: value and type(value)()})) == []


def test_a_row_has_buttons_or_one_select() -> None:
    select = {"type": 3, "custom_id": "s", "options": options(1)}
    for row in ([BUTTON, select], [select, BUTTON], [select, {**select, "custom_id": "t"}]):
        found = codes("message", message({"type": 1, "components": row}))
        assert ("/components/0/components", "mismatch") in found
    assert codes("message", message({"type": 1, "components": [select]})) == []


def test_a_button_has_what_its_style_asks_for() -> None:
    def found(**fields: Any) -> list[str]:
        button = {name: value for name, value in {**BUTTON, **fields}.items() if value is not None}
        return [code for _, code in codes("message", message({"type": 1, "components": [button]}))]

    assert found() == []
    assert found(label=None, emoji={"name": "🙂"}) == []
    assert found(label=None) == ["missing"]
    assert found(label=" ") == ["missing"]
    assert found(custom_id=None) == ["missing"]
    assert found(url="https://example.org") == ["not_allowed"]
    assert found(style=5, custom_id=None, url="https://example.org") == []
    assert found(style=5, custom_id=None) == ["missing"]
    assert found(style=5, url="https://example.org") == ["not_allowed"]
    assert found(style=6, custom_id=None, sku_id="1", label=None) == []
    assert found(style=6, custom_id=None, sku_id="1") == ["not_allowed"]


def test_what_is_picked_is_among_the_options() -> None:
    def found(**fields: Any) -> list[tuple[str, str]]:
        select = {"type": 3, "custom_id": "s", "options": options(3), **fields}
        return [
            (pointer.rpartition("/")[2], code)
            for pointer, code in codes("message", message({"type": 1, "components": [select]}))
        ]

    assert found(min_values=3, max_values=3) == []
    assert found(min_values=2) == [("min_values", "mismatch")]
    assert found(min_values=3, max_values=2) == [("min_values", "mismatch")]
    assert found(max_values=4) == [("max_values", "mismatch")]
    assert found(options=[*options(1), *options(1)]) == [("value", "duplicate")]
    chosen = [{**option, "default": True} for option in options(3)]
    assert found(options=chosen, max_values=3) == []
    assert found(options=chosen, max_values=2) == [("options", "mismatch")]


def test_what_a_modal_forbids() -> None:
    select = {"type": 3, "custom_id": "s", "options": options(3)}
    assert codes("modal", modal(labelled({**select, "disabled": False}))) == []
    assert codes("modal", modal(labelled({**select, "disabled": True}))) == [
        ("/components/0/component/disabled", "not_allowed")
    ]
    assert codes("modal", modal(labelled({**select, "required": True, "min_values": 0}))) == [
        ("/components/0/component/min_values", "mismatch")
    ]
    assert codes("modal", modal(labelled({**select, "required": False, "min_values": 0}))) == []
    for length, code in ((9, None), (10, None), (11, "mismatch")):
        found = codes("modal", modal(labelled({**INPUT, "value": "é" * length, "max_length": 10})))
        assert found == ([("/components/0/component/value", code)] if code else [])
    assert codes("modal", modal(labelled({**INPUT, "min_length": 5, "max_length": 4}))) == [
        ("/components/0/component/min_length", "mismatch")
    ]


def test_embeds_are_summed_over_the_message() -> None:
    for total in (5_999, 6_000, 6_001):
        parts: Any = [
            {"title": "🙂" * 100, "description": "d" * 4_000, "footer": {"text": "f" * 100}},
            {"author": {"name": "a" * 100}, "fields": [{"name": "n" * 100, "value": "v" * 900}]},
        ]
        parts.append({"description": "r" * (total - 5_400)})
        found = codes("message", {"embeds": parts})
        assert found == ([("/embeds", "too_long")] if total > 6_000 else [])


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        *((name, True) for name in ("daily", "daily-2_x", "täglich", "हिन्दी", "ไทย", "日本", "don't", "a" * 32)),
        *((name, False) for name in ("Daily", "two words", "a.b", "🙂", "Ä")),
    ],
)
def test_a_name_is_written_rightly(name: str, taken: bool) -> None:
    for command, at in (
        ({**COMMAND, "name": name}, "/name"),
        ({**COMMAND, "options": [{"type": 3, "name": name, "description": "d"}]}, "/options/0/name"),
        ({**COMMAND, "name_localizations": {"de": name}}, "/name_localizations/de"),
    ):
        assert codes("command", command) == ([] if taken else [(at, "not_allowed")])
    assert codes("command", {"name": name, "type": 2}) == []  # in a menu anything goes


def test_all_words_of_a_command_together() -> None:
    choices = [{"name": "n" * 100, "value": f"{number:0100}"} for number in range(25)]  # 200 units each
    for total in (7_999, 8_000, 8_001):
        rest = total - 1 - 100 - 101 - 25 * 200 - 101 - 12 * 200
        command = {
            "name": "n",
            "description": "d",
            "description_localizations": {"de": "🙂" * 50, "fr": "d" * 99},  # the longest one counts
            "options": [
                {"type": 3, "name": "a", "description": "d" * 100, "choices": choices},
                {"type": 3, "name": "b", "description": "d" * 100, "choices": choices[:12]},
                *({"type": 3, "name": f"{at}", "description": "d" * 96} for at in range(rest // 97)),
                {"type": 3, "name": "c", "description": "d" * (rest % 97 - 1)},
            ],
        }
        assert codes("command", command) == ([("", "too_long")] if total > 8_000 else [])


def test_commands_are_so_many() -> None:
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        for count in (most - 1, most, most + 1):
            listed = [{"name": f"n{at}", "type": kind} for at in range(count)]
            assert codes("commands", {"commands": listed}) == ([("/commands", "too_many")] if count > most else [])
    twice = {"commands": [COMMAND, COMMAND]}
    assert codes("commands", twice) == [("/commands/1/name", "duplicate")]


def test_options_of_a_command_agree() -> None:
    first, second = ({"type": 3, "name": name, "description": "d"} for name in "ab")
    assert codes("command", {**COMMAND, "options": [{**first, "required": True}, second]}) == []
    assert codes("command", {**COMMAND, "options": [first, {**second, "required": True}]}) == [
        ("/options/1", "mismatch")
    ]
    assert codes("command", {**COMMAND, "options": [first, first]}) == [("/options/1/name", "duplicate")]
    subcommand = {"type": 1, "name": "s", "description": "d"}
    assert codes("command", {**COMMAND, "options": [subcommand, first]}) == [("/options", "mismatch")]
    group = {"type": 2, "name": "g", "description": "d", "options": [subcommand]}
    assert codes("command", {**COMMAND, "options": [group]}) == []
    deeper = {**group, "options": [group]}
    assert ("/options/0/options/0/type", "not_allowed") in codes("command", {**COMMAND, "options": [deeper]})
    both = {**first, "choices": [{"name": "n", "value": "v"}], "autocomplete": True}
    assert codes("command", {**COMMAND, "options": [both]}) == [("/options/0/autocomplete", "mismatch")]
    assert codes("command", {"name": "n"}) == [("/description", "missing")]


def test_the_value_of_a_choice_fits() -> None:
    for units in (99, 100, 101):
        choice = {"name": "n", "value": "🙂" + "a" * (units - 2)}
        found = codes("autocomplete", {"choices": [choice]})
        assert found == ([("/choices/0/value", "too_long")] if units > 100 else [])
    assert codes("autocomplete", {"choices": [{"name": "n", "value": 5}]}) == []
    assert codes("autocomplete", {"choices": [{"name": "n", "value": []}]}) == [("/choices/0/value", "wrong_type")]


def test_files_weigh_so_much() -> None:
    ten, mebi = 10 * 2**20, 2**20
    for size in (ten - 1, ten, ten + 1):
        assert bool(limits.heavy([size])) == (size > ten)
    for last in (5 * mebi - 1, 5 * mebi, 5 * mebi + 1):
        assert bool(limits.heavy([ten, ten, last])) == (last > 5 * mebi)
    for count in (9, 10, 11):
        assert bool(limits.heavy([1] * count)) == (count > 10)
    assert [problem.pointer for problem in limits.heavy([3, 1], each=2)] == ["/files/0"]


@pytest.mark.parametrize("payload", [{}, {"flags": V2, "components": "x"}, {"flags": V2, "components": [None, [], 5]}])
def test_what_is_malformed_is_told_and_breaks_nothing(payload: dict[str, Any]) -> None:
    assert (codes("message", payload) == []) == (payload == {})
    for junk in ({"type": [], "components": {}}, {"type": 1, "components": [{"type": {}, "id": []}]}, {"type": 3}):
        assert codes("message", message(junk))
        assert codes("modal", modal(junk))
