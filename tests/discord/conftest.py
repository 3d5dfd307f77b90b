"""A simulated Discord and the app that plays in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import sqlite_with_tables
from tests.discord.world import World
from tests.discord.world import world as a_world


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    """A database with Quorum's tables."""
    return sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")


@pytest.fixture
async def world(database: str) -> AsyncIterator[World]:
    """The app in a server with a channel and two people."""
    async with a_world(database) as made:
        yield made
