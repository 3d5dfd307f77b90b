"""The native slash commands, made from the catalogue: nothing about any one of them is written here.

A command of one word is a command, a family a group of subcommands; an alias of two words stands in a family of its own
("mock start" beside "round start"). Discord hides only whole commands, so a family's admin verbs stand in one of their
own ("group-admin"), shown by default to those who manage the server. `/quorum` takes
any line as it is typed on other platforms. Whom a command is shown to is no permission: the core authorises each call.
"""

import hashlib
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final, Literal, Union

import discord
import msgspec
from discord import app_commands

from adapters.discord.people import zones_like
from adapters.discord.settings import PLATFORM
from adapters.discord.suggestions import suggested, suggested_topics
from bot.commands import CATALOGUE, Command, Parameter, build, parse
from bot.intents import Intent

ANYWHERE: Final = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
WITH_US: Final = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False)
IN_SERVERS: Final = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
BOTH: Final = app_commands.AppInstallationType(guild=True, user=True)
SERVERS: Final = app_commands.AppInstallationType(guild=True, user=False)
MANAGERS: Final = discord.Permissions(manage_guild=True)
GROUP: Final = "group"
"""The option that says which group is meant, where the channel does not."""

Ask = Callable[[discord.Interaction, Callable[[], Intent]], Awaitable[None]]
Names = Callable[[discord.Interaction], Awaitable[Sequence[tuple[str, str]]]]
"""Values with their names, for whoever types."""


class Tree(app_commands.CommandTree[Any]):
    """The commands of one client; what goes wrong in it is answered with a card."""

    ask: Ask

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
        """A command of another version of the bot: Discord still shows it."""
        if interaction.type is not discord.InteractionType.autocomplete:
            data: Any = interaction.data or {}
            name = str(data.get("name", ""))
            await self.ask(interaction, lambda: parse(name))


def plant(tree: Tree, ask: Ask, topics: Sequence[str], groups: Names, catalogue: Iterable[Command] = CATALOGUE) -> None:
    """Put all commands into a tree. `groups` gives those of whoever types, by one look into the database."""
    tree.ask = ask
    suggest = {"zone": said_zones, "topic": said_topics(topics), GROUP: said_groups(groups)}
    families: dict[str, app_commands.Group] = {}
    for command in catalogue:
        for path in (path_of(command), *other_paths(command)):
            made = native(command, path[-1], ask, suggest)
            if len(path) == 1:
                tree.add_command(made)
                continue
            if path[0] not in families:
                families[path[0]] = family(path[0], command)
                tree.add_command(families[path[0]])
            families[path[0]].add_command(made)
    tree.add_command(any_line(ask))


def other_paths(command: Command) -> tuple[tuple[str, ...], ...]:
    """The aliases under which a command stands there too: those of a family, which people look for as a whole."""
    return tuple((first, second) for first, _, second in (one.partition(" ") for one in command.aliases) if second)


def path_of(command: Command) -> tuple[str, ...]:
    """The words under which a command stands in Discord."""
    first, _, second = command.name.partition(" ")
    if not second:
        return (first,)
    return (f"{first}-admin" if command.admin else first, second)


def family(name: str, first: Command) -> app_commands.Group:
    """The group that a family's subcommands stand in."""
    return app_commands.Group(
        name=name,
        description=f"{first.help}, and more",
        default_permissions=MANAGERS if first.admin else None,
        allowed_contexts=WITH_US if first.admin else ANYWHERE,
        allowed_installs=SERVERS if first.admin else BOTH,
    )


def native(command: Command, name: str, ask: Ask, suggest: Mapping[str, Any]) -> app_commands.Command[Any, ..., None]:
    """One command under a name."""
    options = [*command.parameters, *([WHICH_GROUP] if names_group(command) else [])]

    async def callback(interaction: discord.Interaction, **said: Any) -> None:
        await ask(interaction, lambda: meant(command, said))

    take_parameters(callback, {one.name: (annotation(one), asked_for(command, one)) for one in options})
    callback.__discord_app_commands_param_description__ = {one.name: one.help for one in options}  # type: ignore[attr-defined]
    typed: Any = callback
    made: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=name,
        description=command.help,
        callback=typed,
        allowed_contexts=ANYWHERE if command.personal else IN_SERVERS,
        allowed_installs=BOTH if command.personal else SERVERS,
    )
    if command.admin and not command.family:
        made.default_permissions = MANAGERS
    for one in options:
        if one.choices:
            continue
        kind = GROUP if one is WHICH_GROUP else one.kind
        if kind in suggest:
            made.autocomplete(one.name)(suggest[kind])
    return made


