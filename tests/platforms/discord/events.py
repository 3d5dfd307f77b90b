"""The events that the gateway tells with the one intent `guilds`. They go to every session of the guild's shard."""

from typing import TYPE_CHECKING, Any

from tests.platforms.discord import payloads

if TYPE_CHECKING:
    from tests.platforms.discord.places import Channel, Guild, Role


def channel(one: "Channel", kind: str) -> None:
    """CHANNEL_CREATE, _UPDATE, _DELETE, or the same of a thread."""
    assert one.guild is not None
    if not one.guild.bot_inside:
        return
    event = f"{'THREAD' if one.is_thread else 'CHANNEL'}_{kind}"
    body = payloads.channel(one)
    if event == "THREAD_DELETE":
        body = {name: body[name] for name in ("id", "guild_id", "parent_id", "type")}
    one.fake.gateway.tell(event, body, one.guild.id)


def guild_create(guild: "Guild", *, joined: bool = False) -> None:
    """GUILD_CREATE; without `unavailable` when the bot has just joined."""
    body = payloads.guild(guild)
    if joined:
        del body["unavailable"]
    guild.fake.gateway.tell("GUILD_CREATE", body, guild.id)


def guild_delete(guild: "Guild", *, unavailable: bool) -> None:
    body = {"id": guild.id, "unavailable": True} if unavailable else {"id": guild.id}
    guild.fake.gateway.tell("GUILD_DELETE", body, guild.id)


def guild_update(guild: "Guild") -> None:
    whole = payloads.guild(guild)
    left_out = ("channels", "threads", "members", "presences", "voice_states", "joined_at", "large", "unavailable")
    body = {name: value for name, value in whole.items() if name not in left_out}
    guild.fake.gateway.tell("GUILD_UPDATE", body, guild.id)


def role(guild: "Guild", one: "Role", kind: str) -> None:
    """GUILD_ROLE_UPDATE or _DELETE."""
    about = {"role_id": one.id} if kind == "DELETE" else {"role": payloads.role(one)}
    guild.fake.gateway.tell(f"GUILD_ROLE_{kind}", {"guild_id": guild.id, **about}, guild.id)


def thread_members(one: "Channel", user_id: str, *, added: bool) -> None:
    """THREAD_MEMBERS_UPDATE: without the members intent only when it concerns the bot."""
    if user_id != one.fake.app.id:
        return
    assert one.guild is not None
    body: dict[str, Any] = {"id": one.id, "guild_id": one.guild.id, "member_count": len(one.joined)}
    if added:
        me = {"id": one.id, "user_id": user_id, "join_timestamp": one.fake.stamp(), "flags": 0}
        body["added_members"] = [me]
    else:
        body["removed_member_ids"] = [user_id]
    one.fake.gateway.tell("THREAD_MEMBERS_UPDATE", body, one.guild.id)
