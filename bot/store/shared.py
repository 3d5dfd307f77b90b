"""What the calls of one transaction share: rows that many of them read, and rows that are written once for all of them.

Sixty answers to one daily read the same channel and the same daily, and move the same counters. Within a transaction
nobody else can change what was read, so it is read once; and what no call reads back waits until the end, where one
statement writes it for everybody. Both are kept true by the tables of each statement: one that changes a table drops
what was read of it, one that touches a table for which rows wait has them written first. So a call never sees a
difference. It must not know a table, a call or a transaction's end.
"""

from collections.abc import Sequence
from itertools import starmap
from operator import add
from typing import Any, Final

from bot.store.line import Line
from bot.store.statement import SQLITE, Compiled, Statement


class Waiting(Statement):
    """A statement for rows that may wait, because no call needs to know what became of them.

    `sort` has the rows written sorted by their parameters, so that replicas cannot wait for each other's rows; else
    they are written in the order in which they came.
    """

    __slots__ = ("sorted",)

    def __init__(self, core: Any, *order: str, sort: bool = False) -> None:
        super().__init__(core, *order)
        self.sorted = sort


class Sums(Statement):
    """A statement that adds: amounts from all calls of a batch are added up, then written once, sorted by key.

    `keys` and `amounts` name the statement's parameters. Use it for counters that many calls touch; it saves a
    statement per call, and sorted writes cannot deadlock with another replica's.
    """

    __slots__ = ("keys",)

    def __init__(self, core: Any, keys: Sequence[str], amounts: Sequence[str]) -> None:
        super().__init__(core, *keys, *amounts)
        self.keys = len(keys)


NOTHING: Final = object()
"""What `rows` has not."""

Row = tuple[Any, ...]
Pending = tuple[Statement, Sequence[Row]]
"""A statement and the rows that wait for it."""


class Shared:
    """Of one transaction. `watched` are the bits of all tables that a statement may not touch unseen."""

    __slots__ = ("_due", "_held", "_line", "_writers", "broken", "pending", "rows", "watched")

    def __init__(self, line: Line) -> None:
        self._line = line
        self.rows: dict[tuple[Statement, Row], Any] = {}
        self.pending: list[Pending] = []
        self._held = 0
        self._due = 0
        self._writers: dict[int, Statement] = {}
        self.watched = 0
        self.broken = False
        """Whether what waits could not be written: whose fault it was cannot be told from the call that met it."""

    def hold(self, statement: Statement, args: Row, value: Any) -> None:
        """Keep what a statement read, until another one changes one of its tables."""
        self.rows[statement, args] = value
        self._held |= statement.on[self._line.dialect].touches
        self.watched |= self._held

    def wait(self, statement: Statement, rows: Sequence[Row]) -> None:
        """Let rows wait until a statement touches one of its tables, or to the end."""
        compiled = statement.on[self._line.dialect]
        if self._writers.setdefault(compiled.changes, statement) is not statement:
            self.write()  # what another statement is to write into this table came first
            self._writers[compiled.changes] = statement
        self.pending.append((statement, rows))
        self._due |= compiled.touches
        self.watched |= self._due
        if self._held & compiled.changes:
            self._drop(compiled.changes)

    def meet(self, compiled: Compiled) -> None:
        """A statement is about to run: write what it must find, drop what it will make untrue."""
        if self._due & compiled.touches:
            self.write()
        if self._held & compiled.changes:
            self._drop(compiled.changes)

    def write(self) -> None:
        """Write all that waits. Raises the driver's errors, or what comes of amounts that cannot be added."""
        line = self._line
        together: dict[Statement, list[Row]] = {}
        for statement, rows in self.pending:
            together.setdefault(statement, []).extend(rows)
        self.broken = True
        changed = 0
        # One order for all replicas, or two batches wait for each other's rows.
        for statement in sorted(together, key=lambda one: one.on[line.dialect].text):
            compiled = statement.on[line.dialect]
            rows = in_order(statement, together[statement], line.dialect)
            line.cursor.executemany(compiled.text, list(starmap(compiled.bind, rows)))
            changed |= compiled.changes
        self.broken = False
        self.pending.clear()
        self._writers.clear()
        self._due = 0
        self.watched = self._held
        if self._held & changed:
            self._drop(changed)

    def undo(self, pending: Sequence[Pending]) -> None:
        """The last call was undone: `pending` is what waited before it."""
        self.pending[:] = pending
        self._due = 0
        self._writers.clear()
        for statement, _ in pending:
            compiled = statement.on[self._line.dialect]
            self._due |= compiled.touches
            self._writers[compiled.changes] = statement
        self._drop(self._held)

    def _drop(self, changed: int) -> None:
        """Forget what was read of these tables."""
        dialect = self._line.dialect
        self._held = 0
        for key in list(self.rows):
            touches = key[0].on[dialect].touches
            if touches & changed:
                del self.rows[key]
            else:
                self._held |= touches
        self.watched = self._due | self._held


def in_order(statement: Statement, waiting: list[Row], dialect: str) -> list[Row]:
    """The rows to write: amounts added up by key; sorted what asks for an order, where there are others to wait for."""
    if isinstance(statement, Sums):
        keys = statement.keys
        totals: dict[Row, Row] = {}
        for row in waiting:
            before = totals.get(row[:keys])
            totals[row[:keys]] = row[keys:] if before is None else tuple(map(add, before, row[keys:]))
        waiting = [key + amounts for key, amounts in totals.items()]
    elif dialect == SQLITE or not (isinstance(statement, Waiting) and statement.sorted):
        return waiting
    return sorted(waiting)
