"""Discord's part of `quorum doctor`: token, application, shards, commands, servers and channels, each by a real call.

It changes nothing in Discord, shows no secret, and says for each thing that is wrong what to do about it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from adapters.discord.settings import PLATFORM, Settings, read_settings
from bot.refs import ChannelRef

if TYPE_CHECKING:
    import discord

Line = tuple[str, Literal["ok", "note", "fix"], str]
"""What was looked at, how it is, and (where it is not well) what to do."""

OURS: Final = ("DISCORD_BOT_TOKEN", "QUORUM_DISCORD_SHARDS")
NAMED: Final = 5
SERVERS: Final = 200
FEW_STARTS: Final = 50


def examine(environment: Mapping[str, str]) -> Iterator[Line]:
    """Token, application, shards, commands and servers; none where nothing of Discord is set."""
    if is_set(environment):
        yield from asyncio.run(_all(look(environment)))


def examine_channels(environment: Mapping[str, str], channels: Sequence[tuple[ChannelRef, str]]) -> Iterator[Line]:
    """What the bot may do in the channels that groups live in, each with its group's name."""
    ours = [(ref, group) for ref, group in channels if ref.platform == PLATFORM]
    if is_set(environment) and ours:
        yield from asyncio.run(_all(look_at(environment, ours)))


def is_set(environment: Mapping[str, str]) -> bool:
    """Whether this installation is meant to run Discord."""
    return any(environment.get(name, "").strip() for name in OURS)


async def _all(lines: AsyncIterator[Line]) -> list[Line]:
    return [line async for line in lines]


async def look(environment: Mapping[str, str]) -> AsyncIterator[Line]:
    """The lines of `examine`, for event loops."""
    try:
        settings = read_settings(environment)
    except ValueError as error:
        yield "discord", "fix", str(error)
        return
    async with logged_in(settings) as (client, problem):
        if client is None:
            yield "discord bot", "fix", problem
            return
        yield "discord bot", "ok", f"{client.user}"
        for line in _application(client):
            yield line
        yield await _shards(client, settings)
        yield await _commands(client)
        yield await _servers(client)


async def look_at(environment: Mapping[str, str], channels: Sequence[tuple[ChannelRef, str]]) -> AsyncIterator[Line]:
    """The lines of `examine_channels`, for event loops."""
    with contextlib.suppress(ValueError):
        async with logged_in(read_settings(environment)) as (client, _):
            if client is not None:
                for ref, group in channels:
                    yield await _channel(client, ref, group)


@contextlib.asynccontextmanager
async def logged_in(settings: Settings) -> AsyncIterator[tuple["discord.Client | None", str]]:
    """A client that can call, or what to do about it that it cannot."""
    import discord
    from discord.http import Route

    from adapters.discord.client import keep_quiet
    from adapters.discord.faults import LOST, said

    keep_quiet()
    Route.BASE = settings.api
    client = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=30.0)
    try:
        try:
            await client.login(settings.token)
        except discord.LoginFailure:
            yield (
                None,
                'Discord does not take DISCORD_BOT_TOKEN: press Reset Token on the page "Bot" of the app, and copy it.',
            )
        except LOST as problem:
            yield None, f"Discord cannot be reached ({said(problem)}): is there a way out?"
        else:
            yield client, ""
    finally:
        await client.close()


def _application(client: "discord.Client") -> Iterator[Line]:
    """Whether the application is one that the bot can work as."""
    about: Any = client.application
    if about.interactions_endpoint_url:
        yield (
            "discord app",
            "fix",
            "An interactions endpoint address is set, so nothing that people press arrives: clear it on the page "
            '"General Information".',
        )
    if about.bot_require_code_grant:
        yield (
            "discord app",
            "fix",
            '"Requires OAuth2 Code Grant" is on, so nobody can add the bot: switch it off on the page "Bot".',
        )
    privileged = [
        words
        for words, names in (
            ("Presence", ("gateway_presence", "gateway_presence_limited")),
            ("Server Members", ("gateway_guild_members", "gateway_guild_members_limited")),
            ("Message Content", ("gateway_message_content", "gateway_message_content_limited")),
        )
        if any(getattr(about.flags, name) for name in names)
    ]
    if privileged:
        yield "discord intents", "note", f'Not needed by Quorum, and better off: {", ".join(privileged)} (page "Bot").'
    else:
        yield "discord intents", "ok", "no privileged one is on, and none is needed"
    if not about.interactions_endpoint_url and not about.bot_require_code_grant:
        only = "" if about.bot_public else "; only its owner can add it to servers"
        yield "discord app", "ok", f"{about.name}{only}. To add it: {invitation(about.id)}"


