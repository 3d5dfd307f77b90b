"""The writer's promises to one caller: answered after the commit, undone when it fails, and alone in failing."""

import asyncio
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.engine import open_engine
from bot.store.errors import (
    BrokenCall,
    ConstraintBroken,
    DeadlineExceeded,
    StatementFailed,
    StoreError,
)
from bot.store.tx import Tx
from bot.store.writer import Writer
from tests.store import toy
from tests.store.calls import Gate, adds, batch, stored


def test_a_call_is_committed_when_it_is_answered(writer: Writer, engine: sa.Engine) -> None:
    assert writer.submit(adds("me")).result() == "me"
    with engine.connect() as elsewhere:
        assert elsewhere.execute(sa.select(toy.answer.c.who)).scalars().all() == ["me"]


def test_calls_of_a_batch_see_one_another(writer: Writer) -> None:
    assert batch(writer, adds("a"), lambda tx: tx.one(toy.POINTS_OF, "a")) == ["a", (1,)]


@pytest.fixture
def timeless(engine: sa.Engine) -> Iterator[Writer]:
    """A writer whose stop-watch stands still, so that a slow machine does not split a batch."""
    with Writer(engine, Random(7), clock=lambda: 0.0) as writer:
        yield writer


async def test_the_calls_of_an_event_loop_are_answered_in_one_wake_up(timeless: Writer) -> None:
    writer, loop = timeless, asyncio.get_running_loop()
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


@pytest.mark.parametrize(
    "further",
    [
        lambda tx: tx.run(toy.ADD, "you", 1),
        lambda tx: tx.one(toy.MORE, "you", 1),
        lambda tx: tx.all(toy.ALL),
        lambda tx: tx.many(toy.ADD, [{"who": "you", "points": 1}]),
    ],
    ids=["run", "one", "all", "many"],
)
def test_a_call_that_computes_past_its_deadline_gets_no_further_statement(
    engine: sa.Engine, further: Callable[[Tx], object]
) -> None:
    now = [0.0]

    def work(tx: Tx) -> None:
        tx.run(toy.ADD, "me", 1)
        now[0] += 1.0
        further(tx)

    with Writer(engine, Random(1), clock=lambda: now[0]) as writer:
        assert isinstance(writer.submit(work).exception(), DeadlineExceeded)
        assert stored(writer) == []


def test_sums_of_a_batch_are_written_once_and_without_the_failed(writer: Writer, engine: sa.Engine) -> None:
    def counts(name: str, amount: int) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            tx.add(toy.COUNT, (name,), (1, amount))
            tx.add(toy.POINTS, (name,), (amount,))

        return work

    def counts_and_fails(tx: Tx) -> None:
        tx.add(toy.COUNT, ("a",), (1, 100))
        breaks_a_constraint(tx)

    batch(writer, counts("b", 2), counts("a", 3), counts_and_fails, counts("b", 4))
    writer.submit(counts("a", 5)).result()
    assert writer.submit_read(lambda tx: tx.all(toy.TOTALS)).result() == [("a", 2, 8), ("b", 2, 6)]
    assert stored(writer) == [("a", 8), ("b", 6)]


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
