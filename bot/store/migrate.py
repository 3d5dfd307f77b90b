"""Bring a database to the tables of this version: make them, or step there with Alembic.

A new database gets its tables at once and is stamped, because Alembic takes a third of a second to load; a test holds
that both ways lead to the same tables. Several processes may start at once: one prepares, the others find it done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.store import round_tables, run_tables  # noqa: F401  (their tables join the metadata)
from bot.store.engine import APPLICATION_ID, explain_sqlite, shown, sqlite_path
from bot.store.errors import CannotOpen, ForeignDatabase, NotWritable
from bot.store.schema import metadata

HEAD = "0007"
"""The newest revision under `migrations/versions`; a test holds it to that."""

SCRIPTS = Path(__file__).parent / "migrations"
VERSION = sa.table("alembic_version", sa.column("version_num", sa.Text))
STAMP = (
    "CREATE TABLE IF NOT EXISTS alembic_version "
    "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
"""Alembic's own table, word for word."""

MAY_CREATE = "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
LOCK = 0x51524D31
"""The advisory lock that whoever prepares a PostgreSQL database holds; SQLite's BEGIN IMMEDIATE needs none."""


class NewerDatabase(CannotOpen):
    """The database was made by a newer Quorum than this one."""


class OlderDatabase(CannotOpen):
    """The database's tables are of an earlier version, and the caller did not ask to change them."""


def revision_of(engine: sa.Engine) -> str | None:
    """The revision of a database's tables; None if it has none of ours. Raises CannotOpen."""
    with explained(engine), engine.connect() as connection:
        return _revision(connection)


def prepare(engine: sa.Engine, *, upgrade: bool = True) -> bool:
    """Make or upgrade the tables; whether anything was changed.

    Raises NewerDatabase, OlderDatabase when `upgrade` is off and something would have to change, or another CannotOpen.
    """
    if not _must_change(revision_of(engine), upgrade=upgrade):
        return False
    with explained(engine), alone(engine) as connection:
        revision = _revision(connection)
        if not _must_change(revision, upgrade=upgrade):
            return False  # another process was faster
        if revision is None:
            make(connection)
        else:
            step(connection)
    return True


def _must_change(revision: str | None, *, upgrade: bool) -> bool:
    if revision == HEAD:
        return False
    if revision is not None and revision > HEAD:
        raise NewerDatabase(
            f"The database has tables of revision {revision}, this Quorum knows {HEAD}: install the newer version."
        )
    if not upgrade:
        raise OlderDatabase("The database's tables are not of this version: run `quorum db upgrade`.")
    return True


def make(connection: sa.Connection) -> None:
    """Make all tables in an empty database and stamp it. Raises ForeignDatabase."""
    refuse_foreign(connection)
    metadata.create_all(connection)
    connection.execute(sa.text(STAMP))
    connection.execute(sa.insert(VERSION).values(version_num=HEAD))


def step(connection: sa.Connection, target: str = "head") -> None:
    """Run Alembic's steps up to `target`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


@contextmanager
def alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that no other process prepares the database beside; foreign keys are checked at its end.

    SQLite changes a table by making it anew, which must not pull along the rows that point to it.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            driver = connection.connection.driver_connection
            assert driver is not None, "a connection is open"
            driver.execute("PRAGMA foreign_keys=OFF")  # without effect once the transaction has begun
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            yield connection
            if engine.dialect.name == "sqlite":
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if lost is not None:
                    raise CannotOpen(f"A row of table {lost[0]!r} points to nothing; the database was left unchanged.")


def refuse_foreign(connection: sa.Connection) -> None:
    """Raise ForeignDatabase if a table of another program bears the name of one of ours."""
    looked = sa.inspect(connection)
    for name in set(looked.get_table_names()) & set(metadata.tables):
        there = {column["name"] for column in looked.get_columns(name)}
        if not there >= set(metadata.tables[name].columns.keys()):
            raise ForeignDatabase(f"Another program has a table {name!r} in this database: name another database.")


def refuse_unusable(engine: sa.Engine) -> None:
    """Raise NotWritable or ForeignDatabase if nothing of ours could be stored here; changes nothing."""
    with explained(engine), engine.connect() as connection:
        made = _revision(connection) is not None
        if engine.dialect.name == "sqlite":
            # BEGIN IMMEDIATE lets a read-only file pass; this write is rolled back.
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        if engine.dialect.name == "postgresql":
            if connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on":
                raise NotWritable(f"{shown(engine.url)} is read-only: name the server that takes writes.")
            if not made and not connection.exec_driver_sql(MAY_CREATE).scalar():
                raise NotWritable(_NO_RIGHT.format(shown(engine.url)))
        if not made:
            refuse_foreign(connection)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.select(VERSION.c.version_num)).scalar()


_NO_RIGHT = "The user of {} may not make tables there: let the database's owner GRANT CREATE ON SCHEMA public."


@contextmanager
def explained(engine: sa.Engine) -> Iterator[None]:
    """Turn what the database refuses into the sentence for it."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if engine.dialect.name == "sqlite":
            raise explain_sqlite(error.orig, sqlite_path(engine.url)) from error  # type: ignore[arg-type]
        state = getattr(error.orig, "sqlstate", None)
        if state in ("42501", "3F000"):  # no privilege; no schema that the user may see
            raise NotWritable(_NO_RIGHT.format(shown(engine.url))) from error
        if state == "25006":
            raise NotWritable(f"{shown(engine.url)} is read-only: name the server that takes writes.") from error
        said = getattr(getattr(error.orig, "diag", None), "message_primary", None) or type(error.orig).__name__
        raise CannotOpen(f"The tables in {shown(engine.url)} cannot be prepared: {said}") from error
