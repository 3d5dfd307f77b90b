"""Backups hold one instant while calls go on; a restore replaces all or nothing, and only what it may."""

import sqlite3
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from bot.store.backup import backup, restore
from bot.store.engine import open_engine
from bot.store.errors import BackupRefused, DatabaseMissing
from bot.store.writer import Writer
from tests.store import toy
from tests.store.calls import adds, stored


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Only SQLite is backed up by us."""
    return sqlite_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "monday.db"


def names(url: str) -> list[str]:
    with Writer(open_engine(url, create=False), Random(1)) as writer:
        return [who for who, _ in stored(writer)]


def test_a_backup_of_a_running_database_comes_back(writer: Writer, sqlite_url: str, file: Path, tmp_path: Path) -> None:
    for number in range(50):
        writer.submit(adds(f"n{number:02}")).result()
    backup(sqlite_url, file)
    writer.submit(adds("later")).result()
    assert [path.name for path in file.parent.iterdir()] == ["monday.db"]
    elsewhere = f"sqlite:///{tmp_path / 'new.db'}"
    restore(elsewhere, file)
    assert names(elsewhere) == [f"n{number:02}" for number in range(50)]
    assert [path.name for path in file.parent.iterdir()] == ["monday.db"]


def test_restoring_over_a_database_needs_force(engine: sa.Engine, sqlite_url: str, file: Path) -> None:
    with Writer(engine, Random(1)) as writer:
        writer.submit(adds("old")).result()
        backup(sqlite_url, file)
        writer.submit(adds("new")).result()
    with pytest.raises(BackupRefused, match="--force"):
        restore(sqlite_url, file)
    assert names(sqlite_url) == ["new", "old"]
    restore(sqlite_url, file, force=True)
    assert names(sqlite_url) == ["old"]


def test_a_database_in_use_is_not_replaced(writer: Writer, sqlite_url: str, file: Path) -> None:
    writer.submit(adds("old")).result()
    backup(sqlite_url, file)
    writer.submit(adds("new")).result()
    with pytest.raises(BackupRefused, match="stop the bot"):
        restore(sqlite_url, file, force=True)
    assert [who for who, _ in stored(writer)] == ["new", "old"]
    writer.submit(adds("newer")).result()


def test_a_damaged_database_is_set_aside(engine: sa.Engine, sqlite_url: str, file: Path, tmp_path: Path) -> None:
    with Writer(engine, Random(1)) as writer:
        writer.submit(adds("me")).result()
        backup(sqlite_url, file)
    database = tmp_path / "quorum.db"
    database.write_bytes(b"garbage" * 1000)
    (tmp_path / "quorum.db-wal").write_bytes(b"rubbish" * 1000)
    with pytest.raises(BackupRefused, match="--force"):
        restore(sqlite_url, file)
    restore(sqlite_url, file, force=True)
    assert names(sqlite_url) == ["me"]
    assert (tmp_path / "quorum.db.damaged").read_bytes() == b"garbage" * 1000


def test_only_a_whole_backup_of_quorum_is_restored(engine: sa.Engine, sqlite_url: str, file: Path) -> None:
    with Writer(engine, Random(1)) as writer:
        rows = [{"who": f"a rather long name, so that it takes some pages: {n:05}", "points": 1} for n in range(2_000)]
        writer.submit(lambda tx: tx.many(toy.ADD, rows)).result()
        writer.submit(adds("me")).result()
    backup(sqlite_url, file)
    whole = file.read_bytes()

    def refused(content: bytes, said: str) -> None:
        bad = file.with_name("bad.db")
        bad.write_bytes(content)
        with pytest.raises(BackupRefused, match=said):
            restore(sqlite_url, bad, force=True)

    refused(b"", "another program")
    refused(b"not a database, but long enough to look at" * 50, "not a backup")
    refused(whole[: len(whole) // 2], "damaged|not a backup|malformed")
    middle = len(whole) // 2
    refused(whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :], "damaged|malformed")
    foreign = file.with_name("foreign.db")
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE bookmarks (url)")
    other.close()
    with pytest.raises(BackupRefused, match="another program"):
        restore(sqlite_url, foreign, force=True)
    with pytest.raises(BackupRefused, match="no backup"):
        restore(sqlite_url, file.with_name("nowhere.db"), force=True)
    assert "me" in names(sqlite_url)


def test_a_backup_replaces_only_backups(engine: sa.Engine, sqlite_url: str, file: Path, tmp_path: Path) -> None:
    backup(sqlite_url, file)
    backup(sqlite_url, file)
    notes = file.with_name("notes.txt")
    notes.write_text("my notes")
    with pytest.raises(BackupRefused, match="not a backup"):
        backup(sqlite_url, notes)
    assert notes.read_text() == "my notes"
    with pytest.raises(BackupRefused, match="the database itself"):
        backup(sqlite_url, tmp_path / "quorum.db")
    with pytest.raises(BackupRefused, match="no folder"):
        backup(sqlite_url, tmp_path / "nowhere" / "file.db")
    with pytest.raises(BackupRefused, match="the database itself"):
        restore(sqlite_url, tmp_path / "quorum.db", force=True)


def test_there_must_be_a_database(sqlite_url: str, file: Path) -> None:
    with pytest.raises(DatabaseMissing):
        backup(sqlite_url, file)
    assert not file.exists()


def test_postgresql_is_left_to_its_own_tools(file: Path) -> None:
    for run in (backup, restore):
        with pytest.raises(BackupRefused, match="pg_dump") as caught:
            run("postgresql://me:s3cret@host/db", file)
        assert "s3cret" not in str(caught.value)
