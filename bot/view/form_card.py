"""What is said around forms, and when nothing else can be said: a form to open, text that is kept, something broken."""

from bot.intents import Intent
from bot.view.card import Button, Buttons, Card, Text

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
