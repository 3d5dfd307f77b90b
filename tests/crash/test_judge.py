"""The judge sees each harm that a crash could do: done here by hand to a campaign that went well."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.cli.bench.crash.campaign import Ended
from adapters.cli.bench.crash.fuse import POINTS
from adapters.cli.bench.crash.judge import AGAIN, DOES_NOT_KNOW, WAITS, Confirmed, judge, lost_answers
from adapters.cli.bench.crash.worker import WORLD
from tests.crash.conftest import a_folder, fight

DATABASE = "quorum.db"

HARMS = {
    "a confirmed answer is gone": (
        DATABASE,
        "DELETE FROM verdict; DELETE FROM attempt WHERE daily_id IS NOT NULL",
        "stored: nothing",
    ),
    "an answer is kept with another verdict": (DATABASE, "UPDATE verdict SET score = 1 - score", "stored: ['"),
    "a daily was not made": (
        DATABASE,
        "DELETE FROM daily WHERE id = (SELECT id FROM daily WHERE group_id = 2 ORDER BY id LIMIT 1)",
        "west has 0 dailies on",
    ),
    "a daily was missed": (
        DATABASE,
        "UPDATE daily SET state = 'missed' WHERE id = (SELECT max(id) FROM daily WHERE state = 'revealed')",
        " missed ",
    ),
    "a study day has two dailies": (
        DATABASE,
        "INSERT INTO daily (group_id, study_day, slot, state, due_at)"
        " SELECT group_id, study_day, id, state, due_at FROM daily WHERE id = 1",
        "has 2 dailies on",
    ),
    "a daily stands twice": (
        WORLD,
        "INSERT INTO post (channel, delivery_key, under, at, state, text, tokens) SELECT channel, delivery_key, under,"
        " at, state, text, tokens FROM post WHERE delivery_key LIKE 'daily:%' AND channel = 'west' LIMIT 1",
        "stands 2 times in west",
    ),
    "a daily stands twice where nobody can look": (
        WORLD,
        "INSERT INTO post (channel, delivery_key, under, at, state, text, tokens) SELECT channel, delivery_key, under,"
        " at, state, text, tokens FROM post WHERE delivery_key LIKE 'daily:%' AND channel = 'blind-east' LIMIT 1",
        "stands 2 times in blind-east",
    ),
    "a post never came": (
        WORLD,
        "DELETE FROM post WHERE delivery_key LIKE 'daily:%' AND channel = 'north'",
        "stands 0 times in north",
    ),
    "a reveal never came": (WORLD, "DELETE FROM post WHERE delivery_key LIKE 'reveal:%'", "stands 0 times"),
    "a reveal came before its time": (
        DATABASE,
        "UPDATE daily SET state = 'open' WHERE state = 'revealed'",
        "its daily is not revealed",
    ),
    "a post shows an old state": (WORLD, "UPDATE post SET text = '' WHERE delivery_key LIKE 'daily:%'", "shows"),
    "a message was told twice": (
        WORLD,
        "INSERT INTO told (user, title) SELECT user, title FROM told",
        "private messages of",
    ),
    "a letter is stuck": (
        DATABASE,
        "UPDATE outbox SET state = 'sending' WHERE mode = 'post'",
        "is left sending",
    ),
    "the agenda is not seen to": (DATABASE, "UPDATE agenda SET due_at = 1", "is left on the agenda"),
}


def test_an_answer_that_was_new_twice_was_lost_in_between() -> None:
    told = Confirmed("ann", 1, "wrong", "You said: B")

    def stored(_: str) -> list[tuple[object, ...]]:
        return [("ann", 1, 0.0)]

    assert lost_answers([told, told._replace(told=f"{AGAIN}You said: B")], stored) == (1, [])
    assert len(lost_answers([told, told], stored)[1]) == 1
    assert len(lost_answers([told, told._replace(told=f"{AGAIN}You said: C")], stored)[1]) == 1


def test_what_waits_for_its_reveal_is_the_same_answer_before_and_after() -> None:
    waits = Confirmed("ann", 1, WAITS, "You said: B")
    told = Confirmed("ann", 1, "wrong", f"{AGAIN}You said: B\nThe key: A")

    def stored(_: str) -> list[tuple[object, ...]]:
        return [("ann", 1, 0.0)]

    assert lost_answers([waits, waits, told], stored) == (1, [])
    assert len(lost_answers([waits, told._replace(told="You said: C\nThe key: A")], stored)[1]) == 1
    assert len(lost_answers([waits, waits._replace(told="You said: C")], stored)[1]) == 1
    assert len(lost_answers([waits], lambda _: [])[1]) == 1
    unknown = [waits._replace(told="You said: ?"), told._replace(told=f"{AGAIN}{DOES_NOT_KNOW} The key: A")]
    assert lost_answers(unknown, stored) == (1, [])


@pytest.fixture(scope="module")
def fought(apart: Callable[..., Any]) -> Iterator[tuple[Path, Ended]]:
    """A folder in which a campaign went well, and what came of it."""
    with a_folder() as place:
        ended = apart(fight, f"sqlite:///{place / DATABASE}", place, 1, len(POINTS), 5)
        assert ended.violations == ()
        assert ended.verdict.confirmed > 0
        assert ended.verdict.told > 0
        yield place, ended


@pytest.mark.parametrize("harm", HARMS)
def test_harm_is_seen(fought: tuple[Path, Ended], tmp_path: Path, harm: str) -> None:
    place, ended = fought
    shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    url = f"sqlite:///{tmp_path / DATABASE}"
    assert judge(url, tmp_path, ended.started, ended.until).violations == ()
    file, damage, told = HARMS[harm]
    with sqlite3.connect(tmp_path / file) as connection:
        connection.executescript(f"PRAGMA foreign_keys=OFF; {damage};")
    connection.close()
    found = judge(url, tmp_path, ended.started, ended.until)
    assert any(told in line for line in found.violations), found.violations
    if file == DATABASE and "answer" in harm:
        assert found.kept < found.confirmed
