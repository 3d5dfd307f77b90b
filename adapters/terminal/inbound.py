"""What a typed line means: a command of the catalogue, a button's number, or the letters of choices.

It reads lines; it does not carry anything out.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from bot.commands import UnknownCommand, parse
from bot.intents import Answer, Intent
from bot.view.card import Button, Choices

LEAVING: Final = frozenset({"quit", "exit", "bye", ":q"})
_LETTERS: Final = re.compile(r"[a-z](?:[\s,]+[a-z])*", re.ASCII | re.IGNORECASE)
_SEQUENCE: Final = re.compile(r"[0-9]+(?:[\s,]+[0-9]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Leave:
    """The person wants to go."""


@dataclass(frozen=True, slots=True)
class Press:
    """The person pressed a button of the card."""

    button: Button


def understand(
    line: str, buttons: tuple[Button, ...], choices: Choices | None, *, forms: bool = False
) -> Intent | Press | Leave | None:
    """What a line asks for, given the controls on the screen; None for an empty line.

    Raises the refusals of `bot.commands.parse`.
    """
    said = line.strip()
    if not said:
        return None
    if said.casefold() in LEAVING:
        return Leave()
    if said.isascii() and said.isdigit():
        return _numbered(said, buttons)
    if _LETTERS.fullmatch(said):
        return _chosen(said, choices)
    if _SEQUENCE.fullmatch(said):
        return Answer(said=said)
    return parse(said, forms=forms)


def _numbered(said: str, buttons: tuple[Button, ...]) -> Press:
    number = int(said) if len(said) < 4 else 0
    if not 1 <= number <= len(buttons):
        # A number that no button has may well be an answer: say how that is typed.
        raise UnknownCommand(said[:20], (f"answer {said[:20]}",))
    return Press(buttons[number - 1])


def _chosen(said: str, choices: Choices | None) -> Intent:
    letters = said.lower().replace(",", " ").split()
    options = {option.label.lower(): option for option in choices.options} if choices else {}
    if choices is None or not set(letters) <= set(options):
        return Answer(said=" ".join(letters))
    if choices.many and choices.submit is not None:
        return picked(choices.submit, letters)
    if len(letters) == 1 and (intent := options[letters[0]].intent) is not None:
        return intent
    return Answer(said=" ".join(letters))


def picked(submit: Intent, letters: list[str]) -> Intent:
    """The intent of several choices: the letters, joined by spaces, are what is said."""
    return replace(submit, said=" ".join(letters))  # type: ignore[call-arg]
