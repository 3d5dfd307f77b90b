"""Databases for tests: the real SQLite and a real PostgreSQL, a fresh one for each test.

Making the tables costs more than most tests do, so they are made once per process: SQLite's file is copied,
PostgreSQL's databases are emptied and lent again.
"""

import itertools
import os
import shutil
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.store.engine import open_engine
from bot.store.schema import metadata

POSTGRES_MISSING = (
    "PostgreSQL's binaries (initdb, postgres) are not installed: its half of the store's tests did not run"
)
_numbers = itertools.count(1)


def missing(reason: str) -> None:
    """Skip, or fail where the run must not pass without PostgreSQL."""
    if os.environ.get("QUORUM_REQUIRE_POSTGRES") == "1":
        pytest.fail(f"{POSTGRES_MISSING} ({reason})")
    pytest.skip(f"{POSTGRES_MISSING} ({reason})")


def lay_tables(url: str) -> None:
    """Make all tables in an empty database."""
    engine = open_engine(url)
    metadata.create_all(engine)
    engine.dispose()


_EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
_EMPTY_TABLES = """
SET session_replication_role = replica;
DO $$
DECLARE it text;
BEGIN
    FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', it);
    END LOOP;
    FOR it IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        PERFORM setval(quote_ident(it)::regclass, 1, false);
    END LOOP;
END $$
"""
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Server:
    """A PostgreSQL cluster that lends databases, empty or with Quorum's tables.

    Making a database takes 0.2 s, emptying one some milliseconds: so they are lent again. What empties a database with
    tables stays connected to it, because a server's process that knows the tables empties them in a tenth of the time.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._free: dict[bool, list[str]] = {False: [], True: []}
        self._sweepers: dict[str, psycopg.Connection] = {}

    def lend(self, *, tables: bool = False) -> str:
        """Give the URL of a database that nobody else has."""
        if self._free[tables]:
            return self._free[tables].pop()
        name = f"quorum_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = self.url.replace("/postgres?", f"/{name}?")
        if tables:
            lay_tables(url)
        return url

    def take_back(self, url: str, *, tables: bool = False) -> None:
        """Throw everybody out of a database and empty it."""
        if tables:
            if url not in self._sweepers:
                self._sweepers[url] = psycopg.connect(url, autocommit=True)
            self._sweepers[url].execute(_ALONE)
            self._sweepers[url].execute(_EMPTY_TABLES)
        else:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(_ALONE)
                connection.execute(_EMPTY)
        self._free[tables].append(url)

    def close(self) -> None:
        """Let go of all databases."""
        for connection in self._sweepers.values():
            connection.close()


def sqlite_with_tables(template: Path, target: Path) -> str:
    """Copy the template (made at first need) to `target` and give its URL."""
    if not template.exists():
        draft = template.with_suffix(".draft")
        lay_tables(f"sqlite:///{draft}")
        draft.rename(template)
    shutil.copyfile(template, target)
    return f"sqlite:///{target}"
