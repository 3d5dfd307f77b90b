"""A batch: many calls in one transaction, and what happens when one of them goes wrong.

A savepoint for each call makes SQLite copy every page that the call touches, and nearly no call needs it: so a batch
runs without, and once more with savepoints when a call fails that has written something.

After `write` or `read` each call is over, with a result or an error, or was not begun for lack of time. It must not
know how calls arrive or how callers are told.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from enum import Enum
from random import Random
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any, Final

from bot.store.errors import BrokenCall, Contention, StoreError, Unsure
from bot.store.line import Fate, Line
from bot.store.shared import Shared
from bot.store.tx import ReadTx, Tx

log = logging.getLogger(__name__)

BATCH_SECONDS: Final = 0.02
"""After this long a batch begins no further call, so that those in it are answered."""
MOST_RUNS: Final = 6
LONGEST_PAUSE: Final = 0.05
"""Seconds; the pause before a batch is run again is a random part of this."""
_UNFINISHED: Final = frozenset({CoroutineType, GeneratorType, AsyncGeneratorType})


class Call:
    """One caller's work, and what became of it."""

    __slots__ = ("begun", "error", "future", "loop", "over", "result", "work", "writes")

    def __init__(
        self,
        work: Callable[[Any], Any],
        loop: asyncio.AbstractEventLoop | None,
        future: "Future[Any] | asyncio.Future[Any]",
        *,
        writes: bool,
    ) -> None:
        self.work = work
        self.loop = loop
        self.future = future
        self.writes = writes
        self.begun = False
        self.over = False
        self.result: Any = None
        self.error: BaseException | None = None

    def begin(self) -> bool:
        """Whether to run: not if the caller gave up before the first run."""
        if not self.begun:
            self.begun = True
            if isinstance(self.future, Future):
                self.over = not self.future.set_running_or_notify_cancel()
            else:
                self.over = self.future.cancelled()
        return not self.over

    def fail(self, error: BaseException) -> None:
        """It is over and nothing of it is stored (unless the error is `Unsure`)."""
        self.over = True
        self.result = None
        self.error = error

    def settle(self) -> None:
        """Tell the caller; from the thread of its event loop if it has one."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class _Outcome(Enum):
    DONE = "every call that was begun is over"
    AGAIN = "rolled back; nothing is wrong with the calls"
    CAREFULLY = "rolled back; a call that had written failed, and there was no savepoint to go back to"
    ALONE = "rolled back; a call that cannot be told from the others is wrong"


class Batch:
    """Runs batches of calls on one line, one after the other."""

    def __init__(self, line: Line, rng: Random, pause: Callable[[float], None]) -> None:
        self._line = line
        self._rng = rng
        self._pause = pause

    def read(self, calls: list[Call]) -> None:
        """Run short reads. They take no lock and wait for no disk; on SQLite they all see one state."""
        line = self._line
        try:
            line.reopen()
            line.begin_reading()
            started = line.clock()
            for call in calls:
                if line.clock() - started > BATCH_SECONDS:
                    break
                if not call.begin():
                    continue
                tx = ReadTx(line)
                self._attempt(call, tx)
                if tx.failure is not None and line.fate(tx.failure) is Fate.LOST:
                    line.reopen()
                    self._attempt(call, ReadTx(line))
                call.over = True
            line.end_reading()
        except StoreError as error:
            _fail_all(calls, error)

    def write(self, calls: list[Call]) -> None:
        """Run calls in one transaction and commit it; when one of them makes that impossible, run them one by one."""
        outcome, careful = _Outcome.DONE, False
        for _ in range(MOST_RUNS):
            if outcome is _Outcome.AGAIN:
                self._pause(self._rng.uniform(0, LONGEST_PAUSE))
            try:
                outcome = self._transaction(calls, careful)
            except StoreError as error:  # it could not even begin
                _fail_all(calls, error)
                return
            careful = careful or outcome is _Outcome.CAREFULLY
            if outcome is _Outcome.DONE:
                return
            if outcome is _Outcome.ALONE:
                break
        if len(calls) == 1:
            calls[0].fail(Contention("Other replicas keep changing the same rows; nothing was stored, try again."))
            return
        for call in calls:
            if call.begun and not call.over:
                self.write([call])

    def abandon(self) -> None:
        """Bring the line back to where a batch can begin, after something that nobody foresaw."""
        self._line.rest()
        try:
            self._line.rollback()
        except (self._line.Error, StoreError):
            log.exception("the line could not be rolled back")

    def _transaction(self, calls: list[Call], careful: bool) -> _Outcome:
        line = self._line
        alone = len(calls) == 1
        line.begin()
        try:
            ran: list[Call] = []
            shared = Shared(line)
            kept = False
            started = line.clock()
            for call in calls:
                if ran and line.clock() - started > BATCH_SECONDS:
                    break
                if call.over or not call.begin():
                    continue
                if careful and not alone:
                    (line.step if kept else line.savepoint)()
                    waited = shared.pending.copy()
                tx = Tx(line, shared)
                self._attempt(call, tx)
                kept = call.error is None
                if kept:
                    ran.append(call)
                    continue
                fate = line.fate(tx.failure)
                harmless = tx.failure is None and not tx.wrote
                if fate is Fate.CALL and not alone and not shared.broken and (careful or harmless):
                    if careful:
                        line.undo()
                        shared.undo(waited)
                    ran.append(call)
                    continue
                if fate in (Fate.CONFLICT, Fate.LOST):
                    line.rollback()
                    return _Outcome.AGAIN
                line.rollback()
                if not alone:
                    return _Outcome.ALONE if careful or shared.broken else _Outcome.CAREFULLY
                call.over = True
                return _Outcome.DONE
            line.watch()
            shared.write()
            line.rest()
        except Exception as error:
            return self._rolled_back(calls, error)
        return self._commit(calls, ran)

    def _commit(self, calls: list[Call], ran: list[Call]) -> _Outcome:
        try:
            self._line.commit()
        except (self._line.Error, StoreError) as error:
            if self._line.fate(error) is not Fate.LOST:
                return self._rolled_back(calls, error)
            for call in ran:
                if call.error is None:
                    call.fail(
                        Unsure("The connection was lost while this was being stored: repeat it, nothing doubles.")
                    )
        for call in ran:
            call.over = True
        return _Outcome.DONE

    def _rolled_back(self, calls: list[Call], error: Exception) -> _Outcome:
        """End a transaction that failed outside any one call: in a savepoint, in the sums, in the commit."""
        cause = error if isinstance(error, self._line.Error) else error.__cause__ or error
        fate = self._line.fate(cause)
        self._line.rollback()
        if fate in (Fate.CONFLICT, Fate.LOST):
            return _Outcome.AGAIN
        if len(calls) > 1:
            return _Outcome.ALONE
        calls[0].fail(self._line.explain(error) if isinstance(error, self._line.Error) else error)
        return _Outcome.DONE

    def _attempt(self, call: Call, tx: ReadTx) -> None:
        """Run the work once and note its result or error; the transaction is left as the work left it."""
        self._line.watch()
        try:
            result = call.work(tx)
            if tx.failure is not None:
                raise BrokenCall("The call swallowed a database error: use ON CONFLICT.") from tx.failure
            if result.__class__ in _UNFINISHED:
                if isinstance(result, CoroutineType | GeneratorType):
                    result.close()
                raise BrokenCall(f"The call returned a {type(result).__name__}: it must do its work before it returns.")
        except BaseException as error:
            call.result, call.error = None, _tellable(error)
        else:
            call.result, call.error = result, None
        finally:
            tx.end()
            self._line.rest()


def _fail_all(calls: list[Call], error: Exception) -> None:
    for call in calls:
        if not call.over:
            call.fail(error)


def _tellable(error: BaseException) -> Exception:
    """An error that a future may carry: one that ends loops and processes must not reach the caller as itself."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    broken = BrokenCall(f"The call raised {type(error).__name__}.")
    broken.__cause__ = error
    return broken
