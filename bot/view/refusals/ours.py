"""Refusals that are our own trouble: what happened to the request, and that trying again is safe."""

from bot.domain import errors as e
from bot.intents import Intent, ShowDaily
from bot.view.card import Button, Card, Text, buttons, card
from bot.view.refusals.shape import Cards


def overloaded(_: e.Overloaded, __: Intent | None) -> Card:
    return card(
        "Just a moment",
        "warning",
        Text("Many people are answering at once. Nothing was stored: please do it again in a few seconds."),
    )


def outcome_unknown(_: e.OutcomeUnknown, __: Intent | None) -> Card:
    return card(
        "Not sure that it was stored",
        "warning",
        Text(
            "The connection to the database broke at the wrong moment. Do the same again: nothing is ever stored twice."
        ),
        buttons(Button("Today's question", ShowDaily())),
    )


def broken(refusal: e.Broken, _: Intent | None) -> Card:
    return card(
        "That is our fault",
        "warning",
        Text(
            "Something went wrong on our side and nothing was stored. Try again; if it stays, tell the operator this:"
        ),
        Text(f"fault {refusal.reference}"),
    )


CARDS: Cards = {e.Overloaded: overloaded, e.OutcomeUnknown: outcome_unknown, e.Broken: broken}
