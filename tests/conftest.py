"""The databases that tests run against. A test that takes `database_url` or `stored_url` runs on both of them.

Every test starts with this file, so what needs a database library is imported where it is used: the domain's tests end
before SQLAlchemy would have been read.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.databases import Server

BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgres", id="postgres", marks=pytest.mark.postgres)]


MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes: several times what a whole run leaves behind."""


def pytest_configure() -> None:
    """Tests need no disk under their files where memory can be had as one: processes die in them, machines do not."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        tempfile.tempdir = str(MEMORY)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What collecting makes lives as long as the run: the garbage collector need not look through it, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One throw-away PostgreSQL cluster for this process."""
    from bot.bank.proof.cluster import NoPostgres, cluster
    from tests.databases import Server, missing

    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(cluster())
        except NoPostgres as error:
            missing(str(error))
        server = Server(url)
        yield server
        server.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this process keeps the SQLite file with Quorum's tables."""
    return tmp_path_factory.mktemp("template") / "tables.db"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'quorum.db'}"


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """An empty PostgreSQL database."""
    url = postgres_server.lend()
    yield url
    postgres_server.take_back(url)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=BOTH)
def stored_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with Quorum's tables, once on SQLite and once on PostgreSQL."""
    from tests.databases import sqlite_with_tables

    if request.param == "sqlite":
        yield sqlite_with_tables(request.getfixturevalue("sqlite_template"), tmp_path / "quorum.db")
        return
    server: Server = request.getfixturevalue("postgres_server")
    url = server.lend(tables=True)
    yield url
    server.take_back(url, tables=True)
