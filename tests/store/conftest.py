"""The toy tables in both databases, and a writer on them."""

from collections.abc import Iterator
from random import Random

import pytest
import sqlalchemy as sa

from bot.store.engine import open_engine
from bot.store.writer import Writer
from tests.store import toy


@pytest.fixture
def engine(database_url: str) -> sa.Engine:
    engine = open_engine(database_url)
    toy.metadata.create_all(engine)
    return engine


@pytest.fixture
def writer(engine: sa.Engine) -> Iterator[Writer]:
    with Writer(engine, Random(7)) as writer:
        yield writer
