"""A day in the life of a group, by ticks alone: post, counts, reveal, and the next day."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.clubs import Club


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    club = Club(stored_url)
    yield club
    club.close()


def test_a_daily_is_posted_answered_and_revealed(club: Club) -> None:
    club.group()
    assert club.tick() == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert club.platform.posts() == []

    club.until(2, 10)
    assert club.platform.delivered("C1") == ["daily:1:1"]
    assert club.platform.posts()[0][1] == "open"

    for name in ("Ann", "Ben", "Cid"):
        club.answer(name)
    club.until(2, 11)
    assert "3 answers so far" in club.platform.text("daily:1:1")

    club.until(3, 10)
    assert club.platform.delivered("C1") == ["daily:1:1", "reveal:1:1", "daily:2:1"]
    assert club.platform.posts()[0][1] == "closed"
    assert club.dailies() == [("2026-03-02", "revealed"), ("2026-03-03", "open")]
    assert set(club.states().values()) == {"sent"}
