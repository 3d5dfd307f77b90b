"""What the calls of a batch share makes no difference that a call could see."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.store.errors import ConstraintBroken
from bot.store.shared import Waiting
from bot.store.statement import Compiled, insert
from bot.store.tx import ReadTx, Row, Tx
from bot.store.writer import Writer
from tests.store import toy
from tests.store.calls import adds, batch, stored

LATER = Waiting(insert(toy.answer, columns=["who", "points"]), "who", "points")


def adds_later(*names: str) -> Callable[[Tx], None]:
    return lambda tx: tx.later(LATER, [(name, 1) for name in names])


def looks(tx: ReadTx) -> list[Row]:
    return tx.all(toy.ALL)


def points(tx: ReadTx, who: str = "me") -> Any:
    return tx.held(toy.POINTS_OF, lambda row: row[0], who)


def test_what_waits_is_there_for_whoever_looks(writer: Writer) -> None:
    def adds_and_looks(tx: Tx) -> list[Row]:
        adds_later("b")(tx)
        return looks(tx)

    results = batch(writer, adds_later("a"), adds_and_looks, adds_later("c"), looks)
    assert results[1] == [("a", 1), ("b", 1)]
    assert results[3] == stored(writer) == [("a", 1), ("b", 1), ("c", 1)]


def test_what_waits_is_written_before_what_comes_after_it(writer: Writer) -> None:
    results = batch(writer, adds_later("a"), lambda tx: tx.run(toy.SET_POINTS, "a", 9), adds_later("b"))
    assert results[1] == 1
    assert stored(writer) == [("a", 9), ("b", 1)]


def test_sums_are_there_for_whoever_looks(writer: Writer) -> None:
    def counts(tx: Tx) -> None:
        tx.add(toy.COUNT, ("a",), (1, 10))

    results = batch(writer, counts, counts, lambda tx: tx.all(toy.TOTALS), counts)
    assert results[2] == [("a", 2, 20)]
    assert writer.submit_read(lambda tx: tx.all(toy.TOTALS)).result() == [("a", 3, 30)]


@pytest.mark.parametrize("looked", [False, True], ids=["unseen", "looked at"])
def test_what_a_failed_call_let_wait_is_not_stored_and_its_neighbours_is(writer: Writer, looked: bool) -> None:
    def fails(tx: Tx) -> None:
        adds_later("lost")(tx)
        tx.add(toy.COUNT, ("lost",), (1, 1))
        if looked:
            looks(tx)
        raise ValueError("no")

    results = batch(writer, adds_later("a"), fails, adds_later("b"), fails, looks)
    assert [type(result) for result in results] == [type(None), ValueError, type(None), ValueError, list]
    assert results[4] == stored(writer) == [("a", 1), ("b", 1)]
    assert writer.submit_read(lambda tx: tx.all(toy.TOTALS)).result() == []


def test_what_cannot_be_written_fails_its_own_call_whoever_meets_it(writer: Writer) -> None:
    adds("me")
    results = batch(writer, adds("me"), adds_later("me"), looks, adds("you"))
    assert [type(result) for result in results] == [str, ConstraintBroken, list, str]
    assert results[2] == [("me", 1)]
    assert stored(writer) == [("me", 1), ("you", 1)]


def test_what_is_held_is_read_once_until_something_changes_it(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    writer.submit(adds("me", 5)).result()
    read = []
    before = ReadTx.all
    monkeypatch.setattr(ReadTx, "all", lambda tx, *given: read.append(given) or before(tx, *given))
    results = batch(writer, points, points, lambda tx: tx.run(toy.SET_POINTS, "me", 6), points, points, adds("you"))
    assert results == [5, 5, 1, 6, 6, "you"]
    assert read == [(toy.POINTS_OF, "me")] * 2


def test_what_is_not_there_is_held_until_it_comes(writer: Writer) -> None:
    assert batch(writer, points, adds("me", 3), points) == [None, "me", 3]
    assert batch(writer, lambda tx: points(tx, "you"), adds_later("you"), lambda tx: points(tx, "you")) == [
        None, None, 1,
    ]  # fmt: skip


def test_what_is_held_is_forgotten_with_a_call_that_failed(writer: Writer) -> None:
    def fails(tx: Tx) -> None:
        tx.run(toy.SET_POINTS, "me", 6)
        assert points(tx) == 6
        raise ValueError("no")

    writer.submit(adds("me", 5)).result()
    results = batch(writer, adds("a"), fails, points)
    assert results[2] == 5


def test_a_read_by_itself_holds_nothing(writer: Writer) -> None:
    writer.submit(adds("me", 5)).result()
    kept = []
    writer.submit_read(lambda tx: kept.append((points(tx), tx._shared.rows))).result()
    assert kept == [(5, {})]


def test_a_value_that_is_kept_current_holds_until_the_table_is_written(writer: Writer) -> None:
    writer.submit(adds("me", 5)).result()

    def more(tx: Tx) -> Any:
        more = points(tx) + 2
        tx.add(toy.POINTS, ("me",), (2,))
        tx.hold(toy.POINTS_OF, more, "me")
        return points(tx)

    assert batch(writer, points, more, more, looks, more) == [5, 7, 9, [("me", 9)], 11]
    assert stored(writer) == [("me", 11)]


def test_a_statement_knows_its_tables() -> None:
    def bits(compiled: Compiled) -> tuple[bool, bool]:
        answer = toy.FORGET.on[dialect].changes
        return bool(compiled.touches & answer), bool(compiled.changes & answer)

    for dialect in ("sqlite", "postgresql"):
        assert bits(toy.ALL.on[dialect]) == bits(toy.LOCK.on[dialect]) == (True, False)
        assert bits(toy.MORE.on[dialect]) == bits(toy.SET_POINTS.on[dialect]) == (True, True)
        assert bits(toy.TOTALS.on[dialect]) == bits(toy.COUNT.on[dialect]) == (False, False)
