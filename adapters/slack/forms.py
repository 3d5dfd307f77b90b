"""Forms as Slack's modals, and what comes back from them as values. A view carries all that its answer needs.

It draws and reads; what becomes of the values is the core's business.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from adapters.slack.limits import budget, escaped_units
from adapters.slack.render import IN_A_ROW, MODAL_TITLE, MOST_BOXES, Drawn, blocks
from adapters.slack.rich import head, leaves, plain_text, preformatted, rich, section, shorten
from bot.view.card import Buttons, Card, Choices
from bot.view.form import Form, FormChoice, FormField
from bot.view.letters import one_line, visible
from bot.view.wire import encode

FORM: Final = "form"
"""The callback_id of a form."""
FIELD: Final = "f:"
TYPED: Final = 3_000
INITIAL: Final = budget(TYPED)
LABEL: Final = budget(2_000)
OPTION: Final = budget(75)
INTRO: Final = 9_000
IN_A_GROUP: Final = 100
NEEDED: Final = "This is needed."

Values = dict[str, str | tuple[str, ...]]


def waiting_view(metadata: Mapping[str, Any]) -> Drawn:
    """What stands in a modal while the answer is on its way."""
    return {
        "type": "modal",
        "callback_id": "card",
        "title": plain_text("Quorum", MODAL_TITLE),
        "close": plain_text("Close", MODAL_TITLE),
        "private_metadata": json.dumps(metadata),
        "blocks": [rich(section(*leaves("One moment…", literal=True)))],
    }


def form_view(form: Form, metadata: Mapping[str, Any]) -> Drawn:
    """A form as a modal; `metadata` comes back with its answer, beside the form's token."""
    kept = {**metadata, "t": encode(form.intent), "p": form.page, "of": form.pages}
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(form.title, MODAL_TITLE),
        "submit": plain_text(form.submit, MODAL_TITLE),
        "close": plain_text("Cancel", MODAL_TITLE),
        "private_metadata": json.dumps(kept),
        "blocks": [*_above(form), *(block for field in form.fields for block in _field(field))],
    }


