"""Slack's part of `quorum doctor`: tokens, scopes, Socket Mode and channels, each looked at by a real call.

It changes nothing in Slack, shows no secret, and says for each thing that is wrong what to do about it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from adapters.slack.install_settings import InstallSettings, many_workspaces, read_install_settings
from adapters.slack.manifest import OPTIONAL, SCOPES
from adapters.slack.settings import Settings, read_settings

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

Line = tuple[str, Literal["ok", "note", "fix"], str]
"""What was looked at, how it is, and (where it is not well) what to do."""

OURS: Final = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
PERMISSIONS: Final = '"OAuth & Permissions"'
INFORMATION: Final = '"Basic Information"'
NAMED: Final = 5
PAGES: Final = 20


def examine(environment: Mapping[str, str]) -> Iterator[Line]:
    """All lines; none where nothing of Slack is set."""
    if any(environment.get(name, "").strip() for name in OURS):
        yield from asyncio.run(_all(environment))


async def _all(environment: Mapping[str, str]) -> list[Line]:
    return [line async for line in look(environment)]


async def look(environment: Mapping[str, str]) -> AsyncIterator[Line]:
    """The same for event loops."""
    if not any(environment.get(name, "").strip() for name in OURS):
        return
    try:
        settings = read_settings(environment, http=not environment.get("SLACK_APP_TOKEN", "").strip())
        install = read_install_settings(environment) if many_workspaces(environment) else None
    except ValueError as error:
        yield "slack", "fix", str(error)
        return
    from adapters.slack.clients import web_client
    from adapters.slack.connection import new_session

    async with new_session() as session:
        if install is not None:
            yield await _credentials(web_client(settings.api, session), install)
        else:
            client = web_client(settings.api, session, settings.bot_token)
            bot, scopes = await _bot(client, settings)
            yield bot
            if scopes is not None:
                for line in _scopes(scopes):
                    yield line
                yield await _channels(client, scopes)
        if settings.http:
            yield (
                "slack http",
                "note",
                "Whether SLACK_SIGNING_SECRET is right shows when Slack calls: save the app's request URL once more.",
            )
        else:
            yield await _sockets(web_client(settings.api, session), settings)


async def _said(
    client: "AsyncWebClient", method: str, **given: Any
) -> tuple[str, Mapping[str, Any], Mapping[str, str]]:
    """A call's error (empty when there is none), its answer, and its headers in lower case."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    from adapters.slack.clients import code_of

    try:
        answer = await client.api_call(method, **given)
    except SlackApiError as refused:
        error = code_of(refused)
        return error or "an answer that cannot be read", refused.response.data if error else {}, {}
    except (aiohttp.ClientError, TimeoutError) as problem:
        return f"no answer ({type(problem).__name__})", {}, {}
    data: Any = answer.data
    return "", data, {name.lower(): value for name, value in answer.headers.items()}


async def _bot(client: "AsyncWebClient", settings: Settings) -> tuple[Line, frozenset[str] | None]:
    """The bot token, and the scopes that it has."""
    error, said, headers = await _said(client, "auth.test")
    if error:
        again = f"install the app in the workspace again and copy the Bot User OAuth Token from {PERMISSIONS}."
        return ("slack bot", "fix", f"Slack says {error} to SLACK_BOT_TOKEN: {again}"), None
    scopes = frozenset(scope for scope in headers.get("x-oauth-scopes", "").split(",") if scope)
    where = f"{said.get('user')} in {said.get('team')} ({said.get('team_id')})"
    if not said.get("bot_id"):
        return (
            "slack bot",
            "fix",
            f"SLACK_BOT_TOKEN belongs to a person: take the Bot token from {PERMISSIONS}.",
        ), None
    if settings.bot_token.startswith("xoxe."):
        rotating = "SLACK_BOT_TOKEN ends twelve hours after it was made: without token rotation it does not, or let "
        return ("slack bot", "fix", rotating + "workspaces install the app (SLACK_CLIENT_ID)."), scopes
    return ("slack bot", "ok", where), scopes


