"""Opening a database: the settings it ends up with, and one clear sentence, without the password, when it cannot be."""

import logging
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from bot.store.engine import APPLICATION_ID, connect, explain_sqlite, open_engine, read_url, shown
from bot.store.errors import (
    BadUrl,
    CannotOpen,
    DatabaseLocked,
    DatabaseMissing,
    DirectoryMissing,
    ForeignDatabase,
    LoginRefused,
    NotADatabase,
    NotWritable,
    ServerUnreachable,
)
from tests.databases import Server
from tests.store import toy

PASSWORD = "s3cr%t/p@ss w:rd"


def test_sqlite_is_durable_and_checks_foreign_keys(sqlite_url: str) -> None:
    connection = connect(open_engine(sqlite_url))
    said = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "application_id")
    }
    connection.close()
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "application_id": APPLICATION_ID}


def test_the_engine_begins_for_real(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin() as one:
        one.exec_driver_sql("CREATE TABLE t (x)")
        waiting: Any = connect(engine)
        waiting.execute("PRAGMA busy_timeout=0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            waiting.execute("BEGIN IMMEDIATE")
        waiting.close()
        one.rollback()
    with engine.connect() as after:
        assert after.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar() == 0


def test_a_nested_transaction_of_the_engine_is_undone_alone(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as one:
        one.execute(sa.text("CREATE TABLE t (x BIGINT)"))
        one.execute(sa.text("INSERT INTO t VALUES (1)"))
        with one.begin_nested() as point:
            one.execute(sa.text("INSERT INTO t VALUES (2)"))
            point.rollback()
    with engine.connect() as after:
        assert after.execute(sa.text("SELECT x FROM t")).scalars().all() == [1]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "quorum.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory",
        "sqlite:///x.db?mode=ro",
        "sqlite://host/x.db",
        "sqlite+aiosqlite:///x.db",
        f"mysql://me:{PASSWORD}@host/db",
        f"postgresql://me:{PASSWORD}@host:port/db",
        "postgresql://me:s3cret@host",
        "postgresql+asyncpg://me:s3cret@host/db",
        f"{PASSWORD}",
    ],
)
def test_a_url_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadUrl) as caught:
        open_engine(url)
    assert "s3cr" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_the_same(scheme: str) -> None:
    url = read_url(f" {scheme}://me:pw@host:5433/db?sslmode=require\n")
    assert (url.drivername, url.port, url.query["sslmode"]) == ("postgresql+psycopg", 5433, "require")
    assert shown(url) == "postgresql://me:***@host:5433/db"


def test_the_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(DirectoryMissing, match="no folder"):
        open_engine(f"sqlite:///{tmp_path}/no/quorum.db")


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    with pytest.raises(NotADatabase, match="is a folder"):
        open_engine(f"sqlite:///{tmp_path}")


