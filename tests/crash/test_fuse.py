"""A fuse kills at its point and nowhere else, and first lets those speak who were told too early."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from adapters.cli.bench.crash.fuse import Crowd, Fuse


class Waiting(Crowd):
    """Some who wait for a first answer; whoever is heard writes it down."""

    def __init__(self, log: int, first_answers: int) -> None:
        self.log = log
        self.first_answers = first_answers

    def expects(self) -> bool:
        return self.first_answers > 0

    def hear(self) -> None:
        os.write(self.log, b"heard\n")


def burn(log: Path, first_answers: int) -> int:
    """Come twice to the commit of an answer in a process of its own; how that ended."""
    pid = os.fork()
    if pid == 0:
        told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        fuse = Fuse({"answer: before commit": 2}, told, Waiting(told, first_answers))
        for _ in range(2):
            fuse.before_commit({"answer", "other"})
            os.write(told, b"committed\n")
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_what_was_said_too_early_is_heard_before_the_death(apart: Callable[..., Any], tmp_path: Path) -> None:
    assert apart(burn, tmp_path / "log", 1) == -signal.SIGKILL
    assert (tmp_path / "log").read_text().splitlines() == ["committed", "heard", "answer: before commit"]


def test_where_no_new_answer_can_be_lost_nobody_dies(apart: Callable[..., Any], tmp_path: Path) -> None:
    assert apart(burn, tmp_path / "log", 0) == 0
    assert (tmp_path / "log").read_text().splitlines() == ["committed"] * 2
