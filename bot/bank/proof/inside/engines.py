"""SQLite and PostgreSQL behind one face: rows of a script in a fresh schema, and sessions that share one.

Knows the two engines; must not know what is being proved. Values come as text, as the engine itself writes them; NULL
is None.
"""

import decimal
import os
import sqlite3
from collections.abc import Iterator

try:
    from . import postgres_wire
except ImportError:  # run by path, beside its siblings, inside a proof
    import postgres_wire  # type: ignore[import-not-found,no-redef]

Rows = list[list[str | None]]
OK = "00000"
NUMBERS = frozenset({20, 21, 23, 26, 700, 701, 1700})
BOOLEAN = 16
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    "postgres": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
}


class Sqlite:
    """One connection to a database in memory, or to the file that sessions share."""

    engine = "sqlite"

    def __init__(self, path: str = ":memory:") -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)

    def typed(self, sql: str) -> list[tuple[object, ...]]:
        last: list[tuple[object, ...]] = []
        for statement in statements(sql):
            cursor = self.connection.execute(statement)
            last = cursor.fetchall() if cursor.description else last
        return last

    def rows(self, sql: str) -> Rows:
        return [[self.text(value) for value in row] for row in self.typed(sql)]

    def close(self) -> None:
        self.connection.close()

    def text(self, value: object) -> str | None:
        if isinstance(value, bytes):
            return "\\x" + value.hex()
        if isinstance(value, float):  # SQLite's own rendering, 15 digits, not Python's
            return str(self.connection.execute("SELECT CAST(? AS TEXT)", (value,)).fetchone()[0])
        return None if value is None else str(value)

    def compared(self, sql: str) -> Rows:
        """Rows for a comparison between engines: see `canonical`."""
        numbers = (int, float)
        return [[canonical(self.text(v), isinstance(v, numbers)) for v in row] for row in self.typed(sql)]


class Postgres:
    """One connection that works in one schema."""

    engine = "postgres"

    def __init__(self, address: dict[str, str], schema: str) -> None:
        self.connection = postgres_wire.Connection(address["socket"], address["user"], address["database"])
        self.connection.run(f"CREATE SCHEMA IF NOT EXISTS {schema}; SET search_path TO {schema}")
        self.schema = schema

    def rows(self, sql: str) -> Rows:
        return self.connection.run(sql)

    def close(self) -> None:
        self.connection.close()

    def compared(self, sql: str) -> Rows:
        rows = self.connection.run(sql)
        types = self.connection.types
        truth = {"t": "1", "f": "0"}
        return [
            [
                truth.get(value or "", value) if kind == BOOLEAN else canonical(value, kind in NUMBERS)
                for value, kind in zip(row, types, strict=True)
            ]
            for row in rows
        ]


class Engine:
    """The databases of one proof run: `setup` is loaded into each new schema."""

    def __init__(self, name: str, address: dict[str, str] | None, setup: str, folder: str) -> None:
        self.name, self.address, self.setup, self.folder = name, address, setup, folder
        self.shared: str | None = None
        self.schemas: set[str] = set()
        self.sessions: list[Sqlite | Postgres] = []

    def rows(self, sql: str) -> Rows:
        """Run a script in a fresh schema; once sessions are open, beside them, so that it sees what they committed."""
        database = self._fresh(self.setup) if self.shared is None else self._shared()
        try:
            return database.rows(sql)
        finally:
            database.close()

    def session(self) -> "Session":
        """A connection of its own to the schema that all sessions share."""
        database = self._shared()
        self.sessions.append(database)
        return Session(database)

    def outcome(self, setup: str, sql: str, writes: bool) -> dict[str, object]:
        """What a query (or, with `writes`, a change) yields on fresh data: `rows` and `tables`, or its `error`."""
        database = self._fresh(setup)
        try:
            rows = database.compared(sql)
            names = [str(row[0]) for row in database.rows(TABLES[self.name])] if writes else []
            tables = {name: sorted(database.compared(f'SELECT * FROM "{name}"'), key=repr) for name in names}
        except sqlite3.Error as error:
            return {"error": str(error)}
        finally:
            database.close()
        return {"rows": rows, "tables": tables}

    def close(self) -> None:
        """End the sessions, whose open transactions hold locks, and drop the schemas; SQLite's go with the process."""
        for database in self.sessions:
            database.close()
        if self.schemas and self.address is not None:
            connection = postgres_wire.Connection(
                self.address["socket"], self.address["user"], self.address["database"]
            )
            for schema in self.schemas:
                connection.run(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            connection.close()

    def _fresh(self, setup: str) -> Sqlite | Postgres:
        database = self._open(f"p{os.urandom(8).hex()}", ":memory:")
        database.rows(setup)
        return database

    def _shared(self) -> Sqlite | Postgres:
        if self.shared is None:
            self.shared = f"p{os.urandom(8).hex()}"
            database = self._open(self.shared, self._file())
            database.rows(self.setup)
            database.close()
        return self._open(self.shared, self._file())

    def _open(self, schema: str, path: str) -> Sqlite | Postgres:
        if self.name == "sqlite":
            return Sqlite(path)
        if self.address is None:
            raise RuntimeError("no PostgreSQL is running for this proof")
        self.schemas.add(schema)
        return Postgres(self.address, schema)

    def _file(self) -> str:
        return os.path.join(self.folder, f"{self.shared}.sqlite")


class Session:
    """Call it with SQL: it gives the SQLSTATE, 00000 when all went well (SQLite has none: there the error's name)."""

    def __init__(self, database: Sqlite | Postgres) -> None:
        self.database = database

    def __call__(self, sql: str) -> str:
        try:
            self.database.rows(sql)
        except sqlite3.Error as error:
            state: str = getattr(error, "sqlstate", "") or getattr(error, "sqlite_errorname", "") or "HY000"
            return state
        return OK


def canonical(value: str | None, number: bool) -> str | None:
    """One form for one number, to 12 significant digits: engines write 2, 2.0 and 2.0000000000000000."""
    if value is None or not number:
        return value
    try:
        rounded = decimal.Context(prec=12).create_decimal(value)
    except decimal.InvalidOperation:
        return value
    return "0" if not rounded else format(rounded.normalize(), "f")


def statements(sql: str) -> Iterator[str]:
    """The statements of a script as SQLite cuts them (a trigger's body holds semicolons)."""
    pending = ""
    for piece in sql.split(";"):
        pending += piece + ";"
        if sqlite3.complete_statement(pending):
            if pending.strip(" \n\t\r;"):
                yield pending
            pending = ""
    if pending.strip(" \n\t\r;"):
        yield pending
