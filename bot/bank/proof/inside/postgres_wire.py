"""A PostgreSQL connection in the standard library: simple queries over a Unix socket, values as text.

Proofs run without installed packages, hence without a driver. It knows the wire protocol (version 3, trust
authentication, chapter "Frontend/Backend Protocol" of the manual) and no more. Errors are raised as the exceptions of
sqlite3, with the SQLSTATE as `sqlstate`, so that a check behaves alike on both engines.
"""

import re
import socket
import sqlite3
import struct

Rows = list[list[str | None]]
STATEMENT = re.compile(
    r"""(?: [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "[^"]*" | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$
        | --[^\n]* | /\*.*?\*/ | [^;] )+""",
    re.DOTALL | re.VERBOSE,
)


class Connection:
    """One session. `run` executes statements one by one, each in a transaction of its own unless BEGIN was said."""

    def __init__(self, socket_path: str, user: str, database: str) -> None:
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(socket_path)
        self.stream = self.line.makefile("rb")
        self.types: list[int] = []
        body = struct.pack("!i", 3 << 16) + b"".join(
            part.encode() + b"\0" for part in ("user", user, "database", database, "client_encoding", "UTF8", "")
        )
        self.line.sendall(struct.pack("!i", len(body) + 4) + body)
        self._answers()

    def run(self, sql: str) -> Rows:
        """The rows of the last statement that has any; `types` then holds the type oids of its columns."""
        last: Rows = []
        for statement in statements(sql):
            body = statement.encode() + b"\0"
            self.line.sendall(b"Q" + struct.pack("!i", len(body) + 4) + body)
            found = self._answers()
            last = last if found is None else found
        return last

    def close(self) -> None:
        """End the session; an open transaction is rolled back by the server."""
        self.stream.close()
        self.line.close()

    def _answers(self) -> Rows | None:
        rows: Rows | None = None
        error: sqlite3.Error | None = None
        while True:
            kind, length = struct.unpack("!ci", self._take(5))
            body = self._take(length - 4)
            if kind == b"T":
                rows, self.types = [], column_types(body)
            elif kind == b"D" and rows is not None:
                rows.append(cells(body))
            elif kind == b"E":
                error = failure(body)
                if error.args[0].startswith("FATAL"):
                    raise error
            elif kind == b"Z":
                if error is not None:
                    raise error
                return rows

    def _take(self, size: int) -> bytes:
        data = self.stream.read(size)
        if len(data) < size:
            raise sqlite3.OperationalError("the server closed the connection")
        return data


def statements(sql: str) -> list[str]:
    """The statements of a script: cut at semicolons outside quotes, dollar quotes and comments."""
    return [found[0].strip() for found in STATEMENT.finditer(sql) if found[0].strip()]


def cells(body: bytes) -> list[str | None]:
    """The values of a DataRow message."""
    row: list[str | None] = []
    place = 2
    for _ in range(struct.unpack_from("!h", body)[0]):
        (size,) = struct.unpack_from("!i", body, place)
        place += 4
        row.append(None if size < 0 else body[place : place + size].decode())
        place += max(size, 0)
    return row


def column_types(body: bytes) -> list[int]:
    """The type oids of a RowDescription message."""
    types = []
    place = 2
    for _ in range(struct.unpack_from("!h", body)[0]):
        place = body.index(b"\0", place) + 1
        types.append(struct.unpack_from("!i", body, place + 6)[0])
        place += 18
    return types


def failure(body: bytes) -> sqlite3.Error:
    """The exception for an ErrorResponse message, by its SQLSTATE's class."""
    fields = {part[:1]: part[1:].decode() for part in body.split(b"\0") if part}
    state = fields.get(b"C", "XX000")
    kind = sqlite3.IntegrityError if state.startswith("23") else sqlite3.OperationalError
    error: sqlite3.Error = kind(f"{fields.get(b'S', 'ERROR')} {state}: {fields.get(b'M', '')}")
    error.sqlstate = state  # type: ignore[attr-defined]
    return error
