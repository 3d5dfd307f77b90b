"""A line to the database: one driver connection with its transaction verbs, and the meaning of its errors.

Two classes with the same face, so that the writer is written once. It must not know a call, a queue or a table.
"""

import sqlite3
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from bot.store.engine import connect, explain_sqlite, shown, sqlite_path
from bot.store.errors import ConstraintBroken, DeadlineExceeded, ServerUnreachable, StatementFailed, StoreError
from bot.store.statement import POSTGRESQL, SQLITE

Clock = Callable[[], float]
"""Seconds that only go forward; a stop-watch, not the time of day."""

OPCODES: Final = 4_000
"""How many steps of SQLite's machine lie between two looks at the deadline (some tens of microseconds)."""


class Fate(Enum):
    """What an error means for the transaction that it happened in."""

    CALL = "the transaction lives once the call is undone"
    DEAD = "the whole transaction is gone"
    CONFLICT = "the whole transaction must be rolled back and run again"
    LOST = "the connection is gone"


class SqliteLine:
    """A connection to an SQLite file; `until` is when the running call must end, on `clock`."""

    dialect: Final = SQLITE
    Error: Final = sqlite3.Error

    def __init__(self, engine: sa.Engine, *, deadline: float, clock: Clock = time.monotonic) -> None:
        self._path: Path = sqlite_path(engine.url)
        self._deadline = deadline
        self.clock = clock
        self.until = float("inf")
        self._connection: sqlite3.Connection = connect(engine)
        self._connection.set_progress_handler(self._late, OPCODES)
        self.cursor = self._connection.cursor()
        self._execute = self.cursor.execute

    def _late(self) -> bool:
        return self.clock() > self.until

    def watch(self) -> None:
        """Start the deadline of a call."""
        self.until = self.clock() + self._deadline

    def rest(self) -> None:
        """No call runs, no deadline holds."""
        self.until = float("inf")

    def begin(self) -> None:
        """Begin a transaction that will write: here the lock is waited for, never later."""
        self._control("BEGIN IMMEDIATE")

    def begin_reading(self) -> None:
        """Begin a transaction that sees one state of the database and takes no lock."""
        self._control("BEGIN")

    def begin_long_reading(self) -> None:
        """The same: a long read sees one state."""
        self._control("BEGIN")

    def savepoint(self) -> None:
        """Begin a call inside the transaction."""
        self._execute("SAVEPOINT call")

    def step(self) -> None:
        """Keep the call and begin the next one."""
        self._execute("RELEASE call")
        self._execute("SAVEPOINT call")

    def undo(self) -> None:
        """Undo the call."""
        self._execute("ROLLBACK TO call")
        self._execute("RELEASE call")

    def commit(self) -> None:
        """Commit, or raise."""
        self._execute("COMMIT")

    def rollback(self) -> None:
        """Undo the whole transaction, if there still is one."""
        if self._connection.in_transaction:
            self._execute("ROLLBACK")

    def end_reading(self) -> None:
        """End a transaction that only read."""
        self.rollback()

    def changed(self) -> int:
        """Rows changed by the statement that has just run."""
        count = self.cursor.rowcount
        if count < 0:  # the driver does not count behind WITH
            (count,) = self._execute("SELECT changes()").fetchone()
        return int(count)

    def fate(self, error: BaseException | None) -> Fate:
        """What `error` (None: no statement failed) has done to the transaction."""
        return Fate.CALL if self._connection.in_transaction else Fate.DEAD

    def explain(self, error: Exception) -> StoreError:
        """The store's own error for the driver's."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_INTERRUPT:
            return DeadlineExceeded(f"A call may take {self._deadline * 1000:.0f} ms; nothing of it was stored.")
        if code == sqlite3.SQLITE_CONSTRAINT:
            return ConstraintBroken(str(error))
        if isinstance(error, sqlite3.Error) and code not in (0, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH):
            return explain_sqlite(error, self._path)
        return StatementFailed(str(error))

    def reopen(self) -> None:
        """Nothing to do: a file does not hang up."""

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _control(self, text: str) -> None:
        try:
            self._execute(text)
        except sqlite3.Error as error:
            raise self.explain(error) from error


class PostgresLine:
    """A connection to a PostgreSQL server; the server itself stops a statement at the deadline."""

    dialect: Final = POSTGRESQL

    def __init__(self, engine: sa.Engine, *, deadline: float, clock: Clock = time.monotonic) -> None:
        import psycopg

        self.Error: type[Exception] = psycopg.Error
        self._integrity = psycopg.IntegrityError
        self._engine = engine
        self._deadline = deadline
        self.clock = clock
        self.until = float("inf")
        self._open()

    def _open(self) -> None:
        self._connection: Any = connect(self._engine)
        self._connection.prepared_max = 500
        self.cursor = self._connection.cursor()
        self._execute = self.cursor.execute
        # A replica that hangs in a transaction must not hold its rows for ever.
        self._execute(
            f"SET statement_timeout = {self._deadline * 1000:.0f}; SET idle_in_transaction_session_timeout = '10s'"
        )

    def watch(self) -> None:
        """Start the deadline of a call."""
        self.until = self.clock() + self._deadline

    def rest(self) -> None:
        """No call runs, no deadline holds."""
        self.until = float("inf")

    def begin(self) -> None:
        """Begin a transaction that will write."""
        self._control("BEGIN")

    def begin_reading(self) -> None:
        """Nothing: at READ COMMITTED a transaction around reads adds a round trip and shows nothing else."""

    def begin_long_reading(self) -> None:
        """Begin a transaction that sees one state of the database."""
        self._control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def savepoint(self) -> None:
        """Begin a call inside the transaction."""
        self._execute("SAVEPOINT call")

    def step(self) -> None:
        """Keep the call and begin the next one, in one round trip."""
        self._execute("RELEASE call; SAVEPOINT call")

    def undo(self) -> None:
        """Undo the call."""
        self._execute("ROLLBACK TO call; RELEASE call")

    def commit(self) -> None:
        """Commit, or raise: the server answers the COMMIT of an aborted transaction with a ROLLBACK and no error."""
        self._execute("COMMIT")
        if self.cursor.statusmessage != "COMMIT":
            raise StatementFailed("The database rolled back instead of committing.")

    def rollback(self) -> None:
        """Undo the whole transaction, if there still is one."""
        if not self._connection.closed:
            try:
                self._execute("ROLLBACK")
            except self.Error:
                if not self._connection.closed:
                    raise

    def end_reading(self) -> None:
        """Nothing: see `begin_reading`."""

    def changed(self) -> int:
        """Rows changed by the statement that has just run."""
        return int(self.cursor.rowcount)

    def fate(self, error: BaseException | None) -> Fate:
        """What `error` (None: no statement failed) has done to the transaction."""
        if self._connection.closed:
            return Fate.LOST
        if getattr(error, "sqlstate", None) in ("40001", "40P01"):
            return Fate.CONFLICT
        return Fate.CALL

    def explain(self, error: Exception) -> StoreError:
        """The store's own error for the driver's, without the server's detail line: it repeats what people wrote."""
        said = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
        if self._connection.closed:
            return ServerUnreachable(f"The connection to {shown(self._engine.url)} was lost; nothing was stored.")
        if getattr(error, "sqlstate", None) == "57014":
            return DeadlineExceeded(f"A call may take {self._deadline * 1000:.0f} ms; nothing of it was stored.")
        if isinstance(error, self._integrity):
            return ConstraintBroken(said)
        return StatementFailed(said)

    def reopen(self) -> None:
        """Connect again if the connection is gone. Raises `CannotOpen`."""
        if self._connection.closed:
            self._open()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _control(self, text: str) -> None:
        self.reopen()
        try:
            self._execute(text)
        except self.Error as error:
            if not self._connection.closed:
                raise self.explain(error) from error
            # It was lost while idle; a transaction that has not begun can be begun anywhere.
            self.reopen()
            self._execute(text)


Line = SqliteLine | PostgresLine


def open_line(engine: sa.Engine, *, deadline: float, clock: Clock = time.monotonic) -> Line:
    """Open the line that fits the engine. Raises `CannotOpen`."""
    kind = SqliteLine if engine.dialect.name == SQLITE else PostgresLine
    return kind(engine, deadline=deadline, clock=clock)
