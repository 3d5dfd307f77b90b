"""Where a process dies: named points in the writer and on the platform, at one of which a fuse kills with SIGKILL.

It wraps what a running writer already has, from outside, so that nothing in the writer knows of it.
"""

import os
import signal
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.store.batch import Call
from bot.store.writer import Writer

POINTS: Final = (
    "agenda: before commit", "agenda: committed",  # letters are queued
    "claim: before commit", "claim: committed",  # letters are being sent, nothing has left
    "daily: before", "daily: done", "reveal: before", "reveal: done",  # the platform has it or not, nobody heard
    "edit: before", "edit: done", "tell: before", "tell: done", "find: before", "find: done",
    "answer lost", "lost: noted",  # the platform has it, we were told of a broken line; and wrote down our doubt
    "settle: before commit", "settle: committed",  # confirmed, put off or given up
    "answer: before commit", "answer: committed",  # a learner's answer
    "between calls", "statement",  # in the middle of a batch
)  # fmt: skip
ANY_TIME: Final = "any time"
"""What a kill from outside is counted as."""
WORKS: Final = {"Courier._claim": "claim", "Courier._settle": "settle", "see_to_rows": "agenda", "App.call": "answer"}


class Crowd:
    """Those who wait for answers while a process dies, as far as its fuse asks for them: nobody."""

    def expects(self) -> bool:
        """Whether somebody waits who has never been told a verdict on this daily: only a new answer can be lost."""
        return True

    def hear(self) -> None:
        """Wait, in the writer's thread, until whoever was told anything has passed it on."""


class Fuse:
    """Kills its process when it has come to one of its points as often as `left` says; the last word is on `deaths`."""

    def __init__(self, left: Mapping[str, int], deaths: int, crowd: Crowd) -> None:
        self.left = dict(left)
        self.deaths = deaths
        self.crowd = crowd
        self.lost = False

    def at(self, point: str) -> None:
        """The process has come to a point."""
        self.lost = self.lost or point == "answer lost"
        if point not in self.left:
            return
        self.left[point] -= 1
        if self.left[point] <= 0:
            os.write(self.deaths, f"{point}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)
            signal.pause()

    def before_commit(self, works: set[str]) -> None:
        """A batch is done and not committed: nobody may have been told of it.

        Who was told too early is heard first, so that it is on record when the answer is lost.
        """
        for work in sorted(works):
            point = f"{work}: before commit"
            if work != "answer" or self.crowd.expects():
                if self.left.get(point) == 1:
                    self.crowd.hear()
                self.at(point)

    def after_commit(self, works: set[str]) -> None:
        """What a batch held is committed, and nobody has heard of it yet."""
        for work in sorted(works):
            self.at(f"{work}: committed")
        if self.lost and "settle" in works:
            self.lost = False
            self.at("lost: noted")


class Watched:
    """A cursor that comes to a point before each statement."""

    def __init__(self, cursor: Any, at: Callable[[str], None]) -> None:
        self._cursor = cursor
        self._at = at

    def execute(self, *given: Any) -> Any:
        """Run a statement, if we live so long."""
        self._at("statement")
        return self._cursor.execute(*given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def lay(fuse: Fuse, writer: Writer) -> None:
    """Lay a fuse through a writer that does nothing yet."""
    line: Any = writer._line
    batch: Any = writer._batch
    held: set[str] = set()
    write, commit, attempt = batch.write, line.commit, batch._attempt

    def watched_write(calls: list[Call]) -> None:
        held.clear()
        held.update(work_of(call.work) for call in calls)
        write(calls)

    def watched_commit() -> None:
        fuse.before_commit(held)
        commit()
        fuse.after_commit(held)

    def watched_attempt(call: Call, tx: Any) -> None:
        attempt(call, tx)
        fuse.at("between calls")

    batch.write, batch._attempt, line.commit = watched_write, watched_attempt, watched_commit
    if "statement" in fuse.left:
        line.cursor = Watched(line.cursor, fuse.at)


def work_of(work: Callable[..., Any]) -> str:
    """What kind of work a call is, by where it was written."""
    name = getattr(work, "__qualname__", "")
    return next((kind for start, kind in WORKS.items() if name.startswith(start)), "other")
