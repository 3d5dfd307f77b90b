"""The reveal: when it comes, what it tells and what it never tells, and what it does to the group's own streak."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.errors import DailyClosed
from bot.intents import Answer
from bot.store import schema
from bot.usecases.answer import answer
from bot.usecases.letters_out import load_reveal
from bot.usecases.reveal_daily import reveal, was_down
from bot.view import reveal_card
from bot.view.card import Buttons, Card, Fields, Table
from tests.clubs import MONDAY, Club
from tests.platforms.lossy import words


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    club = Club(stored_url)
    yield club
    club.close()


def reveal_of(club: Club, daily_id: int = 1) -> Card:
    """The reveal of a daily as its channel gets it."""
    shown = club.do(lambda ports: load_reveal((str(daily_id),), ports))
    assert shown is not None
    return reveal_card.present(shown)


def streak_of(club: Club) -> tuple[int, int]:
    row = club.rows(sa.select(schema.study_group.c.streak, schema.study_group.c.best_streak))[0]
    return row[0], row[1]


def test_it_comes_after_the_chosen_delay_or_at_the_next_post(club: Club) -> None:
    club.group(1, reveal_min=90)
    club.group(2, channels=("C2",))
    club.until(2, 11, 29)
    assert club.dailies(1) == [("2026-03-02", "open")]
    club.until(2, 11, 30)
    assert club.dailies(1) == [("2026-03-02", "revealed")]
    assert club.dailies(2) == [("2026-03-02", "open")]
    club.until(3, 10)
    assert club.dailies(2) == [("2026-03-02", "revealed"), ("2026-03-03", "open")]


def test_nothing_of_the_distribution_below_three_answers(club: Club) -> None:
    club.group(reveal_min=60)
    club.until(2, 10)
    club.answer("Ann", "a")
    club.answer("Ben", "b")
    club.until(2, 11)
    card = reveal_of(club)
    assert not [block for block in card.blocks if isinstance(block, Table)]
    assert "right" not in words(card)


def test_the_distribution_counts_answers_and_names_nobody(club: Club) -> None:
    club.group(reveal_min=60)
    club.until(2, 10)
    for name, letter in (("Ann", "a"), ("Ben", "b"), ("Cid", "b"), ("Dan", "c")):
        club.answer(name, letter)
    club.until(2, 11)
    card = reveal_of(club)
    table = next(block for block in card.blocks if isinstance(block, Table))
    assert [row[:2] for row in table.rows] == [("A", "1"), ("B", "2"), ("C", "1"), ("D", "0")]
    assert not any(name in repr(card) for name in ("Ann", "Ben", "Cid", "Dan"))
    facts = {field.name: field.value for block in card.blocks if isinstance(block, Fields) for field in block.fields}
    assert facts["Answers"] == "4"
    assert facts["Quorum"] == "4 of 4, reached"
    labels = [b.label for block in card.blocks if isinstance(block, Buttons) for b in block.buttons]
    assert labels == ["My result", "Practise", "Report this question", "Leaderboard"]


def test_the_post_itself_says_that_it_is_closed(club: Club) -> None:
    club.group(reveal_min=60)
    club.until(2, 10)
    club.answer("Ann")
    club.until(2, 11)
    assert club.platform.posts()[0][1] == "closed"
    assert "Closed with 1 answer." in club.platform.text("daily:1:1")


def test_revealing_twice_is_revealing_once(club: Club) -> None:
    club.group()
    club.until(2, 10)
    daily = club.do(lambda ports: ports.dailies.get(1))
    assert club.do(lambda ports: reveal(daily, ports))
    assert not club.do(lambda ports: reveal(daily, ports))
    club.tick()
    assert club.platform.delivered() == ["daily:1:1", "reveal:1:1"]


def test_an_answer_after_the_reveal_is_too_late_and_its_text_comes_back(club: Club) -> None:
    club.group(reveal_min=60)
    club.until(2, 11)
    daily = club.do(lambda ports: ports.dailies.get(1))
    assert daily.state == "revealed"
    assert club.do(lambda ports: ports.dailies.count_answer(1, 5, ports.now)) is None
    with pytest.raises(DailyClosed):
        club.do(lambda ports: answer(Answer(1, "a", True), club.caller("Ann"), ports))


def test_the_groups_streak_grows_with_quorum_and_breaks_without(club: Club) -> None:
    club.group()
    for day in (2, 3, 4):
        club.until(day, 10)
        club.answer("Ann")
        club.answer("Ben")
    club.until(5, 10)
    assert streak_of(club) == (3, 3)
    club.answer("Ann")  # one of two is not more than half
    club.until(6, 10)
    assert streak_of(club) == (0, 3)


def test_a_miss_leaves_the_groups_streak_alone(club: Club) -> None:
    club.group()
    club.until(2, 10)
    club.answer("Ann")
    club.answer("Ben")
    club.now += timedelta(days=1, hours=7)
    club.tick()
    assert streak_of(club) == (1, 1)
    assert club.dailies()[-1][1] == "missed"


def test_an_outage_over_the_end_of_a_daily_leaves_the_groups_streak_alone(club: Club) -> None:
    club.group()
    club.until(2, 10)
    club.answer("Ann")
    club.answer("Ben")
    club.until(3, 10)
    club.tick(watch=True)
    assert streak_of(club) == (1, 1)
    club.now += timedelta(hours=24)
    club.tick(watch=True)  # nobody could answer Tuesday's: the bot was down
    assert club.dailies()[1][1] == "revealed"
    assert streak_of(club) == (1, 1)


def test_outages_count_once_and_only_within_the_last_six_hours() -> None:
    def at(hours: float) -> object:
        return MONDAY + timedelta(hours=hours)

    posted, ended = MONDAY, MONDAY + timedelta(hours=24)
    assert was_down([(at(18), at(20.1))], posted, ended)
    assert not was_down([(at(10), at(20))], posted, ended)
    assert not was_down([(at(19), at(20.5)), (at(19), at(20.6))], posted, ended)
    assert was_down([(at(19), at(20.5)), (at(22), at(23))], posted, ended)
    assert not was_down([(at(18), at(20))], posted, ended)
