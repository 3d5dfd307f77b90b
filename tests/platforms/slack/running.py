"""Bringing a fake Slack and an app under test to life together, and down again without a trace.

Fixtures: `slack` (a running fake, checked at its end) and `mode` ("socket", "http"); import them where they are used.
"""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.server import FakeSlack

ENVIRONMENT = (
    *("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"),
    *("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_APP_TOKEN"),
    "SLACK_SCOPES",
)
PING = 0.5
"""Real seconds between the pings of the SDK's socket: after a connection that broke it looks again this late."""


@contextlib.asynccontextmanager
async def fake_slack(**options: Any) -> AsyncIterator[FakeSlack]:
    """A running fake; fails at its end for what it did not understand."""
    slack = await FakeSlack(**options).start()
    try:
        yield slack
    finally:
        await slack.stop()
    slack.check()


def client(slack: FakeSlack, token: str | None = None) -> AsyncWebClient:
    """An unmodified client of the SDK; it repeats nothing by itself."""
    return AsyncWebClient(token=token, base_url=slack.api, retry_handlers=[], timeout=30)


@contextlib.asynccontextmanager
async def socket_app(slack: FakeSlack, app: AsyncApp, *, ping: float = PING) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app connected by Socket Mode. Several at once are several connections."""
    handler = AsyncSocketModeHandler(app, slack.app.app_token, ping_interval=ping)
    before = len(slack.sockets.open)
    await handler.connect_async()
    await slack.until(lambda: len(slack.sockets.open) > before)
    try:
        yield handler
    finally:
        await handler.close_async()


@contextlib.asynccontextmanager
async def serve(slack: FakeSlack, routes: web.Application, path: str = "/slack/events") -> AsyncIterator[str]:
    """Any aiohttp application of the app under test on the loopback; Slack's request URL is its `path`."""
    runner = web.AppRunner(routes, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    slack.http.request_url = f"{url}{path}"
    try:
        yield url
    finally:
        slack.http.request_url = None
        await runner.cleanup()


@contextlib.asynccontextmanager
async def http_app(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[str]:
    """The app in HTTP mode, with Bolt's own routes."""

    async def events(http: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(http)))

    async def pages(http: web.Request) -> web.Response:
        flow, request = app.oauth_flow, await to_bolt_request(http)
        assert flow is not None
        step = flow.handle_installation if http.path == flow.install_path else flow.handle_callback
        return await to_aiohttp_response(await step(request))

    routes = web.Application()
    routes.router.add_post("/slack/events", events)
    if app.oauth_flow is not None:
        routes.router.add_get(app.oauth_flow.install_path, pages)
        routes.router.add_get(app.oauth_flow.redirect_uri_path, pages)
    async with serve(slack, routes) as url:
        yield url


@contextlib.asynccontextmanager
async def connected(slack: FakeSlack, app: AsyncApp, mode: str) -> AsyncIterator[None]:
    """The app reached in either mode."""
    async with socket_app(slack, app) if mode == "socket" else http_app(slack, app):
        yield


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeSlack]:
    """A running fake Slack, with nothing in the environment that the SDK would listen to."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    async with fake_slack() as running:
        yield running


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> str:
    """Both ways in which Slack reaches the app."""
    return str(request.param)
