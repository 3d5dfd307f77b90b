"""Joining and leaving a group."""

from bot.intents import JoinGroup, LeaveGroup, ShowDaily, ShowSettings, ShowStreak
from bot.usecases.membership import Gone, Joined, Left
from bot.view.card import Button, Card, Reply, Text, buttons, card
from bot.view.wording import day_name


def joined(result: Joined) -> Card:
    """From when the group's questions are owed."""
    if result.again:
        return card(
            "You are a member already",
            "info",
            Text(f"You belong to {result.group.name}.", literal=True),
            buttons(
                Button("Today's question", ShowDaily(result.group.id)), Button("Leave", LeaveGroup(result.group.id))
            ),
        )
    return card(
        "You have joined",
        "done",
        Text(f"Welcome to {result.group.name}.", literal=True),
        Text(f"Its questions count for your streak from {day_name(result.owes_from)}."),
        buttons(
            Button("Today's question", ShowDaily(result.group.id), "primary") if result.open_daily else None,
            Button("My settings", ShowSettings()),
        ),
    )


def left(result: Left) -> Card:
    """From when nothing is owed."""
    return card(
        "You have left",
        "done",
        Text(f"You are no member of {result.group.name} any more.", literal=True),
        Text(
            f"Today still counts; from {day_name(result.free_from)} its questions are not owed. Your answers and "
            "points stay, and answering there again makes you a member again."
        ),
        buttons(Button("Join again", JoinGroup(result.group.id)), Button("My streak", ShowStreak())),
    )


def gone(_: Gone) -> tuple[Reply, ...]:
    """Nobody is there to be told."""
    return ()
