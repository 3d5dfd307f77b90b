"""What only a server can do to the writer: deadlocks, serialization failures, lost connections, silent rollbacks."""

import threading
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from bot.store.batch import LONGEST_PAUSE, MOST_RUNS
from bot.store.engine import open_engine
from bot.store.errors import Contention, ServerUnreachable, StatementFailed, Unsure
from bot.store.statement import Statement
from bot.store.tx import Tx
from bot.store.writer import Writer
from tests.store import toy
from tests.store.calls import adds, batch, stored

pytestmark = pytest.mark.postgres

CLASH = Statement(sa.select(sa.func.clash(type_=sa.Integer)))
ME = Statement(sa.select(sa.func.pg_backend_pid(type_=sa.Integer)))


class Replica(Writer):
    """A writer that notes its pauses instead of taking them, and splits no batch for lack of time."""

    def __init__(self, engine: sa.Engine, seed: int = 1) -> None:
        self.pauses: list[float] = []
        super().__init__(engine, Random(seed), pause=self.pauses.append, clock=lambda: 0.0)


@pytest.fixture
def engine(postgres_url: str) -> sa.Engine:
    engine = open_engine(postgres_url)
    toy.metadata.create_all(engine)
    return engine


@pytest.fixture
def writer(engine: sa.Engine) -> Iterator[Replica]:
    with Replica(engine) as writer:
        yield writer


@pytest.fixture
def other(engine: sa.Engine) -> Iterator[Replica]:
    with Replica(engine, 2) as writer:
        yield writer


@pytest.fixture
def server(postgres_url: str) -> Iterator[Any]:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        yield connection


def test_a_deadlock_of_two_replicas_ends_with_both_stored(writer: Replica, other: Replica) -> None:
    writer.submit(lambda tx: tx.many(toy.ADD, [{"who": "a", "points": 0}, {"who": "b", "points": 0}])).result()
    meet = threading.Barrier(2)
    runs: list[str] = []

    def locks(first: str, second: str) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            tx.one(toy.LOCK, first)
            if first not in runs:
                runs.append(first)
                meet.wait(10)
            else:
                runs.append(first)
            tx.one(toy.LOCK, second)
            tx.run(toy.MORE, first, 1)

        return work

    futures = [writer.submit(adds("beside")), writer.submit(locks("a", "b")), other.submit(locks("b", "a"))]
    for future in futures:
        future.result(30)
    assert stored(writer) == [("a", 1), ("b", 1), ("beside", 1)]
    assert len(runs) == 3, "one of the two was run again"
    assert len(writer.pauses) + len(other.pauses) == 1


def test_an_update_that_another_replica_overtook_is_run_again(server: Any, engine: sa.Engine) -> None:
    name = server.info.dbname
    server.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'")
    try:
        with Replica(engine) as writer, Replica(engine) as other:
            writer.submit(adds("me", 10)).result()
            seen: list[int] = []

            def work(tx: Tx) -> None:
                (points,) = tx.one(toy.POINTS_OF, "me") or (0,)
                seen.append(points)
                if len(seen) == 1:
                    other.submit(lambda tx: tx.run(toy.SET_POINTS, "me", 50)).result()
                tx.run(toy.SET_POINTS, "me", points + 1)

            assert batch(writer, adds("beside"), work) == ["beside", None]
            assert seen == [10, 50]
            assert stored(writer) == [("beside", 1), ("me", 51)]
    finally:
        server.execute(f"ALTER DATABASE {name} RESET default_transaction_isolation")


def test_a_call_that_conflicts_for_ever_fails_alone(writer: Replica, server: Any) -> None:
    server.execute(
        "CREATE FUNCTION clash() RETURNS int LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'clash' USING ERRCODE = '40001'; END $$"
    )
    results = batch(writer, adds("a"), lambda tx: tx.one(CLASH), adds("b"))
    assert [type(result) for result in results] == [str, Contention, str]
    assert stored(writer) == [("a", 1), ("b", 1)]
    assert len(writer.pauses) == 2 * (MOST_RUNS - 1)
    assert all(0 <= pause <= LONGEST_PAUSE for pause in writer.pauses)
    assert len(set(writer.pauses)) == len(writer.pauses)


def test_a_connection_lost_in_the_middle_is_made_again_and_nothing_doubles(writer: Replica, server: Any) -> None:
    pids: list[int] = []

    def cut_off(tx: Tx) -> str:
        tx.run(toy.ADD, "cut", 1)
        pids.extend(tx.one(ME) or ())
        if len(pids) == 1:
            server.execute("SELECT pg_terminate_backend(%s, 5000)", pids)
        tx.run(toy.MORE, "cut", 1)
        return "cut"

    assert batch(writer, adds("a"), cut_off, adds("b")) == ["a", "cut", "b"]
    assert len(set(pids)) == 2
    assert stored(writer) == [("a", 1), ("b", 1), ("cut", 2)]


def test_a_connection_lost_while_idle_is_not_noticed_by_callers(writer: Replica, server: Any) -> None:
    for read_first in (True, False):
        (pid,) = writer.submit(lambda tx: tx.one(ME)).result() or (0,)
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        if read_first:
            assert stored(writer) == []
    assert writer.submit(adds("me")).result() == "me"


def test_a_connection_lost_in_the_commit_leaves_the_caller_unsure(writer: Replica, server: Any) -> None:
    server.execute(
        "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.points = 13 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$"
    )
    server.execute(
        "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON answer DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION cut()"
    )
    assert isinstance(writer.submit(adds("me", 13)).exception(), Unsure)
    server.execute("DROP TRIGGER cut ON answer")
    # The redelivery finds out and stores once.
    assert writer.submit(lambda tx: tx.one(toy.ADD_ONCE, "me", 13)).result() is not None
    assert stored(writer) == [("me", 13)]


def test_a_server_that_takes_nobody_is_said_to_be_away_and_found_again(
    writer: Replica, server: Any, postgres_server: Any
) -> None:
    (pid,) = writer.submit(lambda tx: tx.one(ME)).result() or (0,)
    name = server.info.dbname
    with psycopg.connect(postgres_server.url, autocommit=True) as above:
        above.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        above.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        assert isinstance(writer.submit(adds("lost")).exception(), ServerUnreachable)
        assert isinstance(writer.submit_read(lambda tx: tx.all(toy.ALL)).exception(), ServerUnreachable)
        above.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert writer.submit(adds("me")).result() == "me"
    assert stored(writer) == [("me", 1)]


def test_a_commit_that_rolls_back_in_silence_is_not_called_stored(writer: Replica) -> None:
    def aborts_behind_our_back(tx: Tx) -> str:
        tx.run(toy.ADD, "ghost", 1)
        with pytest.raises(psycopg.Error):
            tx._line.cursor.execute("SELECT 1/0")
        return "stored, I think"

    assert isinstance(writer.submit(aborts_behind_our_back).exception(), StatementFailed)
    results = batch(writer, adds("a"), aborts_behind_our_back, adds("b"), aborts_behind_our_back)
    assert [type(result) for result in results] == [str, StatementFailed, str, StatementFailed]
    assert stored(writer) == [("a", 1), ("b", 1)]


def test_locked_rows_are_skipped_by_the_other_replica(writer: Replica, other: Replica) -> None:
    writer.submit(lambda tx: tx.many(toy.ADD, [{"who": who, "points": 0} for who in "abc"])).result()

    def work(tx: Tx) -> list[Any]:
        tx.one(toy.LOCK, "b")
        return other.submit(lambda tx: tx.all(toy.LOCK_FREE_ONES)).result()

    assert writer.submit(work).result() == [("a",), ("c",)]
