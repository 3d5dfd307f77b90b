"""`quorum bench click` with tiny numbers: it runs to its end and says what it must. Speed is not tested."""

import json
from importlib import import_module

import pytest

from adapters.cli.bench import disk
from tests.cli.conftest import Quorum

FIGURES = {"cpu_us", "ack_p99_ms", "http_us", "library_us", "sql_us"}


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_it_says_what_a_click_costs(command: Quorum, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(disk, "LEAST_US", 0.0)  # temporary files may well lie in memory
    monkeypatch.setattr(import_module("adapters.cli.bench.click"), "ROUNDS", 1)
    run = command("bench", "click", platform, "--json", "--clicks", "20")
    assert (run.returncode, run.stderr) == (0, "")
    found = json.loads(run.stdout)
    assert found["bench"] == "click"
    assert [row["concurrency"] for row in found["rows"]] == [1, 16, 64]
    for row in found["rows"]:
        assert row["name"] == platform
        assert all(row[name] > 0 for name in FIGURES)
        assert row["floor_us"] == pytest.approx(row["library_us"] + row["sql_us"])
        assert row["ratio"] == pytest.approx(row["floor_us"] / row["cpu_us"], rel=0.01)


@pytest.mark.parametrize("platform", ["terminal", "tin-can", "cli", "cli.bench"])
def test_a_platform_without_clicks_is_refused(command: Quorum, platform: str) -> None:
    run = command("bench", "click", platform)
    assert run.returncode == 2
    assert platform in run.stderr
