"""The way into the writer and back: the queue, cancelling, closing, event loops, and reads beside the calls."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.engine import connect, open_engine
from bot.store.errors import (
    BrokenCall,
    Busy,
    Closed,
    DatabaseLocked,
    DeadlineExceeded,
)
from bot.store.tx import ReadTx, Tx
from bot.store.writer import Writer
from tests.store import toy
from tests.store.calls import Gate, adds, stored


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


def test_a_batch_that_takes_long_answers_before_it_goes_on(engine: sa.Engine) -> None:
    now = [0.0]
    answered: list[int] = []
    with Writer(engine, Random(1), clock=lambda: now[0]) as writer:

        def slow(who: str) -> Callable[[Tx], str]:
            def work(tx: Tx) -> str:
                answered.append(sum(future.done() for future in futures))
                tx.run(toy.ADD, who, 1)
                now[0] += 0.015
                return who

            return work

        gate = Gate(writer)
        futures = [writer.submit(slow(f"n{number}")) for number in range(7)]
        gate.open()
        assert [future.result() for future in futures] == [f"n{number}" for number in range(7)]
        assert answered == [0, 0, 2, 2, 4, 4, 6]
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

    engine = open_engine(sqlite_url)
    toy.metadata.create_all(engine)
    with Writer(engine, Random(1)) as writer:
        writer._line._execute("PRAGMA busy_timeout=0")
        other: sqlite3.Connection = connect(engine)
        other.execute("BEGIN IMMEDIATE")
        futures = [writer.submit(adds("a")), writer.submit(adds("b"))]
        assert [type(future.exception()) for future in futures] == [DatabaseLocked] * 2
        other.execute("ROLLBACK")
        other.close()
        assert writer.submit(adds("me")).result() == "me"
