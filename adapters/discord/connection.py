"""Everything of Discord put together: the client, its commands, the way out, and an orderly end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.client import Client, keep_quiet
from adapters.discord.commands import digest, plant
from adapters.discord.events import Events
from adapters.discord.faults import LOST, said
from adapters.discord.inbound import Inbound
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.notes import commands_of, keep_commands, may_identify
from adapters.discord.pace import Pace
from adapters.discord.settings import Settings
from adapters.discord.where import where_of
from bot.app import App
from bot.app.tasks import Tasks
from bot.ports import Ports

log = logging.getLogger(__name__)

DRAIN: Final = 3.0
"""Seconds for which what was begun may go on after the end was told."""
LOOK_EVERY: Final = 30.0
SLOW: Final = 20.0
"""Seconds without an answer to a heartbeat after which a shard is spoken of."""
TOKEN_REFUSED: Final = 4004
"""How the gateway closes on a token that it does not take."""
DEAD_TOKEN: Final = "Discord does not take the bot's token any more: set another and start again."


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds and how they pass, for calls and for looks at the shards: tests bring their own."""

    clock: Callable[[], float]
    wait: Callable[[float], Awaitable[Any]] = asyncio.sleep
    look: Callable[[float], Awaitable[Any]] = asyncio.sleep


class Connection:
    """A Discord that is logged in."""

    def __init__(self, app: App, settings: Settings, time: Time | None = None) -> None:
        keep_quiet()
        self.app = app
        self.settings = settings
        self.time = time or Time(asyncio.get_running_loop().time)
        self.pace = Pace(settings.requests, self.time.clock, self.time.wait)
        self.tasks = Tasks()
        self.client = Client(settings, self.pace.count)
        self.messenger = DiscordMessenger(self.client, self.pace, app.clock)
        self.inbound = Inbound(app, self.messenger, self.tasks)
        self.client.inbound = self.inbound
        events = self.client.events = Events(app, self.client)
        self.messenger.unreachable = events.unreachable
        self.client.identify = self._identify
        self.client.started = self._tell_commands
        plant(self.client.tree, self.inbound.asked, app.topics(), self._groups)

    @classmethod
    async def open(cls, app: App, settings: Settings, time: Time | None = None) -> "Connection":
        """Log in. Raises ValueError with a sentence when the token is not taken or Discord is out of reach."""
        Route.BASE = settings.api
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway)
        made = cls(app, settings, time)
        try:
            await made.client.login(settings.token)
        except discord.LoginFailure:
            await made.client.close()
            raise ValueError(
                'Discord does not take DISCORD_BOT_TOKEN: press Reset Token on the page "Bot" of the app, and copy it.'
            ) from None
        except LOST as problem:
            await made.client.close()
            raise ValueError(f"Discord cannot be reached ({said(problem)}): is there a way out?") from None
        except BaseException:
            await made.client.close()
            raise
        assert made.client.user is not None, "who has logged in is somebody"
        log.info("connected as %s", made.client.user.name)
        return made

    async def serve(self) -> None:
        """Take in what people do until cancelled; then finish what was taken in."""
        connected = asyncio.create_task(self.client.connect(reconnect=True))
        dead = asyncio.create_task(self.pace.dead.wait())
        watching = asyncio.create_task(self._watch())
        try:
            await asyncio.wait([connected, dead, watching], return_when=asyncio.FIRST_COMPLETED)
            if dead.done():
                raise ConnectionError(DEAD_TOKEN)
            await (connected if connected.done() else watching)
            raise ConnectionError("Discord has closed the connection.")
        except discord.PrivilegedIntentsRequired:
            raise ConnectionError("Discord refuses the intents, though none is privileged.") from None
        except discord.ConnectionClosed as closed:
            why = DEAD_TOKEN if closed.code == TOKEN_REFUSED else f"Discord has closed the connection ({closed.code})."
            raise ConnectionError(why) from None
        finally:
            self.inbound.closed = True
            for task in (connected, dead, watching):
                task.cancel()
            await asyncio.gather(connected, dead, watching, return_exceptions=True)
            await asyncio.shield(self.tasks.drain(DRAIN))

    async def close(self) -> None:
        """Let go of Discord; nothing leaves after that."""
        self.inbound.closed = True
        await self.client.close()

    # --- inside

    async def _identify(self) -> None:
        """Wait for a turn to identify: Discord takes one in five seconds, of all processes together."""
        application = self.client.application_id
        if application is None or not self.settings.identify_apart:
            return
        while seconds := await may_identify(self.app, application, self.settings.identify_apart):
            await self.time.wait(seconds)

    async def _tell_commands(self) -> None:
        """Tell Discord of the commands if they have changed; the process of the first shard does."""
        application = self.client.application_id
        if application is None or (self.settings.shard_ids and 0 not in self.settings.shard_ids):
            return
        now = digest(self.client.tree)
        if await commands_of(self.app, application) == now:
            return
        try:
            told = await self.client.tree.sync()
        except discord.DiscordException as problem:
            log.error("Discord was not told of the commands: %s", said(problem))
            return
        except aiohttp.ClientError as problem:
            log.error("Discord was not told of the commands: %s", said(problem))
            return
        await keep_commands(self.app, application, now)
        log.info("Discord was told of %d commands", len(told))

    async def _groups(self, interaction: discord.Interaction) -> Sequence[tuple[str, str]]:
        """Groups that whoever types may mean."""
        caller = where_of(interaction).caller

        def read(ports: Ports) -> list[tuple[str, str]]:
            person = ports.people.find(caller.account)
            mine = list(ports.groups.of_learner(person.learner_id)) if person else []
            if caller.space is not None and caller.space_admin:
                mine += ports.places.groups_of_space(caller.space)
            return list(dict.fromkeys((str(group.id), group.name) for group in mine))

        try:
            return await self.app.keep(read)
        except Exception as problem:  # a busy minute: whoever types may still type the number
            log.info("no groups are suggested: %s", type(problem).__name__)
            return ()

    async def _watch(self) -> None:
        """Speak of shards whose heartbeats are not answered: discord.py does not notice while other frames come."""
        while True:
            await self.time.look(LOOK_EVERY)
            slow = [shard for shard, latency in self.client.latencies if not latency < SLOW]
            if slow:
                log.warning("no heartbeat of shards %s is answered", slow)
