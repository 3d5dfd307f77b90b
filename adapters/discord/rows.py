"""The controls of one card: rows of buttons, and lists where there are too many of them.

Ids are apart, each bears the mark of the delivery, and at most one button is primary. It knows no text of a card.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord import ButtonStyle, SelectOption, ui

from adapters.discord.controls import custom_id
from adapters.discord.limits import budget
from bot.intents import Intent
from bot.view.card import Button, Choice, Choices, Style
from bot.view.drawing import picked_values
from bot.view.letters import one_line
from bot.view.shortening import shorten

IN_A_ROW: Final = 5
IN_A_LIST: Final = 25
LABEL: Final = 34
"""Units of a button's label that a phone shows; Discord takes 80."""
OPTION: Final = budget(100)
STYLES: Final[dict[Style, ButtonStyle]] = {
    "normal": ButtonStyle.secondary,
    "primary": ButtonStyle.primary,
    "danger": ButtonStyle.danger,
}


@dataclass(frozen=True, slots=True)
class Control:
    """Something to press: what stands on a button, and what stands in a list."""

    label: str
    line: str
    intent: Intent
    form: bool = False
    style: Style = "normal"


@dataclass(frozen=True, slots=True)
class Picker:
    """A list of which several may be picked; what is picked is sent at once."""

    options: tuple[Choice, ...]
    submit: Intent


Row = list[Control]


def rows_of(block: Choices) -> list[Row | Picker]:
    """What is pressed to choose: up to five buttons, or a list."""
    if block.many and block.submit is not None:
        return [Picker(block.options, block.submit)]
    pressed = [
        Control(option.label, lettered(option), option.intent) for option in block.options if option.intent is not None
    ]
    return [pressed] if pressed else []


def control_of(button: Button) -> Control:
    """A card's button."""
    return Control(button.label, button.label, button.intent, button.form, button.style)


def lettered(option: Choice) -> str:
    """A choice as a line of a list: its letter and how its text begins."""
    return f"{option.label}. {option.text}"


def size(row: Row | Picker) -> int:
    """How many components a row takes."""
    return 1 + len(row) if isinstance(row, list) and len(row) <= IN_A_ROW else 2 * -(-_length(row) // IN_A_LIST)


def _length(row: Row | Picker) -> int:
    return len(row) if isinstance(row, list) else 1


class Drawer:
    """Draws the controls of one card. `used` is how often each id was given out."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.used: Counter[str] = Counter()
        self.primary = False

    def draw(self, row: Row | Picker) -> Iterator[ui.ActionRow[Any]]:
        """A row of buttons; a list where they are more than a row takes."""
        if isinstance(row, Picker):
            yield self._picker(row)
        elif len(row) <= IN_A_ROW:
            yield ui.ActionRow(*map(self._button, row))
        else:
            for at in range(0, len(row), IN_A_LIST):
                yield self._list(row[at : at + IN_A_LIST])

    def _button(self, control: Control) -> ui.Button[Any]:
        style = control.style
        if style == "primary":
            style = "normal" if self.primary else style
            self.primary = True
        name = self._name(custom_id(control.intent, form=control.form))
        return ui.Button(label=shorten(one_line(control.label), LABEL) or "–", style=STYLES[style], custom_id=name)

    def _list(self, row: Sequence[Control]) -> ui.ActionRow[Any]:
        seen: Counter[str] = Counter()
        options = []
        for control in row:
            said = custom_id(control.intent, form=control.form)
            seen[said] += 1
            value = custom_id(control.intent, form=control.form, number=seen[said])
            options.append(SelectOption(label=_line(control.line), value=value))
        return self._select(custom_id(row[0].intent), options, "Pick one", 1)

    def _picker(self, picker: Picker) -> ui.ActionRow[Any]:
        options = [
            SelectOption(label=_line(lettered(option)), value=value)
            for option, value in zip(picker.options, picked_values(picker.options), strict=True)
        ][:IN_A_LIST]
        return self._select(custom_id(picker.submit, many=True), options, "Pick all that apply", len(options))

    def _select(self, said: str, options: list[SelectOption], placeholder: str, most: int) -> ui.ActionRow[Any]:
        select: ui.Select[Any] = ui.Select(
            custom_id=self._name(said), options=options, placeholder=placeholder, max_values=most
        )
        return ui.ActionRow(select)

    def _name(self, said: str) -> str:
        """An id that no other control of the card has."""
        self.used[said] += 1
        number = self.used[said]
        said += f"~{number}" if number > 1 else ""
        return f"{said}~k{self.mark}" if self.mark else said


def _line(text: str) -> str:
    return shorten(one_line(text), OPTION) or "–"
