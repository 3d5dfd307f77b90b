"""`quorum bench crash` as it is typed."""

import json
import subprocess
import sys

QUORUM = [sys.executable, "-m", "adapters.cli.main", "bench", "crash"]


def test_a_few_kills_as_json() -> None:
    run = subprocess.run(
        [*QUORUM, "--kills", "4", "--seed", "3", "--only", "sqlite", "--json"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    told = json.loads(run.stdout)
    assert told["seed"] == 3
    assert told["violations"] == []
    assert [row["replicas"] for row in told["rows"]] == [1, 3]
    assert {row["ratio"] for row in told["rows"]} == {1.0}


def test_an_unknown_database_is_refused_in_a_sentence() -> None:
    run = subprocess.run([*QUORUM, "--only", "oracle"], capture_output=True, text=True)
    assert run.returncode == 2
    assert run.stderr.startswith("quorum: --only 'oracle' is no database")
