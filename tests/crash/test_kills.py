"""Two hundred SIGKILLs at every point at which a process can leave something different behind, and at any time.

The seed is printed when something fails; QUORUM_CRASH_SEED sets it. `quorum bench crash` does the same for longer.
"""

from pathlib import Path

import pytest

from adapters.cli.bench.crash.fuse import POINTS
from tests.crash.conftest import Fight

KILLS = 51
"""On each of two databases, with each of two numbers of replicas: 204."""


@pytest.mark.parametrize("replicas", [1, 3])
def test_nothing_confirmed_is_lost_and_no_daily_comes_twice_or_not(
    empty_url: str, folder: Path, replicas: int, seed: int, campaign: Fight
) -> None:
    print(f"QUORUM_CRASH_SEED={seed}")
    ended = campaign(empty_url, folder, replicas, KILLS, seed)
    assert ended.violations == ()
    assert ended.kills >= KILLS
    assert set(POINTS) <= set(ended.points)
    assert ended.verdict.kept == ended.verdict.confirmed > 0
    assert ended.verdict.dailies >= 10
