"""The gateway: who may connect, what is told to whom, and the trouble that a test orders.

`discord.gateway.drop()`, `.close(4000)`, `.reconnect()` (op 7), `.invalidate(resumable=False)` (op 9), `.ask()` (op 1),
`.silence()`, `.shut()` and `.open()` (an outage), each for one shard or all. `sessions`, `identifies`, `resumes` tell
what came in.
"""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.platforms.discord import payloads
from tests.platforms.discord.frames import Pipe
from tests.platforms.discord.sessions import Connection, Session

if TYPE_CHECKING:
    from tests.platforms.discord.server import FakeDiscord

DISPATCH, BEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
KEYS = {
    IDENTIFY: {"token", "intents", "shard", "properties", "compress", "large_threshold", "presence"},
    RESUME: {"token", "session_id", "seq"},
}
QUERY = {"v": {"10"}, "encoding": {"json"}, "compress": {"zlib-stream", "zstd-stream"}}
ENDS = (1000, 1001)
"""Close codes of a client that end its session; after any other it may be resumed."""


class Gateway:
    """All sessions and connections."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self.fake = fake
        self.heartbeat_interval = 41_250
        """Milliseconds, told in HELLO."""
        self.sessions: list[Session] = []
        self.connections: list[Connection] = []
        self.identifies: list[tuple[float, int, int]] = []
        """(instant, shard, number of shards) of each IDENTIFY that was taken."""
        self.resumes: list[Session] = []
        self._is_open = asyncio.Event()
        self._is_open.set()
        self._refusing: int | None = None
        self._numbers = itertools.count(1)

    # -- what a test orders

    def tell(self, event: str, body: Any, guild_id: str | None) -> None:
        """Dispatch an event to every session of the shard."""
        for session in self.sessions:
            if session.has(guild_id):
                session.tell(event, body)
        self.fake.journal.change()

    def of(self, shard: int | None) -> Iterator[Connection]:
        """The connections of one shard, or all, that have a session."""
        for connection in list(self.connections):
            if connection.session is not None and shard in (None, connection.session.shard):
                yield connection

    def drop(self, shard: int | None = None) -> None:
        """Cut the lines; sessions stay and keep what is told meanwhile."""
        for connection in self.of(shard):
            connection.drop()

    def close(self, code: int, shard: int | None = None) -> None:
        """Close from our side: 4000, 4009, 1000 are resumed, 4004 and 4014 end the client."""
        for connection in self.of(shard):
            self._let_go(connection)
            connection.close(code)

    def reconnect(self, shard: int | None = None) -> None:
        """Op 7: the client shall resume on a new connection."""
        for connection in self.of(shard):
            connection.send({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool = False, shard: int | None = None) -> None:
        """Op 9; without `resumable` the session and what it kept are gone."""
        for connection in self.of(shard):
            connection.send({"op": INVALID, "d": resumable})
            if not resumable and connection.session in self.sessions:
                self.sessions.remove(connection.session)

    def ask(self, shard: int | None = None) -> None:
        """Op 1: ask for a heartbeat at once."""
        for connection in self.of(shard):
            connection.send({"op": BEAT, "d": None})

    def silence(self, shard: int | None = None) -> None:
        """Say nothing more on these connections, not even an ACK, without closing them."""
        for connection in self.of(shard):
            connection.silent = True

    def shut(self) -> None:
        """An outage: every line is cut, whoever connects waits until `open`."""
        self._is_open.clear()
        self.drop()

    def open(self) -> None:
        self._refusing = None
        self._is_open.set()

    def refuse(self, status: int = 503) -> None:
        """An outage in which connecting is refused: the client then identifies anew."""
        self._refusing = status
        self.drop()

    @property
    def ready(self) -> set[int]:
        """The shards that have a connected session."""
        return {one.shard for one in self.sessions if one.connection is not None}

    # -- serving

    async def answer(self, http: web.Request) -> web.StreamResponse:
        """Serve one websocket."""
        self._check_query(http)
        if self._refusing is not None:
            self.fake.journal.note("a connection was refused")
            return web.Response(status=self._refusing)
        await self._is_open.wait()
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(http)
        connection = Connection(socket, http, Pipe(socket, http.query.get("compress", "")))
        self.connections.append(connection)
        pump = asyncio.ensure_future(connection.pump())
        connection.send({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_interval}})
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    self.fake.journal.puzzle(f"the gateway takes text only, not {message.type!r}")
                    connection.close(4002)
                    continue
                self._take(connection, json.loads(message.data))
        finally:
            self.connections.remove(connection)
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
            if socket.close_code in ENDS and not connection.closed_by_us and connection.session in self.sessions:
                self.sessions.remove(connection.session)
            self._let_go(connection)
            self.fake.journal.note(f"a connection ended with {socket.close_code}")
        return socket

    async def stop(self) -> None:
        """Let everybody go."""
        self._is_open.set()
        for connection in list(self.connections):
            with contextlib.suppress(ConnectionError):
                await asyncio.wait_for(connection.socket.close(code=1001), 0.2)

    def _let_go(self, connection: Connection) -> None:
        if connection.session is not None and connection.session.connection is connection:
            connection.session.connection = None

    def _check_query(self, http: web.Request) -> None:
        for name, value in http.query.items():
            if value not in QUERY.get(name, set()):
                self.fake.journal.puzzle(f"the gateway was asked for {name}={value}")

    def _take(self, connection: Connection, frame: dict[str, Any]) -> None:
        op, body = frame.get("op"), frame.get("d")
        if set(frame) - {"op", "d", "s", "t"}:
            self.fake.journal.puzzle(f"a frame has the keys {sorted(frame)}")
        if op in KEYS and set(body or {}) - KEYS[op]:
            self.fake.journal.puzzle(f"op {op} has the keys {sorted(set(body or {}) - KEYS[op])}")
        if op == BEAT:
            connection.beats += 1
            connection.send({"op": ACK})
        elif op == IDENTIFY and isinstance(body, dict):
            self._identify(connection, body)
        elif op == RESUME and isinstance(body, dict):
            self._resume(connection, body)
        else:
            self.fake.journal.puzzle(f"the gateway does not take op {op}")
            connection.close(4001)
        self.fake.journal.change()

    def _identify(self, connection: Connection, body: dict[str, Any]) -> None:
        shard, shards = body.get("shard", [0, 1])
        app, intents = self.fake.app, int(body.get("intents", -1))
        if connection.session is not None:
            return connection.close(4005)
        if body.get("token") != app.token or not app.token_valid:
            return connection.close(4004)
        if not 0 <= shard < shards:
            return connection.close(4010)
        if intents < 0 or intents >> 26:
            return connection.close(4013)
        if intents & PRIVILEGED & ~app.privileged_intents:
            return connection.close(4014)
        session = Session(f"session-{next(self._numbers)}", shard, shards, intents, connection=connection)
        self.identifies.append((self.fake.clock.now(), shard, shards))
        connection.session = session
        guilds = [one for one in self.fake.guilds.values() if one.bot_inside and session.has(one.id)]
        session.tell("READY", self._ready(session, [one.id for one in guilds]))
        for guild in guilds:
            if not guild.unavailable:
                session.tell("GUILD_CREATE", payloads.guild(guild))
        self.sessions.append(session)
        return None

    def _ready(self, session: Session, guild_ids: list[str]) -> dict[str, Any]:
        return {
            "v": 10,
            "user": payloads.user(self.fake, self.fake.app.id),
            "session_id": session.id,
            "guilds": [{"id": one, "unavailable": True} for one in guild_ids],
            "resume_gateway_url": self.fake.gateway_url,
            "shard": [session.shard, session.shards],
            "application": {"id": self.fake.app.id, "flags": 0},
        }

    def _resume(self, connection: Connection, body: dict[str, Any]) -> None:
        if body.get("token") != self.fake.app.token or not self.fake.app.token_valid:
            return connection.close(4004)
        session = next((one for one in self.sessions if one.id == body.get("session_id")), None)
        seq = body.get("seq")
        if session is None:
            return connection.send({"op": INVALID, "d": False})
        if not isinstance(seq, int) or seq > session.seq:
            return connection.close(4007)
        connection.session, session.connection = session, connection
        self.resumes.append(session)
        for frame in session.frames[seq:]:
            connection.send(frame)
        session.tell("RESUMED", {})
        return None
