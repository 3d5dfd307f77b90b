"""What happens to servers and channels, and what it means to the core; each is carried out once.

Discord brings no event again by itself, so whatever may have been missed is looked for when a shard is ready: servers
that are new, servers that are gone, channels into which the bot may write again.
"""

import logging

import discord

from adapters.discord.faults import GONE, LOST, NO_PERMISSION, NOT_A_MEMBER, code_of, said
from adapters.discord.permissions import may_write
from adapters.discord.settings import PLATFORM
from bot.app import App
from bot.intents import BotInvited, ChannelLost, ChannelRenamed, Intent, LearnerGone, SpaceLost
from bot.ports import Ports
from bot.ports.groups import Place
from bot.refs import AccountRef, Caller, ChannelRef, SpaceRef

log = logging.getLogger(__name__)


class Events:
    """Sees to events. Errors of the store are left to whoever calls: the next look finds what was missed."""

    def __init__(self, app: App, client: discord.AutoShardedClient) -> None:
        self.app = app
        self.client = client

    async def notice(self, key: str, intent: Intent, caller: Caller) -> bool:
        """Carry it out once."""
        return await self.app.notice(f"{PLATFORM}:{key}", (intent, caller))

    # --- what happens

    async def joined(self, guild: discord.Guild) -> None:
        """The bot is in a server: it says what it does, where it may write."""
        channel = first_channel(guild)
        if channel is None:
            log.warning("in the server %d there is no channel to write in", guild.id)
            return
        since = guild.me.joined_at.timestamp() if guild.me is not None and guild.me.joined_at is not None else 0
        await self.notice(f"joined {guild.id} {since:.0f}", BotInvited(), caller_in(channel))

    async def removed(self, guild: int) -> None:
        """The bot is not in a server any more."""
        nowhere = Caller(AccountRef(PLATFORM, "", ""), "", space=SpaceRef(PLATFORM, str(guild)))
        await self.notice(f"removed {guild} {self.app.clock():%Y%m%dT%H%M%S}", SpaceLost(), nowhere)

    async def lost(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted."""
        await self.notice(f"deleted {channel.id}", ChannelLost("deleted"), caller_in(channel))

    async def channel_changed(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """A channel has a new name, or other permissions."""
        if before.name != after.name:
            key = f"renamed {after.id} {self.app.clock():%Y%m%dT%H%M%S} {after.name}"
            await self.notice(key, ChannelRenamed(), caller_in(after))
        if before.overwrites != after.overwrites:
            await self.changed(after.guild)

    async def changed(self, guild: discord.Guild) -> None:
        """Permissions of a server have changed: into some channels the bot may write again."""
        space = SpaceRef(PLATFORM, str(guild.id))
        known, lost = await self.app.keep(lambda ports: (ports.places.of_space(space), ports.places.lost_in(space)))
        if not known and not lost:
            await self.joined(guild)
        for place in lost:
            await self._back(guild, place)

    async def shard_ready(self, shard: int) -> None:
        """Look for what was missed while this shard was away."""
        here = {guild.id: guild for guild in self.client.guilds if guild.shard_id == shard}
        known = {int(space.key) for space in await self.app.keep(lambda ports: ports.places.spaces(PLATFORM))}
        for guild in here.values():
            if not guild.unavailable:
                await (self.changed(guild) if guild.id in known else self.joined(guild))
        count = self.client.shard_count or 1
        for gone in known - here.keys():
            if (gone >> 22) % count == shard:
                await self._still_in(gone)

    async def unreachable(self, account: AccountRef) -> None:
        """Somebody takes no private message: have they left a server in which they are members of groups?"""

        def shared(ports: Ports) -> set[SpaceRef]:
            person = ports.people.find(account)
            groups = ports.groups.of_learner(person.learner_id) if person else ()
            places = [place for group in groups for place in ports.groups.places(group.id)]
            return {SpaceRef(PLATFORM, place.ref.space) for place in places if place.ref.platform == PLATFORM}

        for space in sorted(await self.app.keep(shared)):
            try:
                await self.client.http.get_member(int(space.key), int(account.user))
            except LOST as problem:
                if code_of(problem) == NOT_A_MEMBER:
                    key = f"left {space.key} {account.user} {self.app.clock():%Y%m%d}"
                    await self.notice(key, LearnerGone(), Caller(account, "", space=space))

    # --- inside

    async def _back(self, guild: discord.Guild, place: Place) -> None:
        """A lost channel: whether it is there again, and may be written in."""
        channel = guild.get_channel(int(place.ref.key))
        if channel is None or guild.me is None or not may_write(channel.permissions_for(guild.me)):
            return
        await self.notice(f"back {channel.id} {self.app.clock():%Y%m%dT%H%M}", BotInvited(), caller_in(channel))

    async def _still_in(self, guild: int) -> None:
        """A server that did not come with its shard: removed while away, or just out of order."""
        try:
            await self.client.fetch_guild(guild, with_counts=False)
        except LOST as problem:
            if code_of(problem) in GONE | NO_PERMISSION:
                await self.removed(guild)
            else:
                log.info("nothing is told of the server %d: %s", guild, said(problem))


def first_channel(guild: discord.Guild) -> discord.abc.GuildChannel | None:
    """Where to greet: the server's channel for news of itself, else the first one that may be written in."""
    me: discord.Member | None = guild.me  # missing where a server came half
    if me is None:
        return None
    channels = [guild.system_channel, *sorted(guild.text_channels, key=lambda one: (one.position, one.id))]
    return next((one for one in channels if one is not None and may_write(one.permissions_for(me))), None)


def caller_in(channel: discord.abc.GuildChannel) -> Caller:
    """Nobody in particular, in a channel."""
    guild = str(channel.guild.id)
    return Caller(
        AccountRef(PLATFORM, "", ""),
        "",
        space=SpaceRef(PLATFORM, guild),
        channel=ChannelRef(PLATFORM, guild, str(channel.id)),
        channel_name=channel.name,
    )