def _above(form: Form) -> Iterator[Drawn]:
    if form.pages > 1:
        yield {"type": "context", "elements": [plain_text(f"Page {form.page} of {form.pages}", OPTION)]}
    if escaped_units(one_line(form.title)) > MODAL_TITLE:
        yield rich(section(*leaves(shorten(one_line(form.title), INTRO // 2), literal=True, strong=True)))
    if intro := shorten(visible(form.intro), INTRO):
        yield rich(section(*leaves(intro)))


def _field(field: FormField) -> Iterator[Drawn]:
    if any(escaped_units(one_line(choice.label)) > OPTION for choice in field.choices):
        # An option holds 75 characters: the whole is told above.
        lines = "\n".join(one_line(choice.label) for choice in field.choices)
        yield rich(section(*leaves(shorten(lines, INTRO // 2))))
    if escaped_units(one_line(field.label)) > LABEL:
        yield rich(section(*leaves(shorten(visible(field.label), INTRO // 2))))
    block: Drawn = {
        "type": "input",
        "block_id": FIELD + field.name,
        "label": plain_text(field.label, LABEL),
        "element": {**_element(field), "action_id": field.name},
        "optional": not field.required,
    }
    if field.hint:
        block["hint"] = plain_text(field.hint, LABEL)
    yield block


def _element(field: FormField) -> Drawn:
    match field.kind:
        case "one":
            return _one(field)
        case "many":
            return _many(field)
        case _:
            typed: Drawn = {"type": "plain_text_input", "max_length": max(1, min(field.max_length, TYPED))}
            if field.kind == "lines":
                typed["multiline"] = True
            if isinstance(field.value, str) and field.value:
                typed["initial_value"] = head(field.value[: typed["max_length"]], INITIAL)
            return typed


def _one(field: FormField) -> Drawn:
    offered = [_option(choice) for choice in field.choices]
    kind = "radio_buttons" if len(offered) <= MOST_BOXES else "static_select"
    chosen = [option for option in offered if option["value"] == field.value]
    drawn: Drawn = {"type": kind, **_offered(offered)}
    return {**drawn, "initial_option": chosen[0]} if chosen else drawn


def _many(field: FormField) -> Drawn:
    offered = [_option(choice) for choice in field.choices]
    wanted = field.value.split() if isinstance(field.value, str) else field.value
    kind = "checkboxes" if len(offered) <= MOST_BOXES else "multi_static_select"
    chosen = [option for option in offered if option["value"] in wanted]
    drawn: Drawn = {"type": kind, **_offered(offered)}
    return {**drawn, "initial_options": chosen} if chosen else drawn


def _offered(offered: list[Drawn]) -> Drawn:
    if len(offered) <= IN_A_GROUP:
        return {"options": offered}
    groups = [offered[at : at + IN_A_GROUP] for at in range(0, len(offered), IN_A_GROUP)]
    return {"option_groups": [{"label": group[0]["text"], "options": group} for group in groups]}


def _option(choice: FormChoice) -> Drawn:
    return {"text": plain_text(choice.label, OPTION), "value": choice.value}


# --- what comes back


def values(view: Mapping[str, Any]) -> Values:
    """The values of a submitted form by the names of its fields; what was left empty is empty."""
    states = view["state"]["values"]
    found: Values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state = states.get(block["block_id"], {}).get(element["action_id"], {})
            found[element["action_id"]] = _value(element["type"], state)
    return found


def _value(kind: str, state: Mapping[str, Any]) -> str | tuple[str, ...]:
    if kind in ("checkboxes", "multi_static_select"):
        return tuple(option["value"] for option in state.get("selected_options") or ())
    if kind in ("radio_buttons", "static_select"):
        return str((state.get("selected_option") or {}).get("value", ""))
    return str(state.get("value") or "")


def mistakes(view: Mapping[str, Any]) -> dict[str, str]:
    """What can be told without asking anybody, by block_id: needed fields that hold nothing but spaces."""
    given = values(view)
    return {
        block["block_id"]: NEEDED
        for block in view["blocks"]
        if block["type"] == "input"
        and not block.get("optional")
        and not "".join(given[block["element"]["action_id"]]).strip()
    }


def again(view: Mapping[str, Any], cards: Sequence[Card]) -> Drawn:
    """The same form once more with all that was filled in, under the words of what went wrong."""
    given = values(view)
    inputs = [_refilled(block, given[block["element"]["action_id"]]) for block in view["blocks"] if _asks(block)]
    told = blocks([wordless(card) for card in cards], 100 - IN_A_ROW - 2 * len(inputs))
    return {
        "type": "modal",
        "callback_id": FORM,
        **{name: view[name] for name in ("title", "submit", "close", "private_metadata") if view.get(name)},
        "blocks": [*told, {"type": "divider"}, *inputs],
    }


def written(view: Mapping[str, Any]) -> list[Drawn]:
    """What was typed, to be copied from, for when the form itself cannot be shown."""
    return [
        block
        for name, value in values(view).items()
        if (text := "".join(value).strip())
        for block in (
            rich(section(*leaves(f"{name}:", literal=True, strong=True))),
            rich(preformatted(head(visible(text), INITIAL))),
        )
    ]


def wordless(card: Card) -> Card:
    """A card without its controls."""
    return replace(card, blocks=tuple(block for block in card.blocks if not isinstance(block, Buttons | Choices)))


def _asks(block: Mapping[str, Any]) -> bool:
    return bool(block["type"] == "input")


def _refilled(block: Mapping[str, Any], value: str | tuple[str, ...]) -> Drawn:
    element = {name: part for name, part in block["element"].items() if not name.startswith("initial_")}
    offered = [*element.get("options", ()), *(o for g in element.get("option_groups", ()) for o in g["options"])]
    chosen = [option for option in offered if option["value"] in ((value,) if isinstance(value, str) else value)]
    if element["type"] in ("radio_buttons", "static_select") and chosen:
        element["initial_option"] = chosen[0]
    elif element["type"] in ("checkboxes", "multi_static_select") and chosen:
        element["initial_options"] = chosen
    elif element["type"] == "plain_text_input" and value:
        element["initial_value"] = head("".join(value), INITIAL)
    return {**block, "element": element}
