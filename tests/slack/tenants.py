"""The real app on a real database beside a fake Slack, installed by OAuth in as many workspaces as a test likes."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiohttp import web
from cryptography.fernet import Fernet
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from adapters.slack.connection import Authorize
from adapters.slack.install_flow import add_pages, install_flow
from adapters.slack.install_settings import InstallSettings, read_install_settings
from adapters.slack.install_store import Installed
from bot.app import App
from bot.bank.bank import Bank
from bot.store.engine import open_engine
from bot.store.writer import Writer
from bot.view.messenger import Messenger
from tests.databases import sqlite_with_tables
from tests.platforms.slack import FakeSlack, client, serve
from tests.usecases.circle import shelf

KEY = Fernet.generate_key().decode()


@pytest.fixture
def messengers() -> dict[str, Messenger]:
    """The platforms that the core delivers to, filled when they are connected."""
    return {}


@pytest.fixture
def core(sqlite_template: Path, tmp_path: Path, slack: FakeSlack, messengers: dict[str, Messenger]) -> Iterator[App]:
    """The app on an SQLite file, with the fake's clock."""
    engine = open_engine(sqlite_with_tables(sqlite_template, tmp_path / "quorum.db"))
    with Writer(engine, Random(1)) as writer:
        yield App(writer, Bank(shelf()), slack.clock.today, Random(2), messengers)
    engine.dispose()


def environment(slack: FakeSlack, **changes: str) -> dict[str, str]:
    """What an operator sets for OAuth."""
    return {
        "SLACK_CLIENT_ID": slack.app.client_id,
        "SLACK_CLIENT_SECRET": slack.app.client_secret,
        "SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "QUORUM_PUBLIC_URL": "https://quorum.test",
        "QUORUM_SECRET_KEY": KEY,
        "SLACK_API_URL": slack.api,
        **changes,
    }


class House:
    """A process that serves the install pages and Slack's events; `heard` keeps what its listeners saw."""

    def __init__(self, slack: FakeSlack, core: App, settings: InstallSettings) -> None:
        self.slack, self.core, self.settings = slack, core, settings
        self.url = ""
        self.heard: list[tuple[str, str, str]] = []
        self.lost: list[str] = []
        self.installed = Installed(core, settings, self._client)
        self.flow = install_flow(core, settings, self.installed, self._client)
        self.bolt = AsyncApp(
            client=client(slack),
            signing_secret=slack.app.signing_secret,
            oauth_flow=self.flow,
            authorize=Authorize(self.installed),
            process_before_response=True,
        )
        for kind in ("app_uninstalled", "tokens_revoked"):
            self.bolt.event(kind)(self._removed)
        self.bolt.event("app_mention")(self._mention)

    def _client(self, token: str) -> Any:
        return client(self.slack, token or None)

    async def _removed(self, body: dict[str, Any]) -> None:
        if await self.installed.is_gone(body["team_id"], body["event_time"]):
            self.lost.append(body["team_id"])

    async def _mention(self, body: dict[str, Any], client: Any, context: Any) -> None:
        team = body["team_id"]
        self.heard.append((team, context.bot_token, context.bot_user_id))
        await (await self.installed.of(team)).client.chat_postMessage(
            channel=body["event"]["channel"], text=f"hello {team}"
        )

    async def events(self, http: web.Request) -> web.Response:
        return await to_aiohttp_response(await self.bolt.async_dispatch(await to_bolt_request(http)))

    async def install(self, ws: Any, who: str = "ada") -> Any:
        """Somebody of the workspace installs Quorum; the page where the browser ended."""
        consent = await ws.user(who).visit(f"{self.url}/slack/install")
        return await consent.approve()

    def rows(self) -> list[tuple[Any, ...]]:
        """The installations as they stand in the database."""
        return self.core.writer.submit_read(
            lambda tx: [tuple(tx_row) for tx_row in self.core.ports(tx).installations.active("slack")]  # type: ignore[arg-type]
        ).result()


@contextlib.asynccontextmanager
async def running(slack: FakeSlack, core: App, **changes: str) -> AsyncIterator[House]:
    """A house that can be reached. Its address is known only then, so Slack is told of it here."""
    house = House(slack, core, read_install_settings(environment(slack, **changes)))
    routes = web.Application()
    routes.router.add_post("/slack/events", house.events)
    add_pages(routes, house.flow)
    async with serve(slack, routes) as url:
        house.url = url
        redirect = f"{url}/slack/oauth_redirect"
        slack.app.redirect_urls = {redirect}
        house.flow.settings.redirect_uri = house.flow.redirect_uri = redirect
        house.flow.settings.authorize_url_generator.redirect_uri = redirect
        yield house
        await house.installed.close()


def at(seconds: float) -> datetime:
    """An instant of the fake's clock."""
    return datetime.fromtimestamp(seconds, UTC)
