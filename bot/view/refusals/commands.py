"""Cards for commands that were mistyped and controls that are no longer known."""

from bot.domain import errors as e
from bot.intents import Intent, ShowDaily, ShowHelp
from bot.view.card import Block, Button, Card, Text, buttons, card
from bot.view.refusals.shape import Cards


def unknown_command(refusal: e.UnknownCommand, _: Intent | None) -> Card:
    """The nearest commands, or where to find them all."""
    near = " or ".join(f"`{name}`" for name in refusal.suggestions)
    return card(
        "I do not know that command",
        "refused",
        Text(refusal.said, literal=True) if refusal.said.strip() else None,
        Text(f"Did you mean {near}?" if near else "`help` lists all that you can ask for."),
        _help(),
    )


def missing_parameter(refusal: e.MissingParameter, _: Intent | None) -> Card:
    """What is missing, and a line that works."""
    return card(
        f"{refusal.command} needs more",
        "refused",
        Text(f"Something is missing. Write it like this: `{refusal.usage}`"),
        Text(f"For example: `{refusal.example}`"),
    )


def bad_parameter(refusal: e.BadParameter, _: Intent | None) -> Card:
    """The word that does not fit, and which would."""
    return card(
        f"{refusal.command}: that does not fit",
        "refused",
        Text(refusal.said, literal=True) if refusal.said.strip() else None,
        Text(f"{refusal.parameter} takes: {refusal.allowed}"),
        Text(f"Write it like this: `{refusal.usage}`"),
    )


def extra_word(refusal: e.ExtraWord, _: Intent | None) -> Card:
    """The word too many."""
    return card(
        f"{refusal.command}: one word too many",
        "refused",
        Text(refusal.said, literal=True) if refusal.said.strip() else None,
        Text(f"Write it like this: `{refusal.usage}`"),
    )


def old_token(_: e.OldToken, __: Intent | None) -> Card:
    """A button of another version."""
    return card(
        "This button has had its day",
        "refused",
        Text("It is from another version of the bot. Nothing was changed; ask anew for what you want."),
        buttons(Button("Today's question", ShowDaily()), Button("Help", ShowHelp())),
    )


def bad_token(_: e.BadToken, __: Intent | None) -> Card:
    """A button that cannot be read."""
    return card(
        "This button cannot be read", "refused", Text("Nothing was changed; ask anew for what you want."), _help()
    )


def _help() -> Block | None:
    return buttons(Button("Help", ShowHelp()))


CARDS: Cards = {
    e.UnknownCommand: unknown_command,
    e.MissingParameter: missing_parameter,
    e.BadParameter: bad_parameter,
    e.ExtraWord: extra_word,
    e.OldToken: old_token,
    e.BadToken: bad_token,
}
