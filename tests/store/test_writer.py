"""The writer's promises to one caller: answered after the commit, undone when it fails, and alone in failing."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, wait
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.errors import (
    BrokenCall,
    Busy,
    Closed,
    ConstraintBroken,
    DeadlineExceeded,
    StatementFailed,
    StoreError,
)
from bot.store.tx import ReadTx, Tx
from bot.store.writer import Writer
from tests.store import toy


class Gate:
    """A call that holds the writer until `open()`, so that what is submitted meanwhile becomes one batch."""

    def __init__(self, writer: Writer) -> None:
        self._entered = threading.Event()
        self._opened = threading.Event()
        self._future = writer.submit(self._wait)
        assert self._entered.wait(10)

    def _wait(self, _: Tx) -> None:
        self._entered.set()
        assert self._opened.wait(10)

    def open(self) -> None:
        self._opened.set()


def stored(writer: Writer) -> list[Any]:
    return writer.submit_read(lambda tx: tx.all(toy.ALL)).result()


def batch(writer: Writer, *works: Callable[[Tx], Any]) -> list[Any]:
    """Run calls in one batch and give each one's result or error."""
    gate = Gate(writer)
    futures = [writer.submit(work) for work in works]
    gate.open()
    wait(futures)
    return [future.exception() or future.result() for future in futures]


def adds(who: str, points: int = 1) -> Callable[[Tx], str]:
    def work(tx: Tx) -> str:
        tx.run(toy.ADD, who, points)
        return who

    return work


def test_a_call_is_committed_when_it_is_answered(writer: Writer, engine: sa.Engine) -> None:
    assert writer.submit(adds("me")).result() == "me"
    with engine.connect() as elsewhere:
        assert elsewhere.execute(sa.select(toy.answer.c.who)).scalars().all() == ["me"]


def test_calls_of_a_batch_see_one_another(writer: Writer) -> None:
    assert batch(writer, adds("a"), lambda tx: tx.one(toy.POINTS_OF, "a")) == ["a", (1,)]


async def test_the_calls_of_an_event_loop_are_answered_in_one_wake_up(writer: Writer) -> None:
    loop = asyncio.get_running_loop()
    wakes = []
    rouse = loop.call_soon_threadsafe
    loop.call_soon_threadsafe = lambda *a, **k: (wakes.append(a), rouse(*a, **k))[1]  # type: ignore[method-assign]
    gate = Gate(writer)
    calls = [asyncio.ensure_future(writer.call(adds(f"n{number}"))) for number in range(30)]
    await asyncio.sleep(0)
    gate.open()
    assert await asyncio.gather(*calls) == [f"n{number}" for number in range(30)]
    assert len(wakes) == 1


class Mine(Exception):
    pass


def raises_after_writing(tx: Tx) -> None:
    tx.run(toy.ADD, "half", 1)
    raise Mine("no")


def breaks_a_constraint(tx: Tx) -> None:
    tx.run(toy.ADD, "twice", 1)
    tx.run(toy.ADD, "twice", 2)


def swallows_the_error(tx: Tx) -> str:
    try:
        breaks_a_constraint(tx)
    except StoreError:
        return "fine"
    return "?"


def goes_on_after_the_error(tx: Tx) -> None:
    try:
        breaks_a_constraint(tx)
    except StoreError:
        tx.run(toy.ADD, "after", 1)


def breaks_a_deferred_constraint(tx: Tx) -> None:
    tx.run(toy.REPLY, 999)


def takes_too_long(tx: Tx) -> None:
    tx.run(toy.ADD, "slow", 1)
    tx.all(toy.ENDLESS)


def writes_for_too_long(tx: Tx) -> None:
    tx.run(toy.ADD, "slow", 1)
    tx.run(toy.ENDLESS_WRITE)


def exits(tx: Tx) -> None:
    tx.run(toy.ADD, "gone", 1)
    raise SystemExit(3)


def interrupts(tx: Tx) -> None:
    raise KeyboardInterrupt


def stops(tx: Tx) -> None:
    raise StopIteration


def is_cancelled(tx: Tx) -> None:
    raise asyncio.CancelledError


