"""Forms as modals: each is taken as it is drawn, comes back as it was filled in, and shows what was typed before."""

import re
from dataclasses import replace
from typing import Any

import pytest
from simcord.components import validate_modal

from adapters.discord import limits
from adapters.discord.controls import read_custom_id
from adapters.discord.forms import modal, values
from bot.intents import ChangeSettings
from bot.view.form import Form, FormChoice, FormField
from bot.view.wire import decode
from tests.discord.drawn import unmarked
from tests.every import every
from tests.platforms.discord import openapi
from tests.view.gallery import forms

FORMS = forms()
DRAWN = {name: modal(form).to_dict() for name, form in FORMS.items()}
every_form = every("name", list(FORMS))


def labels(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in drawn["components"] if part["type"] == 18]


def told(drawn: dict[str, Any]) -> str:
    """What is read above the fields."""
    return "\n".join(unmarked(part["content"]) for part in drawn["components"] if part["type"] == 10)


def filled(drawn: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """The data of an interaction after a person has filled a modal in; `said` by the name of the field."""
    parts = []
    for number, label in enumerate(labels(drawn)):
        control = label["component"]
        value = said[control["custom_id"].partition("~")[0]]
        kept = {"type": control["type"], "id": number, "custom_id": control["custom_id"]}
        kept |= {"values": list(value)} if control["type"] in (3, 22) else {"value": value}
        parts.append({"type": 18, "id": number + 20, "component": kept})
    above = [{"type": 10, "id": 99} for part in drawn["components"] if part["type"] == 10]
    return {"custom_id": drawn["custom_id"], "components": [*above, *parts]}


def before(control: dict[str, Any]) -> Any:
    """What stands in a control when the modal opens."""
    chosen = tuple(option["value"] for option in control.get("options", ()) if option.get("default"))
    match control["type"]:
        case 4:
            return control.get("value") or ""
        case 21:
            return chosen[0] if chosen else None
        case _:
            return chosen


def form(*fields: FormField, **about: Any) -> Form:
    return Form("Title", ChangeSettings(), fields, **about)


def control(field: FormField) -> dict[str, Any]:
    (label,) = labels(modal(form(field)).to_dict())
    found: dict[str, Any] = label["component"]
    return found


def choices(count: int, label: str = "choice {}") -> tuple[FormChoice, ...]:
    return tuple(FormChoice(f"v{number}", label.format(number)) for number in range(count))


@every_form
def test_a_form_is_taken(name: str) -> None:
    drawn = DRAWN[name]
    assert limits.problems("modal", drawn) == []
    validate_modal(drawn)
    assert decode(read_custom_id(drawn["custom_id"]).token) == FORMS[name].intent
    assert len(labels(drawn)) == len(FORMS[name].fields)


@pytest.mark.skipif(not openapi.named(), reason="QUORUM_DISCORD_OPENAPI names no copy of Discord's description")
def test_the_published_description_takes_every_form() -> None:
    template = "/interactions/{interaction_id}/{interaction_token}/callback"
    for name, drawn in DRAWN.items():
        assert list(openapi.breaches("post", template, {"type": 9, "data": drawn})) == [], name


@every_form
def test_everything_that_it_asks_is_there(name: str) -> None:
    drawn, asked = DRAWN[name], FORMS[name]
    above = told(drawn)
    for label, field in zip(labels(drawn), asked.fields, strict=True):
        shown = " ".join(field.label.split())
        begun = label["label"].removesuffix("…")
        assert shown.startswith(begun)
        assert shown == begun or shown in above or len(asked.fields) == 5
        if field.hint and len(asked.fields) < 5:
            assert field.hint in (label.get("description") or "") or field.hint in above
    if asked.intro and len(asked.fields) < 5:
        assert re.sub("`", "", asked.intro.split("\n")[0])[:200] in above.replace("`", "")
    if asked.pages > 1:
        assert drawn["title"].endswith(f" ({asked.page} of {asked.pages})")


@every_form
def test_it_comes_back_as_it_was_shown(name: str) -> None:
    drawn = DRAWN[name]
    said = {label["component"]["custom_id"].partition("~")[0]: before(label["component"]) for label in labels(drawn)}
    found = values(filled(drawn, said))
    for field in FORMS[name].fields:
        if field.kind == "many":
            wanted = field.value.split() if isinstance(field.value, str) else field.value
            assert found[field.name] == tuple(one.value for one in field.choices if one.value in wanted)
        else:
            assert found[field.name] == field.value


@every(
    ("kind", "count", "drawn_as"),
    [
        *(("one", count, drawn) for count, drawn in ((1, 3), (2, 21), (10, 21), (11, 3), (25, 3), (26, 4))),
        *(("many", count, drawn) for count, drawn in ((1, 22), (10, 22), (11, 3), (25, 3), (26, 4))),
    ],
)
def test_choices_are_drawn_by_how_many_they_are(kind: Any, count: int, drawn_as: int) -> None:
    asked = form(FormField("f", "Label", kind, choices=choices(count)))
    drawn = modal(asked).to_dict()
    assert limits.problems("modal", drawn) == []
    (label,) = labels(drawn)
    assert label["component"]["type"] == drawn_as
    said: Any = "v0" if drawn_as in (4, 21) else ("v0",)
    back = values(filled(drawn, {"f": said}))["f"]
    assert back == (("v0",) if kind == "many" and drawn_as != 4 else "v0")


@every("kind", ["text", "lines", "one", "many"])
def test_what_may_be_left_empty_comes_back_empty(kind: Any) -> None:
    for count in (3, 12):
        field = FormField("f", "Label", kind, choices=choices(count) if kind in ("one", "many") else (), required=False)
        drawn = modal(form(field)).to_dict()
        assert labels(drawn)[0]["component"]["required"] is False
        assert limits.problems("modal", drawn) == []
        nothing: Any = () if labels(drawn)[0]["component"]["type"] in (3, 22) else None
        assert values(filled(drawn, {"f": nothing})) == {"f": () if kind == "many" else ""}


def test_several_can_be_picked_and_one_must() -> None:
    for count in (4, 12):
        drawn = control(FormField("f", "Label", "many", choices=choices(count)))
        assert (drawn["min_values"], drawn["max_values"], drawn["required"]) == (1, count, True)


@every(
    ("field", "expected"),
    [
        (FormField("f", "L", value="typed"), "typed"),
        (FormField("f", "L", "lines", value="one\ntwo"), "one\ntwo"),
        (FormField("f", "L", "one", value="v1", choices=choices(3)), "v1"),
        (FormField("f", "L", "one", value="v11", choices=choices(12)), ("v11",)),
        (FormField("f", "L", "many", value=("v0", "v2"), choices=choices(3)), ("v0", "v2")),
        (FormField("f", "L", "many", value="v0 v11", choices=choices(12)), ("v0", "v11")),
        (FormField("f", "L", "one", value="v26", choices=choices(30)), "v26"),
        (FormField("f", "L", "many", value=("v0", "v26"), choices=choices(30)), "v0 v26"),
    ],
)
def test_what_was_there_before_stands_in_the_control(field: FormField, expected: Any) -> None:
    assert before(control(field)) == expected


def test_a_longest_answer_is_given_back_whole() -> None:
    text = "word " * 799 + "done."
    assert len(text) == 4_000
    drawn = control(FormField("text", "Your answer", "lines", value=text))
    assert drawn["value"] == text
    assert (drawn["style"], drawn["max_length"]) == (2, 4_000)


def test_nobody_can_type_more_than_fits() -> None:
    drawn = control(FormField("f", "L", max_length=60, value="x" * 61))
    assert (drawn["max_length"], len(drawn["value"])) == (60, 60)
    assert control(FormField("f", "L", max_length=9_000))["max_length"] == 4_000


def test_a_long_label_goes_on_below_and_stands_whole_above() -> None:
    label = "1. A commit that was acknowledged survives the loss of power of the whole machine"
    drawn = modal(form(FormField("s1", label, "one", choices=choices(2)))).to_dict()
    (shown,) = labels(drawn)
    assert shown["label"].endswith("…")
    assert f"{shown['label'].removesuffix('…')} {shown['description'].removeprefix('…')}" == label
    assert label in told(drawn)


def test_a_long_choice_goes_on_below_and_stands_whole_above_once() -> None:
    long = "word " * 40 + "end"
    options = choices(3, label="{}. " + long)
    drawn = modal(form(*(FormField(f"slot{n}", f"Place {n}", "one", choices=options) for n in (1, 2)))).to_dict()
    assert limits.problems("modal", drawn) == []
    first = labels(drawn)[0]["component"]["options"][0]
    assert first["label"].endswith("word…")
    assert first["description"].startswith("…word")
    assert told(drawn).count("0. " + long) == 1


def test_a_long_hint_stands_above() -> None:
    hint = "all, or some of: " + ", ".join(f"topic{n}" for n in range(30))
    drawn = modal(form(FormField("topics", "Topics", hint=hint))).to_dict()
    assert hint in told(drawn)
    assert labels(drawn)[0]["description"].endswith("…")


def test_five_fields_leave_no_room_above() -> None:
    asked = form(*(FormField(f"f{n}", f"Field {n}", hint="h") for n in range(5)), intro="intro")
    drawn = modal(asked).to_dict()
    assert len(drawn["components"]) == len(labels(drawn)) == 5
    assert told(modal(replace(asked, fields=asked.fields[1:])).to_dict()) == "intro"


@every("components", [None, [{"type": 10, "id": 1}], [{"type": 18, "component": None}]])
def test_what_is_malformed_has_no_values(components: Any) -> None:
    assert values({}) == values({"components": components}) == {}
    assert values({"components": [{"type": 18, "component": {"type": 4, "custom_id": 5, "value": "x"}}]}) == {}


async def test_a_drawn_modal_leaves_nothing_behind() -> None:
    drawn = modal(FORMS["every kind of field"])
    drawn.stop()
    assert drawn.is_finished()
    assert drawn.timeout is None
