"""`quorum bench` with tiny numbers: every benchmark runs to its end and says what it must. Speed is not tested."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from adapters.cli.bench import disk
from tests.cli.conftest import Quorum

FIGURES = {
    "answer": (["--answers", "20"], {"concurrency", "us", "cpu_us", "p99_ms", "floor_us"}, [1, 16, 64]),
    "board": (["--learners", "6000"], {"learners", "us", "p99_us", "handle_us", "floor_us"}, [6, 600, 6000]),
    "round": (["--players", "4"], {"players"}, [4, 4, 4, 4]),
    "tick": (["--groups", "30"], {"groups", "us", "floor_us"}, [30, 30]),
    "judge": (
        ["--runs", "2"],
        {"ms", "floor_ms"},
        ["honest Python, warm", "honest SQL, warm", "first run after the start"],
    ),
    "start": (
        ["--runs", "1"],
        {"seconds", "floor_seconds"},
        ["quorum --help", "quorum play, first card", "the bank from the cache", "the bank without"],
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_benchmark_says_what_it_measured(name: str, command: Quorum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LEAST_US", 0.0)  # temporary files may well lie in memory
    monkeypatch.setattr(import_module("adapters.cli.bench.answer"), "ROUNDS", 1)
    monkeypatch.setattr(import_module("adapters.cli.bench.judge"), "WALL_S", 0.05)
    monkeypatch.setattr(import_module("adapters.cli.bench.live_round"), "SECOND", 0.05)
    options, figures, subjects = FIGURES[name]
    run = command("bench", name, "--json", *options)
    assert (run.returncode, run.stderr) == (0, "")
    found = json.loads(run.stdout)
    assert found["bench"] == name
    first = next(iter(figures & {"concurrency", "learners", "groups", "players"}), "name")
    assert [row[first] for row in found["rows"]] == subjects
    for row in found["rows"]:
        assert figures | {"name", "ratio"} <= set(row)
        assert row["ratio"] > 0
    if name == "answer":
        assert found["fsync_us"] > 0
    if name == "judge":
        assert found["worst_hold_s"] > 0
        assert found["idle_mb"] > 1
    if name == "start":
        assert found["session_mb"] > 1


def test_without_json_it_is_a_table(command: Quorum) -> None:
    run = command("bench", "tick", "--groups", "3")
    assert (run.returncode, run.stderr) == (0, "")
    head, *rows = run.stdout.splitlines()[1:]
    assert head.split()[:3] == ["name", "groups", "ratio"]
    assert [row[:11].strip() for row in rows] == ["nothing due", "posts due"]


def test_a_place_without_a_disk_is_refused(command: Quorum, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LEAST_US", float("inf"))
    run = command("bench", "answer", "--dir", tmp_path)
    assert run.returncode == 2
    assert "no disk is behind it" in run.stderr
