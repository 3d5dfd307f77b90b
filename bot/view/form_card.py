"""What is said around forms, and when nothing else can be said: a form to open, text that is kept, something broken."""

from collections.abc import Mapping, Sequence

from bot.intents import Intent
from bot.view.card import Button, Buttons, Card, Code, Text, buttons, card

BROKEN = "Something broke here, and it is logged. Nothing that you did is lost; please try it once more."
TOO_LATE = "That took too long to open. Please press it once more."
KEPT = "What you wrote is kept here for you to copy."


def offer(intent: Intent) -> Card:
    """A card that opens the form of an intent, where a message alone cannot open one."""
    button = Button("Open the form", intent, style="primary", form=True)
    return Card("There is a form for that", "ask", (Buttons((button,)),))


def broken() -> Card:
    """Nobody knows what happened, but the log."""
    return Card("Something broke", "warning", (Text(BROKEN),))


def kept(filled: Mapping[str, str | Sequence[str]], intent: Intent | None = None) -> Card:
    """What was typed into a form that was refused; with its `intent`, a control that opens the form again."""
    said = [value if isinstance(value, str) else " ".join(value) for value in filled.values()]
    texts = tuple(Code(text) for text in said if text.strip())
    again = buttons(Button("Fill it in again", intent, "primary", form=True)) if intent is not None else None
    return card("Not lost", "info", Text(KEPT) if texts else None, *texts, again)
