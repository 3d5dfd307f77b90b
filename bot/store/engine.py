"""Opening a database: from a URL to an SQLAlchemy engine, or to one sentence that says why not.

The engine serves the schema, its migrations and the statements' compilation. The hot path runs on the driver's own
connection, from `connect`. Both come out of the same opening, so both are WAL, foreign keys on and `synchronous=FULL`
on SQLite, and speak in plain integers and floats on PostgreSQL. It must not know a table.
"""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, quote_plus

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

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

APPLICATION_ID: Final = 0x51524D31
"""SQLite's header field for the program that owns a file ("QRM1"): a backup of something else is refused by it."""
BUSY_SECONDS: Final = 5.0
"""How long a connection waits for another process's transaction to end."""
OLDEST_SQLITE: Final = (3, 35, 0)
_FORMS: Final = "sqlite:///quorum.db, sqlite:////absolute/path.db or postgresql://user:password@host/database"


def open_engine(url: str, *, create: bool = True) -> sa.Engine:
    """Open the database at `url` once, to see that it can be, and give its engine.

    `create`: make a missing SQLite file. Raises a `CannotOpen` whose message can be shown and never holds the password.
    """
    parsed = read_url(url)
    if parsed.drivername == "sqlite":
        engine = _sqlite_engine(parsed, create=create)
    else:
        engine = _postgresql_engine(parsed)
    connect(engine).close()
    return engine


def read_url(url: str) -> sa.URL:
    """Read a database URL; `postgres://` and `postgresql://` both mean psycopg 3.

    Raises `BadUrl`, whose message does not repeat the URL: there may be a password in any part of a misspelt one.
    """
    try:
        parsed = sa.make_url(url.strip())
        name = parsed.drivername
    except (sa.exc.ArgumentError, ValueError, TypeError):
        raise BadUrl(f"The database URL cannot be read. It looks like {_FORMS}.") from None
    if name == "sqlite":
        if not parsed.database or parsed.database == ":memory:" or parsed.database.startswith("file:"):
            raise BadUrl("SQLite must have a file here, because every connection would get a memory of its own.")
        if parsed.query or parsed.host:
            raise BadUrl("A SQLite URL has three slashes, then the path, and no options: sqlite:///quorum.db.")
        return parsed
    if name in ("postgres", "postgresql", "postgresql+psycopg"):
        if not parsed.database:
            raise BadUrl("The PostgreSQL URL does not name a database: postgresql://user:password@host/database.")
        return parsed.set(drivername="postgresql+psycopg")
    raise BadUrl(f"The database URL does not start with a known scheme. It looks like {_FORMS}.")


def connect(engine: sa.Engine) -> Any:
    """Open one more connection of the driver itself, in autocommit: whoever uses it writes its own BEGIN and COMMIT.

    On SQLite it may be handed to another thread, but not used by two at once. Raises `CannotOpen`.
    """
    proxied = engine.raw_connection()
    connection: Any = proxied.driver_connection
    proxied.detach()
    if engine.dialect.name == "postgresql":
        connection.autocommit = True
    return connection


def shown(url: sa.URL) -> str:
    """The URL as it may be written in a message or a log."""
    return url.set(query={}, drivername=url.get_backend_name()).render_as_string(hide_password=True)


# --- SQLite


def sqlite_path(url: sa.URL) -> Path:
    """The file of an SQLite URL."""
    return Path(url.database or "")


def _sqlite_engine(url: sa.URL, *, create: bool) -> sa.Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise CannotOpen(f"SQLite {sqlite3.sqlite_version} is too old: Quorum needs 3.35 (RETURNING).")
    path = sqlite_path(url)
    engine = sa.create_engine(url, poolclass=NullPool, creator=lambda: open_sqlite(path, create=create))

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # With isolation_level=None the driver begins nothing by itself, not even before a SAVEPOINT.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def open_sqlite(path: Path, *, create: bool = True) -> sqlite3.Connection:
    """Open an SQLite file for Quorum: WAL, foreign keys, every commit through to the disk. Raises `CannotOpen`."""
    if not path.parent.is_dir():
        raise DirectoryMissing(f"There is no folder {path.parent}: make it, or name another database file.")
    if path.is_dir():
        raise NotADatabase(f"{path} is a folder, not a database file.")
    if not create and not path.exists():
        raise DatabaseMissing(f"There is no database {path}.")
    connection = None
    try:
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        _claim_file(connection, path)
        if connection.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
            raise NotWritable(f"{path} lies on a file system without shared memory, which SQLite's WAL needs.")
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-16000", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise explain_sqlite(error, path) from error
    except CannotOpen:
        if connection is not None:
            connection.close()
        raise
    return connection


