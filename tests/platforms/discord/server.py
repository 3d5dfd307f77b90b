"""The fake Discord: one aiohttp server on the loopback, with the parts that share its state.

What it does not understand fails the test: `check` (called by `fake_discord` at the end) raises for every route, query,
key, frame or body that Discord would not take, and for every failure that a person saw, unless the test took note of
them with `forgive`.
"""

import contextlib
import mimetypes
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platforms.discord import (
    app_routes,
    events,
    interaction_routes,
    message_routes,
    place_routes,
    rest,
    thread_routes,
)
from tests.platforms.discord.app import AppConfig
from tests.platforms.discord.clock import FakeClock
from tests.platforms.discord.commands import Commands
from tests.platforms.discord.faults import Faults
from tests.platforms.discord.gateway import Gateway
from tests.platforms.discord.interactions import Interaction, Interactions
from tests.platforms.discord.journal import Failure, Journal
from tests.platforms.discord.payloads import stamp
from tests.platforms.discord.places import DM, Channel, Guild, Message

if TYPE_CHECKING:
    from tests.platforms.discord.driver import Person

EPOCH = 1_420_070_400_000
ROUTED = (app_routes, interaction_routes, message_routes, place_routes, thread_routes)
"""The modules that register the routes."""


class FakeDiscord:
    """Discord as one application sees it: any number of guilds and people, one clock, one journal."""

    def __init__(self, app: AppConfig | None = None, clock: FakeClock | None = None) -> None:
        self.app = app or AppConfig()
        self.clock = clock or FakeClock()
        self.journal = Journal(self.clock)
        self.faults = Faults()
        self.gateway = Gateway(self)
        self.interactions = Interactions(self)
        self.commands = Commands(self)
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.users: dict[str, Person] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        """What was uploaded, by attachment id: file name and content."""
        self.url = ""
        self._last = 0
        self._runner: web.AppRunner | None = None

    # -- life

    async def start(self) -> "FakeDiscord":
        """Listen on a free port of the loopback."""
        server = web.Application(client_max_size=32 * 1024 * 1024)
        server.router.add_get("/gateway", self.gateway.answer)
        server.router.add_get("/gateway/", self.gateway.answer)
        server.router.add_get("/cdn/{file_id}/{name}", self._file)
        server.router.add_route("*", "/api/v10/{path:.*}", partial(rest.answer, self))
        server.router.add_route("*", "/{anything:.*}", self._lost)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def stop(self) -> None:
        """Close everything; fails nothing."""
        with contextlib.suppress(ConnectionError):
            await self.gateway.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def check(self) -> None:
        """Fail for what was not understood and for what people saw fail."""
        left = [*self.journal.not_understood, *map(str, self.journal.failures)]
        if left:
            raise AssertionError("the fake Discord did not understand, or a person saw it fail:\n" + "\n".join(left))

    def forgive(self) -> tuple[list[str], list[Failure]]:
        """What `check` would fail for, taken from it: a test that provokes it says so and looks at it."""
        found = list(self.journal.not_understood), list(self.journal.failures)
        self.journal.not_understood.clear()
        self.journal.failures.clear()
        return found

    async def _lost(self, http: web.Request) -> web.StreamResponse:
        self.journal.puzzle(f"{http.method} {http.path} is no address of Discord")
        return web.Response(status=404)

    async def _file(self, http: web.Request) -> web.StreamResponse:
        if http.match_info["file_id"] not in self.files:
            return web.Response(status=404)
        return web.Response(body=self.files[http.match_info["file_id"]][1])

    # -- where it is

    @property
    def api(self) -> str:
        """What stands for https://discord.com/api/v10."""
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self) -> str:
        """What stands for wss://gateway.discord.gg/."""
        return f"{self.url.replace('http', 'ws')}/gateway"

    # -- what tests ask for

    async def until(self, found: Any) -> Any:
        """Wait until `found()` is true, and return it: it is asked again after every change in the fake."""
        return await self.journal.until(found)

    def guild(self, name: str, *, bot: bool = True, shard: int | None = None) -> Guild:
        """A new guild, with the bot in it unless told otherwise; on that shard if given."""
        guild_id = int(self.snowflake())
        while shard is not None and (guild_id >> 22) % self.app.shards != shard:
            guild_id += 1 << 22
        self._last = max(self._last, guild_id)
        guild = Guild(self, str(guild_id), name, bot=bot)
        self.guilds[guild.id] = guild
        if bot:
            events.guild_create(guild, joined=True)
        return guild

    def user(self, name: str) -> "Person":
        """The person of that name, made when there is none yet: what a test acts through."""
        from tests.platforms.discord.driver import Person

        found = next((one for one in self.users.values() if one.name == name), None)
        if found is None:
            found = Person(self, self.snowflake(), name)
            self.users[found.id] = found
        return found

    def dm(self, user_id: str) -> Channel:
        """The direct message between the bot and a person."""
        for channel in self.channels.values():
            if channel.type == DM and channel.recipient_id == user_id:
                return channel
        channel = Channel(self, self.snowflake(), "", type=DM, recipient_id=user_id)
        self.channels[channel.id] = channel
        return channel

    def message(self, message_id: str) -> Message | None:
        """A message wherever it stands, deleted ones too."""
        found = (one.posts.get(message_id) for one in self.channels.values())
        return next((one for one in found if one is not None), None)

    @property
    def answered(self) -> list[Interaction]:
        """All interactions that people began, oldest first."""
        return list(self.interactions.all.values())

    def upload(self, name: str, data: bytes) -> dict[str, Any]:
        """Keep a file; how the wire speaks of it."""
        file_id = self.snowflake()
        self.files[file_id] = (name, data)
        url = f"{self.url}/cdn/{file_id}/{name}"
        about = {"id": file_id, "filename": name, "size": len(data), "url": url, "proxy_url": url}
        return {**about, "content_type": mimetypes.guess_type(name)[0] or "application/octet-stream"}

    # -- numbers

    def snowflake(self) -> str:
        """An id of this instant, later than all before it."""
        self._last = max(self._last + 1, (int(self.clock.now() * 1000) - EPOCH) << 22)
        return str(self._last)

    def stamp(self) -> str:
        return stamp(self.clock.now())
