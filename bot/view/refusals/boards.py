"""Refusals about boards."""

from bot.domain import errors as e
from bot.intents import Intent, ShowLeaderboard
from bot.view.card import Button, Card, Text, buttons, card
from bot.view.refusals.shape import Cards

GROUP_BOARD = buttons(Button("The group's leaderboard", ShowLeaderboard(), style="primary"))


def no_such_board(refusal: e.NoSuchBoard, _: Intent | None) -> Card:
    return card(
        "There is no such leaderboard",
        "refused",
        Text(f"You asked for: {refusal.said}", literal=True),
        Text("Periods are day, week, month, season and all; scopes are group, channel and space."),
        GROUP_BOARD,
    )


def no_board_here(refusal: e.NoBoardHere, _: Intent | None) -> Card:
    where = "a channel of a study group" if refusal.scope == "channel" else "a channel of the space"
    return card(
        f"No {refusal.scope or 'such'} leaderboard here",
        "refused",
        Text(f"Ask for it in {where}. Your group's leaderboard works from everywhere."),
        GROUP_BOARD,
    )


CARDS: Cards = {e.NoSuchBoard: no_such_board, e.NoBoardHere: no_board_here}
