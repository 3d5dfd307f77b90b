"""The group-commit writer: one thread runs everybody's calls, commits once for all of them, then answers them all.

A commit costs one wait for the disk however many calls it holds, so the more callers wait, the cheaper each gets.
Nobody is answered before the commit has succeeded. A call does SQL and nothing else (no I/O, no sleep, no cache write):
it may run more than once. It must not know a table, a use case or a person; what it promises is in `Writer`.
"""

import asyncio
import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random
from types import TracebackType
from typing import Final, Self, TypeVar

import sqlalchemy as sa

from bot.store.batch import Batch, Call
from bot.store.errors import Busy, Closed, StatementFailed, StoreError
from bot.store.line import Clock, open_line
from bot.store.tx import ReadTx, Tx

T = TypeVar("T")
log = logging.getLogger(__name__)

MOST_CALLS: Final = 64
MOST_WAITING: Final = 1_024
DEADLINE: Final = 0.25
LONG_DEADLINE: Final = 120.0


class Writer:
    """Runs calls against one database, many in one transaction.

    - `call` and `submit` write, `read` and `submit_read` read shortly in the same thread, `read_apart` reads for long
      on a connection of its own. The async ones belong to any event loop; `submit...` give a concurrent future.
    - An answer means that it is committed. An error means that nothing of the call is stored, except `Unsure`.
    - A call that fails never fails another one in its batch.
    - Cancelling a call that has not begun keeps it from running. Cancelling one that runs, or a timeout around it, does
      not undo it.
    - `Busy` is raised at once when too much is waiting, `Closed` after `close`.
    """

    def __init__(
        self,
        engine: sa.Engine,
        rng: Random,
        *,
        deadline: float = DEADLINE,
        most_waiting: int = MOST_WAITING,
        clock: Clock = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`rng` spreads the pauses after a conflict with another replica. Raises `CannotOpen`."""
        self._engine = engine
        self._line = open_line(engine, deadline=deadline, clock=clock)
        self._batch = Batch(self._line, rng, pause)
        self._queue: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self._held: deque[Call] = deque()
        self._most_waiting = most_waiting
        self._gate = threading.Lock()
        self._closed = False
        self._apart = ThreadPoolExecutor(2, thread_name_prefix="quorum-read")
        self._thread = threading.Thread(target=self._serve, name="quorum-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Tx], T]) -> "Future[T]":
        """Queue a call from any thread. Raises `Busy`, `Closed`."""
        future: Future[T] = Future()
        self._put(Call(work, None, future, writes=True))
        return future

    def submit_read(self, work: Callable[[ReadTx], T]) -> "Future[T]":
        """Queue a short read from any thread. Raises `Busy`, `Closed`."""
        future: Future[T] = Future()
        self._put(Call(work, None, future, writes=False))
        return future

    async def call(self, work: Callable[[Tx], T]) -> T:
        """Run a call and wait until it is committed. Raises `StoreError`s and whatever the call raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(Call(work, loop, future, writes=True))
        return await future

    async def read(self, work: Callable[[ReadTx], T]) -> T:
        """Run a short read of what is committed. Raises as `call` does."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(Call(work, loop, future, writes=False))
        return await future

    async def read_apart(self, work: Callable[[ReadTx], T]) -> T:
        """Run a long read (an export, a history, a rebuild's check) on one unchanging state, holding up nobody."""
        return await asyncio.wrap_future(self.submit_read_apart(work))

    def submit_read_apart(self, work: Callable[[ReadTx], T]) -> "Future[T]":
        """The same from any thread. Raises `Closed`."""
        with self._gate:
            if self._closed:
                raise Closed("Quorum is shutting down; nothing was stored.")
            return self._apart.submit(self._read_alone, work)

    def close(self) -> None:
        """Serve what is waiting, refuse what comes later, and return when the last call is answered."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()
        self._apart.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(self, call: Call) -> None:
        with self._gate:
            if self._closed:
                raise Closed("Quorum is shutting down; nothing was stored.")
            if self._queue.qsize() >= self._most_waiting:
                raise Busy("Too much is waiting for the database; nothing was stored, try again in a moment.")
            self._queue.put(call)

    def _read_alone(self, work: Callable[[ReadTx], T]) -> T:
        line = open_line(self._engine, deadline=LONG_DEADLINE, clock=self._line.clock)
        try:
            line.begin_long_reading()
            line.watch()
            tx = ReadTx(line)
            try:
                return work(tx)
            finally:
                tx.end()
        finally:
            line.close()

    # --- in the writer's thread

    def _serve(self) -> None:
        serving = True
        while serving or self._held:
            serving = serving and self._take()
            calls = list(self._held)
            self._held.clear()
            reads = [call for call in calls if not call.writes]
            writes = [call for call in calls if call.writes]
            # What does not fit into a batch's time goes first into the next one.
            if reads:
                self._guarded(self._batch.read, reads)
            if writes:
                self._guarded(self._batch.write, writes)
            self._held.extend(call for call in calls if not call.over)
        self._line.close()

    def _take(self) -> bool:
        """Take what is there, waiting only if nothing is; False once the queue has been closed and read to its end."""
        wait = not self._held
        while wait or (len(self._held) < MOST_CALLS and self._queue.qsize()):
            wait = False
            call = self._queue.get()
            if call is None:
                return False
            self._held.append(call)
        return True

    def _guarded(self, run: Callable[[list[Call]], None], calls: list[Call]) -> None:
        """Run calls and answer those that are over, whatever happens."""
        try:
            run(calls)
        except BaseException as error:
            log.exception("the writer failed")
            for call in calls:
                if call.over:
                    continue
                call.fail(error if isinstance(error, StoreError) else StatementFailed(f"The writer failed: {error!r}."))
            self._batch.abandon()
        answer([call for call in calls if call.over])


def answer(calls: list[Call]) -> None:
    """Tell the callers, waking each event loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Call]] = {}
    for call in calls:
        if call.loop is None:
            call.settle()
        else:
            by_loop.setdefault(call.loop, []).append(call)
    for loop, its in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, its)
        except RuntimeError:  # the loop is closed: nobody waits any more, and what is committed stays
            log.warning("%d answers came after their event loop had closed", len(its))


def _settle(calls: list[Call]) -> None:
    for call in calls:
        call.settle()
