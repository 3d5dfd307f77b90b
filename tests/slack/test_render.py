"""Every card and form of the gallery is taken by Slack as it is drawn, whatever was written into it."""

import json
import warnings
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack import limits
from adapters.slack.controls import PICK, action_id, read_action_id
from adapters.slack.forms import MORE, form_view, values
from adapters.slack.render import message, modal, named
from bot.intents import Answer
from bot.view.card import Button, Buttons, Card, Choice, Choices, Code, Field, Fields, Text, card
from bot.view.form import Form
from bot.view.wire import decode
from tests.every import every
from tests.hostile import HOSTILE
from tests.view.gallery import controls_of, forms, gallery, poisoned

CARDS = gallery()
FORMS = forms()
CORE = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}
every_card = every("shown", CARDS)
every_form = every("form", FORMS)
every_hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def controls(drawn: dict[str, Any]) -> list[str]:
    """Every action_id of a message, in order."""
    return [
        element["action_id"] for block in drawn["blocks"] if block["type"] == "actions" for element in block["elements"]
    ]


def texts(thing: Any) -> list[dict[str, Any]]:
    """Every text object and leaf."""
    if isinstance(thing, list):
        return [found for part in thing for found in texts(part)]
    if not isinstance(thing, dict):
        return []
    own = [thing] if isinstance(thing.get("text"), str) else []
    return own + [found for part in thing.values() for found in texts(part)]


def said(drawn: dict[str, Any]) -> str:
    """All that a person reads in the blocks."""
    return "".join(thing["text"] for thing in texts(drawn["blocks"]))


@every_card
def test_a_card_is_taken(shown: Card) -> None:
    drawn = message(shown, "daily:1:1")
    assert limits.problems("message", drawn) == []
    assert limits.problems("modal", modal([shown, shown], "{}")) == []
    assert {block["type"] for block in drawn["blocks"]} <= CORE
    assert drawn["text"].strip()
    for block in drawn["blocks"]:
        Block.parse(block).to_dict()


@every_card
def test_its_controls_come_back(shown: Card) -> None:
    pressed = [press for name in controls(message(shown)) if (press := read_action_id(name)) is not None]
    assert [decode(press.token) for press in pressed] == list(controls_of(shown))
    forms_of = [b.form for block in shown.blocks if isinstance(block, Buttons) for b in block.buttons]
    assert sum(press.form for press in pressed) == sum(forms_of)
    many = [block for block in shown.blocks if isinstance(block, Choices) and block.submit]
    assert sum(press.many for press in pressed) == len(many)


@every_card
def test_everything_that_it_says_is_there(shown: Card) -> None:
    drawn = said(message(shown))
    for block in shown.blocks:
        match block:
            case Text(when=None):
                assert block.text.replace("`", "") in drawn.replace("`", "")
            case Code():
                assert block.text.strip("\n") in drawn
            case Choices():
                assert all(f"{option.label}. " in drawn and option.text in drawn for option in block.options)
            case Buttons():
                assert all(button.label in drawn for button in block.buttons)
            case Fields():
                assert all(field.name in drawn for field in block.fields)
            case _:
                pass


@every_hostile
def test_hostile_text_in_every_place_of_every_card(text: str) -> None:
    for name, shown in CARDS.items():
        if len(text) > 50_000 and not name.startswith("block: "):
            continue  # no presenter lets that through: every kind of block once will do
        bad = poisoned(shown, text)
        drawn = message(bad, "k")
        assert limits.problems("message", drawn) == [], name
        assert limits.problems("modal", modal([bad], "{}")) == [], name
        harmless(drawn["text"])
        for found in texts(drawn["blocks"]):
            if found["type"] == "mrkdwn":
                assert found["verbatim"] is True
                harmless(found["text"])
            if found["type"] == "plain_text":
                assert found["emoji"] is False
        leaves = {
            leaf["type"] for block in drawn["blocks"] if block["type"] == "rich_text" for leaf in leaves_of(block)
        }
        assert leaves <= {"text", "date"}


def leaves_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [leaf for element in block["elements"] for leaf in element["elements"]]


