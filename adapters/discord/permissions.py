"""What the bot must be allowed to do in a channel, what for, and who can allow it.

It knows Discord's permissions by name; words for them stand here, because no other platform has these.
"""

from typing import Final

import discord

from bot.view.card import Card, Text, card, fields

NEEDED: Final = {
    "view_channel": "see the channel that you study in",
    "send_messages": "post the daily, its reveal and the season's result",
    "read_message_history": "after a crash, look whether the daily was posted, so that it is never posted twice",
    "create_public_threads": "open a thread under the reveal, to discuss the question, and under a live round",
    "send_messages_in_threads": "write in that thread",
    "attach_files": "send you your own data when you ask for it",
}
"""Permission -> what for."""
WITHOUT_IT_NOTHING: Final = ("view_channel", "send_messages")
NAMES: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "attach_files": "Attach Files",
}
"""As Discord's own settings call them."""


def value() -> int:
    """All of them as the number in an invitation's address."""
    return discord.Permissions(**dict.fromkeys(NEEDED, True)).value


def lacking(held: discord.Permissions) -> list[str]:
    """Those that are not held, by the names of Discord's settings."""
    return [NAMES[name] for name in NEEDED if not getattr(held, name)]


def may_write(held: discord.Permissions) -> bool:
    """Whether the bot can post there at all."""
    return all(getattr(held, name) for name in WITHOUT_IT_NOTHING)


def cannot_write(held: discord.Permissions) -> Card:
    """What to do where the bot may answer and not post."""
    missing = [name for name in NEEDED if not getattr(held, name)] or list(WITHOUT_IT_NOTHING)
    return card(
        "I may not write in this channel",
        "warning",
        Text(
            "Nothing is lost: what you did is stored. Whoever manages this channel can let me post here: channel "
            "settings, Permissions, add Quorum, and allow:"
        ),
        fields((NAMES[name], NEEDED[name]) for name in missing),
        Text("I try again as soon as the permissions have changed."),
    )


async def held_in(client: discord.Client, guild_id: int, channel_id: int) -> discord.Permissions:
    """What the bot may do in a channel: from what this process knows, else by asking. Raises HTTPException."""
    guild = client.get_guild(guild_id)
    channel = guild.get_channel(channel_id) if guild is not None else None
    if guild is not None and guild.me is not None and channel is not None:
        return channel.permissions_for(guild.me)
    guild = await client.fetch_guild(guild_id, with_counts=False)
    found = await guild.fetch_channel(channel_id)
    assert client.user is not None, "who asks is logged in"
    return found.permissions_for(await guild.fetch_member(client.user.id))
