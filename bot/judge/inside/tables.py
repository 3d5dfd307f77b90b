"""Runs a submitted query on data sets in SQLite and says what it gives. It does not know what is expected.

The engine is kept to what a query needs: an allow-list of actions and functions, short values, few pages, few steps.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from typing import Any

Job = dict[str, Any]
MOST_ROWS = 500
PAGES = 2_000
LENGTH = 20_000
STEPS = 100
"""Instructions of SQLite between two looks at the clock."""
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LENGTH,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 8_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 60,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 16,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 60,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
WRITES = {
    sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_CREATE_TABLE,
    sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_CREATE_VIEW, sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_DROP_INDEX,
    sqlite3.SQLITE_DROP_VIEW, sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_REINDEX, sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
}  # fmt: skip
NAMED = """
abs changes char coalesce glob hex ifnull iif instr last_insert_rowid length like lower ltrim max min nullif quote
replace round rtrim sign soundex substr substring total_changes trim typeof unicode unlikely likely likelihood upper
avg count group_concat string_agg sum total
date time datetime julianday strftime unixepoch timediff current_date current_time current_timestamp
row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
json json_array json_array_length json_extract json_insert json_object json_patch json_remove json_replace json_set
json_type json_valid json_quote json_group_array json_group_object json_each json_tree json_pretty -> ->>
acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
radians sin sinh sqrt tan tanh trunc match octet_length concat concat_ws
"""
FUNCTIONS = frozenset(NAMED.split())
"""Functions that a query may call; what is not named (printf, zeroblob, randomblob, load_extension...) it may not."""
HIDDEN = ("pragma_", "sqlite_dbpage", "dbstat")
"""How the names of tables begin that show more than data."""
NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"


def run(job: Job) -> None:
    """Run `query` on each of `data`, and put one line of JSON about each to file 1. The first has the plan, too."""

    def say(record: dict[str, Any]) -> None:
        line = json.dumps(record).encode() + b"\n"
        while line:
            line = line[os.write(1, line) :]

    until = time.monotonic() + job["wall_s"]
    off = frozenset(job.get("off", ()))
    for number, data in enumerate(job["data"]):
        say(outcome(job, data, number == 0, until, off))


def outcome(job: Job, data: str, first: bool, until: float, off: frozenset[str]) -> dict[str, Any]:
    """What the query gives on one data set: `header`, `rows` and (when it may write) `tables`; or `error`."""
    connection = opened(job, data)
    guard(connection, job["writes"], until, off)
    try:
        found: dict[str, Any] = {"plan": plan(connection, job["query"])} if first else {}
        found["header"], found["rows"] = last_rows(connection, job["query"], job["writes"], off)
        if job["writes"]:
            names = [name for (name,) in connection.execute(NAMES).fetchall()]
            found["tables"] = {name: last_rows(connection, f'SELECT * FROM "{name}"', False, off)[1] for name in names}
    except sqlite3.OperationalError as error:
        return {"time": True} if str(error) == "interrupted" else {"error": str(error)}
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        return {"error": str(error)}
    except MemoryError:
        return {"memory": True}
    except TooManyRows:
        return {"much": True}
    finally:
        connection.close()
    return found


class TooManyRows(Exception):
    """The query gives more rows than a result may have."""


def opened(job: Job, data: str) -> sqlite3.Connection:
    """A database in memory with schema and data."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.executescript(f"{job['schema']};\n{data}")
    return connection


def guard(connection: sqlite3.Connection, writes: bool, until: float, off: frozenset[str]) -> None:
    """From here on the connection does no more than a query needs."""
    if "pages" not in off:
        connection.execute(f"PRAGMA max_page_count = {PAGES}")
    if "length" not in off:
        for name, most in LIMITS.items():
            connection.setlimit(name, most)
    if "wall" not in off:
        clock = time.monotonic
        connection.set_progress_handler(lambda: clock() > until, STEPS)
    if "authorizer" not in off:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_authorizer(authorizer(READS | WRITES if writes else READS, off))


def authorizer(actions: set[int], off: frozenset[str]) -> Callable[..., int]:
    """Says yes to the actions and functions that were named, and no to everything else."""

    def allowed(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action not in actions:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION and "functions" not in off:
            return sqlite3.SQLITE_OK if (second or "").lower() in FUNCTIONS else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and (first or "").lower().startswith(HIDDEN):
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return allowed


def last_rows(
    connection: sqlite3.Connection, sql: str, several: bool, off: frozenset[str]
) -> tuple[list[str], list[list[Any]]]:
    """Header and rows of the last statement that gives any. Raises TooManyRows."""
    header: list[str] = []
    rows: list[list[Any]] = []
    for statement in statements(sql) if several else [sql]:
        cursor = connection.execute(statement)
        if cursor.description is None:
            continue
        header = [column[0] for column in cursor.description]
        if "rows" in off:
            found = cursor.fetchall()
        else:
            found = cursor.fetchmany(MOST_ROWS + 1)
            if len(found) > MOST_ROWS:
                raise TooManyRows
        rows = [[marked(value) for value in row] for row in found]
    return header, rows


def marked(value: object) -> list[Any]:
    """A value as data: nothing, a number or a text as SQLite has it, a blob in hexadecimal digits."""
    if value is None:
        return ["n"]
    if isinstance(value, bytes):
        return ["y", value.hex()]
    if isinstance(value, float):
        return ["f", value.hex()]
    return ["i", str(value)] if isinstance(value, int) else ["s", value]


def statements(sql: str) -> list[str]:
    """The statements of a script as SQLite cuts them."""
    found, pending = [], ""
    for piece in sql.split(";"):
        pending += piece + ";"
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return [one for one in (*found, pending) if one.strip(" \n\t\r;")]


def plan(connection: sqlite3.Connection, query: str) -> list[str]:
    """How SQLite goes about a query, indented as a tree; nothing for what is no single query."""
    if len(statements(query)) != 1:
        return []
    try:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchmany(50)
    except (sqlite3.Error, sqlite3.Warning, ValueError):
        return []
    depth = {0: -1}
    lines = []
    for row in rows:
        if len(row) != 4:
            return []
        depth[row[0]] = depth.get(row[1], -1) + 1
        lines.append("  " * depth[row[0]] + str(row[3])[:120])
    return lines
