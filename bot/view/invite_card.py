"""What the bot says in a channel that it is invited to."""

from bot.intents import AddChannel, SetUpGroup, ShowDaily, ShowGroup
from bot.usecases.invite import CameBack, Invited, Noticed
from bot.view.card import Button, Card, Reply, Text, buttons, card


def present_noticed(_: Noticed) -> tuple[Reply, ...]:
    """Nobody asked, so nobody is answered."""
    return ()


def present(result: Invited | CameBack) -> Card:
    """The first card of a channel, or the word that the bot is back."""
    if isinstance(result, CameBack):
        return back(result)
    groups = result.groups
    return card(
        "A question a day for your study group",
        "info",
        Text(
            "Each day I post one interview question for backend developers here. You answer in private, see at once "
            "what is right and why, and keep a streak; the group has a leaderboard and discusses after the reveal."
        ),
        Text("Whoever sets the group up becomes its first admin. It takes a minute: every field has a default."),
        buttons(
            Button("New group" if groups else "Set up", SetUpGroup(page=1), style="primary", form=True),
            *(Button(f"Add to {group.name}"[:75], AddChannel(group.id)) for group in groups),
        ),
        word="new",
    )


def back(result: CameBack) -> Card:
    """The group goes on here."""
    paused = result.group.state == "paused"
    return card(
        f"{result.group.name} is back in this channel",
        "info",
        Text("It is paused; an admin can resume it." if paused else "Questions come here again by its schedule."),
        buttons(
            Button("Today's question", ShowDaily(result.group.id)),
            Button("The group", ShowGroup(result.group.id)),
        ),
    )