def test_a_missing_file_is_made_only_if_asked(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        open_engine(sqlite_url, create=False)
    assert list(tmp_path.iterdir()) == []
    open_engine(sqlite_url)
    open_engine(sqlite_url, create=False)


def test_other_files_are_left_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"These are my notes, and they are longer than a header of SQLite." * 20)
    before = file.read_bytes()
    with pytest.raises(NotADatabase, match="not an SQLite database"):
        open_engine(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "theirs.db"
    theirs = sqlite3.connect(file)
    theirs.execute("CREATE TABLE bookmarks (url)")
    theirs.close()
    before = file.read_bytes()
    with pytest.raises(ForeignDatabase, match="another program"):
        open_engine(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_database_held_by_another_process_is_said_to_be(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_SECONDS", 0)
    file = sqlite_url.removeprefix("sqlite:///")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseLocked, match="Another process"):
        open_engine(sqlite_url)
    holder.close()


OPEN_AS_SOMEBODY_ELSE = """
import os, sys
from bot.store import engine, errors
from sqlalchemy.dialects.sqlite import pysqlite
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    engine.open_engine(sys.argv[1])
except errors.CannotOpen as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can enter; pytest keeps its own closed to them."""
    with tempfile.TemporaryDirectory(prefix="quorum-") as name:
        yield Path(name)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_cannot_be_written_is_named(open_folder: Path, what: str) -> None:
    file = open_folder / "quorum.db"
    if what == "file":
        open_engine(f"sqlite:///{file}")
        file.chmod(0o444)
    open_folder.chmod(0o555)
    try:
        said = subprocess.run(
            [sys.executable, "-c", OPEN_AS_SOMEBODY_ELSE, f"sqlite:///{file}"],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    finally:
        open_folder.chmod(0o755)
    assert said.stdout.startswith("NotWritable"), said.stderr
    assert str(file) in said.stdout


# --- PostgreSQL


def quiet(error: BaseException, records: list[logging.LogRecord]) -> bool:
    """Neither the error, with all that it drags along, nor the log holds the password in any spelling."""
    text = "".join(traceback.format_exception(error)) + repr(error) + "".join(map(str, records))
    return not any(form in text for form in (PASSWORD, quote(PASSWORD), quote(PASSWORD, safe="")))


def test_a_server_that_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ServerUnreachable, match=f"127.0.0.1:{port}") as caught:
        open_engine(f"postgresql://me:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/quorum")
    assert quiet(caught.value, caplog.records)


def test_an_option_that_does_not_exist(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(BadUrl, match="colour") as caught:
        open_engine(f"postgresql://me:{quote(PASSWORD, safe='')}@127.0.0.1/quorum?colour=red")
    assert quiet(caught.value, caplog.records)


@pytest.mark.postgres
def test_a_database_that_does_not_exist(postgres_server: Server) -> None:
    with pytest.raises(DatabaseMissing, match="createdb nowhere"):
        open_engine(postgres_server.url.replace("/postgres?", "/nowhere?"))


@pytest.mark.postgres
def test_a_wrong_password_is_never_repeated(postgres_server: Server, caplog: pytest.LogCaptureFixture) -> None:
    folder = parse_qs(urlsplit(postgres_server.url).query)["host"][0]
    rules = Path(folder) / "data" / "pg_hba.conf"
    before = rules.read_text()
    with psycopg.connect(postgres_server.url, autocommit=True) as above:
        above.execute(sql.SQL("CREATE ROLE guarded LOGIN PASSWORD {}").format(sql.Literal(PASSWORD)))
        try:
            rules.write_text("local all guarded scram-sha-256\n" + before)
            above.execute("SELECT pg_reload_conf()")
            right = f"postgresql://guarded:{quote(PASSWORD, safe='')}@/postgres?host={folder}"
            connect(open_engine(right)).close()
            wrong = right.replace("guarded:", "guarded:x")
            with pytest.raises(LoginRefused, match="check user, password") as caught:
                open_engine(wrong)
            assert quiet(caught.value, caplog.records)
            with pytest.raises(LoginRefused):
                open_engine(f"postgresql://guarded@/postgres?host={folder}")
            assert quote(PASSWORD, safe="") not in repr(open_engine(right))
        finally:
            rules.write_text(before)
            above.execute("SELECT pg_reload_conf()")
            above.execute("DROP ROLE guarded")


def test_every_refusal_to_open_is_one_class_that_commands_can_catch() -> None:
    classes = (BadUrl, DirectoryMissing, NotWritable, NotADatabase, DatabaseLocked, ServerUnreachable, LoginRefused)
    assert all(issubclass(it, CannotOpen) for it in classes)


def test_many_may_open_a_new_file_at_once(sqlite_url: str) -> None:
    meet = threading.Barrier(6)
    said: list[str] = []

    def opens() -> None:
        meet.wait(10)
        engine = open_engine(sqlite_url)
        toy.metadata.create_all(engine)
        said.append("opened")

    threads = [threading.Thread(target=opens) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == ["opened"] * 6


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_IOERR_SHMSIZE])
def test_a_disk_that_takes_nothing_is_named(code: int) -> None:
    """A full disk shows as either, by what SQLite was about to do."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    sentence = str(explain_sqlite(error, Path("/data/quorum.db")))
    assert "full" in sentence
    assert "nothing was stored" in sentence
