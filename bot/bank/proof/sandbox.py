"""Runs one command apart: empty directory, temporary home, no inherited environment, time and output capped.

Knows processes; must not know questions. Isolation is the strongest of the kinds in `jail.py` that this system allows.
"""

import contextlib
import functools
import os
import selectors
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import util
from pathlib import Path

from bot.bank.proof.runtimes import search_path

INSIDE = Path(__file__).parent / "inside"
OUTPUT_CAP = 256 * 1024
DRAIN_S = 1.0
KINDS_OF_ISOLATION = ("unp", "np", "un", "n")


@dataclass(frozen=True)
class Ended:
    """How a command ended: what it wrote (capped), its status (128 + n for signal n), and what stopped it, if any."""

    stdout: str
    stderr: str
    status: int
    stopped: str = ""

    @property
    def last_words(self) -> str:
        """The last line of its standard error, for a message."""
        lines = self.stderr.strip().splitlines()
        return lines[-1][:300] if lines else ""


@dataclass(frozen=True)
class Room:
    """The folders of one run: `work` is empty and current, `side` holds what must not be seen there."""

    path: Path

    @property
    def work(self) -> Path:
        return self.path / "work"

    @property
    def side(self) -> Path:
        return self.path / "side"


@contextlib.contextmanager
def room() -> Iterator[Room]:
    """Fresh folders for one run, removed afterwards whatever the run did to their permissions."""
    path = Path(tempfile.mkdtemp(prefix="quorum-proof-"))
    try:
        for name in ("work", "side", "home", "tmp"):
            (path / name).mkdir()
        yield Room(path)
    finally:
        shutil.rmtree(path, onerror=_open_and_retry)


def run(
    command: list[str],
    where: Room,
    variables: Mapping[str, str],
    *,
    timeout_s: float,
    megabytes: int = 0,
    hidden: Path | None = None,
) -> Ended:
    """Run a command to its end, or stop it with all that it started when it takes too long or writes too much.

    The folder `hidden` looks empty to the command, where the system allows that.
    """
    unseen = str(hidden.resolve()) if hidden is not None and _can_hide(hidden, where) else ""
    jail = [sys.executable, "-I", "-S", str(INSIDE / "jail.py"), isolation(), str(megabytes), unseen, *command]
    environment = {
        "PATH": search_path(),
        "HOME": str(where.path / "home"),
        "TMPDIR": str(where.path / "tmp"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONTZPATH": _zone_folders(),
        **variables,
    }
    process = subprocess.Popen(
        jail,
        cwd=where.work,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err, stopped = _read(process, timeout_s)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    status = process.returncode if process.returncode >= 0 else 128 - process.returncode
    return Ended(out.decode(errors="replace"), err.decode(errors="replace"), status, stopped)


@functools.cache
def isolation() -> str:
    """The strongest flags of jail.py that work here; empty when the system allows none."""
    for flags in KINDS_OF_ISOLATION:
        trial = [sys.executable, "-I", "-S", str(INSIDE / "jail.py"), flags, "0", "", "/bin/sh", "-c", "exit 7"]
        if subprocess.run(trial, capture_output=True, check=False).returncode == 7:
            return flags
    return ""


def _can_hide(folder: Path, where: Room) -> bool:
    """Whether a run gets along without a folder: neither its own rooms nor the interpreter lie in it."""
    needed = (where.path, INSIDE, Path(sys.executable), Path(sys.base_prefix))
    return folder.is_dir() and not any(path.resolve().is_relative_to(folder.resolve()) for path in needed)


def left_behind(path: Path) -> bytes:
    """What a run wrote to a file, at most one byte more than OUTPUT_CAP; nothing if it is no regular file."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        return b""
    with open(file, "rb") as opened:
        return opened.read(OUTPUT_CAP + 1)


def _read(process: subprocess.Popen[bytes], timeout_s: float) -> tuple[bytes, bytes, str]:
    written: dict[str, bytearray] = {"out": bytearray(), "err": bytearray()}
    deadline = time.monotonic() + timeout_s
    with selectors.DefaultSelector() as pipes:
        for name, pipe in (("out", process.stdout), ("err", process.stderr)):
            if pipe is not None:
                pipes.register(pipe, selectors.EVENT_READ, name)
        ended = False
        while pipes.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                # A process left behind may hold the pipes of a command that is done.
                return (
                    bytes(written["out"]),
                    bytes(written["err"]),
                    "" if ended else f"took longer than {timeout_s:g} s",
                )
            for key, _ in pipes.select(min(left, 0.2)):
                data = os.read(key.fd, 65536)
                if not data:
                    pipes.unregister(key.fileobj)
                written[key.data] += data
                if len(written[key.data]) > OUTPUT_CAP:
                    return b"", b"", f"wrote more than {OUTPUT_CAP // 1024} kB"
            if not ended and process.poll() is not None:
                ended = True
                deadline = min(deadline, time.monotonic() + DRAIN_S)
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return bytes(written["out"]), bytes(written["err"]), f"took longer than {timeout_s:g} s"
    return bytes(written["out"]), bytes(written["err"]), ""


@functools.cache
def _zone_folders() -> str:
    """Where zone data is: the system's folders, then the tzdata package, which -S would hide."""
    package = util.find_spec("tzdata")
    places = list(zoneinfo.TZPATH)
    if package is not None and package.origin is not None:
        places.append(str(Path(package.origin).parent / "zoneinfo"))
    return os.pathsep.join(places)


def _open_and_retry(function: object, path: str, error: object) -> None:
    """A proof of permissions may leave folders that even their owner cannot read."""
    with contextlib.suppress(OSError):
        os.chmod(os.path.dirname(path), 0o700)
        os.chmod(path, 0o700)
        if os.path.isdir(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)