def harmless(text: str) -> None:
    """No mention, link or entity but our own times."""
    rest = text
    while "<!date^" in rest:
        before, _, behind = rest.partition("<!date^")
        rest = before + behind.partition(">")[2]
    assert "<" not in rest
    assert ">" not in rest


def test_the_longest_words_fit_however_they_are_counted() -> None:
    for sign in "a&🙂世<":
        shown = card(sign * 400, "info", *(Text(sign * 2_999) for _ in range(24)), Code(sign * 9_000), word=sign)
        drawn = message(shown, "k")
        assert limits.problems("message", drawn) == []
        assert "…" in said(drawn)


def test_what_is_too_long_ends_at_a_word_and_keeps_its_controls() -> None:
    shown = card("Long", "info", Text("word " * 4_000), Buttons((Button("Go", Answer(1, "a")),)))
    drawn = message(shown)
    assert "word…" in said(drawn)
    assert "Shortened" in said(drawn)
    assert controls(drawn) == [action_id(Answer(1, "a"))]


def test_more_choices_than_boxes_become_a_list_and_more_than_five_several_rows() -> None:
    letters = [chr(65 + n) for n in range(12)]
    many = Choices(tuple(Choice(letter, letter * 80) for letter in letters), many=True, submit=Answer(1))
    drawn = message(card("Many", "open", many))
    assert drawn["blocks"][-1]["elements"][0]["type"] == "multi_static_select"
    assert [option["value"] for option in drawn["blocks"][-1]["elements"][0]["options"]] == [c.lower() for c in letters]
    one = Choices(tuple(Choice(letter, letter, Answer(1, letter)) for letter in letters))
    assert len(controls(message(card("One", "open", one)))) == 12


def test_two_buttons_of_one_token_stay_apart() -> None:
    row = Buttons(
        (Button("Once", Answer(1, "a")), Button("Again", Answer(1, "a")), Button("Form", Answer(1), form=True))
    )
    names = controls(message(card("Twice", "ask", row)))
    assert len(set(names)) == 3
    assert [read_action_id(name).token for name in names] == [action_id(Answer(1, "a"))] * 2 + [action_id(Answer(1))]  # type: ignore[union-attr]
    assert read_action_id(PICK) is None


def test_an_edit_has_new_block_ids_and_a_repetition_the_same() -> None:
    first, second = message(card("One", "info"), "k"), message(card("Two", "info"), "k")
    ids = {block["block_id"] for block in first["blocks"]}
    assert ids.isdisjoint(block["block_id"] for block in second["blocks"])
    assert message(card("One", "info"), "k") == first
    assert all(name.startswith("q:k:") for name in ids)
    assert named([], "k") == []


def test_a_time_is_the_readers_own() -> None:
    drawn = message(CARDS["block: choices, one"])
    assert "<!date^1785740400^" in json.dumps(drawn)
    assert "UTC" in drawn["text"]


def test_a_literal_field_says_no_time() -> None:
    shown = card("x", "info", Fields((Field("n", "{when}", literal=True),)))
    assert "{when}" in said(message(shown))


@every_form
def test_a_form_is_taken_and_comes_back_as_it_was(form: Form) -> None:
    view = form_view(form, {"c": "C1"})
    assert limits.problems("modal", view) == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        View(**view).to_dict()
    asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert [name for name in asked if not name.endswith(MORE)] == [f"f:{field.name}" for field in form.fields]
    assert set(values(view | {"state": {"values": {}}})) == {field.name for field in form.fields}


@every_hostile
def test_hostile_text_in_every_place_of_every_form(text: str) -> None:
    from dataclasses import replace

    for name, form in FORMS.items():
        bad = replace(
            form,
            title=text,
            intro=text,
            submit=text,
            fields=tuple(
                replace(
                    field,
                    label=text,
                    hint=text,
                    value=text if field.kind in ("text", "lines") else field.value,
                    choices=tuple(replace(choice, label=text) for choice in field.choices),
                )
                for field in form.fields
            ),
        )
        assert limits.problems("modal", form_view(bad, {})) == [], name
