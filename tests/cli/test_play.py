"""`quorum play` from the outside: what comes by itself is seen, and a clock that cannot be is refused in one line."""

from io import StringIO
from pathlib import Path

import pytest

from tests.cli.conftest import Quorum, Run


@pytest.fixture
def play(command: Quorum, live_bank: Path, at_home: Path, monkeypatch: pytest.MonkeyPatch):
    """Play a script at an instant, every time on the same database."""

    def run(clock: str, script: str, *words: str) -> Run:
        monkeypatch.setattr("sys.stdin", StringIO(script))
        home = ("--db", f"sqlite:///{at_home / 'play.db'}", "--content", live_bank)
        return command("play", *home, "--clock", clock, *words)

    return run


def test_who_asked_for_it_is_reminded_at_the_terminal(play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    play("2026-11-18T09:00+01:00", "daily\nidk\nsettings remind 18:30\n")
    reminded = play("2026-11-19T18:31+01:00", "help\n").stdout
    assert "for me alone\nToday is still open" in reminded
    assert "[1] Today's question" in reminded
    assert "still open" not in play("2026-11-19T19:31+01:00", "help\n").stdout


@pytest.mark.parametrize("clock", ["0001-01-01T00:00+14:00", "1969-12-31", "9999-12-31T23:59-12:00", "soon", "12:00"])
def test_an_instant_out_of_reach_is_refused_in_one_line(play, clock: str) -> None:
    run = play(clock, "daily\n")
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert clock in run.stderr


def test_a_clock_before_the_last_answer_is_told_an_instant_that_does(play) -> None:
    play("2026-11-18T09:00+01:00", "daily\nidk\n")
    refused = play("2026-11-18T09:00+01:00", "streak\n", "--as", "bob")
    assert refused.returncode == 2
    assert "--clock 2026-11-18T09:01+01:00 or later" in refused.stderr
    assert play("2026-11-18T09:01+01:00", "streak\n", "--as", "bob").returncode == 0
