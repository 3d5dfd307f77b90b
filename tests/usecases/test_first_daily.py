"""A group's very first daily is one that a single press answers; after that every kind has its turn."""

import sqlalchemy as sa

from bot.domain.question import Question
from bot.store import schema
from bot.store.engine import open_engine
from bot.store.migrate import prepare
from tests.clubs import Club, questions


def kinds(club: Club) -> list[str]:
    """The kinds of the group's dailies, in order."""
    found = club.rows(sa.select(schema.daily.c.question_id).order_by(schema.daily.c.id))
    return [row[0].split(".")[1] for row in found]


def test_the_first_daily_takes_one_press_although_nearly_all_questions_are_of_other_kinds(sqlite_url: str) -> None:
    bank: list[Question] = questions(1) + questions(20, kind="numeric") + questions(20, kind="short")
    club = lived(sqlite_url, bank, until=6)
    assert kinds(club)[0] == "single"
    assert "single" not in kinds(club)[1:]
    club.close()


def test_a_bank_without_such_a_question_serves_what_it_has(sqlite_url: str) -> None:
    club = lived(sqlite_url, questions(5, kind="numeric"), until=2)
    assert kinds(club) == ["numeric"]
    club.close()


def lived(url: str, bank: list[Question], until: int) -> Club:
    """A club with one group that has posted until a day of March."""
    prepare(open_engine(url))
    club = Club(url, bank)
    club.group()
    club.until(until, 12)
    return club
