"""Forms in a terminal: asked field by field. What was filled in already is offered, an empty line takes it.

It asks and collects; what becomes of the values is the core's business.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.view.form import Form, FormField
from bot.view.letters import one_line, visible

Ask = Callable[[str], str | None]
"""Shows a prompt and gives the typed line, or None when the person does not want to go on."""
Say = Callable[[str], None]
Values = dict[str, str | tuple[str, ...]]

END_OF_TEXT = "."


def fill_in(form: Form, ask: Ask, say: Say) -> Values | None:
    """The values of a form's fields by name, or None when the person broke it off; nothing was sent then."""
    page = f" ({form.page} of {form.pages})" if form.pages > 1 else ""
    say(f"{one_line(form.title)}{page}: an empty line keeps what is in brackets, Ctrl-D breaks off.")
    if form.intro:
        say(visible(form.intro))
    values: Values = {}
    for field in form.fields:
        value = _ask_field(field, ask, say)
        if value is None:
            return None
        values[field.name] = value
    return values


def refilled(form: Form, values: Values) -> Form:
    """The form with what was typed into it offered again."""
    return replace(form, fields=tuple(replace(one, value=values.get(one.name, one.value)) for one in form.fields))


def _ask_field(field: FormField, ask: Ask, say: Say) -> str | tuple[str, ...] | None:
    if field.hint:
        say(f"  {one_line(field.hint)}")
    for number, choice in enumerate(field.choices, 1):
        say(f"  {number}) {one_line(choice.label)}")
    while True:
        said = _lines(field, ask, say) if field.kind == "lines" else ask(_prompt(field))
        if said is None:
            return None
        value = _value(field, said)
        if isinstance(value, _Wrong):
            say(f"  {value.why}")
        else:
            return value


class _Wrong:
    """Why what was typed does not do."""

    def __init__(self, why: str) -> None:
        self.why = why


def _value(field: FormField, said: str) -> str | tuple[str, ...] | _Wrong:
    if not said.strip():
        if field.value or not field.required:
            return field.value if field.value or field.kind != "many" else ()
        return _Wrong("This is needed.")
    if field.kind in ("one", "many"):
        chosen = _choose(field, said)
        if chosen is None or (field.kind == "one" and len(chosen) != 1):
            return _Wrong(f"Please type {'a number' if field.kind == 'one' else 'numbers'} of the list.")
        return chosen[0] if field.kind == "one" else chosen
    if len(said) > field.max_length:
        return _Wrong(f"That is {len(said)} characters; {field.max_length} fit.")
    return said


def _choose(field: FormField, said: str) -> tuple[str, ...] | None:
    """The values meant by numbers, values or one label; None if anything else was typed."""
    for choice in field.choices:
        if said.strip().casefold() in (choice.label.casefold(), choice.value.casefold()):
            return (choice.value,)
    by_word = {str(number): choice.value for number, choice in enumerate(field.choices, 1)}
    by_word |= {choice.value.casefold(): choice.value for choice in field.choices}
    words = said.casefold().replace(",", " ").split()
    return tuple(dict.fromkeys(by_word[word] for word in words)) if all(word in by_word for word in words) else None


def _lines(field: FormField, ask: Ask, say: Say) -> str | None:
    say(f"  {one_line(field.label)}: as many lines as you like; a line with only `{END_OF_TEXT}` ends it.")
    lines: list[str] = []
    while True:
        line = ask("  > ")
        if line is None:
            return None
        if line.strip() == END_OF_TEXT:
            return "\n".join(lines)
        lines.append(line)


def _prompt(field: FormField) -> str:
    kept = field.value if isinstance(field.value, str) else " ".join(field.value)
    optional = "" if field.required else " (may stay empty)"
    return f"  {one_line(field.label)}{optional}{f' [{one_line(kept)}]' if kept else ''}: "
