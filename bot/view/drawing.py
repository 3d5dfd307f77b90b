"""What every chat platform draws in the same way: marks, bars, the values of a list, and how much may still be written.

Knows cards and lengths, no platform: how a text is escaped, and so how long it is, the platform's measure says.
"""

from collections.abc import Sequence
from typing import Final

from bot.view.card import Choice, Choices, Progress
from bot.view.letters import one_line
from bot.view.shortening import Measure, shorten, units

MARKS: Final = {"": "", "right": "  ✓ right", "wrong": "  ✗ not right", "missed": "  ✓ right, not chosen"}
"""What stands behind a choice: always a word beside the sign."""
NOTE: Final = "Shortened: this is more than a message holds."
WHOLE: Final = "Show all of it"
"""On the control below."""
BAR: Final = 10
LEEWAY: Final = 16
"""Units that are given up when a text grew by being cut: half a span of code is longer than a whole one."""
SHORT_VALUE: Final = 9
"""Characters of a letter that may stand for its choice."""


class Ink:
    """How many units of text may still be written; what does not fit is shortened, and `short` says so."""

    def __init__(self, left: int, measure: Measure = units) -> None:
        self.left = left
        self.measure = measure
        self.short = False

    def take(self, units: int) -> bool:
        """Whether so many units fit; if they do, they are taken."""
        fits = units <= self.left
        self.left -= units if fits else 0
        return fits

    def write(self, text: str, measure: Measure | None = None) -> str:
        """The text, or as much of it as fits; a `measure` of its own counts what is drawn around it too."""
        measure = measure or self.measure
        shown = text[: self.left + 1]  # a character takes one unit or more
        taken, room = measure(shown), self.left
        self.short |= taken > self.left
        while taken > self.left:
            shown = shorten(text[: self.left + 1], room, measure) if room > measure("") + 1 else ""
            taken = measure(shown) if shown else 0
            room -= LEEWAY
        self.left -= taken
        return shown


def bar(block: Progress) -> str:
    """A progress as a bar and in words."""
    full = round(BAR * min(max(block.done / block.total, 0), 1)) if block.total else 0
    label, so_far = one_line(block.label), f"{block.done} of {block.total}"
    said = f"{'▰' * full}{'▱' * (BAR - full)}  {label}"
    return said if so_far in label else f"{said}: {so_far}"


def picked_values(options: Sequence[Choice]) -> list[str]:
    """What stands for each choice when several are picked: its letter, or its number where that says nothing."""
    labels = [one_line(option.label) for option in options]
    return [
        label.lower() if labels.count(label) == 1 and 0 < len(label) <= SHORT_VALUE else str(number)
        for number, label in enumerate(labels, 1)
    ]


def pressable(block: Choices) -> bool:
    """Whether there is something to press."""
    return block.submit is not None or any(option.intent for option in block.options)
