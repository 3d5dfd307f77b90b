"""Calls for the writer's tests: one that adds a row, and ways to put several into one batch."""

import threading
from collections.abc import Callable
from concurrent.futures import wait
from typing import Any

from bot.store.tx import Tx
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
