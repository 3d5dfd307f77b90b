"""What a platform brings twice, to one process or to two, is carried out once."""

import asyncio
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.intents import Answer, ShowHelp, TakeHint
from bot.store import schema
from tests.clubs import Club, questions


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    made = Club(stored_url, questions(5, hints=["the first", "the second"]))
    made.group()
    made.until(2, 10, 1)
    yield made
    made.close()


def hints(club: Club) -> int:
    return len(club.rows(sa.select(schema.hint)))


def test_what_was_brought_before_is_neither_carried_out_nor_answered(club: Club) -> None:
    caller = club.caller("Bob")
    first = asyncio.run(club.app.call(TakeHint(), caller, once="k1"))
    again = asyncio.run(club.another_app().call(TakeHint(), caller, once="k1"))
    assert len(first) == 1
    assert again == ()
    assert hints(club) == 1
    asyncio.run(club.app.call(TakeHint(), caller, once="k2"))
    assert hints(club) == 2


def test_what_was_refused_may_be_brought_again(club: Club) -> None:
    caller = club.caller("Bob")
    assert asyncio.run(club.app.call(Answer(None, "?", True), caller, once="k"))[0].card.state in ("refused", "warning")
    assert asyncio.run(club.app.call(Answer(None, "a", True), caller, once="k"))[0].card.state not in (
        "refused",
        "warning",
    )


def test_what_only_reads_is_answered_as_often_as_it_is_brought(club: Club) -> None:
    for _ in range(2):
        assert asyncio.run(club.app.call(ShowHelp(), club.caller("Bob"), once="k"))
