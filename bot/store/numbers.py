"""How PostgreSQL's driver speaks: the same plain Python values that SQLite gives and takes.

Whole numbers go out as bigint whatever their size (one prepared statement instead of one per size), truths as 0 and 1;
sums of bigint, which PostgreSQL makes numeric, come back as int, other numerics as float. It must not know a statement.
"""

from typing import Any

from psycopg import Connection
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format
from psycopg.types.numeric import Int8Dumper


class _TruthDumper(Int8Dumper):
    def dump(self, obj: Any) -> bytes:
        return b"1" if obj else b"0"


class _NumericLoader(Loader):
    def load(self, data: Buffer) -> int | float:
        digits = bytes(data)
        return float(digits) if b"." in digits or b"N" in digits or b"I" in digits else int(digits)


def speak_plainly(connection: Connection[Any]) -> None:
    """Set the connection's number formats."""
    connection.adapters.register_dumper(int, Int8Dumper)
    connection.adapters.register_dumper(bool, _TruthDumper)
    connection.adapters.register_loader("numeric", _NumericLoader)
    assert _NumericLoader.format is Format.TEXT