def any_line(ask: Ask) -> app_commands.Command[Any, ..., None]:
    """`/quorum`: anything that can be asked for, typed as a line."""

    async def quorum(interaction: discord.Interaction, line: str = "help") -> None:
        await ask(interaction, lambda: parse(line, forms=True))

    quorum.__discord_app_commands_param_description__ = {"line": "As in: group skip 2026-12-24"}  # type: ignore[attr-defined]
    return app_commands.Command(
        name="quorum",
        description="Anything that can be asked for, as a line; without one, help",
        callback=quorum,
        allowed_contexts=ANYWHERE,
        allowed_installs=BOTH,
    )


WHICH_GROUP: Final = Parameter(GROUP, "Which group; needed only where the channel does not say it", named=True)


def names_group(command: Command) -> bool:
    """Whether its intent can say which group is meant, and nothing else of it is called so."""
    return "group" in {part.name for part in fields(command.intent)} and command.parameter(GROUP) is None


def meant(command: Command, said: Mapping[str, Any]) -> Intent:
    """The intent of a command's options. Raises Refusal."""
    group = said.get(GROUP) if names_group(command) else None
    given = {name: worded(value) for name, value in said.items() if value is not None}
    if group is not None:
        del given[GROUP]
    intent = build(command, given, forms=True)
    if group is not None and group.isascii() and group.isdigit() and len(group) < 19:
        return with_field(intent, GROUP, int(group))
    return intent


def with_field(intent: Intent, name: str, value: str | int) -> Intent:
    """The intent with a field that it may have."""
    given: dict[str, Any] = {name: value}
    return replace(intent, **given) if name in {part.name for part in fields(intent)} else intent


def worded(value: Any) -> str | int:
    """An option's value as one would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, discord.abc.User):
        return f"{PLATFORM}::{value.id}"
    return value if isinstance(value, int) else str(value)


def annotation(parameter: Parameter) -> Any:
    """The kind of option that a parameter is."""
    if parameter.kind == "int":
        return app_commands.Range[int, parameter.least, parameter.most]
    if parameter.kind == "flag":
        return bool
    if parameter.kind == "person":
        return discord.User
    if parameter.choices:
        return Literal[parameter.choices]
    return str


def asked_for(command: Command, parameter: Parameter) -> bool:
    """Whether Discord is to insist on it; what a form asks for may be left out."""
    return parameter.required and not command.form


def take_parameters(callback: Any, options: Mapping[str, tuple[Any, bool]]) -> None:
    """Give a callback the signature that discord.py reads the options from."""
    kind = inspect.Parameter.KEYWORD_ONLY
    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    rest = [
        inspect.Parameter(name, kind, annotation=shape)
        if needed
        else inspect.Parameter(name, kind, annotation=Union[shape, None], default=None)  # noqa: UP007  # Range takes no `|`
        for name, (shape, needed) in options.items()
    ]
    callback.__signature__ = inspect.Signature([first, *rest])


async def said_zones(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Zones with what was typed."""
    return [app_commands.Choice(name=name, value=name) for name in zones_like(current)]


def said_topics(topics: Sequence[str]) -> Any:
    """Topics with what was typed."""

    async def suggest(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return suggested_topics(current, topics)

    return suggest


def said_groups(groups: Names) -> Any:
    """Groups with what was typed."""

    async def suggest(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return suggested(current, await groups(interaction))

    return suggest


def payload(tree: Tree) -> list[dict[str, Any]]:
    """All that Discord is told of the commands."""
    return [command.to_dict(tree) for command in tree.get_commands()]


def digest(tree: Tree) -> str:
    """A hash of that: commands are sent only when it has changed."""
    return hashlib.blake2b(msgspec.json.encode(payload(tree), order="deterministic"), digest_size=16).hexdigest()
