"""How frames of the gateway travel: one zlib stream a connection, cut at will, or plain text."""

import json
import zlib
from typing import Any

from aiohttp import web

SPLIT_EVERY = 3
"""Every third compressed frame comes in two messages: Discord promises no more than a flush at the frame's end."""


class Pipe:
    """One way to the client. `compress` is what the client asked for; zstd is answered with text."""

    def __init__(self, socket: web.WebSocketResponse, compress: str) -> None:
        self.socket = socket
        self.deflate = zlib.compressobj() if compress == "zlib-stream" else None
        self.sent = 0

    async def send(self, frame: dict[str, Any]) -> None:
        """Raises ConnectionError when the connection is gone."""
        text = json.dumps(frame, separators=(",", ":"))
        self.sent += 1
        if self.deflate is None:
            await self.socket.send_str(text)
            return
        data = self.deflate.compress(text.encode()) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
        middle = len(data) // 2 if self.sent % SPLIT_EVERY == 0 else 0
        if middle:
            await self.socket.send_bytes(data[:middle])
        await self.socket.send_bytes(data[middle:])
