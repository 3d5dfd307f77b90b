"""The worker: one process that forks a child for each run, watches its clock and says how it ended.

It never sees a job or a result: those go over files that the bot opens and only the child holds, so that no child can
find in its memory what another one was given. It must not know what is run. Standard library only.
"""

import contextlib
import ctypes
import gc
import json
import os
import random
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass

from bot.judge.inside import cage, calls, tables
from bot.judge.inside.values import plain

CONTROL = 0
"""The file on which the bot talks to the worker."""
FILES_EACH = 4
"""Files that come with a run: job, results, output, and the one on which its end is told."""
MESSAGE = 128
"""Bytes of every message to the worker: JSON, filled up with spaces."""
READY = b"ready"
NEVER = 3600.0
MODULES = """
    _strptime abc array base64 binascii bisect calendar collections collections.abc contextlib copy csv dataclasses
    datetime decimal difflib enum fractions functools graphlib hashlib heapq hmac inspect io ipaddress itertools json
    keyword math numbers operator queue random re secrets statistics string struct textwrap threading time traceback
    types typing unicodedata urllib.parse uuid zlib encodings.ascii encodings.latin_1 encodings.idna
"""
"""What a submission may import: nothing can be loaded from inside the cage."""


@dataclass(slots=True)
class Child:
    """A run under way: where to tell its end, when it began, and until when it may go on."""

    told: int
    began: float
    until: float
    late: bool = False


def main(off: frozenset[str]) -> None:
    """Serve until the bot closes its end. `off` names guards that a test has switched off; the bot names none."""
    control = socket.socket(fileno=CONTROL)
    if "environment" not in off:
        os.environ.clear()
    if "rights" not in off:
        cage.renounce()
    for name in MODULES.split():
        with contextlib.suppress(ImportError):
            __import__(name)
    try:
        filter = cage.Filter()
        proven = probe(filter)
    except cage.NoFilter:
        filter, proven = None, False
    if "imports" not in off:
        sys.path.clear()
        sys.path_importer_cache.clear()
    os.chdir("/")
    warm()
    gc.collect()
    gc.freeze()
    gc.disable()
    control.send(READY + (b" filter" if proven else b""))
    Keeper(control, filter if "filter" not in off else None, off).serve()


def warm() -> None:
    """Do once what every child would do for the first time: what is made by it here, each child finds made."""
    job: tables.Job = {"schema": "CREATE TABLE t (a int)", "query": "SELECT count(*) FROM t", "writes": False}
    tables.outcome(job, "INSERT INTO t VALUES (1)", True, time.monotonic() + 1, frozenset())
    names: dict[str, object] = {}
    exec(compile("def f(x):\n    return [x]\n", calls.SOURCE, "exec"), names)
    json.dumps({"value": plain(eval(compile("f(1)", calls.SETUP, "eval"), names))})
    random.seed(0)


