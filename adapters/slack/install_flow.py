"""Installing Quorum in a workspace by the browser: the install page, Slack's consent, and the way back.

Bolt's flow does the steps; the words, the states and what is kept are ours. Codes and tokens are never logged.
"""

import html
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import code_of
from adapters.slack.install_settings import INSTALL_PATH, REDIRECT_PATH, InstallSettings
from adapters.slack.install_store import Installed, Team, access
from adapters.slack.manifest import OPTIONAL, SCOPES
from adapters.slack.secrets import Seal, Unreadable
from bot.app import App

STATE_LIVES: Final = timedelta(minutes=10)
HEADERS: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}

log = logging.getLogger(__name__)


class States(AsyncOAuthStateStore):
    """States that a browser carries to Slack and back: sealed by us, good for ten minutes and once."""

    def __init__(self, app: App, seal: Seal) -> None:
        self._app = app
        self._seal = seal

    @property
    def logger(self) -> logging.Logger:
        """Bolt asks for it."""
        return log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new state. Nothing is stored: whoever never comes back leaves nothing behind."""
        return self._seal.close(f"state {uuid4().hex}", self._app.clock())

    async def async_consume(self, state: str) -> bool:
        """Whether it is ours, young, and comes for the first time."""
        try:
            said = self._seal.open(state, self._app.clock(), STATE_LIVES)
        except Unreadable:
            return False
        if not said.startswith("state "):
            return False  # something else that we sealed
        return await self._app.keep(lambda ports: ports.inbox.take(f"slack oauth {said}", ports.now))


class Store(AsyncInstallationStore):
    """Takes what Bolt hands over at the end of the flow. Bolt asks for nothing back."""

    def __init__(self, installed: Installed) -> None:
        self._installed = installed

    @property
    def logger(self) -> logging.Logger:
        """Bolt asks for it."""
        return log

    async def async_save(self, installation: Installation) -> None:
        """Keep it. Raises BoltError, which becomes a page that says so."""
        if installation.is_enterprise_install or not installation.team_id or not installation.bot_token:
            raise BoltError("Quorum is installed in one workspace at a time, not in a whole organisation.")
        team = Team(
            id=installation.team_id,
            name=installation.team_name or "",
            token=installation.bot_token,
            bot_id=installation.bot_id or "",
            bot_user=installation.bot_user_id or "",
            scopes=tuple(installation.bot_scopes or ()),
            enterprise=installation.enterprise_id or "",
            refresh=installation.bot_refresh_token or "",
            expires_at=float(installation.bot_token_expires_at or 0),
        )
        try:
            await self._installed.save(team)
        except Exception as error:
            log.exception("an installation could not be stored")
            raise BoltError("The installation could not be stored: try again.") from error


class InstallFlow(AsyncOAuthFlow):
    """Bolt's flow with our page, and with times by our clock."""

    def __init__(self, app: App, settings: InstallSettings, client: AsyncWebClient, store: Store) -> None:
        super().__init__(
            client=client,
            logger=log,
            settings=AsyncOAuthSettings(
                client_id=settings.client_id,
                client_secret=settings.client_secret,
                scopes=list(SCOPES),
                user_scopes=[],
                redirect_uri=settings.redirect_uri,
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                authorization_url=settings.authorize_url,
                installation_store=store,
                state_store=States(app, settings.seal),
                logger=log,
            ),
        )
        self._app = app
        self._app_settings = settings

    async def build_install_page_html(self, url: str, request: Any) -> str:
        """The page with the reason of each scope, and the way to Slack."""
        rows = "".join(
            f"<li><code>{scope}</code>: {html.escape(why)}{' (may be refused)' if scope in OPTIONAL else ''}</li>"
            for scope, why in SCOPES.items()
        )
        return PAGE.format(scopes=rows, url=html.escape(url))

    async def run_installation(self, code: str) -> Installation | None:
        """The code for a token; None when Slack refuses it."""
        try:
            answer = await access(self.client, self._app_settings, code=code, redirect_uri=self.redirect_uri or "")
            who = await self.client.auth_test(token=answer["access_token"])
        except SlackApiError as refused:
            log.warning("Slack refused an installation: %s", code_of(refused) or "unreadable")
            return None
        team, now = answer.get("team") or {}, self._app.clock()
        lives = answer.get("expires_in")
        return Installation(
            app_id=answer.get("app_id"),
            enterprise_id=(answer.get("enterprise") or {}).get("id"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=answer["access_token"],
            bot_id=who.get("bot_id"),
            bot_user_id=answer.get("bot_user_id"),
            bot_scopes=answer.get("scope") or "",
            bot_refresh_token=answer.get("refresh_token"),
            bot_token_expires_at=int(now.timestamp()) + int(lives) if lives else None,
            user_id=(answer.get("authed_user") or {}).get("id") or "",
            is_enterprise_install=bool(answer.get("is_enterprise_install")),
            token_type=answer.get("token_type"),
            installed_at=now.timestamp(),
        )


def install_flow(
    app: App, settings: InstallSettings, installed: Installed, client: Callable[[str], AsyncWebClient]
) -> InstallFlow:
    """The flow to give to Bolt (`oauth_flow=`) and to `add_pages`."""
    return InstallFlow(app, settings, client(""), Store(installed))


def add_pages(routes: web.Application, flow: InstallFlow) -> None:
    """Serve the install page and the way back from Slack."""

    async def page(request: web.Request) -> web.Response:
        step = flow.handle_installation if request.path == INSTALL_PATH else flow.handle_callback
        answer = await to_aiohttp_response(await step(await to_bolt_request(request)))
        answer.headers.update(HEADERS)
        return answer

    routes.router.add_get(INSTALL_PATH, page)
    routes.router.add_get(REDIRECT_PATH, page)


PAGE: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Add Quorum to Slack</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font-family: sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5 }}
a {{ display: inline-block; padding: .6rem 1.2rem; border-radius: .3rem; background: #4a154b; color: #fff }}</style>
</head>
<body><h1>Add Quorum to Slack</h1>
<p>Quorum asks a study group one question a day. Slack will ask you to allow it:</p>
<ul>{scopes}</ul>
<p><a href="{url}">Add to Slack</a></p>
</body></html>
"""