def yields(tx: Tx) -> Any:
    tx.run(toy.ADD, "lazy", 1)
    return (number for number in [1])


async def awaits(tx: Tx) -> None:
    raise AssertionError("nobody may run this")


@pytest.mark.parametrize(
    ("work", "error"),
    [
        (raises_after_writing, Mine),
        (breaks_a_constraint, ConstraintBroken),
        (swallows_the_error, BrokenCall),
        (goes_on_after_the_error, BrokenCall),
        (breaks_a_deferred_constraint, ConstraintBroken),
        (takes_too_long, DeadlineExceeded),
        (writes_for_too_long, DeadlineExceeded),
        (exits, BrokenCall),
        (interrupts, BrokenCall),
        (stops, BrokenCall),
        (is_cancelled, BrokenCall),
        (yields, BrokenCall),
        (awaits, BrokenCall),
    ],
)
def test_a_call_that_fails_leaves_nothing_and_hurts_nobody(
    writer: Writer, work: Callable[[Tx], Any], error: type[Exception]
) -> None:
    assert isinstance(batch(writer, work)[0], error)
    assert stored(writer) == []
    first, failed, last, again = batch(writer, adds("first"), work, adds("last"), work)
    assert (first, type(failed), last, type(again)) == ("first", error, "last", error)
    assert stored(writer) == [("first", 1), ("last", 1)]


def test_insert_or_rollback_takes_only_itself_along(sqlite_url: str) -> None:
    from bot.store.engine import open_engine

    engine = open_engine(sqlite_url)
    toy.metadata.create_all(engine)

    def rolls_back(tx: Tx) -> None:
        tx.run(toy.ADD, "half", 1)
        tx.run(toy.ROLLING_BACK, "half", 2)

    def rolls_back_and_goes_on(tx: Tx) -> None:
        try:
            rolls_back(tx)
        except StoreError:
            tx.run(toy.ADD, "loose", 1)

    with Writer(engine, Random(1)) as writer:
        results = batch(writer, adds("a"), rolls_back, adds("b"), rolls_back_and_goes_on, adds("c"))
        assert [type(result) for result in results] == [str, ConstraintBroken, str, BrokenCall, str]
        assert stored(writer) == [("a", 1), ("b", 1), ("c", 1)]


def test_every_call_of_a_batch_may_fail(writer: Writer) -> None:
    assert [type(result) for result in batch(writer, *[breaks_a_constraint] * 5)] == [ConstraintBroken] * 5
    assert stored(writer) == []


def test_returning_statements_may_be_run_for_one_row_or_none(writer: Writer) -> None:
    def work(tx: Tx) -> object:
        tx.run(toy.MORE, "a", 1)
        return tx.one(toy.ADD_ONCE, "b", 1)

    assert batch(writer, work, adds("c"))[1] == "c"
    assert [who for who, _ in stored(writer)] == ["a", "b", "c"]


def test_a_transaction_ends_with_its_call(writer: Writer) -> None:
    kept: list[Tx] = []
    writer.submit(kept.append).result()
    with pytest.raises(StatementFailed, match="over"):
        kept[0].run(toy.ADD, "late", 1)
    assert stored(writer) == []


def test_a_call_that_computes_past_its_deadline_gets_no_further_statement(engine: sa.Engine) -> None:
    now = [0.0]

    def work(tx: Tx) -> None:
        tx.run(toy.ADD, "me", 1)
        now[0] += 1.0
        tx.run(toy.ADD, "you", 1)

    with Writer(engine, Random(1), clock=lambda: now[0]) as writer:
        assert isinstance(writer.submit(work).exception(), DeadlineExceeded)
        assert stored(writer) == []


def test_sums_of_a_batch_are_written_once_and_without_the_failed(writer: Writer, engine: sa.Engine) -> None:
    def counts(name: str, amount: int) -> Callable[[Tx], None]:
        return lambda tx: tx.add(toy.COUNT, (name,), (1, amount))

    def counts_and_fails(tx: Tx) -> None:
        tx.add(toy.COUNT, ("a",), (1, 100))
        breaks_a_constraint(tx)

    batch(writer, counts("b", 2), counts("a", 3), counts_and_fails, counts("b", 4))
    writer.submit(counts("a", 5)).result()
    assert writer.submit_read(lambda tx: tx.all(toy.TOTALS)).result() == [("a", 2, 8), ("b", 2, 6)]


