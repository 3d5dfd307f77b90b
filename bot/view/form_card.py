"""What is said around forms, and when nothing else can be said: a form to open, text that is kept, something broken."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.intents import Intent
from bot.view.card import Button, Buttons, Card, Code, Text, buttons, card
from bot.view.letters import visible
from bot.view.plain import plain

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


def kept(filled: Mapping[str, str | Sequence[str]]) -> Card:
    """What was typed into a form that nothing can be made of any more."""
    return card("Not lost", "info", *typed(filled))


def given_back(refused: Card, filled: Mapping[str, str | Sequence[str]], intent: Intent) -> Card:
    """A refusal with what was typed, and the way back into the form of the intent, unless the card has them."""
    told = plain(refused)
    lost = {} if all(visible(text) in told for text in texts(filled).values()) else filled
    rows = [block.buttons for block in refused.blocks if isinstance(block, Buttons)]
    back = any(button.form for row in rows for button in row)
    again = None if back else buttons(Button("Fill it in again", intent, "primary", form=True))
    return replace(refused, blocks=(*refused.blocks, *typed(lost), *((again,) if again else ())))


def typed(filled: Mapping[str, str | Sequence[str]]) -> tuple[Text | Code, ...]:
    """What was typed, to be copied from: the text alone where there is one, else a line for each field."""
    said = texts(filled)
    lines = [text if len(said) == 1 else f"{name}: {text}" for name, text in said.items() if text.strip()]
    return (Text(KEPT), Code("\n".join(lines))) if lines else ()


def texts(filled: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    """What was typed or picked, as texts."""
    return {name: value if isinstance(value, str) else " ".join(value) for name, value in filled.items()}
