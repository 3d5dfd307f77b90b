"""The fake Slack: one aiohttp server on the loopback, with the parts that share its state.

What it does not understand fails the test: `check` (called by `fake_slack` at the end) raises for every request,
argument, acknowledgement or frame that Slack would not take, and for every failure that a person saw, unless the test
took note of them with `forgive`.
"""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

from aiohttp import web

from tests.platforms.slack import events, files, oauth, web_api
from tests.platforms.slack.app import AppConfig
from tests.platforms.slack.clock import FakeClock
from tests.platforms.slack.delivery import Deliveries
from tests.platforms.slack.faults import Faults, Rates
from tests.platforms.slack.http_mode import Http
from tests.platforms.slack.journal import Failure, Journal
from tests.platforms.slack.responses import Responses
from tests.platforms.slack.socket_mode import Sockets
from tests.platforms.slack.views import Triggers
from tests.platforms.slack.workspace import Installation, Workspace

LINE = 512 * 1024
"""Bytes of a request line that the server reads: slack_sdk puts whole messages into query strings."""


class FakeSlack:
    """Slack as one app sees it: any number of workspaces, one clock, one journal."""

    def __init__(self, app: AppConfig | None = None, clock: FakeClock | None = None, seed: int = 1) -> None:
        self.app = app or AppConfig()
        self.clock = clock or FakeClock()
        self.journal = Journal(self.clock)
        self.faults, self.rates = Faults(), Rates(self.clock)
        self.workspaces: dict[str, Workspace] = {}
        self.deliveries, self.triggers = Deliveries(self), Triggers()
        self.sockets, self.http = Sockets(self, seed), Http(self)
        self.responses = Responses(self)
        self.files: dict[str, files.File] = {}
        self.codes: dict[str, oauth.Code] = {}
        self.url = ""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None

    # -- life

    async def start(self) -> "FakeSlack":
        """Listen on a free port of the loopback."""
        server = web.Application(client_max_size=64 * 1024 * 1024)
        server.router.add_route("*", "/api/{method}", partial(web_api.answer, self))
        server.router.add_get("/link/", self.sockets.answer)
        server.router.add_post("/response/{team}/{name}", self.responses.answer)
        server.router.add_post("/upload/{file_id}", partial(files.upload, self))
        server.router.add_get("/oauth/v2/authorize", partial(oauth.authorize, self))
        server.router.add_route("*", "/{anything:.*}", self._lost)
        options: dict[str, Any] = {"max_line_size": LINE, "max_field_size": LINE}
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1, **options)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def stop(self) -> None:
        """Close everything; fails nothing."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        await self.http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def check(self) -> None:
        """Fail for what was not understood and for what people saw fail."""
        left = [*self.journal.not_understood, *map(str, self.journal.failures)]
        if left:
            raise AssertionError("the fake Slack did not understand, or a person saw it fail:\n" + "\n".join(left))

    def forgive(self) -> tuple[list[str], list[Failure]]:
        """What `check` would fail for, taken from it: a test that provokes it says so and looks at it."""
        found = list(self.journal.not_understood), list(self.journal.failures)
        self.journal.not_understood.clear()
        self.journal.failures.clear()
        return found

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.journal.puzzle(f"the fake itself failed: {task.exception()!r}")

    async def _lost(self, http: web.Request) -> web.StreamResponse:
        self.journal.puzzle(f"{http.method} {http.path} is no address of Slack")
        return web.json_response({"ok": False, "error": "unknown_address"}, status=404)

    # -- what tests ask for

    @property
    def api(self) -> str:
        """The base_url of AsyncWebClient."""
        return f"{self.url}/api/"

    async def until(self, found: Any) -> Any:
        """Wait until `found()` is true, and return it: it is asked again after every change in the fake."""
        return await self.journal.until(found)

    def workspace(self, domain: str, *, installed: bool = True) -> Workspace:
        """A new workspace, with the app in it unless told otherwise."""
        ws = Workspace(self, f"T{len(self.workspaces) + 1:07d}", domain)
        self.workspaces[ws.team_id] = ws
        if installed:
            oauth.install(ws, ws.user("owner", is_owner=True, is_admin=True).id, set(self.app.scopes))
        return ws

    def installation_of(self, token: str | None) -> Installation | None:
        for ws in self.workspaces.values():
            for installation in ws.installations:
                if installation.token == token:
                    return installation
        return None

    def uninstall(self, ws: Workspace, *, first: str = "app_uninstalled", tell: bool = True) -> None:
        """Remove the app: its tokens are dead before either event arrives, and the events come in any order."""
        for installation in ws.installations:
            if installation.state in ("active", "expired"):
                installation.state = "inactive"
        order = [first, *({"app_uninstalled", "tokens_revoked"} - {first})]
        for kind in order if tell else ():
            events.lifecycle(ws, kind)

    def revoke(self, ws: Workspace, *, tell: bool = True) -> None:
        """Revoke the bot's tokens."""
        for installation in ws.installations:
            installation.state = "revoked"
        if tell:
            events.lifecycle(ws, "tokens_revoked")
