"""What a call gets: the statements that it may run, inside a transaction that is not its own to end.

A call does SQL and nothing else. Errors of the driver leave as `StoreError`s, and after one the call is over: on
PostgreSQL the transaction is aborted anyway, and on SQLite an error may have ended it, so that the next statement would
commit by itself. It must not know a table, a queue or an event loop.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from bot.store.errors import BrokenCall, DeadlineExceeded, StatementFailed
from bot.store.line import Line
from bot.store.shared import NOTHING, Shared, Sums, Waiting
from bot.store.statement import SQLITE, Compiled, NewRow, Statement

Row = tuple[Any, ...]
T = TypeVar("T")


class ReadTx:
    """A call's reads. Every method takes a module-level `Statement` and its parameters by name (or declared order)."""

    __slots__ = ("_dialect", "_execute", "_line", "_shared", "failure", "wrote")
    may_write = False

    def __init__(self, line: Line, shared: Shared | None = None) -> None:
        """`shared` is what the calls of this transaction share, if there is one."""
        self._line = line
        self._dialect = line.dialect
        self._execute = line.cursor.execute
        self._shared = shared or Shared(line)
        self.failure: Exception | None = None
        self.wrote = False
        """Whether something may be there to undo."""

    def all(self, statement: Statement, /, *args: Any, **params: Any) -> list[Row]:
        """Run it and give all rows. With RETURNING, the rows that it changed."""
        compiled = statement.on[self._dialect]
        if (compiled.writes and not self.may_write) or self._line.clock() > self._line.until or self.failure:
            self._refuse()
        values = compiled.bind(*args, **params)
        if compiled.touches & self._shared.watched:
            self._meet(compiled)
        if compiled.changes:
            self.wrote = True
        try:
            rows: list[Row] = self._execute(compiled.text, values).fetchall()
        except self._line.Error as error:
            self._fail(error)
        return rows

    def one(self, statement: Statement, /, *args: Any, **params: Any) -> Row | None:
        """Run it and give its first row, or None. Rows after the first are read and dropped."""
        rows = self.all(statement, *args, **params)
        return rows[0] if rows else None

    def held(self, statement: Statement, make: Callable[[Row], T], /, *args: Any) -> T | None:
        """What `make` makes of its first row, or None; read once in a transaction while nothing changes it.

        For what the calls of a batch have in common. `make` must only convert.
        """
        found = self._shared.rows.get((statement, args), NOTHING)
        if found is NOTHING:
            row = self.one(statement, *args)
            found = None if row is None else make(row)
            if self.may_write:  # without a transaction somebody else may change it at once
                self._shared.hold(statement, args, found)
        return found  # type: ignore[no-any-return]

    def end(self) -> None:
        """The call is over: whoever kept this object gets an error instead of somebody else's transaction."""
        self._execute = _ended

    def _refuse(self) -> NoReturn:
        if self.failure is not None:
            raise BrokenCall("A statement of this call failed before: catch no database errors, use ON CONFLICT.")
        if self._line.clock() > self._line.until:
            self.failure = DeadlineExceeded("The call took longer than a call may; nothing of it was stored.")
        else:
            self.failure = BrokenCall("A read writes or locks: it must be a call.")
        raise self.failure

    def _meet(self, compiled: Compiled) -> None:
        """Let what is shared meet a statement that is about to run."""
        try:
            self._shared.meet(compiled)
        except Exception as error:
            self._unwritten(error)

    def _unwritten(self, error: Exception) -> NoReturn:
        """What waited could not be written."""
        if isinstance(error, self._line.Error):
            self._fail(error)
        self.failure = error
        raise error

    def _fail(self, error: Exception) -> NoReturn:
        self.failure = error
        raise self._line.explain(error) from error


class Tx(ReadTx):
    """A call's reads and writes, all of which are stored or none."""

    __slots__ = ()
    may_write = True

    def run(self, statement: Statement, /, *args: Any, **params: Any) -> int:
        """Run it and give the number of rows that it changed (with ON CONFLICT DO NOTHING: 0 when it did nothing)."""
        compiled = statement.on[self._dialect]
        if self._line.clock() > self._line.until or self.failure:
            self._refuse()
        values = compiled.bind(*args, **params)
        if compiled.touches & self._shared.watched:
            self._meet(compiled)
        self.wrote = True
        try:
            cursor = self._execute(compiled.text, values)
            if compiled.returns_rows:
                # A RETURNING cursor that is not read to its end makes COMMIT fail.
                return len(cursor.fetchall())
            return self._line.changed()
        except self._line.Error as error:
            self._fail(error)

    def insert(self, statement: NewRow, /, *args: Any, **params: Any) -> int | None:
        """Insert a row and give its number; None if ON CONFLICT left it out."""
        if self._dialect != SQLITE:
            row = self.one(statement, *args, **params)
            return None if row is None else int(row[0])
        return self._line.cursor.lastrowid if self.run(statement, *args, **params) else None

    def many(self, statement: Statement, /, rows: Iterable[Mapping[str, Any] | tuple[Any, ...]]) -> int:
        """Run it once for each of `rows`, its parameters by name or in their declared order; the rows changed."""
        bind = statement.on[self._dialect].bind
        return self._many(statement, [bind(*row) if isinstance(row, tuple) else bind(**row) for row in rows])

    def add(self, sums: Sums, key: tuple[Any, ...], amounts: tuple[int, ...]) -> None:
        """Add `amounts` to the counters of `key`, if this call is stored; written when they are read, or at the end."""
        self._wait(sums, (key + amounts,))

    def later(self, statement: Waiting, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run it for each row (parameters in order), if this call is stored; when somebody looks, or at the end."""
        self._wait(statement, rows)

    def _wait(self, statement: Statement, rows: Sequence[tuple[Any, ...]]) -> None:
        self.wrote = True
        try:
            self._shared.wait(statement, rows)
        except Exception as error:
            self._unwritten(error)

    def hold(self, statement: Statement, value: object, /, *args: Any) -> None:
        """Let `held` give `value`: what it was, brought up to date with what this call has added."""
        self._shared.hold(statement, args, value)

    def _many(self, statement: Statement, rows: list[tuple[Any, ...]]) -> int:
        compiled = statement.on[self._dialect]
        if self._line.clock() > self._line.until or self.failure:
            self._refuse()
        if compiled.returns_rows:
            raise TypeError("A statement for many rows returns none.")
        if not rows:
            return 0
        if compiled.touches & self._shared.watched:
            self._meet(compiled)
        self.wrote = True
        try:
            self._line.cursor.executemany(compiled.text, rows)
        except self._line.Error as error:
            self._fail(error)
        return int(self._line.cursor.rowcount)


def _ended(*_: Any) -> NoReturn:
    raise StatementFailed("The call that this transaction belonged to is over.")
