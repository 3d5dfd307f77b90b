"""A database comes to this version's tables: from nothing at once or by Alembic's steps, alone or beside others."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from bot.store.engine import open_engine
from bot.store.errors import CannotOpen, DatabaseLocked, ForeignDatabase, NotWritable
from bot.store.migrate import (
    HEAD,
    SCRIPTS,
    NewerDatabase,
    OlderDatabase,
    alone,
    make,
    prepare,
    refuse_unusable,
    revision_of,
    step,
)
from bot.store.schema import metadata

HOME = Path(__file__).parents[2]
PREPARE = """
import sys
from bot.store.engine import open_engine
from bot.store.migrate import prepare
engine = open_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.read()
print(prepare(engine))
"""

POSTGRES_TABLES = """
SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, ''), coalesce(identity_generation, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT tablename, indexname, indexdef, '', '', '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', ''
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def tables(engine: sa.Engine) -> set[tuple[str, ...]]:
    """What the database itself says of its tables: columns, defaults, constraints, indices."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return {tuple(row) for row in connection.exec_driver_sql(POSTGRES_TABLES)}
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema").all()
        return {(name, *sorted(clauses(text or ""))) for name, text in rows}


def clauses(text: str) -> list[str]:
    """A definition's head and clauses; the order of a table's clauses says nothing, that of an index's columns does."""
    head, _, body = " ".join(text.split()).partition("(")
    if not head.startswith("CREATE TABLE"):
        return [f"{head}({body}"]
    inside, _, options = body.rpartition(")")  # such as WITHOUT ROWID
    return [head.strip(), options.strip(), *(clause.strip() for clause in re.split(r",\s*(?![^(]*\))", inside))]


def racer(url: str) -> subprocess.Popen[str]:
    """A process that says when it is ready, waits for the end of its input, then prepares the database."""
    command = [sys.executable, "-c", PREPARE, url]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=HOME, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def stamp(engine: sa.Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def empty(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.execute(sa.text("DROP TABLE alembic_version"))


def test_both_ways_from_nothing_lead_to_the_same_tables(engine: sa.Engine) -> None:
    with alone(engine) as connection:
        make(connection)
    at_once = tables(engine)
    empty(engine)
    assert not tables(engine)
    with alone(engine) as connection:
        step(connection)
    assert tables(engine) == at_once
    assert len(at_once) > len(metadata.tables)
    assert revision_of(engine) == HEAD


def test_the_comparison_notices_a_default_an_index_and_a_column(engine: sa.Engine) -> None:
    prepare(engine)
    before = tables(engine)
    for change in (
        "DROP INDEX agenda_due",
        "CREATE INDEX agenda_due ON agenda (due_at DESC)",
        "ALTER TABLE agenda ADD COLUMN extra TEXT",
        "ALTER TABLE draft ADD COLUMN extra TEXT DEFAULT 'x'",
    ):
        with engine.begin() as connection:
            connection.exec_driver_sql(change)
        after = tables(engine)
        assert after != before, change
        before = after


def test_the_schema_has_nothing_that_the_newest_revision_lacks() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [HEAD]


def test_preparing_twice_changes_nothing(engine: sa.Engine) -> None:
    assert prepare(engine) is True
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO outage (began_at, ended_at) VALUES (1, 2)"))
    before = tables(engine)
    assert prepare(engine) is False
    assert tables(engine) == before
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT began_at, ended_at FROM outage")).all() == [(1, 2)]


def test_processes_that_prepare_at_once_agree_on_one_of_them(database_url: str) -> None:
    with ExitStack() as stack:
        racers = [stack.enter_context(racer(database_url)) for _ in range(4)]
        for one in racers:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in racers:
            assert one.stdin is not None
            one.stdin.close()
            one.stdin = None
        said = [one.communicate(timeout=60) for one in racers]
    assert sorted(said) == [("False\n", "")] * 3 + [("True\n", "")]


def test_a_newer_database_is_refused_and_left_alone(engine: sa.Engine) -> None:
    prepare(engine)
    stamp(engine, "9000")
    before = tables(engine)
    for upgrade in (True, False):
        with pytest.raises(NewerDatabase, match="install the newer version"):
            prepare(engine, upgrade=upgrade)
    assert tables(engine) == before
    assert revision_of(engine) == "9000"


def test_an_older_database_waits_for_the_upgrade(engine: sa.Engine) -> None:
    with pytest.raises(OlderDatabase, match="quorum db upgrade"):
        prepare(engine, upgrade=False)
    assert revision_of(engine) is None


def test_a_failed_preparation_leaves_nothing(engine: sa.Engine) -> None:
    def halfway() -> None:
        with alone(engine) as connection:
            make(connection)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        halfway()
    assert not tables(engine)
    assert prepare(engine)


def test_rows_that_point_to_a_table_made_anew_survive(engine: sa.Engine) -> None:
    """SQLite changes a table by making a copy and dropping the old one: with foreign keys on that would fail."""
    prepare(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO space (platform, key) VALUES ('toy', 'T')")
        connection.exec_driver_sql("INSERT INTO channel (space_id, key) SELECT id, 'C' FROM space")
    with alone(engine) as connection:
        from alembic.migration import MigrationContext
        from alembic.operations import Operations

        with Operations(MigrationContext.configure(connection)).batch_alter_table("space", recreate="auto") as batch:
            batch.alter_column("name", new_column_name="title")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT c.key, s.title FROM channel c JOIN space s ON s.id = space_id").all()


def test_a_step_that_loses_a_row_others_point_to_is_undone(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    prepare(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO space (platform, key) VALUES ('toy', 'T')")
        connection.exec_driver_sql("INSERT INTO channel (space_id, key) SELECT id, 'C' FROM space")
    with pytest.raises(CannotOpen, match="channel"), alone(engine) as connection:
        connection.exec_driver_sql("DELETE FROM space")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM space").scalar() == 1


def test_the_tables_of_another_program_are_not_taken_for_ours(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE account (iban TEXT)")
    for look in (prepare, refuse_unusable):
        with pytest.raises(ForeignDatabase, match="account"):
            look(engine)


def test_a_locked_file_is_one_sentence(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_SECONDS", 0.0)
    engine = open_engine(sqlite_url)
    with engine.connect() as connection, connection.begin(), pytest.raises(DatabaseLocked):
        prepare(engine)


def test_a_user_without_the_right_to_make_tables_is_told_so(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS weak")
        connection.execute("CREATE ROLE weak LOGIN")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        engine = open_engine(sa.make_url(postgres_url).set(username="weak").render_as_string(hide_password=False))
        with pytest.raises(NotWritable, match="GRANT CREATE"):
            prepare(engine)
        with pytest.raises(NotWritable, match="GRANT CREATE"):
            refuse_unusable(engine)
        connection.execute("DROP ROLE weak")


def test_a_server_that_takes_no_writes_is_told_so(postgres_url: str) -> None:
    engine = open_engine(f"{postgres_url}&options=-c%20default_transaction_read_only%3Don")
    with pytest.raises(NotWritable, match="read-only"):
        refuse_unusable(engine)
    with pytest.raises(NotWritable, match="read-only"):
        prepare(engine)
