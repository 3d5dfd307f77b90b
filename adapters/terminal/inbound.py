"""What a typed line means: a command of the catalogue, a button's number, or the letters of choices.

It reads lines; it does not carry anything out.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from bot.commands import UnknownCommand, parse
from bot.intents import Answer, AnswerPractice, AnswerRound, DontKnow, Intent, PassItem
from bot.view.card import Button, Buttons, Card, Choices

Question = Answer | AnswerPractice | AnswerRound
"""A question that stands on the screen, as the intent that answers it."""
SUGGESTED: Final = 60
"""Characters of a line that are repeated in a suggestion."""
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
    line: str,
    buttons: tuple[Button, ...],
    choices: Choices | None,
    answering: Question | None = None,
    *,
    forms: bool = False,
) -> Intent | Press | Leave | None:
    """What a line asks for, given the controls on the screen; None for an empty line.

    A bare answer goes to the question that was shown last, `answering`; to today's if none was. Raises the refusals of
    `bot.commands.parse`.
    """
    said = line.strip()
    if not said:
        return None
    if said.casefold() in LEAVING:
        return Leave()
    if said.isascii() and said.isdigit():
        return _numbered(said, buttons, answering)
    if _LETTERS.fullmatch(said):
        return _chosen(said, choices, answering or Answer())
    if _SEQUENCE.fullmatch(said):
        return replace(answering or Answer(), said=said)
    try:
        return meant(parse(said, forms=forms), answering)
    except UnknownCommand as unknown:
        if unknown.suggestions or answering is None:
            raise
        raise UnknownCommand(unknown.said, (f"{_verb(answering)} {said[:SUGGESTED]}",)) from None


def asked_on(card: Card) -> Question | None:
    """The question that a card asks, as the intent that a typed answer to it fills; None if it asks none."""
    for block in card.blocks:
        match block:
            case Choices(options=options, submit=submit):
                intents = [submit, *(option.intent for option in options)]
            case Buttons(buttons=row):
                intents = [button.intent for button in row if button.form]
            case _:
                continue
        for intent in intents:
            match intent:
                case Answer(daily=daily):
                    return Answer(daily)
                case AnswerPractice(question=question):
                    return AnswerPractice(question)
                case AnswerRound(item=item):
                    return AnswerRound(item)
    return None


def meant(intent: Intent, answering: Question | None) -> Intent:
    """While a round's question stands on the screen, `answer` and `idk` are for it and never for today's question."""
    if isinstance(answering, AnswerRound):
        match intent:
            case Answer(daily=None, said=said):
                return AnswerRound(answering.item, said)
            case DontKnow(daily=None):
                return PassItem(answering.item)
    return intent


def _verb(answering: Question) -> str:
    return f"try {answering.question}" if isinstance(answering, AnswerPractice) else "answer"


def _numbered(said: str, buttons: tuple[Button, ...], answering: Question | None) -> Press:
    number = int(said) if len(said) < 4 else 0
    if not 1 <= number <= len(buttons):
        # A number that no button has may well be an answer: say how that is typed.
        raise UnknownCommand(said[:20], (f"{_verb(answering or Answer())} {said[:20]}",))
    return Press(buttons[number - 1])


def _chosen(said: str, choices: Choices | None, answering: Question) -> Intent:
    letters = said.lower().replace(",", " ").split()
    options = {option.label.lower(): option for option in choices.options} if choices else {}
    if choices is None or not set(letters) <= set(options):
        return replace(answering, said=" ".join(letters))
    if choices.many and choices.submit is not None:
        return picked(choices.submit, letters)
    if len(letters) == 1 and (intent := options[letters[0]].intent) is not None:
        return intent
    return replace(answering, said=" ".join(letters))


def picked(submit: Intent, letters: list[str]) -> Intent:
    """The intent of several choices: the letters, joined by spaces, are what is said."""
    return replace(submit, said=" ".join(letters))  # type: ignore[call-arg]
