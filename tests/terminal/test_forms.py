"""Forms asked field by field."""

from collections.abc import Callable

import pytest

from adapters.terminal.forms import fill_in
from bot.intents import SetUpGroup
from bot.view.form import Form, FormChoice, FormField

CHOICES = (FormChoice("sql", "SQL"), FormChoice("db", "Databases"))


def typing(*lines: str | None) -> Callable[[str], str | None]:
    """A person who types these lines and then breaks off."""
    left = list(lines)
    return lambda _: left.pop(0) if left else None


def form(*fields: FormField) -> Form:
    return Form("Set up", SetUpGroup(), fields)


@pytest.mark.parametrize(
    ("field", "lines", "value"),
    [
        (FormField("name", "Name"), ["Circle"], "Circle"),
        (FormField("name", "Name", value="Circle"), [""], "Circle"),
        (FormField("name", "Name", required=False), [""], ""),
        (FormField("name", "Name"), ["", "  ", "x"], "x"),
        (FormField("name", "Name", max_length=3), ["four", "two"], "two"),
        (FormField("t", "T", "one", choices=CHOICES), ["2"], "db"),
        (FormField("t", "T", "one", choices=CHOICES), ["3", "1 2", "databases"], "db"),
        (FormField("t", "T", "one", choices=CHOICES, value="sql"), [""], "sql"),
        (FormField("t", "T", "many", choices=CHOICES), ["1, 2 2"], ("sql", "db")),
        (FormField("t", "T", "many", choices=CHOICES, required=False), [""], ()),
        (FormField("t", "T", "many", choices=CHOICES, value=("db",)), [""], ("db",)),
        (FormField("r", "R", "lines"), ["one", "", " two", "."], "one\n\n two"),
        (FormField("r", "R", "lines", value="draft"), ["."], "draft"),
    ],
)
def test_a_field_takes_what_was_meant(field: FormField, lines: list[str], value: object) -> None:
    assert fill_in(form(field), typing(*lines), lambda _: None) == {field.name: value}


def test_breaking_off_gives_nothing() -> None:
    fields = (FormField("a", "A"), FormField("b", "B", "lines"))
    assert fill_in(form(*fields), typing("x", "y"), lambda _: None) is None


def test_hints_and_what_is_wrong_are_said() -> None:
    said: list[str] = []
    fill_in(form(FormField("t", "T", "one", hint="Which?", choices=CHOICES)), typing("7", "1"), said.append)
    assert any("Which?" in line for line in said)
    assert any("2) Databases" in line for line in said)
    assert any("a number" in line for line in said)
