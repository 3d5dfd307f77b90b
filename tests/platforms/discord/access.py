"""Whether the bot may: the checks before a route does its work, in the order in which Discord makes them."""

from typing import TYPE_CHECKING

from tests.platforms.discord.permissions import BITS, in_channel
from tests.platforms.discord.places import DM, Channel, Guild, Message
from tests.platforms.discord.reply import Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.rest import Request


def channel_of(request: "Request", name: str = "channel_id") -> Channel:
    """The channel that a path names, where the bot sees it: 10003, 50001."""
    channel = request.fake.channels.get(request.path(name))
    if channel is None or channel.deleted:
        raise Refusal(10003)
    if channel.guild is not None:
        inside(channel.guild)
        if not may(request, channel, "VIEW_CHANNEL"):
            raise Refusal(50001)
    return channel


def guild_of(request: "Request") -> Guild:
    """The guild that a path names: 10004, and 50001 where the bot is not in it."""
    guild = request.fake.guilds.get(request.path("guild_id"))
    if guild is None:
        raise Refusal(10004)
    inside(guild)
    return guild


def inside(guild: Guild) -> None:
    if not guild.bot_inside:
        raise Refusal(50001)


def may(request: "Request", channel: Channel, *names: str) -> bool:
    have = in_channel(channel, request.fake.app.id)
    return all(have & BITS[name] for name in names)


def need(request: "Request", channel: Channel, *names: str) -> None:
    """50013 unless the bot has all of these there."""
    if not may(request, channel, *names):
        raise Refusal(50013)


def may_post(request: "Request", channel: Channel) -> None:
    """Whether a new message may stand there."""
    if channel.type == DM:
        reachable(request, str(channel.recipient_id))
        return
    need(request, channel, "SEND_MESSAGES_IN_THREADS" if channel.is_thread else "SEND_MESSAGES")
    if request.call.files:
        need(request, channel, "ATTACH_FILES")
    if channel.locked and not may(request, channel, "MANAGE_THREADS"):
        raise Refusal(160005)
    channel.archived = False


def reachable(request: "Request", user_id: str) -> None:
    """Whether a direct message reaches somebody: 50278 without a common guild, 50007 when they want none."""
    person = request.fake.users[user_id]
    common = any(guild.bot_inside and user_id in guild.members for guild in request.fake.guilds.values())
    if not common and not person.installed:
        raise Refusal(50278)
    if not person.takes_dms:
        raise Refusal(50007)


def message_of(request: "Request", channel: Channel) -> Message:
    """The message that a path names: 10008."""
    message = channel.posts.get(request.path("message_id"))
    if message is None or message.deleted:
        raise Refusal(10008)
    return message
