"""The routes of the application itself: who it is, where the gateway is, which commands it has."""

from typing import Any

from tests.platforms.discord import checks, known, payloads
from tests.platforms.discord.access import guild_of
from tests.platforms.discord.reply import Refusal
from tests.platforms.discord.rest import Answer, Request, route


@route("GET /users/@me")
def me(request: Request) -> Answer:
    return 200, payloads.user(request.fake, request.fake.app.id)


@route("GET /oauth2/applications/@me")
def application(request: Request) -> Answer:
    app = request.fake.app
    return 200, {
        "id": app.id,
        "name": app.name,
        "description": "",
        "icon": None,
        "bot_public": app.public,
        "bot_require_code_grant": app.code_grant,
        "interactions_endpoint_url": app.endpoint,
        "verify_key": "0" * 64,
        "flags": app.flags,
        "owner": payloads.user(request.fake, app.owner_id),
    }


@route("GET /gateway/bot")
def gateway(request: Request) -> Answer:
    app = request.fake.app
    left = app.session_starts - len(request.fake.gateway.identifies)
    limit = {"total": app.session_starts, "remaining": left, "reset_after": 86_400_000}
    return 200, {
        "url": request.fake.gateway_url,
        "shards": app.shards,
        "session_start_limit": {**limit, "max_concurrency": app.max_concurrency},
    }


@route("GET /applications/{application_id}/commands", query="with_localizations")
def commands(request: Request) -> Answer:
    return 200, request.fake.commands.of(None)


@route("PUT /applications/{application_id}/commands", body=known.in_commands)
def sync(request: Request) -> Answer:
    return synced(request, None)


@route("GET /applications/{application_id}/guilds/{guild_id}/commands", query="with_localizations")
def guild_commands(request: Request) -> Answer:
    return 200, request.fake.commands.of(guild_of(request).id)


@route("PUT /applications/{application_id}/guilds/{guild_id}/commands", body=known.in_commands)
def guild_sync(request: Request) -> Answer:
    return synced(request, guild_of(request).id)


def synced(request: Request, guild_id: str | None) -> Answer:
    """Replace all commands; names that are new count towards the day's creates."""
    app, body = request.fake.app, request.body
    listed: list[dict[str, Any]] = body if isinstance(body, list) else []
    for place, one in enumerate(listed):
        checks.hold("command", one, f"/{place}")
    checks.hold("commands", {"commands": listed})
    old = {(one["name"], one["type"]) for one in request.fake.commands.of(guild_id)}
    fresh = sum((one["name"], one.get("type", 1)) not in old for one in listed)
    if app.command_creates is not None:
        if fresh > app.command_creates:
            raise Refusal(30034)
        app.command_creates -= fresh
    return 200, request.fake.commands.replace(guild_id, listed)