def test_sums_that_cannot_be_written_fail_their_own_call(writer: Writer) -> None:
    results = batch(writer, adds("a"), lambda tx: tx.add(toy.COUNT, ("x",), (1, None)), adds("b"))  # type: ignore[arg-type]
    assert [type(result) for result in results] == [str, ConstraintBroken, str]
    assert stored(writer) == [("a", 1), ("b", 1)]


def test_sums_that_cannot_even_be_sorted_fail_their_own_call(writer: Writer) -> None:
    def counts(key: object) -> Callable[[Tx], None]:
        return lambda tx: tx.add(toy.COUNT, (key,), (1, 1))

    results = batch(writer, counts("a"), counts(5), adds("b"))
    assert [type(result) for result in results] == [type(None), TypeError, str]
    assert writer.submit_read(lambda tx: tx.all(toy.TOTALS)).result() == [("a", 1, 1)]


# --- the queue


def test_too_much_waiting_is_refused_at_once(engine: sa.Engine) -> None:
    with Writer(engine, Random(1), most_waiting=3) as writer:
        gate = Gate(writer)
        waiting = [writer.submit(adds(f"n{number}")) for number in range(3)]
        with pytest.raises(Busy):
            writer.submit(adds("too many"))
        with pytest.raises(Busy):
            writer.submit_read(lambda tx: tx.all(toy.ALL))
        gate.open()
        assert [future.result() for future in waiting] == ["n0", "n1", "n2"]
        assert writer.submit(adds("again")).result() == "again"


def test_a_closed_writer_serves_what_it_holds_and_refuses_the_rest(engine: sa.Engine) -> None:
    writer = Writer(engine, Random(1))
    gate = Gate(writer)
    held = [writer.submit(adds(f"n{number:03}")) for number in range(200)]
    closing = threading.Thread(target=writer.close)
    closing.start()
    refused = None
    while refused is None:  # until `close` has got so far
        try:
            held.append(writer.submit(adds(f"n{len(held):03}")))
        except Closed as error:
            refused = error
    with pytest.raises(Closed):
        writer.submit_read_apart(lambda tx: None)
    gate.open()
    closing.join()
    assert [future.result() for future in held] == [f"n{number:03}" for number in range(len(held))]
    writer.close()


def test_a_batch_that_takes_long_leaves_the_rest_to_the_next(engine: sa.Engine) -> None:
    now = [0.0]
    with Writer(engine, Random(1), clock=lambda: now[0]) as writer:

        def slow(who: str) -> Callable[[Tx], str]:
            def work(tx: Tx) -> str:
                tx.run(toy.ADD, who, 1)
                now[0] += 0.015
                return who

            return work

        gate = Gate(writer)
        futures = [writer.submit(slow(f"n{number}")) for number in range(7)]
        gate.open()
        assert [future.result() for future in futures] == [f"n{number}" for number in range(7)]
        assert len(stored(writer)) == 7


def test_a_call_cancelled_while_it_waits_does_not_run(writer: Writer) -> None:
    gate = Gate(writer)
    dropped, kept = writer.submit(adds("dropped")), writer.submit(adds("kept"))
    assert dropped.cancel()
    gate.open()
    assert kept.result() == "kept"
    with pytest.raises(CancelledError):
        dropped.result()
    assert stored(writer) == [("kept", 1)]


def test_a_call_that_runs_cannot_be_cancelled(writer: Writer) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def work(tx: Tx) -> str:
        entered.set()
        assert go_on.wait(10)
        return adds("me")(tx)

    future = writer.submit(work)
    assert entered.wait(10)
    assert not future.cancel()
    go_on.set()
    assert future.result() == "me"


async def test_a_task_cancelled_while_its_call_waits_or_runs(writer: Writer) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def work(tx: Tx) -> str:
        entered.set()
        assert go_on.wait(10)
        return adds("running")(tx)

    running = asyncio.ensure_future(writer.call(work))
    await asyncio.to_thread(entered.wait, 10)
    waiting = asyncio.ensure_future(writer.call(adds("waiting")))
    await asyncio.sleep(0)
    for task in (running, waiting):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    go_on.set()
    assert await writer.call(adds("after")) == "after"
    assert await writer.read(lambda tx: tx.all(toy.ALL)) == [("after", 1), ("running", 1)]