def invitation(application: int) -> str:
    """The address by which a server takes the bot in, with the permissions that it needs."""
    from adapters.discord.permissions import value

    scopes = "bot%20applications.commands"
    return f"https://discord.com/oauth2/authorize?client_id={application}&scope={scopes}&permissions={value()}"


async def _shards(client: "discord.Client", settings: Settings) -> Line:
    """How many shards Discord advises, and how often the bot may still identify today."""
    from adapters.discord.faults import LOST, said

    try:
        advised, _, limit = await client.http.get_bot_gateway()
    except LOST as problem:
        return "discord shards", "fix", f"Discord does not tell how many shards there should be: {said(problem)}."
    remaining = int(limit["remaining"])
    if remaining < advised:
        hours = max(1, round(limit["reset_after"] / 3_600_000))
        return "discord shards", "fix", f"The bot has connected too often today; it can again in {hours} h."
    if settings.shard_count is not None and settings.shard_count < advised:
        return (
            "discord shards",
            "fix",
            f"QUORUM_DISCORD_SHARDS says {settings.shard_count} in all, Discord advises {advised}: set {advised} in "
            "every process.",
        )
    here = f"{len(settings.shard_ids)} of {settings.shard_count} here" if settings.shard_ids else f"{advised}, all here"
    if remaining < FEW_STARTS:
        return (
            "discord shards",
            "note",
            f"{here}; only {remaining} more connections today: look why it restarts so often.",
        )
    return "discord shards", "ok", here


async def _commands(client: "discord.Client") -> Line:
    """Whether Discord shows the commands of this version."""
    from adapters.discord.commands import Tree, payload, plant
    from adapters.discord.faults import LOST, said

    async def nobody(*_: Any) -> Any:
        return ()

    tree = Tree(client)
    plant(tree, nobody, (), nobody)
    ours = {name for command in payload(tree) for name in leaves(command)}
    assert client.application_id is not None, "who has logged in is an application"
    try:
        told: Any = await client.http.get_global_commands(client.application_id)
    except LOST as problem:
        return "discord commands", "fix", f"Discord does not tell which commands it shows: {said(problem)}."
    shown = {name for command in told for name in leaves(command)}
    if missing := sorted(ours - shown):
        few = ", ".join(f"/{name}" for name in missing[:NAMED])
        return (
            "discord commands",
            "note",
            f"Discord does not show {few}{' and others' if len(missing) > NAMED else ''} yet: the next "
            "`quorum run discord` tells it.",
        )
    return "discord commands", "ok", f"{len(ours)} are shown"


def leaves(command: Mapping[str, Any]) -> Iterator[str]:
    """The full names of a command, or of its subcommands."""
    inner = [option for option in command.get("options") or () if option.get("type") in (1, 2)]
    for option in inner:
        yield from (f"{command['name']} {name}" for name in leaves(option))
    if not inner:
        yield str(command["name"])


async def _servers(client: "discord.Client") -> Line:
    """The servers that the bot is in."""
    from adapters.discord.faults import LOST, said

    try:
        names = [guild.name async for guild in client.fetch_guilds(limit=SERVERS, with_counts=False)]
    except LOST as problem:
        return "discord servers", "fix", f"Discord does not tell the bot's servers: {said(problem)}."
    if not names:
        return (
            "discord servers",
            "note",
            f"The bot is in no server yet. To add it: {invitation(client.application_id or 0)}",
        )
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return "discord servers", "ok", f"the bot is in {', '.join(names[:NAMED])}{more}"


async def _channel(client: "discord.Client", ref: ChannelRef, group: str) -> Line:
    """What the bot may do in a channel, and what each thing that it may not is needed for."""
    from adapters.discord.faults import GONE, LOST, NO_PERMISSION, code_of, said
    from adapters.discord.permissions import NAMES, NEEDED, held_in, may_write

    check = f"discord {ref.key}"
    try:
        held = await held_in(client, int(ref.space), int(ref.key))
    except LOST as problem:
        if code_of(problem) in GONE:
            return check, "fix", f"The channel of {group} is gone: add another with /group attach, or end the group."
        if code_of(problem) in NO_PERMISSION:
            return check, "fix", f"The bot cannot see the channel of {group}: let it View Channel there."
        return check, "fix", f"Nothing is told of the channel of {group}: {said(problem)}."
    missing = [name for name in NEEDED if not getattr(held, name)]
    if not missing:
        return check, "ok", f"all that is needed in the channel of {group}"
    words = "; ".join(f"{NAMES[name]} ({NEEDED[name]})" for name in missing)
    state: Literal["note", "fix"] = "note" if may_write(held) else "fix"
    return check, state, f"In the channel of {group} the bot lacks: {words}. Allow it in the channel's settings."