def probe(filter: cage.Filter) -> bool:
    """Whether the filter holds here: a child that has loaded it can still end well, and cannot open a file."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            filter.load()
            os.open("/", os.O_RDONLY)
        except PermissionError:
            status = 7
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


class Keeper:
    """Starts children, ends them when their time is up, and tells how they ended."""

    def __init__(self, control: socket.socket, filter: cage.Filter | None, off: frozenset[str]) -> None:
        self.control, self.filter, self.off = control, filter, off
        self.children: dict[int, Child] = {}
        self.names: dict[int, int] = {}
        self.libc = ctypes.CDLL(None) if sys.platform == "linux" else None
        self.woken, waker = os.pipe()
        for file in (self.woken, waker):
            os.set_blocking(file, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Until the bot is gone; then every child goes too."""
        watch = select.poll()
        watch.register(self.control, select.POLLIN)
        watch.register(self.woken, select.POLLIN)
        try:
            while True:
                ready = watch.poll(self.patience())
                if any(file == self.woken for file, _ in ready):
                    with contextlib.suppress(BlockingIOError):
                        os.read(self.woken, 4096)
                self.reap()
                self.end_late()
                if any(file == self.control.fileno() for file, _ in ready) and not self.listen():
                    return
        finally:
            for child in self.children:
                os.kill(child, signal.SIGKILL)

    def patience(self) -> int | None:
        """Milliseconds until the next child's time is up."""
        ends = [child.until for child in self.children.values() if not child.late]
        return max(0, int((min(ends) - time.monotonic()) * 1000) + 1) if ends else None

    def listen(self) -> bool:
        """Take one message of the bot: start a run, or end one. False when the bot is gone."""
        message, files, _, _ = socket.recv_fds(self.control, MESSAGE, FILES_EACH)
        while message and len(message) < MESSAGE:
            more, others, _, _ = socket.recv_fds(self.control, MESSAGE - len(message), FILES_EACH)
            if not more:
                return False
            message, files = message + more, files + others
        if not message:
            return False
        asked = json.loads(message)
        if "end" in asked:
            self.end(asked["end"])
        else:
            self.start(asked["run"], asked["wall_s"], asked["megabytes"], files)
        return True

    def start(self, name: int, wall_s: float, megabytes: int, files: list[int]) -> None:
        job, results, output, told = files
        began = time.monotonic()
        child = os.fork() if "fork" not in self.off else 0
        if child == 0:
            self.become(wall_s, megabytes, job, results, output)
            self.tell(told, 0, False, began, 0.0)  # only a test lets a run come back, by switching forks off
        for file in (job, results, output):
            os.close(file)
        if child:
            self.children[child] = Child(told, began, began + (wall_s if "wall" not in self.off else NEVER))
            self.names[name] = child

    def become(self, wall_s: float, megabytes: int, job: int, results: int, output: int) -> None:
        """In the child: keep three files, take on limits and filter, run the job, and end."""
        alone = "fork" not in self.off
        try:
            if alone:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                cage.die_with_parent(self.libc)
            os.lseek(job, 0, os.SEEK_SET)
            with open(job, "rb", closefd=False) as file:
                asked = json.loads(file.read())
            if alone:
                for place, given in enumerate((job, results, output)):
                    os.dup2(given, place)
                os.ftruncate(0, 0)
                if "descriptors" not in self.off:
                    os.closerange(3, 4096)
                cage.limit(wall_s, megabytes, self.off)
                if self.filter is not None:
                    self.filter.load()
            else:
                os.dup2(results, 1)
                os.dup2(output, 2)
            (tables if asked["kind"] == "sqlite" else calls).run(asked)
        finally:
            if alone:
                os._exit(0)

    def reap(self) -> None:
        """Tell the end of every child that has ended."""
        while self.children:
            try:
                ended, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if ended == 0:
                return
            child = self.children.pop(ended, None)
            if child is None:
                continue
            self.names = {name: pid for name, pid in self.names.items() if pid != ended}
            cpu_s = usage.ru_utime + usage.ru_stime
            self.tell(child.told, os.waitstatus_to_exitcode(status), child.late, child.began, cpu_s)

    def tell(self, told: int, status: int, late: bool, began: float, cpu_s: float) -> None:
        """Say how a run ended, to whoever asked for it."""
        end = {"status": status, "late": late, "ms": (time.monotonic() - began) * 1000, "cpu_ms": cpu_s * 1000}
        with contextlib.suppress(OSError):
            os.write(told, json.dumps(end).encode())
        os.close(told)

    def end_late(self) -> None:
        """Kill whoever has had its time."""
        now = time.monotonic()
        for pid, child in self.children.items():
            if not child.late and now >= child.until:
                child.late = True
                os.kill(pid, signal.SIGKILL)

    def end(self, name: int) -> None:
        """Kill a run that the bot has seen enough of."""
        if name in self.names:
            os.kill(self.names[name], signal.SIGKILL)