def test_a_loop_that_closes_before_the_answer_loses_only_the_answer(writer: Writer) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def work(tx: Tx) -> str:
        entered.set()
        assert go_on.wait(10)
        return adds("me")(tx)

    async def gives_up() -> None:
        calling = asyncio.ensure_future(writer.call(work))
        await asyncio.to_thread(entered.wait, 10)
        assert not calling.done()

    asyncio.run(gives_up())
    go_on.set()
    assert writer.submit(adds("you")).result() == "you"
    assert stored(writer) == [("me", 1), ("you", 1)]


def test_two_event_loops_share_a_batch(writer: Writer) -> None:
    gate = Gate(writer)
    names: list[str] = []

    def one_loop(name: str) -> None:
        names.append(asyncio.run(writer.call(adds(name))))

    threads = [threading.Thread(target=one_loop, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    gate.open()
    for thread in threads:
        thread.join()
    assert sorted(names) == ["a", "b"]


# --- reading


def test_reads_see_what_is_committed_and_cannot_write(writer: Writer) -> None:
    writer.submit(adds("me")).result()
    assert writer.submit_read(lambda tx: tx.one(toy.POINTS_OF, "me")).result() == (1,)

    def writes(tx: ReadTx) -> object:
        return tx.one(toy.MORE, "me", 5)

    def locks(tx: ReadTx) -> object:
        return tx.one(toy.LOCK, "me")

    for work in (writes, locks):
        with pytest.raises(BrokenCall, match="must be a call"):
            writer.submit_read(work).result()
        with pytest.raises(BrokenCall, match="must be a call"):
            writer.submit_read_apart(work).result()
    assert stored(writer) == [("me", 1)]


def test_a_read_that_fails_hurts_no_other_read(writer: Writer) -> None:
    writer.submit(adds("me")).result()
    gate = Gate(writer)
    works: list[Callable[[ReadTx], Any]] = [lambda tx: tx.all(toy.ALL), lambda tx: tx.all(toy.ENDLESS)]
    futures = [writer.submit_read(work) for work in (*works, *works)]
    gate.open()
    results = [future.exception() or future.result() for future in futures]
    assert [type(result) for result in results] == [list, DeadlineExceeded, list, DeadlineExceeded]
    assert writer.submit(adds("you")).result() == "you"


def test_a_long_read_sees_one_state_while_calls_go_on(writer: Writer) -> None:
    writer.submit(adds("a")).result()
    started, written = threading.Event(), threading.Event()

    def long(tx: ReadTx) -> list[Any]:
        before = tx.all(toy.ALL)
        started.set()
        assert written.wait(10)
        return [before, tx.all(toy.ALL)]

    future = writer.submit_read_apart(long)
    assert started.wait(10)
    writer.submit(adds("b")).result()
    written.set()
    before, after = future.result()
    assert before == after == [("a", 1)]


async def test_long_reads_are_awaited_like_others(writer: Writer) -> None:
    await writer.call(adds("a"))
    assert await writer.read_apart(lambda tx: tx.all(toy.ALL)) == [("a", 1)]


def test_another_connection_may_hold_the_file_only_so_long(sqlite_url: str) -> None:
    from bot.store.engine import connect, open_engine
    from bot.store.errors import DatabaseLocked

    engine = open_engine(sqlite_url)
    toy.metadata.create_all(engine)
    with Writer(engine, Random(1)) as writer:
        writer._line._execute("PRAGMA busy_timeout=0")
        other: sqlite3.Connection = connect(engine)
        other.execute("BEGIN IMMEDIATE")
        assert [type(result) for result in batch_unopened(writer)] == [DatabaseLocked] * 2
        other.execute("ROLLBACK")
        other.close()
        assert writer.submit(adds("me")).result() == "me"


def batch_unopened(writer: Writer) -> list[Any]:
    futures = [writer.submit(adds("a")), writer.submit(adds("b"))]
    return [future.exception() for future in futures]
