"""Runs on their way through the judge: fair to every learner, outside of any transaction, and never lost.

A run is a row before it comes here and stays one until it is settled: whatever dies in between, the row waits and is
taken up again. A few threads, started when first needed, take turns over the learners; each has one run at a time.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.ports import Ports
from bot.ports.bank import Bank
from bot.ports.judge import BadTests, Judge, JudgeDown
from bot.ports.runs import RunRow
from bot.store.tx import Tx
from bot.store.writer import Writer
from bot.usecases.answer_round import RoundRun, RoundTried, settle_try
from bot.usecases.settle_run import PATIENCE, settle_run
from bot.usecases.submit_run import FORGOTTEN, RunQueued
from bot.usecases.to_judge import to_judge

log = logging.getLogger(__name__)

LANES: Final = 2
"""Runs at a time."""
OVERDUE: Final = timedelta(seconds=20)
"""A run that waits for so long has been left by whoever took it."""
LOOK_AGAIN: Final = timedelta(minutes=1)
AT_ONCE: Final = 100


class NotYet(Exception):
    """The run could not be judged now; it stays queued."""


class Lanes:
    """Does `work` on runs: at most `LANES` at a time, one of each learner, the learners in turn."""

    def __init__(self, work: Callable[[int], Any], lanes: int = LANES) -> None:
        self._work = work
        self._most = lanes
        self._turn = threading.Condition()
        self._lines: dict[int, deque[int]] = {}  # in the order of the learners' turns
        self._busy: set[int] = set()
        self._promised: dict[int, Future[Any]] = {}
        self._threads: list[threading.Thread] = []
        self._closed = False

    def put(self, learner: int, run: int) -> Future[Any]:
        """Put a run in its learner's line; a run that is there already keeps its place."""
        with self._turn:
            if run in self._promised:
                return self._promised[run]
            promised = self._promised[run] = Future()
            self._lines.setdefault(learner, deque()).append(run)
            if len(self._threads) < min(self._most, len(self._promised)):
                thread = threading.Thread(target=self._serve, name="judge lane", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._turn.notify()
            return promised

    def close(self) -> None:
        """Take nothing new, and wait for what is under way."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        for thread in self._threads:
            thread.join(timeout=10)

    def _next(self) -> tuple[int, int] | None:
        for learner, line in self._lines.items():
            if learner not in self._busy:
                run = line.popleft()
                del self._lines[learner]
                if line:
                    self._lines[learner] = line  # behind the others
                self._busy.add(learner)
                return learner, run
        return None

    def _serve(self) -> None:
        while True:
            with self._turn:
                while not self._closed and (taken := self._next()) is None:
                    self._turn.wait()
                if self._closed:
                    return
                learner, run = taken  # type: ignore[misc]
                promised = self._promised[run]
            try:
                result = self._work(run)
            except BaseException as error:
                self._done(learner, run)
                promised.set_exception(error)
            else:
                self._done(learner, run)
                promised.set_result(result)

    def _done(self, learner: int, run: int) -> None:
        with self._turn:
            self._busy.discard(learner)
            del self._promised[run]
            self._turn.notify()


class Judging:
    """Has runs judged and their reports stored."""

    def __init__(self, judge: Judge, writer: Writer, ports: Callable[[Tx], Ports], bank: Bank) -> None:
        self.judge, self.writer, self.ports, self.bank = judge, writer, ports, bank
        self.lanes = Lanes(self.judged)
        self.tries = Lanes(self.tried)
        self._trying: dict[int, RoundRun] = {}
        self.abilities = judge.abilities
        self._looked: datetime | None = None

    def promised(self, run: RunRow) -> "Future[Any]":
        """What will become of a run: the result of `settle_run`. Fails with NotYet when there is no judge now."""
        return self.lanes.put(run.learner_id, run.id)

    def wait(self, queued: RunQueued) -> Any:
        """What came of a run; the run itself, as late, when that takes too long or there is no judge now."""
        try:
            return self.promised(queued.run).result(PATIENCE.total_seconds()) or queued
        except Exception as error:
            return later(queued, error)

    async def waited(self, queued: RunQueued) -> Any:
        """The same for event loops."""
        promised = asyncio.wrap_future(self.promised(queued.run))
        try:
            return await asyncio.wait_for(asyncio.shield(promised), PATIENCE.total_seconds()) or queued
        except Exception as error:
            return later(queued, error)

    def wait_for_try(self, run: RoundRun) -> Any:
        """What came of code in a round; as not judged, when there is no judge now or it takes too long."""
        try:
            return self.put_try(run).result(PATIENCE.total_seconds())
        except (NotYet, TimeoutError):
            return RoundTried(run.seat, run.item, run.question, None)

    async def waited_for_try(self, run: RoundRun) -> Any:
        """The same for event loops."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self.put_try(run)), PATIENCE.total_seconds())
        except (NotYet, TimeoutError):
            return RoundTried(run.seat, run.item, run.question, None)

    def put_try(self, run: RoundRun) -> "Future[Any]":
        """Put code of a round in line: one at a time for each learner. It is stored once it has passed."""
        self._trying.setdefault(run.item.id, run)
        return self.tries.put(run.seat.person.learner_id, run.item.id)

    def tried(self, item: int) -> Any:
        """Judge the code for an item and store what follows. Raises NotYet."""
        run = self._trying.pop(item)
        task = to_judge(run.question, run.code)
        assert task is not None, "only what a judge can run comes here"
        try:
            report = self.judge.run(*task)
        except (JudgeDown, BadTests) as error:
            log.error("code for %s in a round: %s", run.question.id, error)
            raise NotYet from error
        self.abilities = self.judge.abilities
        return self.writer.submit(lambda tx: settle_try(run, report, self.ports(tx))).result()

    def judged(self, number: int) -> Any:
        """Judge a run and store what came of it. Raises NotYet."""
        run = self.writer.submit(lambda tx: self.ports(tx).runs.get(number)).result()
        question = self.bank.get(run.question_id) if run is not None else None
        task = to_judge(question, run.source) if run is not None and question is not None else None
        if run is None or task is None:
            raise NotYet
        report = run.report
        try:
            if report is None:
                report = self.judge.run(*task)
        except (JudgeDown, BadTests) as error:
            log.error("run %d of %s waits: %s", number, run.question_id, error)
            raise NotYet from error
        self.abilities = self.judge.abilities  # a worker that was started has shown what holds here
        settled = report
        return self.writer.submit(lambda tx: settle_run(number, settled, self.ports(tx))).result()

    async def take_up(self, now: datetime) -> None:
        """Now and then: take up runs that were left waiting, by a judge that died or a process that ended."""
        if self._looked is not None and now - self._looked < LOOK_AGAIN:
            return
        before = now if self._looked is None else now - OVERDUE
        self._looked, since = now, now - FORGOTTEN
        for run, learner in await self.writer.call(lambda tx: self.ports(tx).runs.waiting(since, before, AT_ONCE)):
            self.lanes.put(learner, run).add_done_callback(quiet)

    def close(self) -> None:
        self.lanes.close()
        self.tries.close()


def later(queued: RunQueued, error: Exception) -> RunQueued:
    """The run as one that waits: it is stored, whatever went wrong behind it."""
    if not isinstance(error, NotYet | TimeoutError):
        log.error("run %d waits", queued.run.id, exc_info=error)
    return replace(queued, late=True)


def quiet(done: "Future[Any]") -> None:
    """Nobody waits for this one: what went wrong is told to the log."""
    error = done.exception()
    if error is not None and not isinstance(error, NotYet):
        log.error("a run that was left waiting failed", exc_info=error)
