"""The routes of guilds, members and channels, and of opening a direct message."""

from collections.abc import Iterator
from typing import Any

from tests.platforms.discord import known, payloads
from tests.platforms.discord.access import channel_of, guild_of
from tests.platforms.discord.reply import Refusal
from tests.platforms.discord.rest import Answer, Request, route


@route("GET /guilds/{guild_id}", query="with_counts")
def guild(request: Request) -> Answer:
    found = guild_of(request)
    whole = payloads.guild(found)
    for name in ("channels", "threads", "members", "presences", "voice_states", "joined_at", "large", "unavailable"):
        del whole[name]
    return 200, {**whole, "approximate_member_count": len(found.members), "approximate_presence_count": 0}


@route("GET /guilds/{guild_id}/channels")
def channels(request: Request) -> Answer:
    return 200, [payloads.channel(one) for one in guild_of(request).channels.values()]


@route("GET /guilds/{guild_id}/threads/active")
def threads(request: Request) -> Answer:
    found = guild_of(request).threads
    return 200, {"threads": [payloads.channel(one) for one in found], "members": []}


@route("GET /guilds/{guild_id}/roles")
def roles(request: Request) -> Answer:
    return 200, [payloads.role(one, place) for place, one in enumerate(guild_of(request).roles.values())]


@route("GET /guilds/{guild_id}/members/{user_id}")
def member(request: Request) -> Answer:
    found, user_id = guild_of(request), request.path("user_id")
    if user_id not in found.members:
        raise Refusal(10007 if user_id in request.fake.users else 10013)
    return 200, payloads.member(request.fake, found.members[user_id])


@route("GET /channels/{channel_id}")
def channel(request: Request) -> Answer:
    return 200, payloads.channel(channel_of(request))


@route("GET /users/{user_id}")
def user(request: Request) -> Answer:
    if request.path("user_id") not in request.fake.users:
        raise Refusal(10013)
    return 200, payloads.user(request.fake, request.path("user_id"))


@route("GET /users/@me/guilds", query="limit before after with_counts")
def my_guilds(request: Request) -> Answer:
    mine = [one for one in request.fake.guilds.values() if one.bot_inside]
    return 200, [{"id": one.id, "name": one.name, "owner": False, "permissions": "0", "features": []} for one in mine]


def dm_keys(body: Any) -> Iterator[str]:
    return known.strangers(body, known.DM)


@route("POST /users/@me/channels", body=dm_keys)
def open_dm(request: Request) -> Answer:
    app, user_id = request.fake.app, str(request.body["recipient_id"])
    if user_id not in request.fake.users:
        raise Refusal(50033)
    if app.dm_opens is not None:
        if app.dm_opens <= 0:
            raise Refusal(40003)
        app.dm_opens -= 1
    return 200, payloads.channel(request.fake.dm(user_id))
