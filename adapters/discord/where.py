"""Where something was asked: server, channel, person. It reads interactions and answers nothing."""

from dataclasses import dataclass
from typing import Final

import discord

from adapters.discord.people import account_of, name_of, rules_server
from adapters.discord.settings import PLATFORM
from bot.refs import Caller, ChannelRef, MessageRef, SpaceRef

THREADS: Final = frozenset(
    {discord.ChannelType.public_thread, discord.ChannelType.private_thread, discord.ChannelType.news_thread}
)


@dataclass(frozen=True, slots=True)
class Where:
    """A place to answer to. Outside a server that the bot is in, `channel` is None: there it can only answer.

    `quiet`: the card with the control was seen by this person alone.
    """

    caller: Caller
    quiet: bool = False
    may_post: bool = True

    @property
    def private(self) -> bool:
        """Whether there is no channel for all to see."""
        return self.caller.channel is None


def where_of(interaction: discord.Interaction) -> Where:
    """The place of any interaction. A thread stands for its channel: groups live in channels."""
    guild = interaction.guild_id if at_home(interaction) else None
    channel = channel_of(interaction) if guild is not None else None
    message = interaction.message
    quiet = message is not None and message.flags.ephemeral
    home = ChannelRef(PLATFORM, str(guild), str(channel[0])) if channel else None
    there = message is not None and not quiet and channel is not None and interaction.channel_id == channel[0]
    caller = Caller(
        account=account_of(interaction.user.id),
        name=name_of(interaction.user),
        space=SpaceRef(PLATFORM, str(guild)) if guild is not None else None,
        channel=home,
        channel_name=channel[1] if channel else "",
        space_admin=guild is not None and rules_server(interaction),
        locale=str(interaction.locale),
        pressed=message_ref(home, message.id) if there and home and message else None,
    )
    held = interaction.app_permissions
    return Where(caller, quiet, held.view_channel and held.send_messages)


def at_home(interaction: discord.Interaction) -> bool:
    """Whether the bot itself is in the server, not just installed by the person who asks."""
    return interaction.guild_id is not None and (
        interaction.is_guild_integration() or interaction.client.get_guild(interaction.guild_id) is not None
    )


def channel_of(interaction: discord.Interaction) -> tuple[int, str] | None:
    """The channel's id and name; of a thread, those of the channel that it hangs in."""
    channel = interaction.channel
    if channel is None:
        return None
    if channel.type in THREADS:
        parent = getattr(channel, "parent", None)
        above = getattr(channel, "parent_id", None)
        return None if above is None else (above, getattr(parent, "name", None) or "")
    return channel.id, getattr(channel, "name", None) or ""


def place(channel: ChannelRef) -> str:
    """How a message names its channel."""
    return f"{channel.space}/{channel.key}"


def message_ref(channel: ChannelRef, message: int) -> MessageRef:
    """A message of a channel."""
    return MessageRef(PLATFORM, place(channel), str(message))


def read_place(message: MessageRef) -> tuple[int, int, int]:
    """Server, channel and message id."""
    guild, _, channel = message.channel.partition("/")
    return int(guild), int(channel), int(message.key)
