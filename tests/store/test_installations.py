"""Installations on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.ports.installations import Installation
from bot.store.engine import open_engine
from bot.store.installations import StoredInstallations
from bot.store.writer import Writer

NOON = datetime(2026, 11, 16, 12, 0, 0, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def writer(stored_url: str) -> Iterator[Writer]:
    engine = open_engine(stored_url)
    with Writer(engine, Random(1)) as running:
        yield running
    engine.dispose()


def test_the_newest_installation_of_a_tenant_counts(writer: Writer) -> None:
    def work(room: StoredInstallations) -> None:
        room.keep("toy", "T1", "first", NOON)
        room.keep("toy", "T2", "other", NOON)
        room.keep("elsewhere", "T1", "third", NOON)
        room.keep("toy", "T1", "second", NOON + SECOND)
        assert room.find("toy", "T1") == Installation("toy", "T1", "second", NOON + SECOND, True)
        assert [one.tenant for one in room.active("toy")] == ["T1", "T2"]
        assert room.find("toy", "T3") is None

    writer.submit(lambda tx: work(StoredInstallations(tx))).result()


def test_a_payload_is_renewed_by_whoever_knows_the_old_one(writer: Writer) -> None:
    def work(room: StoredInstallations) -> None:
        room.keep("toy", "T1", "first", NOON)
        assert room.renew("toy", "T1", "first", "second")
        assert not room.renew("toy", "T1", "first", "third")
        assert room.find("toy", "T1") == Installation("toy", "T1", "second", NOON, True)

    writer.submit(lambda tx: work(StoredInstallations(tx))).result()


def test_an_end_spares_what_was_installed_since(writer: Writer) -> None:
    def work(room: StoredInstallations) -> None:
        room.keep("toy", "T1", "first", NOON)
        assert not room.end("toy", "T1", NOON)
        assert room.end("toy", "T1", NOON + SECOND)
        assert not room.end("toy", "T1", NOON + SECOND)
        assert room.find("toy", "T1") == Installation("toy", "T1", "", NOON, False)
        assert room.active("toy") == []
        assert not room.renew("toy", "T1", "", "x")
        room.keep("toy", "T1", "again", NOON + SECOND)
        assert [one.payload for one in room.active("toy")] == ["again"]

    writer.submit(lambda tx: work(StoredInstallations(tx))).result()
