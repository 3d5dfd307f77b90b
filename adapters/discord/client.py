"""The discord.py client: which events it asks for, how little it remembers, and where each event goes.

No privileged intent; no message, member or reaction is kept. It wires and decides nothing.
"""

import logging
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
import discord

from adapters.discord.commands import ANYWHERE, BOTH, Tree
from adapters.discord.events import Events
from adapters.discord.inbound import Inbound, Press
from adapters.discord.settings import Settings

log = logging.getLogger(__name__)

LONGEST_429: Final = 30.0
"""Seconds that a call waits for its bucket; what has to wait longer goes back to the outbox."""
QUIET: Final = ("discord", "discord.client", "discord.gateway", "discord.http", "discord.webhook.async_")
"""Loggers that print whole events and addresses with tokens when they are told to debug."""


class Client(discord.AutoShardedClient):
    """One process' shards. `inbound` and `events` are put in before it connects."""

    inbound: Inbound
    events: Events

    def __init__(self, settings: Settings, counted: Callable[[int, str], None]) -> None:
        shards: dict[str, Any] = {"shard_count": settings.shard_count} if settings.shard_count else {}
        if settings.shard_ids:
            shards["shard_ids"] = list(settings.shard_ids)
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_429,
            guild_ready_timeout=settings.ready_timeout,
            http_trace=counting(counted),
            enable_debug_events=False,
            **shards,
        )
        self.tree = Tree(self, allowed_contexts=ANYWHERE, allowed_installs=BOTH)
        self.identify: Callable[[], Awaitable[None]] = nothing
        self.started: Callable[[], Awaitable[None]] = nothing

    async def setup_hook(self) -> None:
        """Every control works from the first event on, whichever message it stands on."""
        self.add_dynamic_items(Press)
        await self.started()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Shards of all processes identify one after another."""
        await self.identify()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """What an event brought is not logged: it may hold what people wrote."""
        log.exception("while seeing to %s", event_method)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self.inbound.arrived(interaction)

    async def on_shard_ready(self, shard_id: int) -> None:
        await self.events.shard_ready(shard_id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.events.joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.events.removed(guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self.events.lost(channel)

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        await self.events.changed(channel.guild)

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        await self.events.channel_changed(before, after)

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self.events.changed(after.guild)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self.events.changed(role.guild)

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        if self.user is not None and after.id == self.user.id and before.roles != after.roles:
            await self.events.changed(after.guild)


def counting(counted: Callable[[int, str], None]) -> aiohttp.TraceConfig:
    """Tell of the status of each answer, whatever it answers."""
    trace = aiohttp.TraceConfig()

    async def ended(_: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        counted(params.response.status, params.response.headers.get("X-RateLimit-Scope", ""))

    trace.on_request_end.append(ended)
    return trace


def keep_quiet() -> None:
    """No logger of discord.py prints what it sends and receives, whatever the operator's level is."""
    for name in QUIET:
        logger = logging.getLogger(name)
        if logger.getEffectiveLevel() < logging.INFO:
            logger.setLevel(logging.INFO)


async def nothing() -> None:
    """Nothing is to be done."""
