"""Codes by which a group takes in a channel of another space, and what comes of them."""

from bot.intents import AddChannel, ConfirmShare, ShareGroup, ShowGroup
from bot.usecases.spanning import AskWhereTo, ChannelAdded, NoSuchShare, ShareCode, ShareTyped
from bot.view.card import Button, Card, Code, Footnote, Text, buttons, card
from bot.view.schedule_words import delay_words


def present_code(result: ShareCode) -> Card:
    """The code for the other side."""
    return card(
        f"Share {result.group.name}",
        "info",
        Text("In the other space, let an admin type this in the channel that is to take part:"),
        Code(f"group attach {result.code}"),
        Text("The code holds until {when}. You will be asked to agree before anything is shared.", when=result.until),
        Footnote("There is one question a day for all channels, one leaderboard, and one log."),
        word="code",
    )


def present(result: ChannelAdded | ShareTyped | NoSuchShare | AskWhereTo) -> Card:
    """What came of adding a channel."""
    match result:
        case ShareTyped():
            return typed(result)
        case NoSuchShare():
            return unknown(result)
        case AskWhereTo():
            return where_to(result)
        case _:
            return added(result)


def added(result: ChannelAdded) -> Card:
    """The channel takes part."""
    was = "was there already" if result.again else "takes part"
    return card(
        f"{result.group.name}: this channel {was}" if result.again else f"{result.group.name} has one more channel",
        "done",
        Text(f"The channel {result.place.name or 'without a name'} {was}.", literal=True),
        Text("From the next question on, each one is posted there as well."),
        buttons(Button("The group", ShowGroup(result.group.id), style="primary")),
        word="done",
    )


def typed(result: ShareTyped) -> Card:
    """For the side that typed it."""
    return card(
        "Asked the other side",
        "info",
        Text(f"An admin of {result.group.name} is asked to agree that this channel takes part.", literal=True),
        Text("They have until {when}.", when=result.until),
        word="waiting",
    )


def present_asked(result: ShareTyped) -> Card:
    """For the group's admin: agree?"""
    return card(
        f"Let another channel into {result.group.name}?",
        "ask",
        Text(
            f"{result.by or 'Somebody'} wants the channel {result.place.name or 'without a name'} to take part.",
            literal=True,
        ),
        Text(
            "Its members will see the group's questions, leaderboard and names. You have until {when}.",
            when=result.until,
        ),
        buttons(Button("Agree", ConfirmShare(result.code), style="primary")),
        Footnote("If you do not know them, do nothing: the code runs out by itself."),
    )


def unknown(result: NoSuchShare) -> Card:
    """A code that opens nothing."""
    return card(
        "This code does not work",
        "refused",
        Text(
            "It was mistyped, was used, has run out, or is not typed on the other side yet. After five wrong codes no "
            f"code is taken from you for {delay_words(int(result.waits.total_seconds() // 60))}."
        ),
        buttons(Button("Get a new code", ShareGroup())),
    )


def where_to(result: AskWhereTo) -> Card:
    """Which group?"""
    return card(
        "Which group shall have this channel?",
        "ask",
        Text("You administer several groups here."),
        buttons(*(Button(group.name[:75], AddChannel(group.id)) for group in result.groups[:5])),
    )