def _claim_file(connection: sqlite3.Connection, path: Path) -> None:
    """Mark an empty file as Quorum's; refuse a file that another program filled."""
    # In this order: a second process may be filling the file, and it sets the mark before the first table.
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    if owner == APPLICATION_ID:
        return
    if owner or tables:
        raise ForeignDatabase(f"{path} is a database of another program: name another file.")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def explain_sqlite(error: sqlite3.Error, path: Path) -> CannotOpen:
    """The sentence for an error that has nothing to do with a statement."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return NotADatabase(
            f"{path} is not an SQLite database, or it is damaged: restore a backup or name another file."
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseLocked(f"Another process holds {path}; nothing was stored. Stop it or try again in a moment.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return NotWritable(f"{path} or its folder cannot be written: both must belong to the user who runs Quorum.")
    if code == sqlite3.SQLITE_FULL:
        return NotWritable(f"The disk that holds {path} is full; nothing was stored.")
    if code == sqlite3.SQLITE_IOERR:
        return NotWritable(f"The disk refuses {path} ({error}); nothing was stored. Is it full, or failing?")
    return CannotOpen(f"SQLite cannot use {path}: {error}.")


# --- PostgreSQL


def _postgresql_engine(url: sa.URL) -> sa.Engine:
    dialect = url.get_dialect()()
    arguments, options = dialect.create_connect_args(url)
    options.setdefault("connect_timeout", 5)
    options.setdefault("application_name", "quorum")
    # A dead network is noticed in seconds, not after the kernel's two hours.
    options.setdefault("keepalives_idle", 10)
    options.setdefault("tcp_user_timeout", 10_000)
    secrets = [secret for secret in (url.password, url.query.get("password")) if isinstance(secret, str)]
    opener = _postgresql_opener(url, arguments, dict(options), secrets)
    return sa.create_engine(url, poolclass=NullPool, creator=opener)


def _postgresql_opener(url: sa.URL, arguments: Any, options: dict[str, Any], secrets: list[str]) -> Callable[[], Any]:
    import psycopg

    from bot.store.numbers import speak_plainly

    def open_postgresql() -> Any:
        try:
            connection = psycopg.connect(*arguments, **options)
        except (psycopg.Error, UnicodeError) as error:
            # `from None`: the driver's own message and arguments may repeat what it was given.
            raise _explain_postgresql(error, url, secrets) from None
        speak_plainly(connection)
        return connection

    return open_postgresql


def _explain_postgresql(error: Exception, url: sa.URL, secrets: list[str]) -> CannotOpen:
    """The sentence for a failed connection. libpq gives no code for it, only text."""
    said = " ".join(str(error).split())
    for secret in secrets:
        for form in (secret, quote(secret), quote_plus(secret)):
            said = said.replace(form, "***") if form else said
    if re.search(r'database ".*" does not exist', said):
        return DatabaseMissing(f"The server has no database {url.database!r}: create it (createdb {url.database}).")
    if re.search(
        r"password authentication failed|no password supplied|no pg_hba.conf entry|role .* does not exist", said
    ):
        return LoginRefused(
            f"The database server refused the user of {shown(url)}: check user, password and pg_hba.conf."
        )
    if re.search(r"invalid (connection option|URI|dsn|sslmode|port|integer)|missing \"=\"", said):
        return BadUrl(f"An option of the database URL is wrong: {said}.")
    return ServerUnreachable(
        f"The database server of {shown(url)} does not answer; nothing was stored. It said: {said}"
    )
