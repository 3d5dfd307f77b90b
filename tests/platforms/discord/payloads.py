"""How Discord writes its objects on the wire. Reads the places, changes nothing."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.platforms.discord.permissions import in_channel

if TYPE_CHECKING:
    from tests.platforms.discord.places import Channel, Guild, Member, Message, Role
    from tests.platforms.discord.server import FakeDiscord

Wire = dict[str, Any]


def stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def user(fake: "FakeDiscord", user_id: str) -> Wire:
    person = fake.users.get(user_id)
    bot = user_id == fake.app.id
    name = fake.app.name if bot else person.name if person else "somebody"
    return {
        "id": user_id,
        "username": name.lower(),
        "discriminator": "0",
        "avatar": None,
        "global_name": None if bot else name.title(),
        "bot": bot,
    }


def role(one: "Role", position: int = 0) -> Wire:
    return {
        "id": one.id,
        "name": one.name,
        "permissions": str(one.permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": one.managed,
        "mentionable": one.mentionable,
        "flags": 0,
    }


def member(fake: "FakeDiscord", one: "Member") -> Wire:
    return {
        "user": user(fake, one.user_id),
        "nick": one.nick,
        "avatar": None,
        "roles": list(one.roles),
        "joined_at": one.joined_at,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }


def channel(one: "Channel") -> Wire:
    if one.guild is None:
        assert one.recipient_id is not None
        return {"id": one.id, "type": 1, "recipients": [user(one.fake, one.recipient_id)], "last_message_id": None}
    body: Wire = {"id": one.id, "type": one.type, "guild_id": one.guild.id, "name": one.name}
    if one.parent is not None:
        return {
            **body,
            "parent_id": one.parent.id,
            "owner_id": one.owner_id,
            "message_count": len(one.posts),
            "member_count": len(one.joined),
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "thread_metadata": {
                "archived": one.archived,
                "locked": one.locked,
                "auto_archive_duration": one.auto_archive,
                "archive_timestamp": one.fake.stamp(),
            },
        }
    overwrites = [
        {"id": who, "type": 0 if who in one.guild.roles else 1, "allow": str(allow), "deny": str(deny)}
        for who, (allow, deny) in one.overwrites.items()
    ]
    return {**body, "position": 0, "permission_overwrites": overwrites, "parent_id": None, "nsfw": False, "topic": None}


def guild(one: "Guild") -> Wire:
    """The whole of it, as in GUILD_CREATE: without the members intent only the bot is a member in it."""
    fake = one.fake
    me = one.members.get(fake.app.id)
    return {
        "id": one.id,
        "name": one.name,
        "owner_id": one.owner_id,
        "unavailable": False,
        "member_count": len(one.members),
        "features": [],
        "emojis": [],
        "stickers": [],
        "presences": [],
        "roles": [role(each, position) for position, each in enumerate(one.roles.values())],
        "channels": [channel(each) for each in one.channels.values()],
        "threads": [channel(each) for each in one.threads],
        "members": [member(fake, me)] if me else [],
        "system_channel_id": one.system_channel_id,
        "preferred_locale": one.locale,
        "large": False,
        "joined_at": me.joined_at if me else None,
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "icon": None,
        "verification_level": 0,
    }


def message(one: "Message", *, nonce: bool = False) -> Wire:
    """`nonce` stands only in the answer to the post itself."""
    fake, body = one.channel.fake, one.body
    wire = {
        "id": one.id,
        "channel_id": one.channel.id,
        "author": user(fake, one.author_id),
        "content": one.content,
        "timestamp": stamp(one.created),
        "type": 0,
        "flags": one.flags,
        "edited_timestamp": stamp(fake.clock.now()) if one.edits else None,
        "components": one.components,
        "attachments": body.get("attachments", []),
        "embeds": body.get("embeds", []),
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": "everyone" in one.pings,
        "tts": False,
        "pinned": False,
    }
    if nonce and one.nonce is not None:
        wire["nonce"] = one.nonce
    if one.thread is not None and not one.thread.deleted:
        wire["thread"] = channel(one.thread)
    return wire


def seen_channel(one: "Channel", user_id: str) -> Wire:
    """A channel as it stands in an interaction: with what the person may in it."""
    if one.guild is None:
        return channel(one)
    return {**channel(one), "permissions": str(in_channel(one, user_id))}
