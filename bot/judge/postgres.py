"""The judge of questions that only PostgreSQL can answer: a database and a role of its own, kept for nothing else.

Each run has a connection, a transaction and a schema to itself; the query runs in it read-only, as one statement, under
the server's own clock, and everything is rolled back. What the query gives leaves the server as text, cut to length.
"""

import json
import secrets
import threading
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.judge import tables
from bot.judge.tables import Given
from bot.ports.judge import BadTests, JudgeDown, JudgeReport, Limits, Submission, TableTests, Tests

if TYPE_CHECKING:
    from psycopg import Connection

MOST_ROWS = 500
LONGEST_ROW = 20_000
CANCELED = "57014"
WHO = "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles WHERE rolname = current_user"


class PostgresJudge:
    """PostgreSQL at `url`. Its role must own the database and must be no superuser."""

    def __init__(self, url: str) -> None:
        self.url = url.replace("postgres://", "postgresql://", 1)
        self._lock = threading.Lock()
        self._trouble: str | None = None
        self._looked = False

    @property
    def abilities(self) -> frozenset[str]:
        """`postgres`, if the database is there and its role has no rights but its own."""
        return frozenset() if self.trouble() else frozenset({"postgres"})

    def trouble(self) -> str:
        """Why nothing can be judged here; empty when all is well. Looked at once."""
        import psycopg

        with self._lock:
            if not self._looked:
                try:
                    with self.connect(2.0) as connection:
                        mighty = connection.execute(WHO).fetchone()
                        self._trouble = "its role has rights beyond its own database" if mighty and mighty[0] else None
                except psycopg.Error as error:
                    self._trouble = str(error).strip().splitlines()[0][:200] or type(error).__name__
                self._looked = True
            return self._trouble or ""

    def connect(self, wall_s: float) -> "Connection[Any]":
        import psycopg

        options = f"-c statement_timeout={int(wall_s * 1000)} -c lock_timeout=500 -c timezone=UTC"
        return psycopg.connect(self.url, autocommit=True, options=options, connect_timeout=2)

    def run(self, submission: Submission, tests: Tests, limits: Limits) -> JudgeReport:
        """See `bot.ports.judge.Judge.run`."""
        import psycopg

        if submission.language != "postgres" or not isinstance(tests, TableTests) or tests.writes:
            raise BadTests("PostgreSQL judges queries that only read")
        try:
            wanted = [self.given(tests.schema, data, tests.reference, 5.0) for data in tests.data]
            began = time.monotonic()
            came: list[Given] = []
            for data in tests.data:
                left = limits.wall_s - (time.monotonic() - began)
                last = came[-1].outcome if came else "passed"
                late = left <= 0 or last == "time"
                came.append(Given("time") if late else self.given(tests.schema, data, submission.source, left))
            return tables.report(tests, wanted, came, (), (time.monotonic() - began) * 1000)
        except psycopg.OperationalError as error:
            raise JudgeDown(str(error)) from error
        except psycopg.Error as error:
            raise BadTests(f"schema or data: {error}") from error

    def given(self, schema: str, data: str, query: str, wall_s: float) -> Given:
        """What a query gives on fresh data. Nothing of it stays."""
        import psycopg

        room = f"run_{secrets.token_hex(8)}"
        with self.connect(max(wall_s, 0.05)) as connection:
            connection.execute("BEGIN")
            connection.execute(f"CREATE SCHEMA {room}; SET LOCAL search_path TO {room}")
            connection.execute(f"{schema};\n{data}".encode())
            connection.execute("SET TRANSACTION READ ONLY")
            try:
                return read(connection, query)
            except psycopg.errors.QueryCanceled:
                return Given("time")
            except psycopg.OperationalError:
                raise
            except psycopg.Error as error:
                return Given("error", str(error).splitlines()[0][:300])


def read(connection: "Connection[Any]", query: str) -> Given:
    """The rows of one statement, each cut to length by the server. Raises what psycopg raises."""
    inner = query.strip().rstrip(";")
    asked = f"SELECT left(row_to_json(q)::text, {LONGEST_ROW + 1}) FROM (\n{inner}\n) q LIMIT {MOST_ROWS + 1}"
    # `prepare` makes the server take exactly one statement, whatever the text says.
    found = [row[0] for row in connection.execute(asked.encode(), prepare=True).fetchall()]
    if len(found) > MOST_ROWS or any(len(text) > LONGEST_ROW for text in found):
        return Given("output")
    rows = [json.loads(text, object_pairs_hook=list, parse_float=Decimal) for text in found]
    header = tuple(str(name) for name, _ in rows[0]) if rows else ()
    return Given("passed", "", header, tuple(tuple(cell(value) for _, value in row) for row in rows))


def cell(value: object) -> str | None:
    """A value as text, numbers in the form that `tables.cell` gives them."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | Decimal):
        number = tables.DIGITS.create_decimal(value) if isinstance(value, Decimal) else Decimal(value)
        return "0" if not number else format(number.normalize() if isinstance(value, Decimal) else number, "f")
    return json.dumps(value, default=str)
