"""Forms as Discord's modals, and what comes back from them as values. A modal's id is the token that it is filled for.

It draws and reads; what becomes of the values is the core's business. A modal cannot be corrected while it is open:
what is refused comes back in a card.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import discord
from discord import ui

from adapters.discord.controls import custom_id
from adapters.discord.elements import CHECKBOXES, SELECT
from adapters.discord.limits import budget, units
from adapters.discord.render import TEXT, Item, written
from adapters.discord.rich import escape, marked
from bot.view.drawing import Ink
from bot.view.form import FIELDS_PER_PAGE, Form, FormChoice, FormField
from bot.view.letters import one_line, visible
from bot.view.shortening import head, shorten

NAME: Final = budget(45)
"""Units of a title, and of what stands above a field."""
HINT: Final = budget(100)
OPTION: Final = budget(100)
TYPED: Final = 4_000
FEW: Final = 10
"""Choices that are all shown at once; more become a list."""
MANY: Final = 25
"""Choices of a list; of more the value is typed."""
SEVERAL: Final = "~m"
"""Behind the id of a list of which several may be picked: what comes back does not tell."""

Values = dict[str, str | tuple[str, ...]]


def modal(form: Form) -> ui.Modal:
    """A form as a modal."""
    drawn = ui.Modal(title=_title(form), timeout=None, custom_id=custom_id(form.intent))
    if len(form.fields) < FIELDS_PER_PAGE and (above := _above(form)):  # five things are all that a modal holds
        drawn.add_item(ui.TextDisplay(above))
    for field in form.fields:
        drawn.add_item(_label(field))
    return drawn


def _title(form: Form) -> str:
    page = f" ({form.page} of {form.pages})" if form.pages > 1 else ""
    return _line(form.title, NAME - len(page)) + page


def _above(form: Form) -> str:
    """What is read first: what the form is for, and whatever is too long for its own place."""
    ink = Ink(TEXT)
    return "\n".join(line for text, drawn in _told(form) if (line := written(ink, text, drawn)))


def _told(form: Form) -> Iterator[tuple[str, Callable[[str], str]]]:
    if units(one_line(form.title)) > NAME:
        yield one_line(form.title), lambda text: marked(text, literal=True, strong=True)
    yield visible(form.intro), marked
    for field in form.fields:
        if units(one_line(field.label)) > NAME:
            yield visible(field.label), escape
        if units(one_line(field.hint)) > HINT:
            yield f"{one_line(field.label)}: {visible(field.hint)}", escape
    for choice in _cut_choices(form):
        yield one_line(choice.label), escape


def _cut_choices(form: Form) -> Iterator[FormChoice]:
    """The choices of fields that cannot show them whole; those that several fields share are told once."""
    told: set[tuple[FormChoice, ...]] = set()
    for field in form.fields:
        if field.choices not in told and any(units(one_line(choice.label)) > OPTION for choice in field.choices):
            told.add(field.choices)
            yield from field.choices


def _label(field: FormField) -> Item:
    """A field under its label; where that is too long for its place, it goes on below."""
    name = _line(field.label, NAME)
    rest = one_line(field.label)[len(name) - 1 :] if name.endswith("…") else ""
    below = one_line(f"…{rest.strip()} {field.hint}" if rest.strip() else field.hint)
    return ui.Label(text=name, description=shorten(below, HINT) or None, component=_control(field))


def _line(text: str, most: int) -> str:
    return shorten(one_line(text), most) or "–"


def _control(field: FormField) -> Item:
    if field.kind == "many" and 0 < len(field.choices) <= MANY:
        return _many(field)
    if field.kind == "one" and 0 < len(field.choices) <= MANY:
        return _one(field)
    return _typed(field)


def _typed(field: FormField) -> Item:
    most = max(1, min(field.max_length, TYPED))
    value = field.value if isinstance(field.value, str) else " ".join(field.value)
    return ui.TextInput(
        style=discord.TextStyle.paragraph if field.kind == "lines" else discord.TextStyle.short,
        custom_id=field.name,
        default=head(value, most) or None,
        required=field.required,
        max_length=most,
    )


def _one(field: FormField) -> Item:
    chosen = {field.value} if isinstance(field.value, str) else set(field.value[:1])
    if 2 <= len(field.choices) <= FEW:
        options = [discord.RadioGroupOption(**_option(choice, chosen)) for choice in field.choices]
        return ui.RadioGroup(custom_id=field.name, options=options, required=field.required)
    return _list(field, field.name, chosen, 1)


def _many(field: FormField) -> Item:
    chosen = set(field.value.split() if isinstance(field.value, str) else field.value)
    if len(field.choices) > FEW:
        return _list(field, field.name + SEVERAL, chosen, len(field.choices))
    return ui.CheckboxGroup(
        custom_id=field.name,
        options=[discord.CheckboxGroupOption(**_option(choice, chosen)) for choice in field.choices],
        required=field.required,
        min_values=1 if field.required else 0,
        max_values=len(field.choices),
    )


def _list(field: FormField, name: str, chosen: set[str], most: int) -> Item:
    return ui.Select(
        custom_id=name,
        options=[discord.SelectOption(**_option(choice, chosen)) for choice in field.choices],
        required=field.required,
        min_values=1 if field.required else 0,
        max_values=most,
    )


def _option(choice: FormChoice, chosen: set[str]) -> dict[str, Any]:
    """A choice; where its label is too long for its place, it goes on below."""
    label = _line(choice.label, OPTION)
    rest = one_line(choice.label)[len(label) - 1 :].strip() if label.endswith("…") else ""
    below = shorten(f"…{rest}", OPTION) if rest else None
    return {"label": label, "value": choice.value, "description": below, "default": choice.value in chosen}


# --- what comes back


def values(data: Mapping[str, Any]) -> Values:
    """The values of a sent form by the names of its fields, out of the `data` of its interaction.

    What was left empty is empty. Anything may have been sent: what is not of the expected shape is left out.
    """
    found: Values = {}
    for part in data.get("components") or ():
        control = part.get("component")
        if isinstance(control, Mapping) and isinstance(control.get("custom_id"), str):
            name = control["custom_id"]
            found[name.removesuffix(SEVERAL)] = _value(control, several=name.endswith(SEVERAL))
    return found


def _value(control: Mapping[str, Any], *, several: bool) -> str | tuple[str, ...]:
    picked = tuple(str(value) for value in control.get("values") or ())
    kind = control.get("type")
    if kind == CHECKBOXES or (kind == SELECT and several):
        return picked
    return (picked[0] if picked else "") if kind == SELECT else str(control.get("value") or "")
