"""The worker's process as the bot sees it: started with nothing in its hands, spoken to, and ended.

Knows files and processes; must not know what a job says or what its results mean. Each run has files of its own that go
straight to the child, so a worker that has seen a thousand runs knows of none.
"""

import contextlib
import itertools
import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from bot.judge.inside.worker import MESSAGE, NEVER, READY
from bot.ports.judge import Limits

ROOT = Path(__file__).resolve().parents[2]
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); off = frozenset(sys.argv[2:]); del sys.argv[1:];"
    "from bot.judge.inside.worker import main; main(off)"
)
ENVIRONMENT = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
"""All that the worker is given; it forgets this too. The seed makes the order of sets the same in every run."""
START_S = 10.0
GRACE_S = 0.5
"""How long after a run's time the worker may take to say that it ended."""
MOST_RESULTS = 512 * 1024


class WorkerDied(Exception):
    """The worker ended, or had to be ended, before it told how the run ended. `late`: it let the run go on too long."""

    def __init__(self, late: bool = False) -> None:
        super().__init__("the judge's worker died")
        self.late = late


class Ended(msgspec.Struct):
    """How a run ended: its exit status (negative: the signal), whether its time was up, milliseconds taken.

    `results` is what it left on its results file; `flooded`: it wrote more than a run may, and was ended.
    """

    status: int = 0
    late: bool = False
    ms: float = 0.0
    cpu_ms: float = 0.0
    results: bytes = b""
    flooded: bool = False


@dataclass(slots=True)
class Files:
    """The bot's ends of a run's files."""

    results: int
    output: int
    told: int


class Worker:
    """A running worker. Raises WorkerDied if it does not come up."""

    def __init__(
        self, off: frozenset[str] = frozenset(), wrap: Sequence[str] = (), planted: Mapping[str, str] = {}
    ) -> None:
        """`off` names guards to leave out and `planted` what to leave in the environment then: for tests alone."""
        self.off = off
        self._lock = threading.Lock()
        self._names = itertools.count(1)
        self._closed = False
        ours, theirs = socket.socketpair()
        command = [*wrap, sys.executable, "-s", "-P", "-S", "-c", BOOT, str(ROOT), *sorted(off)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**ENVIRONMENT, **planted},
                cwd="/",
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            raise WorkerDied from error
        finally:
            theirs.close()
        self._control = ours
        ours.settimeout(START_S)
        said = b""
        with contextlib.suppress(OSError):
            said = ours.recv(64)
        if not said.startswith(READY):
            self.close()
            raise WorkerDied
        self.filtered = said.endswith(b"filter")
        ours.settimeout(GRACE_S)

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    def alive(self) -> bool:
        return not self._closed and self._process.poll() is None

    def close(self) -> None:
        """End it, with whatever it runs."""
        self._closed = True
        self._control.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()

    def run(self, job: bytes, limits: Limits) -> Ended:
        """Have a child do the job, and wait for its end. Raises WorkerDied."""
        name = next(self._names)
        files = self._send(name, job, limits)
        try:
            return self._watch(name, files, limits)
        finally:
            for file in (files.results, files.output, files.told):
                os.close(file)

    def _send(self, name: int, job: bytes, limits: Limits) -> Files:
        with unfiled() as written:
            written.write(job)
            pipes = [os.pipe() for _ in range(3)]
            asked = {"run": name, "wall_s": limits.wall_s, "megabytes": limits.megabytes}
            try:
                self._say(asked, [written.fileno(), *(theirs for _, theirs in pipes)])
            except WorkerDied:
                for ours, _ in pipes:
                    os.close(ours)
                raise
            finally:
                for _, theirs in pipes:
                    os.close(theirs)
        return Files(*(ours for ours, _ in pipes))

    def _say(self, message: Mapping[str, object], files: Sequence[int] = ()) -> None:
        text = json.dumps(message).encode().ljust(MESSAGE)
        try:
            with self._lock:
                if files:
                    socket.send_fds(self._control, [text], list(files))
                else:
                    self._control.sendall(text)
        except OSError as error:
            raise WorkerDied from error

    def _watch(self, name: int, files: Files, limits: Limits) -> Ended:
        grace = GRACE_S if "wall" not in self.off else NEVER
        deadline = time.monotonic() + limits.wall_s + grace
        results, written, flooded, end = bytearray(), 0, False, b""
        with selectors.DefaultSelector() as watch:
            for file in (files.results, files.output, files.told):
                os.set_blocking(file, False)
                watch.register(file, selectors.EVENT_READ)
            while files.told in watch.get_map():
                left = deadline - time.monotonic()
                if left <= 0:
                    self.close()
                    raise WorkerDied(late=True)
                for key, _ in watch.select(left):
                    data = os.read(key.fd, 65536)
                    if not data:
                        watch.unregister(key.fd)
                    elif key.fd == files.told:
                        end += data
                    elif key.fd == files.results:
                        results += data
                    else:
                        written += len(data)
                    over = len(results) > MOST_RESULTS or written > limits.output
                    if over and not flooded and "output" not in self.off:
                        flooded = True
                        self._say({"end": name})
                    if flooded:
                        results.clear()
        if not end:
            raise WorkerDied
        if not flooded:
            results += drained(files.results)
            written += len(drained(files.output))
            flooded = written > limits.output and "output" not in self.off
        ended = msgspec.json.decode(end, type=Ended)
        ended.results, ended.flooded = bytes(results), flooded
        return ended


def unfiled() -> IO[bytes]:
    """A file that is in no folder."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("job", os.MFD_CLOEXEC), "w+b", buffering=0)
    return tempfile.TemporaryFile(buffering=0)


def drained(file: int) -> bytes:
    """What is left in a pipe whose writer has ended; never more than results may be."""
    found = b""
    with contextlib.suppress(BlockingIOError):
        while len(found) <= MOST_RESULTS and (data := os.read(file, 65536)):
            found += data
    return found
