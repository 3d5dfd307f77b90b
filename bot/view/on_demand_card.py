"""The first words in a place of one's own."""

from bot.intents import ShowDaily, ShowHelp, ShowSettings
from bot.usecases.on_demand import OpenedGroup
from bot.view.card import Button, Card, Text, buttons, card


def present(result: OpenedGroup) -> Card:
    """Welcome, or welcome back."""
    text = (
        "One question a day, answered in private; you see at once why. Your streak counts the days on which you "
        "answered; rest days and pauses are in your settings."
    )
    return card(
        f"Welcome to the study group {result.group.name}" if result.new else f"Study group {result.group.name}",
        "info",
        Text(text) if result.new else None,
        buttons(
            Button("Today's question", ShowDaily(), style="primary"),
            Button("Settings", ShowSettings()),
            Button("Help", ShowHelp()),
        ),
    )
