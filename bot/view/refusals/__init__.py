"""Refusals as cards: for each class of `bot.domain.errors` one card that names what to do next.

`present` finds the card by the refusal's class. A test holds that every class has a card of its own.
"""

from bot.domain.errors import Refusal
from bot.intents import Intent
from bot.view.card import Card
from bot.view.refusals import boards, commands, dailies, group_settings, groups, learners, ours, reading, rounds
from bot.view.refusals.shape import Cards

CARDS: Cards = {
    **boards.CARDS,
    **commands.CARDS,
    **dailies.CARDS,
    **group_settings.CARDS,
    **groups.CARDS,
    **learners.CARDS,
    **ours.CARDS,
    **reading.CARDS,
    **rounds.CARDS,
}


def present(refusal: Refusal, intent: Intent | None = None) -> Card:
    """The card of a refusal; `intent` is what was asked for, where it is known."""
    return CARDS[type(refusal)](refusal, intent)
