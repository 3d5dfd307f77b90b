"""A session of the gateway: what was told to it, kept for a RESUME whatever becomes of its connections."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platforms.discord.frames import Pipe

Frame = dict[str, Any]


@dataclass(eq=False)
class Session:
    """What IDENTIFY began; it outlives its connection and ends with 1000, 1001 or an invalidation."""

    id: str
    shard: int
    shards: int
    intents: int
    frames: list[Frame] = field(default_factory=list)
    connection: "Connection | None" = None

    @property
    def seq(self) -> int:
        return len(self.frames)

    def has(self, guild_id: str | None) -> bool:
        """Whether it hears of that guild; what has no guild comes to shard 0."""
        return self.shard == ((int(guild_id) >> 22) % self.shards if guild_id else 0)

    def tell(self, event: str, body: Any) -> None:
        """Dispatch an event: sent when connected, kept for a RESUME in any case."""
        frame = {"op": 0, "t": event, "s": self.seq + 1, "d": body}
        self.frames.append(frame)
        if self.connection is not None:
            self.connection.send(frame)


class Connection:
    """One websocket: a queue of frames to it, so that nobody waits for the network."""

    def __init__(self, socket: web.WebSocketResponse, http: web.Request, pipe: Pipe) -> None:
        self.socket, self.http, self.pipe = socket, http, pipe
        self.session: Session | None = None
        self.beats = 0
        self.silent = False
        self.closed_by_us = False
        self._queue: asyncio.Queue[Frame | int] = asyncio.Queue()

    def send(self, frame: Frame) -> None:
        """Send a frame, unless silence was ordered: then it is lost with this connection."""
        if not self.silent:
            self._queue.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close it properly, after all that was sent."""
        self.closed_by_us = True
        self._queue.put_nowait(code)

    def drop(self) -> None:
        """Cut the line."""
        if self.session is not None and self.session.connection is self:
            self.session.connection = None
        if self.http.transport is not None:
            self.http.transport.abort()

    async def pump(self) -> None:
        """Send what is queued until closed."""
        try:
            while True:
                frame = await self._queue.get()
                if isinstance(frame, int):
                    await self.socket.close(code=frame)
                    return
                await self.pipe.send(frame)
        except ConnectionError:
            return
