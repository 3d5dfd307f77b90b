"""Backing up a database to one file while the bot runs, and putting such a file in its place while it does not.

It must not know a table: a Quorum database is told by the mark in its header.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.store.engine import APPLICATION_ID, explain_sqlite, open_sqlite, read_url, sqlite_path
from bot.store.errors import BackupRefused, DatabaseLocked, NotADatabase

_POSTGRESQL: Final = (
    "A PostgreSQL database is backed up with its own tools: "
    "pg_dump --format=custom --file=FILE DATABASE_URL, "
    "and back: pg_restore --clean --if-exists --dbname=DATABASE_URL FILE."
)


def backup(url: str, file: Path) -> None:
    """Copy the database, as it is at one instant, to `file`; calls go on meanwhile.

    The file appears whole or not at all. An older backup of that name is replaced, anything else refused.
    Raises `BackupRefused`, `CannotOpen`.
    """
    source = _source(url)
    if not file.parent.is_dir():
        raise BackupRefused(f"There is no folder {file.parent} for the backup.")
    if file.exists():
        if source.exists() and file.samefile(source):
            raise BackupRefused(f"{file} is the database itself: name another file for the backup.")
        _check(file)
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with _opened(source, create=False) as live, contextlib.closing(sqlite3.connect(draft)) as copy:
            live.backup(copy)
            # One file, without a journal beside it that could be forgotten.
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        _check(draft)
        _to_disk(draft)
        os.replace(draft, file)
        _to_disk(file.parent)
    except (sqlite3.Error, OSError) as error:
        raise BackupRefused(f"The backup to {file} failed: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)


def restore(url: str, file: Path, *, force: bool = False) -> None:
    """Put the backup `file` in the place of the database.

    `force`: also when there is a database; what it held is lost, unless it is damaged: then it is set aside under the
    name of the file plus `.damaged`. SQLite writes the whole in one transaction: killed at any point, the old or the
    new database is there. Nothing else may have the database open, so the bot must be stopped. A backup of an older
    Quorum needs `quorum db upgrade` afterwards. Raises `BackupRefused`, `CannotOpen`.
    """
    target = _source(url)
    if not file.is_file():
        raise BackupRefused(f"There is no backup {file}.")
    if target.exists():
        if file.samefile(target):
            raise BackupRefused(f"{file} is the database itself.")
        if not force:
            raise BackupRefused(f"{target} exists; restoring replaces all that it holds. Add --force if you mean it.")
    _check(file)
    try:
        _put(file, target)
    except NotADatabase:
        for ending in ("", "-wal", "-shm", "-journal"):
            part = target.with_name(target.name + ending)
            if part.exists():
                os.replace(part, target.with_name(f"{target.name}.damaged{ending}"))
        _put(file, target)
    except DatabaseLocked:
        raise BackupRefused(f"{target} is in use: stop the bot, then restore.") from None


def _put(file: Path, target: Path) -> None:
    with _opened(target, create=True) as old, contextlib.closing(_reading(file)) as new:
        old.execute("PRAGMA busy_timeout=0")
        # Leaving WAL needs the file for ourselves: it fails while anybody else has it open.
        old.execute("PRAGMA journal_mode=DELETE").fetchall()
        new.backup(old)


def _source(url: str) -> Path:
    parsed = read_url(url)
    if parsed.drivername != "sqlite":
        raise BackupRefused(_POSTGRESQL)
    return sqlite_path(parsed)


@contextlib.contextmanager
def _opened(path: Path, *, create: bool) -> Iterator[sqlite3.Connection]:
    connection = open_sqlite(path, create=create)
    try:
        yield connection
    except sqlite3.Error as error:
        raise explain_sqlite(error, path) from error
    finally:
        connection.close()


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _check(file: Path) -> None:
    """Raise `BackupRefused` unless `file` is a whole Quorum database."""
    try:
        with contextlib.closing(_reading(file)) as connection:
            (owner,) = connection.execute("PRAGMA application_id").fetchone()
            faults = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        raise BackupRefused(f"{file} is not a backup of Quorum: {error}.") from error
    if owner != APPLICATION_ID:
        raise BackupRefused(f"{file} is not a backup of Quorum but a database of another program.")
    if faults != [("ok",)]:
        raise BackupRefused(f"{file} is damaged: {faults[0][0]}.")


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
