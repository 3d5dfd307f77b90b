"""The workspaces that installed Quorum, their tokens sealed in our database; and a client for each.

What was read once is used for a minute without asking again, so that nobody waits for the database before being
acknowledged; a workspace is only ever found under its own id. It must not know what a client is used for.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.clients import GONE, UnknownWorkspace, Workspace, code_of
from adapters.slack.install_settings import InstallSettings
from adapters.slack.secrets import KEY, Unreadable
from adapters.slack.settings import PLATFORM
from bot.app import App
from bot.ports.installations import Installation

FRESH: Final = timedelta(minutes=1)
"""How long a workspace is not read again: so late another process learns of a new token or an end."""
ROTATE: Final = timedelta(hours=2)
"""So long before a token expires it is exchanged."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace and the bot in it. `expires_at`, in seconds since 1970, is 0 for a token that does not expire."""

    id: str
    name: str
    token: str
    bot_id: str
    bot_user: str
    scopes: tuple[str, ...] = ()
    installer: str = ""
    enterprise: str = ""
    refresh: str = ""
    expires_at: float = 0.0


@dataclass(slots=True)
class Kept:
    """A workspace as it was read, and what the rest of the adapter knows of it."""

    row: Installation
    team: Team
    workspace: Workspace
    read_at: datetime


