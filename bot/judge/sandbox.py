"""The judge that runs CPython and SQLite in its own worker: started when it is first asked, started again when it dies.

Knows lanes and limits; must not know how a child is caged (`inside/`) nor what a verdict is worth.
"""

import shutil
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.domain.question import PYTHON_FEATURES
from bot.judge import calls, tables
from bot.judge.inside import cage
from bot.judge.process import ROOT, Ended, Worker, WorkerDied
from bot.ports.judge import BadTests, CallTests, JudgeDown, JudgeReport, Limits, Submission, TableTests, Tests

TRIES = 3
"""A worker that is ended from outside twice in a row fails no run."""
MOST_REFERENCES = 256
REFERENCE_LIMITS = Limits(wall_s=5.0)
FULL_PYTHON = frozenset({"kata", *(f"kata:{feature}" for feature in PYTHON_FEATURES)})


class Sandbox:
    """Python (where the kernel has filters) and SQLite. Close it at the end."""

    def __init__(self, off: frozenset[str] = frozenset(), planted: Mapping[str, str] = {}, wrap: bool = True) -> None:
        """`off` and `planted` are for tests: guards to leave out, and what the environment then holds."""
        self.off, self.planted, self.wrap = off, planted, wrap
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._filtered: bool | None = None
        self._starts = True
        self._references: OrderedDict[TableTests, tuple[tables.Given, ...]] = OrderedDict()

    @property
    def abilities(self) -> frozenset[str]:
        """`sql`, and every kind of Python where a filter can be loaded.

        What the system promises, until a worker has shown what holds.
        """
        if not self._starts:
            return frozenset()
        filtered = cage.promised() if self._filtered is None else self._filtered
        return frozenset({"sql"}) | (FULL_PYTHON if filtered else frozenset())

    def prove(self) -> None:
        """Find out what a worker can do here, by starting one."""
        found = proven(self.wrap)
        self._starts, self._filtered = found is not None, bool(found)

    def run(self, submission: Submission, tests: Tests, limits: Limits) -> JudgeReport:
        """See `bot.ports.judge.Judge.run`."""
        match submission.language, tests:
            case "python", CallTests():
                if not (self.off or self.filtered()):
                    raise JudgeDown("no filter holds here")
                ended = self.do(calls.job_of(submission, tests), limits)
                return calls.report(submission, tests, ended)
            case "sqlite", TableTests():
                wanted = self.reference(tests)
                ended = self.do(tables.job_of(submission.source, tests, limits, self.off), limits)
                came, plan = tables.given_of(ended, len(tests.data))
                return tables.report(tests, wanted, came, plan, ended.ms)
        raise BadTests(f"no tests of this kind for {submission.language}")

    def reference(self, tests: TableTests) -> tuple[tables.Given, ...]:
        """What the reference gives on each data set; remembered, as the bank never changes while we run."""
        found = self._references.get(tests)
        if found is None:
            job = tables.job_of(tests.reference, tests, REFERENCE_LIMITS, frozenset())
            found, _ = tables.given_of(self.do(job, REFERENCE_LIMITS), len(tests.data))
            with self._lock:
                self._references[tests] = found
                while len(self._references) > MOST_REFERENCES:
                    self._references.popitem(last=False)
        return found

    def do(self, job: bytes, limits: Limits) -> Ended:
        """Run a job; in a new worker if the one before died under it, `TRIES` in all. Raises JudgeDown."""
        for _ in range(TRIES):
            worker = None
            try:
                worker = self.worker()
                return worker.run(job, limits)
            except WorkerDied as death:
                self.discard(worker)
                if death.late:
                    return Ended(late=True, ms=limits.wall_s * 1000)
        raise JudgeDown(f"the worker died {TRIES} times")

    def worker(self) -> Worker:
        """The worker, started if there is none alive. Raises WorkerDied."""
        with self._lock:
            if self._worker is None or not self._worker.alive():
                if self._worker is not None:
                    self._worker.close()
                try:
                    self._worker = Worker(self.off, wrapping() if self.wrap else (), self.planted)
                except WorkerDied:
                    self._starts = False
                    raise
                self._starts, self._filtered = True, self._worker.filtered
            return self._worker

    def discard(self, worker: Worker | None) -> None:
        """Never use this worker again: runs that are with it fail, and are tried in the next one."""
        with self._lock:
            if worker is not None and worker is self._worker:
                self._worker = None
        if worker is not None:
            worker.close()

    def filtered(self) -> bool:
        """Whether the worker's children are behind a filter. Raises JudgeDown."""
        try:
            return self.worker().filtered
        except WorkerDied as death:
            raise JudgeDown("the worker does not start") from death

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
                self._worker = None


@cache
def proven(wrap: bool) -> bool | None:
    """What a worker shows on this machine: whether its filter holds; None if none starts."""
    try:
        worker = Worker(frozenset(), wrapping() if wrap else ())
    except WorkerDied:
        return None
    worker.close()
    return worker.filtered


@cache
def wrapping() -> tuple[str, ...]:
    """The command that puts the worker into namespaces of its own, where bubblewrap is here and works; else nothing."""
    program = shutil.which("bwrap")
    if program is None:
        return ()
    house = Path(__file__).parent
    shown = [sys.base_prefix, sys.prefix, "/usr", "/lib", "/lib64", "/bin", str(ROOT / "bot/__init__.py"), str(house)]
    command = [program, "--unshare-all", "--proc", "/proc", "--dev", "/dev", "--chdir", "/"]
    for path in dict.fromkeys(shown):
        command += ["--ro-bind-try", path, path]
    trial = [*command, sys.executable, "-s", "-P", "-S", "-c", "raise SystemExit(7)"]
    try:
        works = subprocess.run(trial, capture_output=True, check=False, timeout=5, env={}).returncode == 7
    except (OSError, subprocess.TimeoutExpired):
        works = False
    return tuple(command) if works else ()
