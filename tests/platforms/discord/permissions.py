"""Discord's permissions: the bits that matter to a bot, and what somebody may in a channel (Discord's algorithm)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.platforms.discord.places import Channel, Guild

BITS = {
    "ADMINISTRATOR": 1 << 3,
    "MANAGE_CHANNELS": 1 << 4,
    "MANAGE_GUILD": 1 << 5,
    "ADD_REACTIONS": 1 << 6,
    "VIEW_CHANNEL": 1 << 10,
    "SEND_MESSAGES": 1 << 11,
    "MANAGE_MESSAGES": 1 << 13,
    "EMBED_LINKS": 1 << 14,
    "ATTACH_FILES": 1 << 15,
    "READ_MESSAGE_HISTORY": 1 << 16,
    "MENTION_EVERYONE": 1 << 17,
    "MANAGE_ROLES": 1 << 28,
    "USE_APPLICATION_COMMANDS": 1 << 31,
    "MANAGE_THREADS": 1 << 34,
    "CREATE_PUBLIC_THREADS": 1 << 35,
    "CREATE_PRIVATE_THREADS": 1 << 36,
    "SEND_MESSAGES_IN_THREADS": 1 << 38,
    "USE_EXTERNAL_APPS": 1 << 50,
}
ALL = (1 << 53) - 1


def bits(*names: str) -> int:
    """The sum of permissions by name. Raises KeyError for a name that is not in BITS."""
    total = 0
    for name in names:
        total |= BITS[name]
    return total


MEMBER = bits(
    *("VIEW_CHANNEL", "SEND_MESSAGES", "READ_MESSAGE_HISTORY", "ATTACH_FILES", "EMBED_LINKS", "ADD_REACTIONS"),
    *("USE_APPLICATION_COMMANDS", "SEND_MESSAGES_IN_THREADS", "CREATE_PUBLIC_THREADS", "USE_EXTERNAL_APPS"),
)
"""What @everyone has in a new guild here."""
INVITED = bits(
    *("VIEW_CHANNEL", "SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS", "CREATE_PUBLIC_THREADS", "CREATE_PRIVATE_THREADS"),
    *("ATTACH_FILES", "READ_MESSAGE_HISTORY"),
)
"""What the invitation asks for: 377957223424, the permissions of the bot's own role."""


def in_guild(guild: "Guild", user_id: str) -> int:
    """What somebody's roles give in the whole guild."""
    if user_id == guild.owner_id:
        return ALL
    member = guild.members.get(user_id)
    total = guild.roles[guild.id].permissions
    for role_id in member.roles if member else ():
        total |= guild.roles[role_id].permissions
    return ALL if total & BITS["ADMINISTRATOR"] else total


def in_channel(channel: "Channel", user_id: str) -> int:
    """What somebody may in a channel or thread: base, then the overwrites of @everyone, roles and the person."""
    guild = channel.guild
    if guild is None:
        return ALL & ~BITS["ADMINISTRATOR"]
    base = in_guild(guild, user_id)
    if base & BITS["ADMINISTRATOR"]:
        return base
    overwrites = (channel.parent or channel).overwrites
    member = guild.members.get(user_id)
    allow, deny = overwrites.get(guild.id, (0, 0))
    base = base & ~deny | allow
    allow = deny = 0
    for role_id in member.roles if member else ():
        more, less = overwrites.get(role_id, (0, 0))
        allow, deny = allow | more, deny | less
    base = base & ~deny | allow
    allow, deny = overwrites.get(user_id, (0, 0))
    base = base & ~deny | allow
    return base if base & BITS["VIEW_CHANNEL"] else 0