def _scopes(scopes: frozenset[str]) -> Iterator[Line]:
    """What the token lacks, with what for; and what it has for nothing."""
    needed = [scope for scope in SCOPES if scope not in scopes and scope not in OPTIONAL]
    refused = [scope for scope in OPTIONAL if scope not in scopes]
    spare = sorted(scopes - set(SCOPES))
    if needed:
        lacking = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in needed)
        yield "slack scopes", "fix", f"Missing: {lacking}. Add them on {PERMISSIONS} and install the app again."
    else:
        yield "slack scopes", "ok", f"all {len(SCOPES) - len(OPTIONAL)} that are needed"
    if "im:history" in refused:
        yield "slack scopes", "note", "Without im:history the bot does not answer direct messages; commands work."
    if blind := [scope for scope in refused if scope != "im:history"]:
        yield (
            "slack scopes",
            "note",
            f"Without {' and '.join(blind)} nobody can look whether a daily of unknown fate was posted: after a crash "
            "it is posted at most once, not exactly once.",
        )
    if spare:
        yield "slack scopes", "note", f"Not needed by Quorum: {', '.join(spare)}."


async def _channels(client: "AsyncWebClient", scopes: frozenset[str]) -> Line:
    """The channels that the bot is in: only there it can post."""
    kinds = [
        kind for kind, s in (("public_channel", "channels:read"), ("private_channel", "groups:read")) if s in scopes
    ]
    if not kinds:
        return "slack channels", "note", "not looked at: the token may not see channels"
    names: list[str] = []
    cursor = ""
    for _ in range(PAGES):
        given = {"types": ",".join(kinds), "exclude_archived": "true", "limit": "200"}
        error, said, _ = await _said(
            client, "users.conversations", params={**given, **({"cursor": cursor} if cursor else {})}
        )
        if error:
            return "slack channels", "fix", f"Slack does not tell the bot's channels: {error}."
        names += [str(channel.get("name") or channel["id"]) for channel in said["channels"]]
        cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    if not names:
        return "slack channels", "note", "The bot is in no channel yet: type `/invite @quorum` in the one to study in."
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return "slack channels", "ok", f"the bot is in {', '.join('#' + name for name in names[:NAMED])}{more}"


async def _sockets(client: "AsyncWebClient", settings: Settings) -> Line:
    """Socket Mode: the app token opens a connection."""
    error, _, _ = await _said(
        client, "apps.connections.open", headers={"Authorization": f"Bearer {settings.app_token}"}
    )
    if error == "missing_scope":
        return "slack sockets", "fix", f"SLACK_APP_TOKEN lacks connections:write: make a new one on {INFORMATION}."
    if error == "forbidden":
        return "slack sockets", "fix", 'Socket Mode is off: switch it on, on the app\'s page "Socket Mode".'
    if error:
        made = f"make an app-level token with connections:write on {INFORMATION}."
        return "slack sockets", "fix", f"Slack says {error} to SLACK_APP_TOKEN: {made}"
    return "slack sockets", "ok", "Slack opens a connection"


async def _credentials(client: "AsyncWebClient", install: InstallSettings) -> Line:
    """The app's id and secret: a code that cannot be is refused for itself only if these are right."""
    from adapters.slack.install_store import credentials

    error, _, _ = await _said(client, "oauth.v2.access", data={**credentials(install), "code": "quorum-doctor"})
    if error == "invalid_code":
        return "slack app", "ok", f"workspaces install it at {install.public}/slack/install"
    return (
        "slack app",
        "fix",
        f"Slack says {error}: copy SLACK_CLIENT_ID and SLACK_CLIENT_SECRET from {INFORMATION}, and name "
        f"{install.redirect_uri} as a redirect URL on {PERMISSIONS}.",
    )
