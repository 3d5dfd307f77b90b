"""Mock interview rounds in the terminal: typed line by line, left in the middle, gone on with another day."""

from io import StringIO
from pathlib import Path

import pytest

from tests.bank.samples import sample, write
from tests.cli.conftest import Quorum

FORMAT = """
id: screen
title: Screen
about: Short questions.
modes: [solo, live]
phases:
  - {id: first, title: First, minutes: 5, kinds: [single], count: 2}
  - {id: last, title: Last, minutes: 5, kinds: [numeric], count: 1}
rubric:
  - id: speed
    weight: 1
    criterion: Answers are brisk
    anchors: {0: "no", 1: "seldom", 2: "mostly", 3: "all"}
"""
FIRST = """mock
mock screen minutes=-1
mock screen minutes=20
mock screen
1
a
mock next
mock pause
quit
"""
THEN = """mock answer b
mock resume
b
round next
mock answer many
mock skip
mock rate 1 2
mock export
mock history
mock report 9
quit
"""


def test_a_round_is_left_and_gone_on_with(
    command: Quorum, at_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(
        tmp_path / "content",
        *(sample("single", f"py.classes.{n:04}", status="live") for n in (1, 2)),
        sample("numeric", "py.classes.0003", status="live"),
    )
    (root / "formats").mkdir(exist_ok=True)
    (root / "formats" / "screen.yaml").write_text(FORMAT)

    def play(clock: str, script: str) -> str:
        monkeypatch.setattr("sys.stdin", StringIO(script))
        home = ("--db", f"sqlite:///{at_home / 'play.db'}", "--content", root)
        run = command("play", *home, "--clock", clock, "--as", "ada")
        assert run.returncode == 0, run.stderr
        return run.stdout

    first = play("2026-11-18T09:00+01:00", FIRST)
    for words in ("You wrote: -1", "Round 1 · Screen  [ready]", "You are in a round already", "1 of 3 done", "paused"):
        assert words in first
    then = play("2026-11-19T09:00+01:00", THEN)
    for words in ("The round is paused", "2 of 3", "Round 1 as a file", "# Round 1: Screen", "You have no round 9"):
        assert words in then
    assert then.index("# Round 1: Screen") < then.index("Your rounds")
    assert "fault" not in first + then
