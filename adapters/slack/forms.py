"""Forms as Slack's modals, and what comes back from them as values. A view carries all that its answer needs.

It draws and reads; what becomes of the values is the core's business.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from adapters.slack.limits import budget, escaped_units
from adapters.slack.render import IN_A_ROW, MODAL_BLOCKS, MODAL_TITLE, MOST_BOXES, VIEW, Drawn, blocks
from adapters.slack.rich import head, leaves, plain_text, preformatted, rich, section, shorten
from bot.view import shortening
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
INTRO: Final = 6_000
"""Units, unescaped, of what stands above a form: a stem has 4,000 characters."""
ABOVE: Final = 4_500
IN_A_GROUP: Final = 100
NEEDED: Final = "This is needed."
MORE: Final = "~more"
"""Ends the name of a field that goes on with another one, for texts longer than a field of Slack holds."""
GO_ON: Final = "A field of Slack holds 3,000 characters: what is longer goes on here."
PIECES: Final = 3
"""Leaves of text in one message when typed text is given back."""

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
        yield rich(section(*leaves(shorten(one_line(form.title), ABOVE), literal=True, strong=True)))
    if intro := shortening.shorten(visible(form.intro), INTRO):
        yield rich(section(*leaves(intro)))


def _field(field: FormField) -> Iterator[Drawn]:
    if any(escaped_units(one_line(choice.label)) > OPTION for choice in field.choices):
        # An option holds 75 characters: the whole is told above.
        lines = "\n".join(one_line(choice.label) for choice in field.choices)
        yield rich(section(*leaves(shorten(lines, ABOVE))))
    if escaped_units(one_line(field.label)) > LABEL:
        yield rich(section(*leaves(shorten(visible(field.label), ABOVE))))
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
    if field.kind == "lines" and field.max_length > TYPED:
        yield _further(field)


def _further(field: FormField) -> Drawn:
    """The field in which a long text goes on; a newline joins the two."""
    element: Drawn = {
        "type": "plain_text_input",
        "action_id": field.name + MORE,
        "multiline": True,
        "max_length": min(field.max_length, TYPED),
    }
    if isinstance(field.value, str) and (rest := halves(field.value)[1]):
        element["initial_value"] = rest[: element["max_length"]]
    return {
        "type": "input",
        "block_id": FIELD + field.name + MORE,
        "label": plain_text(f"{shorten(one_line(field.label), LABEL // 2)}, continued", LABEL),
        "element": element,
        "hint": plain_text(GO_ON, LABEL),
        "optional": True,
    }


def halves(text: str) -> tuple[str, str]:
    """What of a text stands in a field, and what goes on in the next one: cut at a newline or a space."""
    first = head(text[:TYPED], INITIAL)
    if first == text:
        return text, ""
    at = max(first.rfind("\n"), first.rfind(" ") if "\n" not in first[len(first) // 2 :] else -1)
    if at > len(first) // 2:
        return text[:at], head(text[at + 1 :], INITIAL)
    return first, head(text[len(first) :], INITIAL)


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
                typed["initial_value"] = halves(field.value)[0][: typed["max_length"]]
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
    found = _states(view)
    for name in [name for name in found if name.endswith(MORE)]:
        rest, first = str(found.pop(name)), found[name.removesuffix(MORE)]
        if rest.strip():
            found[name.removesuffix(MORE)] = f"{first}\n{rest}" if first else rest
    return found


def _states(view: Mapping[str, Any]) -> Values:
    states = (view.get("state") or {}).get("values") or {}
    found: Values = {}
    for block in view.get("blocks") or ():
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
        for block in view.get("blocks") or ()
        if _asks(block) and not block.get("optional") and not "".join(given[block["element"]["action_id"]]).strip()
    }


def again(view: Mapping[str, Any], cards: Sequence[Card]) -> Drawn:
    """The same form once more with all that was filled in, under the words of what went wrong."""
    given = _refill(view)
    inputs = [
        _refilled(block, given[block["element"]["action_id"]]) for block in view.get("blocks") or () if _asks(block)
    ]
    told = blocks([wordless(card) for card in cards], MODAL_BLOCKS - IN_A_ROW - 2 * len(inputs), VIEW)
    return {
        "type": "modal",
        "callback_id": FORM,
        **{name: view[name] for name in ("title", "submit", "close", "private_metadata") if view.get(name)},
        "blocks": [*told, {"type": "divider"}, *inputs],
    }


def _refill(view: Mapping[str, Any]) -> Values:
    """What was filled in, by field of Slack: a long text is spread anew over its two."""
    given = _states(view)
    for name, value in values(view).items():
        if name + MORE in given and isinstance(value, str):
            given[name], given[name + MORE] = halves(value)
    return given


def is_whole(view: Mapping[str, Any], shown: Mapping[str, Any]) -> bool:
    """Whether a form that is shown again holds all that was typed: a field that is filled in beforehand holds less."""
    kept = {
        block["element"]["action_id"]: len(block["element"].get("initial_value", ""))
        for block in shown["blocks"]
        if _asks(block) and block["element"]["type"] == "plain_text_input"
    }
    given = values(view)
    return all(
        sum(kept.get(name + end, 0) for end in ("", MORE)) + 1 >= len(given[name]) for name in given if name in kept
    )


def written(view: Mapping[str, Any]) -> list[list[Drawn]]:
    """What was typed, to be copied from, for when the form itself cannot show it: the blocks of a message or more."""
    messages = []
    for name, value in values(view).items():
        pieces = preformatted(visible("".join(value)))["elements"] if "".join(value).strip() else []
        for at in range(0, len(pieces), PIECES):
            label = rich(section(*leaves(f"{name}:" if not at else "…", literal=True, strong=True)))
            code = {"type": "rich_text_preformatted", "elements": pieces[at : at + PIECES]}
            messages.append([label, rich(code)])
    return messages


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
