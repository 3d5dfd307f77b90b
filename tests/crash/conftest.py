"""Campaigns in a process of their own: they fork, which only a process without threads may do."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from adapters.cli.bench.crash.campaign import Campaign, Ended
from adapters.cli.bench.crash.measure import MEMORY
from tests.databases import Server

Fight = Callable[..., Ended]


def fight(url: str, folder: Path, replicas: int, kills: int, seed: int) -> Ended:
    """One campaign, from its start to the verdict."""
    return Campaign(url, folder, replicas=replicas, kills=kills, seed=seed).run()


@pytest.fixture(scope="session")
def seed() -> int:
    """QUORUM_CRASH_SEED, or a new one; a test that fails prints it."""
    return int(os.environ.get("QUORUM_CRASH_SEED") or SystemRandom().randrange(1, 1_000_000))


@pytest.fixture(scope="session")
def apart() -> Iterator[Callable[..., Any]]:
    """Calls a function in a process without threads, which is started once, and gives what it gives."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda function, *given: pool.submit(function, *given).result()


@pytest.fixture
def campaign(apart: Callable[..., Any]) -> Fight:
    """Runs a campaign: (url, folder, replicas, kills, seed)."""
    return lambda *given: apart(fight, *given)


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder that needs no disk where that is possible: only processes die here."""
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as name:
        yield Path(name)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of the test's own."""
    with a_folder() as path:
        yield path


@pytest.fixture(
    params=[pytest.param("sqlite", id="sqlite"), pytest.param("postgres", id="postgres", marks=pytest.mark.postgres)]
)
def empty_url(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """An empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'quorum.db'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    url = server.lend()
    yield url
    server.take_back(url)
