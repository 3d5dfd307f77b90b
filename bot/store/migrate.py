"""Bring a database to the tables of this version: make them, or step there with Alembic.

A new database gets its tables at once and is stamped, because Alembic takes a third of a second to load; a test holds
that both ways lead to the same tables.
"""

from pathlib import Path

import sqlalchemy as sa

from bot.store.errors import CannotOpen
from bot.store.schema import metadata

HEAD = "0001"
"""The newest revision under `migrations/versions`; a test holds it to that."""

SCRIPTS = Path(__file__).parent / "migrations"
VERSION = sa.table("alembic_version", sa.column("version_num", sa.Text))


class NewerDatabase(CannotOpen):
    """The database was made by a newer Quorum than this one."""


class OlderDatabase(CannotOpen):
    """The database's tables are of an earlier version, and the caller did not ask to change them."""


def revision_of(engine: sa.Engine) -> str | None:
    """The revision of a database's tables; None if it has none of ours."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.select(VERSION.c.version_num)).scalar()


def prepare(engine: sa.Engine, *, upgrade: bool = True) -> bool:
    """Make or upgrade the tables; whether anything was changed.

    Raises NewerDatabase, or OlderDatabase when `upgrade` is off and something would have to change.
    """
    revision = revision_of(engine)
    if revision == HEAD:
        return False
    if revision is not None and revision > HEAD:
        raise NewerDatabase(
            f"The database has tables of revision {revision}, this Quorum knows {HEAD}: install the newer version."
        )
    if not upgrade:
        raise OlderDatabase("The database's tables are not of this version: run `quorum db upgrade`.")
    if revision is None:
        make(engine)
    else:
        step(engine)
    return True


def make(engine: sa.Engine) -> None:
    """Make all tables in an empty database and stamp it, in one transaction."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(sa.text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        if connection.execute(sa.select(VERSION.c.version_num)).scalar() is None:
            connection.execute(sa.insert(VERSION).values(version_num=HEAD))


def step(engine: sa.Engine, target: str = "head") -> None:
    """Run Alembic's steps up to `target`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
