"""`quorum db`: look after the database: its tables, its backups, and what is derived in it.

Exit codes: 0 done, 1 `rebuild --check` found a difference, 2 refused.
"""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from adapters.cli.errors import Refused
from adapters.cli.lazy import lazy_group

COMMANDS = {
    "upgrade": ("adapters.cli.db:upgrade", "Make the tables, or bring them to this version."),
    "backup": ("adapters.cli.db:backup", "Copy the database to a file while the bot runs."),
    "restore": ("adapters.cli.db:restore", "Put a backup in the place of the database."),
    "rebuild": (
        "adapters.cli.db:rebuild",
        "Work out streaks, boards and counts from the facts; --check only compares.",
    ),
}

app = lazy_group(COMMANDS, "Look after the database.")

UNEQUAL = 1
SHOWN = 20
"""Differences that are printed; the rest are counted."""
LONG_CALL = 120.0
"""Seconds that one step of a rebuild may take."""

Db = Annotated[str, typer.Option("--db", help="Database URL; default: DATABASE_URL, else your own SQLite file.")]


def upgrade(db: Db = "") -> None:
    """Make the tables of a new database, or bring those of an older one to this version."""
    from bot.bootstrap import database_state, open_writer
    from bot.settings import read_settings

    settings = read_settings(database_url=db)
    before = state_before_upgrade(settings.database_url)
    with open_writer(settings, Random()):
        pass
    after = database_state(settings)
    if before is None:
        typer.echo(f"Made the tables: revision {after}.")
    elif before == after:
        typer.echo(f"Nothing to do: the tables are of revision {after}, the newest.")
    else:
        typer.echo(f"Upgraded the tables from revision {before} to {after}.")


def state_before_upgrade(url: str) -> str | None:
    """The revision of the tables, older ones too; None without a database. Raises StoreError."""
    from bot.store.engine import open_engine, read_url, sqlite_path
    from bot.store.migrate import revision_of

    parsed = read_url(url)
    if parsed.get_backend_name() == "sqlite" and not sqlite_path(parsed).exists():
        return None
    engine = open_engine(url, create=False)
    try:
        return revision_of(engine)
    finally:
        engine.dispose()


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; an older backup is replaced.")],
    db: Db = "",
) -> None:
    """Copy the database as it is at one instant; the bot may go on meanwhile."""
    from bot.settings import read_settings
    from bot.store.backup import backup as copy

    copy(existing(read_settings(database_url=db).database_url), file)
    typer.echo(f"Backed up to {file} ({file.stat().st_size:,} bytes).")


def existing(url: str) -> str:
    """The URL, if there is a database to be copied. Raises Refused."""
    from bot.store.engine import read_url, shown, sqlite_path

    parsed = read_url(url)
    if parsed.get_backend_name() == "sqlite" and not sqlite_path(parsed).exists():
        raise Refused(f"There is no database at {shown(parsed)}: name it with --db or DATABASE_URL.")
    return url


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `quorum db backup` made.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the database that is there.")] = False,
    db: Db = "",
) -> None:
    """Put a backup in the place of the database; the bot must not run meanwhile."""
    from bot.bootstrap import make_folder
    from bot.settings import read_settings
    from bot.store.backup import restore as put_back
    from bot.store.migrate import HEAD

    settings = read_settings(database_url=db)
    make_folder(settings)
    put_back(settings.database_url, file, force=force)
    revision = state_before_upgrade(settings.database_url)
    older = "" if revision == HEAD else " Its tables are not of this version: run `quorum db upgrade`."
    typer.echo(f"Restored from {file}.{older}")


def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit code 1 when anything differs.")] = False,
    db: Db = "",
) -> None:
    """Work out everything derived from the facts: streaks, ledgers, memberships, boards, counts, statistics."""
    from bot.app.rebuilding import differences, rebuild_all
    from bot.bootstrap import open_writer
    from bot.settings import read_settings

    settings = read_settings(database_url=db)
    existing(settings.database_url)
    with open_writer(settings, Random(), upgrade=False, deadline=LONG_CALL) as writer:
        if not check:
            learners = rebuild_all(writer, lambda: datetime.now(UTC))
            typer.echo(
                f"Rebuilt {learners} {'learner' if learners == 1 else 'learners'} and all counts from the facts."
            )
            return
        found = differences(writer, lambda: datetime.now(UTC))
        first = list(islice(found, SHOWN))
        for line in first:
            typer.echo(line)
        more = sum(1 for _ in found)
    if not first:
        typer.echo("Equal: everything that is kept follows from the facts.")
        return
    typer.echo(
        f"{len(first) + more} differences{f', {more} of them not shown' if more else ''}: "
        "`quorum db rebuild` puts them right.",
        err=True,
    )
    raise typer.Exit(UNEQUAL)
