"""Help: all commands on one card, or one command in full. The words about each are the catalogue's.

It is given the catalogue and does not look for it, so that views and commands stay apart.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.intents import ShowDaily, ShowHelp
from bot.view.card import Button, Card, Code, Field, Fields, Footnote, Text, buttons, card


class Described(Protocol):
    """A thing that a command takes, as far as help tells of it."""

    @property
    def name(self) -> str: ...
    @property
    def help(self) -> str: ...


class Listed(Protocol):
    """A command, as far as help tells of it."""

    @property
    def name(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def help(self) -> str: ...
    @property
    def details(self) -> str: ...
    @property
    def usage(self) -> str: ...
    @property
    def examples(self) -> tuple[str, ...]: ...
    @property
    def admin(self) -> bool: ...
    @property
    def parameters(self) -> Sequence[Described]: ...


def help_card(commands: Sequence[Listed]) -> Card:
    """All commands that are one word, and the families with the words that they take."""
    single = [command for command in commands if not command.family]
    families = dict.fromkeys(command.family for command in commands if command.family)
    return card(
        "What you can ask for",
        "info",
        Fields(tuple(Field(command.name, command.help) for command in single)),
        *(_family(name, [command for command in commands if command.family == name]) for name in families),
        buttons(
            Button("Today's question", ShowDaily()), *(Button(f"More on {n}", ShowHelp(about=n)) for n in families)
        ),
        Footnote("`help` and a command tells more about it."),
    )


def help_about(commands: Sequence[Listed], about: str) -> Card:
    """One command in full, or a family's list; all commands if there is none of that name."""
    name = " ".join(about.casefold().split())
    family = [command for command in commands if command.family and command.family == name]
    if family:
        return card(
            f"Help: {name}",
            "info",
            Fields(tuple(Field(command.name, command.help + _for_admins(command)) for command in family)),
        )
    found = next((command for command in commands if name in command.names), None)
    return _in_full(found) if found else help_card(commands)


def _in_full(command: Listed) -> Card:
    others = [name for name in command.names if name != command.name]
    return card(
        f"Help: {command.name}",
        "info",
        Text(command.help + "." + _for_admins(command)),
        Text(command.details) if command.details else None,
        Code(command.usage),
        Fields(tuple(Field(parameter.name, parameter.help) for parameter in command.parameters))
        if command.parameters
        else None,
        Code("\n".join(command.examples)) if command.examples else None,
        Footnote(f"Also: {', '.join(others)}") if others else None,
    )


def _family(name: str, commands: Sequence[Listed]) -> Fields:
    words = ", ".join(command.name.removeprefix(name).strip() for command in commands)
    return Fields((Field(f"{name} ...", words),))


def _for_admins(command: Listed) -> str:
    return " (for admins)" if command.admin else ""
