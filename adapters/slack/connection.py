"""Everything of Slack put together: the client, the listeners, the way in (sockets or HTTP), and an orderly end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import TIMEOUT, Clients, OneWorkspace, UnknownWorkspace, greet, web_client
from adapters.slack.events import Events
from adapters.slack.home import Home
from adapters.slack.inbound import Inbound
from adapters.slack.install_settings import InstallSettings
from adapters.slack.messenger import SlackMessenger
from adapters.slack.pace import Pace
from adapters.slack.people import People
from adapters.slack.replies import Replies
from adapters.slack.settings import Settings
from adapters.slack.sockets import Sockets, check_app_token
from adapters.slack.web import health, routes
from bot.app import App
from bot.app.tasks import Tasks

log = logging.getLogger(__name__)

DRAIN: Final = 3.0
"""Seconds for which what was acknowledged may go on after the end was told."""


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds and how they pass, for calls and for looks at the socket: tests bring their own."""

    clock: Callable[[], float]
    wait: Callable[[float], Awaitable[Any]] = asyncio.sleep
    look: Callable[[float], Awaitable[Any]] = asyncio.sleep
    ping: float = 10


class Authorize(AsyncAuthorize):
    """Who the bot is in the workspace that a request comes from, without asking Slack for it every time."""

    def __init__(self, clients: Clients) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.clients = clients

    async def __call__(
        self, *, context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None, user_id: str | None,
        **actor: str | None,
    ) -> AuthorizeResult | None:  # fmt: skip
        """The workspace's token, or None where the bot is not."""
        try:
            found = await self.clients.of(team_id or enterprise_id or "")
        except UnknownWorkspace:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user,
            bot_id=found.bot_id,
            bot_token=found.client.token,
            user_id=user_id,
        )


class Connection:
    """A connected Slack. `port` is where HTTP is served, once it is."""

    def __init__(
        self, app: App, settings: Settings, session: aiohttp.ClientSession, clients: Clients, time: Time | None = None
    ) -> None:
        self.settings = settings
        self.session = session
        self.clients = clients
        self.time = time or Time(asyncio.get_running_loop().time)
        self.pace = Pace(self.time.clock, self.time.wait)
        self.people = People(clients, self.pace, self.time.clock)
        self.messenger = SlackMessenger(clients, self.pace, session)
        self.tasks = Tasks()
        self.inbound = Inbound(app, self.people, Replies(clients, self.pace, self.messenger, session), self.tasks)
        self.home = Home(app, clients, self.people, self.pace, self.tasks)
        self.inbound.changed = self.home.changed
        self.inbound.own["home"] = self.home.turned
        self.events = Events(self.inbound, clients, self.pace, self.home.opened)
        self.bolt = AsyncApp(
            client=web_client(settings.api, session),
            authorize=Authorize(clients),  # type: ignore[arg-type]  # which Bolt knows by its class
            signing_secret=settings.signing_secret,
            process_before_response=True,
            attaching_function_token_enabled=False,  # we have no steps of workflows
            ssl_check_enabled=settings.http,
            url_verification_enabled=settings.http,
            request_verification_enabled=settings.http,
        )
        self.inbound.listen(self.bolt)
        self.events.listen(self.bolt)
        self.pages: Callable[[web.Application], None] | None = None
        """Adds the pages by which workspaces install the app, where they do."""
        self.port = 0
        self.ready = asyncio.Event()
        self.before_end: Callable[[], Awaitable[None]] = nothing

    @classmethod
    async def open(
        cls, app: App, settings: Settings, time: Time | None = None, install: InstallSettings | None = None
    ) -> "Connection":
        """Connect, with one workspace's token or (with `install`) to all that installed the app.

        Raises ValueError with a sentence when a token or a key is not taken.
        """
        session = new_session()
        try:
            made = await (
                cls.many(app, settings, session, install, time) if install else cls.one(app, settings, session, time)
            )
            if not settings.http:
                await check_app_token(made.bolt, settings.app_token)
        except (aiohttp.ClientError, OSError) as problem:
            await session.close()
            what = str(problem) if type(problem) is ConnectionError else type(problem).__name__
            raise ValueError(f"Slack cannot be reached ({what}): is there a way out?") from None
        except BaseException:
            await session.close()
            raise
        return made

    @classmethod
    async def one(cls, app: App, settings: Settings, session: aiohttp.ClientSession, time: Time | None) -> "Connection":
        """The workspace of the bot token."""
        workspace = await greet(web_client(settings.api, session, settings.bot_token))
        log.info("connected to %s", workspace.name or workspace.team)
        return cls(app, settings, session, OneWorkspace(workspace), time)

    @classmethod
    async def many(
        cls, app: App, settings: Settings, session: aiohttp.ClientSession, install: InstallSettings, time: Time | None
    ) -> "Connection":
        """All workspaces that installed the app, and those that will."""
        from adapters.slack.install_flow import add_pages, install_flow
        from adapters.slack.install_store import Installed

        def client(token: str) -> AsyncWebClient:
            return web_client(settings.api, session, token or None)

        installed = Installed(app, install, client)
        log.info("installed in %d workspaces; others install at %s", await installed.load(), install.public)
        made = cls(app, settings, session, installed, time)
        flow = install_flow(app, install, installed, client)
        made.pages = lambda served: add_pages(served, flow)
        made.before_end = installed.close
        return made

    async def serve(self) -> None:
        """Take in what people do until cancelled; then finish what was taken in."""
        try:
            if self.settings.http:
                await self._serve_web(routes(self.bolt, self.settings.signing_secret))
            elif self.pages is None:
                await self._serve_sockets()
            else:
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._serve_sockets())
                    both.create_task(self._serve_web(health()))
        finally:
            await asyncio.shield(self.tasks.drain(DRAIN))

    async def close(self) -> None:
        """Let go of Slack; nothing leaves after that."""
        await self.before_end()
        await self.session.close()

    async def _serve_sockets(self) -> None:
        if self.pages is None:
            self.ready.set()
        await Sockets(self.bolt, self.settings.app_token, self.time.look, self.time.ping).serve()

    async def _serve_web(self, served: web.Application) -> None:
        if self.pages is not None:
            self.pages(served)
        runner = web.AppRunner(served, access_log=None, shutdown_timeout=DRAIN)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.settings.host, self.settings.port).start()
            self.port = runner.addresses[0][1]
            log.info("listening on port %d", self.port)
            self.ready.set()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


async def nothing() -> None:
    """Nothing has to end in order."""


def new_session() -> aiohttp.ClientSession:
    """The session that all calls share; its timeout holds, since the SDK's does not for a session given to it."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
