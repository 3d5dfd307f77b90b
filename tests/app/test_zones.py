"""A zone that a platform tells is taken only if it is known here; otherwise people answer all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import intents as ask
from bot.store import schema as s
from tests.databases import sqlite_with_tables
from tests.usecases.circle import Circle, person


@pytest.fixture
def circle(sqlite_template: Path, tmp_path: Path) -> Iterator[Circle]:
    circle = Circle(sqlite_with_tables(sqlite_template, tmp_path / "quorum.db"))
    yield circle
    circle.close()


@pytest.mark.parametrize("zone", ["Mars/Phobos", "posix/Asia/Tokyo", "localtime", "", "../../etc/passwd", "x" * 10_000])
def test_an_unknown_zone_keeps_nobody_from_answering(circle: Circle, zone: str) -> None:
    ann = person("Ann", zone=zone)
    circle.say(ask.OpenOnDemand("local"), ann)
    circle.say(ask.ShowDaily(), ann)
    assert circle.say(ask.Answer(None, "a"), ann).state in ("right", "wrong")
    assert circle.say(ask.ShowStreak(), ann).title == "Your streak: 1 day"
    assert [row["zone"] for row in circle.rows(s.learner)] == ["UTC"]
