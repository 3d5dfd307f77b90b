"""Boards in the tables: ranks and neighbours equal the domain's, for boards that are counted and for tallied ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from bot.app.rebuilding import NO_BANK, differences, rebuild_all
from bot.domain.leaderboard import Tally, standings
from bot.ports import Ports
from bot.ports.boards import BILLION, Gain, Total
from bot.ports.people import Person
from bot.store import boards as stored
from bot.store import schema as s
from bot.store.engine import open_engine
from bot.store.rooms import open_rooms
from bot.store.writer import Writer
from bot.usecases.show_leaderboard import on_board

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
BOARD = "g1/a"


class Hall:
    """A database with one group and boards that tests credit directly."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.writer = Writer(self.engine, Random(1))
        with self.engine.begin() as connection:
            connection.execute(
                insert(s.study_group).values(
                    id=1, name="g", zone="UTC", post_at="09:00", weekdays="0,1,2,3,4", created_at=0
                )
            )

    def use(self, work: Any) -> Any:
        return self.writer.submit(lambda tx: work(open_rooms(tx, NOW, Random(0), NO_BANK))).result()

    def credit(self, learner: int, points: int, score: float, at: datetime, *, shown: bool = True) -> None:
        gain = Gain(points, 1, round(score * BILLION))
        self.use(lambda ports: ports.boards.credit((BOARD,), learner, gain, at, shown, ("g1",)))


@pytest.fixture
def hall(stored_url: str) -> Iterator[Hall]:
    hall = Hall(stored_url)
    yield hall
    hall.writer.close()
    hall.engine.dispose()


def fill(hall: Hall, chance: Random, learners: int) -> list[Tally]:
    """Random attempts of some learners, many of them equal; what the domain should see, hidden ones left out."""
    tallies = []
    for learner in range(1, learners + 1):
        shown = chance.random() < 0.85
        points, score, attempts, reached = 0, 0.0, chance.randint(1, 7), NOW
        for number in range(attempts):
            gain, right = chance.choice([(0, 0.0), (1000, 1.0), (500, 0.5)])
            at = NOW + timedelta(minutes=number, seconds=chance.randint(0, 1))
            hall.credit(learner, gain, right, at, shown=shown)
            reached = at if gain or number == 0 else reached
            points, score = points + gain, score + right
        if shown:
            tallies.append(Tally(learner, points, attempts, score, reached))
    return tallies


def person(learner: int) -> Person:
    return Person(1, learner, "me", "UTC", "", "", "auto", "named", True)


def look(ports: Ports, learner: int, page: int = 1) -> tuple[list[tuple[int, int]], list[tuple[int, int]], int]:
    ranked, near, size, _ = on_board(BOARD, page, person(learner), ports)
    return [(rank, row.learner_id) for rank, row in ranked], [(rank, row.learner_id) for rank, row in near], size


@pytest.mark.parametrize("tallied", [False, True])
def test_what_is_seen_is_a_window_on_the_whole_board(
    hall: Hall, tallied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tallied:
        monkeypatch.setattr(stored, "BIG", 3)
        fill(hall, Random(3), 4)
        hall.use(lambda ports: ports.boards.size(BOARD))  # from now on there is a tally, kept by every credit
        with hall.engine.begin() as connection:
            connection.execute(s.total.delete())
            connection.execute(s.tally.update().values(learners=0))
    chance = Random(5)
    tallies = fill(hall, chance, 40)
    rows = [(row.rank, row.learner) for row in standings(tallies)]
    for learner in range(1, 41):
        for page in (1, 2, 4):
            ranked, near, size = hall.use(lambda ports, who=learner, which=page: look(ports, who, which))
            assert size == len(rows)
            assert ranked == rows[(page - 1) * 10 : page * 10]
            place = next((index for index, row in enumerate(rows) if row[1] == learner), None)
            if place is None or (page - 1) * 10 <= place < page * 10:
                assert near == []
            else:
                assert near == rows[max(place - 2, 0) : place + 3]
    with hall.engine.begin() as connection:
        assert bool(connection.execute(s.tally.select()).all()) is tallied


def test_a_tally_follows_those_who_hide_and_come_back(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "BIG", 3)
    fill(hall, Random(8), 12)
    hall.use(lambda ports: ports.boards.size(BOARD))
    assert tally_is_wrong(hall) == []
    for learner, shown in ((1, False), (2, False), (1, True), (99, False)):
        hall.use(lambda ports, who=learner, on=shown: ports.boards.show(who, on))
        assert tally_is_wrong(hall) == []
    gone = {BOARD: Total(3, 4000, 9, 4 * BILLION, 4 * BILLION // 9, 0, 0, True, NOW)}
    hall.use(lambda ports: ports.derived.replace_totals(3, gone))
    hall.use(lambda ports: ports.derived.replace_totals(4, {}))
    assert tally_is_wrong(hall) == []


def test_a_wrong_tally_is_found_and_put_right(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "BIG", 3)
    fill(hall, Random(8), 6)
    hall.use(lambda ports: ports.boards.size(BOARD))
    with hall.engine.begin() as connection:
        connection.execute(s.tally.update().values(learners=s.tally.c.learners + 1))
    assert tally_is_wrong(hall)
    rebuild_all(hall.writer, lambda: NOW)
    assert tally_is_wrong(hall) == []


def tally_is_wrong(hall: Hall) -> list[str]:
    """The board's rows come from no attempts here, so only the tally is looked at."""
    return [line for line in differences(hall.writer, lambda: NOW) if line.startswith("tally")]


def test_numbers_of_anonymous_learners_are_nobody_elses(hall: Hall) -> None:
    assert hall.use(lambda ports: ports.boards.number("g1", 5, 1))
    assert not hall.use(lambda ports: ports.boards.number("g1", 6, 1))
    assert not hall.use(lambda ports: ports.boards.number("g1", 5, 2))
    assert hall.use(lambda ports: ports.boards.number("g2", 6, 1))
