"""A running fake Slack in both modes, and the app that plays in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import sqlite_with_tables
from tests.platforms.slack import FakeSlack, mode, slack
from tests.slack.world import World
from tests.slack.world import world as a_world

__all__ = ["mode", "slack"]


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    """A database with Quorum's tables."""
    return sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")


@pytest.fixture
async def world(slack: FakeSlack, mode: str, database: str) -> AsyncIterator[World]:
    """The app in a workspace with a channel and two people."""
    async with a_world(slack, mode, database) as made:
        yield made
