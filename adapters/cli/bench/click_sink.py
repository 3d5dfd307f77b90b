"""An address on the loopback that takes whatever is sent there and says "ok": the far end of the HTTP that leaves.

It stands in a thread of its own, so that its work is not counted where that of one thread is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Taking(BaseHTTPRequestHandler):
    """Takes a body and keeps the connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: two of them wait for one another

    def do_POST(self) -> None:
        """Take it."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads a log of it."""


@contextmanager
def sink() -> Iterator[str]:
    """The address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