class Installed:
    """All workspaces. `client` makes one from a token; an empty one is for calls that need none."""

    def __init__(self, app: App, settings: InstallSettings, client: Callable[[str], AsyncWebClient]) -> None:
        self._app = app
        self._settings = settings
        self._client = client
        self._kept: dict[str, Kept] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._reading: dict[str, asyncio.Task[Kept | None]] = {}

    async def load(self) -> int:
        """Read all active installations; how many. Raises ValueError when the key opens none of them."""
        rows = await self._app.keep(lambda ports: ports.installations.active(PLATFORM))
        opened = [kept for row in rows if (kept := self._open(row)) is not None]
        if rows and not opened:
            raise ValueError(
                f"{KEY} is not the key that sealed the workspaces' tokens: set the key of then (beside a new one, "
                "separated by a comma), or install Quorum anew in each workspace."
            )
        self._kept |= {kept.team.id: kept for kept in opened}
        return len(opened)

    async def of(self, key: str) -> Workspace:
        """The workspace of a team's or an organisation's id, with a token that lives. Raises UnknownWorkspace."""
        kept = await self._find(key) or self._of_organisation(key)
        if kept is None:
            raise UnknownWorkspace(key)
        if self._aging(kept.team):
            kept = await self._rotate(kept.team.id)
        return kept.workspace

    async def team(self, team: str) -> Team | None:
        """The workspace, if Quorum is there."""
        kept = await self._find(team)
        return None if kept is None else kept.team

    async def teams(self) -> tuple[str, ...]:
        """The ids of all workspaces with Quorum, as the database has them now."""
        rows = await self._app.keep(lambda ports: ports.installations.active(PLATFORM))
        return tuple(row.tenant for row in rows)

    async def save(self, team: Team) -> None:
        """Quorum was installed, perhaps once more: what went before is replaced."""
        now = self._app.clock()
        sealed = self._settings.seal.close(json.dumps(asdict(team)), now)
        await self._app.keep(lambda ports: ports.installations.keep(PLATFORM, team.id, sealed, now))
        self._kept[team.id] = self._made(Installation(PLATFORM, team.id, sealed, now, True), team)

    async def is_gone(self, team: str, at: float) -> bool:
        """Whether Slack's word of that second, that the bot is out of the workspace, is true of what is installed now.

        Slack's words come late and twice, perhaps after Quorum was installed again: so Slack is asked, unless the end
        is known. The token is forgotten then. Raises what the question raises when Slack cannot be reached.
        """
        row = await self._app.keep(lambda ports: ports.installations.find(PLATFORM, team))
        if row is None or at < int(row.installed_at.timestamp()):
            return False
        kept = await self._read(team)
        if row.active and kept is not None:
            try:
                await kept.workspace.client.auth_test()
            except SlackApiError as refused:
                if code_of(refused) not in GONE:
                    raise
            else:
                return False
        just_after = row.installed_at + timedelta(microseconds=1)
        await self._app.keep(lambda ports: ports.installations.end(PLATFORM, team, just_after))
        await self._read(team)
        return True

    def authorize(self) -> AsyncAuthorize:
        """For Bolt: who the bot is in the workspace that a request comes from, without asking Slack each time."""
        return _Authorize(self)

    async def close(self) -> None:
        """Wait for reads under way."""
        await asyncio.gather(*self._reading.values(), return_exceptions=True)

    async def _find(self, team: str) -> Kept | None:
        kept = self._kept.get(team)
        if kept is None:
            return await self._read(team)
        if self._app.clock() - kept.read_at > FRESH:
            self._start_reading(team)
        return kept

    def _start_reading(self, team: str) -> "asyncio.Task[Kept | None]":
        """Read anew, once for all who want it; what is known serves meanwhile."""
        task = self._reading.get(team)
        if task is None:
            task = self._reading[team] = asyncio.create_task(self._read_row(team))
            task.add_done_callback(lambda done: self._read_done(team, done))
        return task

    def _read_done(self, team: str, done: "asyncio.Task[Kept | None]") -> None:
        self._reading.pop(team, None)
        if not done.cancelled() and done.exception() is not None:
            log.warning("the installation of %s could not be read anew: %s", team, type(done.exception()).__name__)

    async def _read(self, team: str) -> Kept | None:
        return await asyncio.shield(self._start_reading(team))

    async def _read_row(self, team: str) -> Kept | None:
        row = await self._app.keep(lambda ports: ports.installations.find(PLATFORM, team))
        known = self._kept.get(team)
        if known is not None and row is not None and row.payload == known.row.payload:
            known.row, known.read_at = row, self._app.clock()
            return known
        kept = self._open(row) if row is not None and row.active else None
        if kept is None:
            self._kept.pop(team, None)
        else:
            self._kept[team] = kept
        return kept

    def _open(self, row: Installation) -> Kept | None:
        try:
            found: dict[str, Any] = json.loads(self._settings.seal.open(row.payload))
        except Unreadable:
            log.error("%s does not open the token of workspace %s: it must install Quorum anew", KEY, row.tenant)
            return None
        team = Team(**{**found, "scopes": tuple(found["scopes"])})
        if team.id != row.tenant:  # a row was copied over another: never speak for a workspace under another's id
            log.error("the token kept for workspace %s is of another one", row.tenant)
            return None
        return self._made(row, team)

    def _made(self, row: Installation, team: Team) -> Kept:
        client = self._client(team.token)
        about = Workspace(team.id, client, team.bot_user, team.bot_id, team.enterprise, team.name)
        return Kept(row, team, about, self._app.clock())

    def _of_organisation(self, key: str) -> Kept | None:
        """A workspace of the organisation: its people are the same in each."""
        found = (team for team, kept in self._kept.items() if key and kept.team.enterprise == key)
        return self._kept.get(min(found, default=""))

    def _aging(self, team: Team) -> bool:
        left = team.expires_at - self._app.clock().timestamp()
        return bool(team.refresh) and left < ROTATE.total_seconds()

    async def _rotate(self, team: str) -> Kept:
        """Exchange a token that is about to expire: once, however many want it, and whichever process is first."""
        async with self._locks.setdefault(team, asyncio.Lock()):
            kept = await self._read(team)
            if kept is None:
                raise UnknownWorkspace(team)
            if not self._aging(kept.team):
                return kept
            try:
                answer = await access(
                    self._client(""), self._settings, grant_type="refresh_token", refresh_token=kept.team.refresh
                )
            except SlackApiError as refused:
                return await self._unrotated(kept, code_of(refused))
            now = self._app.clock()
            renewed = {
                **asdict(kept.team),
                "token": answer["access_token"],
                "refresh": answer["refresh_token"],
                "expires_at": now.timestamp() + int(answer["expires_in"]),
            }
            sealed, old = self._settings.seal.close(json.dumps(renewed), now), kept.row.payload
            stored = await self._app.keep(lambda ports: ports.installations.renew(PLATFORM, team, old, sealed))
            if not stored:
                log.info("workspace %s was installed anew while its token was exchanged", team)
            found = await self._read(team)
            if found is None:
                raise UnknownWorkspace(team)
            return found

    async def _unrotated(self, kept: Kept, error: str) -> Kept:
        """The exchange was refused: another process may have been first; else the old token serves while it lives."""
        found = await self._read(kept.team.id)
        if found is None:
            raise UnknownWorkspace(kept.team.id)
        if found.row.payload == kept.row.payload:
            log.warning("the token of workspace %s could not be exchanged: %s", kept.team.id, error)
        return found


async def access(client: AsyncWebClient, settings: InstallSettings, **given: str) -> AsyncSlackResponse:
    """A token for a code or a refresh token. Raises SlackApiError.

    The SDK's own method sends the secret by a means that aiohttp is about to drop; Slack takes it in the form as well.
    """
    app = {"client_id": settings.client_id, "client_secret": settings.client_secret}
    return await client.api_call("oauth.v2.access", data={**app, **given})


class _Authorize(AsyncAuthorize):
    """Bolt's question who the bot is."""

    def __init__(self, installed: Installed) -> None:
        super().__init__()
        self._installed = installed

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **about: Any) -> AuthorizeResult | None:
        """None when Quorum is not in that workspace. What the database raises goes on, so Slack brings it again."""
        team = await self._installed.team(team_id) if team_id else None
        if team is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team.id,
            team=team.name,
            bot_id=team.bot_id,
            bot_user_id=team.bot_user,
            bot_token=team.token,
            user_id=about.get("user_id"),
        )
