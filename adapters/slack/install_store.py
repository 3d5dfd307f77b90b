"""The workspaces that installed Quorum, their tokens sealed in our database; and a client for each.

What was read once is used for a minute without asking again, so that nobody waits for the database before being
acknowledged; a workspace is only ever found under its own id or its organisation's. It must not know what a client
is used for.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

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
"""So long before a token expires it is exchanged, while the old one serves on."""
LAST_MOMENT: Final = timedelta(minutes=5)
"""So long before it expires whoever wants it waits for the exchange."""
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
Work = Literal["read", "rotate"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace and the bot in it. `expires_at`, in seconds since 1970, is 0 for a token that does not expire."""

    id: str
    name: str
    token: str = field(repr=False)
    bot_id: str
    bot_user: str
    scopes: tuple[str, ...] = ()
    enterprise: str = ""
    refresh: str = field(default="", repr=False)
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
        self._tried: dict[str, datetime] = {}  # when an exchange was last refused
        self._under_way: dict[tuple[Work, str], asyncio.Task[Kept | None]] = {}

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
        if self._left(kept.team) < ROTATE and self._app.clock() - self._tried.get(kept.team.id, LONG_AGO) > FRESH:
            rotating = self._start("rotate", kept.team.id)
            if self._left(kept.team) < LAST_MOMENT:
                kept = await asyncio.shield(rotating)
        if kept is None:
            raise UnknownWorkspace(key)
        return kept.workspace

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

    async def close(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _find(self, team: str) -> Kept | None:
        kept = self._kept.get(team)
        if kept is None:
            return await self._read(team)
        if self._app.clock() - kept.read_at > FRESH:
            self._start("read", team)
        return kept

    def _start(self, what: Work, team: str) -> "asyncio.Task[Kept | None]":
        """Read a workspace anew or exchange its token: once for all who want it."""
        task = self._under_way.get((what, team))
        if task is None:
            work = self._read_row(team) if what == "read" else self._rotate(team)
            task = self._under_way[what, team] = asyncio.create_task(work)
            task.add_done_callback(lambda done: self._done(what, team, done))
        return task

    def _done(self, what: Work, team: str, done: "asyncio.Task[Kept | None]") -> None:
        self._under_way.pop((what, team), None)
        if not done.cancelled() and done.exception() is not None:
            log.warning("workspace %s: %s failed: %s", team, what, type(done.exception()).__name__)

    async def _read(self, team: str) -> Kept | None:
        return await asyncio.shield(self._start("read", team))

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

    def _left(self, team: Team) -> timedelta:
        """How long its token lives on."""
        if not team.refresh:
            return timedelta.max
        return timedelta(seconds=team.expires_at - self._app.clock().timestamp())

    async def _rotate(self, team: str) -> Kept | None:
        """Exchange a token that is about to expire, unless another process was quicker."""
        kept = await self._read(team)
        if kept is None or self._left(kept.team) >= ROTATE:
            return kept
        try:
            answer = await access(
                self._client(""), self._settings, grant_type="refresh_token", refresh_token=kept.team.refresh
            )
        except SlackApiError as refused:
            found = await self._read(team)
            if found is not None and found.row.payload == kept.row.payload:
                self._tried[team] = self._app.clock()
                log.warning("the token of workspace %s could not be exchanged: %s", team, code_of(refused))
            return found
        now = self._app.clock()
        renewed = {
            **asdict(kept.team),
            "token": answer["access_token"],
            "refresh": answer["refresh_token"],
            "expires_at": now.timestamp() + int(answer["expires_in"]),
        }
        sealed, old = self._settings.seal.close(json.dumps(renewed), now), kept.row.payload
        if not await self._app.keep(lambda ports: ports.installations.renew(PLATFORM, team, old, sealed)):
            log.info("workspace %s was installed anew while its token was exchanged", team)
        return await self._read(team)


async def access(client: AsyncWebClient, settings: InstallSettings, **given: str) -> AsyncSlackResponse:
    """A token for a code or a refresh token. Raises SlackApiError.

    The SDK's own method sends the secret by a means that aiohttp is about to drop; Slack takes it in the form as well.
    """
    return await client.api_call("oauth.v2.access", data={**credentials(settings), **given})


def credentials(settings: InstallSettings) -> dict[str, str]:
    """How the app names itself to Slack."""
    return {"client_id": settings.client_id, "client_secret": settings.client_secret}
