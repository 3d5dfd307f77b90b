"""Socket Mode: tickets, connections, envelopes and acknowledgements, and the ways in which connections end."""

import asyncio
import itertools
import json
import random
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from tests.platforms.slack.delivery import Attempt
    from tests.platforms.slack.server import FakeSlack

MOST_CONNECTIONS = 10
TICKET_SECONDS = 30
TYPES = {"event": "events_api", "command": "slash_commands", "interactive": "interactive"}


class Connection:
    """One socket of the app."""

    def __init__(self, sockets: "Sockets", number: int, ws: web.WebSocketResponse, http: web.Request) -> None:
        self._sockets, self.number, self._ws, self._http = sockets, number, ws, http
        self.draining = False
        self.sent: list[Attempt] = []

    @property
    def is_open(self) -> bool:
        return not self._ws.closed and not self.draining

    async def send(self, frame: dict[str, Any]) -> None:
        if not self._ws.closed:
            try:
                await self._ws.send_str(json.dumps(frame))
            except ConnectionError:
                self._sockets.fake.journal.note(f"connection {self.number} broke under a frame")

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to leave: `warning`, `refresh_requested`, `link_disabled`, `too_many_websockets`."""
        self.draining = True
        await self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}})
        self._sockets.fake.journal.note(f"connection {self.number}: disconnect {reason}")

    async def ping(self, text: str = "Ping from applink-fake") -> None:
        """Slack's own ping."""
        await self._ws.ping(text.encode())

    def drop(self) -> None:
        """Break the connection without a word; what it carried and was not answered counts as dropped."""
        self.draining = True
        if self._http.transport is not None:
            self._http.transport.abort()
        self.lose()

    def lose(self) -> None:
        for attempt in self.sent:
            self._sockets.fake.deliveries.settle(attempt, "dropped")


class Sockets:
    """All connections of the app.

    `strict`: an acknowledgement counts only on the connection that brought the envelope, and what is unanswered when
    a connection closes comes again. Otherwise any connection of the app may acknowledge, as slack_sdk does after a
    `disconnect`. `drop_next("before")` loses the next envelope with its connection before the app sees it,
    `drop_next("after")` after the app answered: the answer is lost.
    """

    def __init__(self, fake: "FakeSlack", seed: int = 1) -> None:
        self.fake = fake
        self.connections: list[Connection] = []
        self.strict = False
        self._choice = random.Random(seed)
        self._tickets: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._waiting: dict[str, Attempt] = {}
        self._drops: deque[str] = deque()
        self._dying: set[str] = set()

    @property
    def open(self) -> list[Connection]:
        """Connections that take envelopes."""
        return [connection for connection in self.connections if connection.is_open]

    def drop_next(self, when: str) -> None:
        self._drops.append(when)

    def ticket(self) -> str:
        """A URL for one connection."""
        name = f"ticket-{next(self._numbers)}"
        self._tickets[name] = self.fake.clock.now() + TICKET_SECONDS
        return f"ws{self.fake.url.removeprefix('http')}/link/?ticket={name}&app_id={self.fake.app.app_id}"

    async def answer(self, http: web.Request) -> web.StreamResponse:
        expires = self._tickets.pop(http.query.get("ticket", ""), None)
        if expires is None or self.fake.clock.now() >= expires:
            self.fake.journal.note("a socket came with a used or expired ticket")
            return web.Response(status=403)
        ws = web.WebSocketResponse()
        await ws.prepare(http)
        connection = Connection(self, next(self._numbers), ws, http)
        if len(self.open) >= MOST_CONNECTIONS:
            await connection.disconnect("too_many_websockets")
            await ws.close()
            return ws
        self.connections.append(connection)
        await connection.send(
            {
                "type": "hello",
                "num_connections": len(self.open),
                "connection_info": {"app_id": self.fake.app.app_id},
                "debug_info": {
                    "host": "applink-fake",
                    "started": "2026-11-02 09:00:00.000",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
            }
        )
        self.fake.journal.note(f"connection {connection.number} opened")
        try:
            async for frame in ws:  # aiohttp itself echoes pings
                if frame.type == WSMsgType.TEXT:
                    self._acknowledge(connection, frame.data)
        finally:
            self.connections.remove(connection)
            if self.strict:
                connection.lose()
            self.fake.journal.note(f"connection {connection.number} closed")
        return ws

    def carry(self, attempt: "Attempt") -> None:
        """Give the envelope to one open connection."""
        there = self.open
        if not there:
            self.fake.deliveries.settle(attempt, "unconnected")
            return
        connection = self._choice.choice(there)
        connection.sent.append(attempt)
        self._waiting[attempt.envelope_id] = attempt
        when = self._drops.popleft() if self._drops else ""
        if when == "before":
            connection.drop()
            return
        if when == "after":
            self._dying.add(attempt.envelope_id)
        delivery = attempt.delivery
        frame: dict[str, Any] = {
            "envelope_id": attempt.envelope_id,
            "type": TYPES[delivery.kind],
            "accepts_response_payload": delivery.kind != "event",
            "payload": delivery.body,
        }
        if delivery.kind == "event":
            frame |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
        self.fake.spawn(connection.send(frame))

    def _acknowledge(self, connection: Connection, data: str) -> None:
        try:
            ack = json.loads(data)
            attempt = self._waiting[ack["envelope_id"]]
        except (ValueError, KeyError, TypeError):
            self.fake.journal.puzzle(f"a socket frame that acknowledges nothing: {data[:200]}")
            return
        if self.strict and attempt not in connection.sent:
            self.fake.journal.note(f"{attempt.envelope_id} acknowledged on another connection: it does not count")
            return
        if ack["envelope_id"] in self._dying:
            self._dying.discard(ack["envelope_id"])
            connection.drop()
            return
        self.fake.deliveries.settle(attempt, "acked", ack.get("payload"))

    async def close(self) -> None:
        """Close every connection from Slack's side."""
        await asyncio.gather(*(connection._ws.close() for connection in list(self.connections)))
