"""The boards of channels: the group's while it has one channel, each channel's own from the second one on."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import insert

from bot import intents as ask
from bot.refs import Caller
from bot.store import schema as s
from bot.usecases.channel_boards import AT_ONCE, part
from bot.view.card import Table
from tests.usecases.study import Study, caller

CROWD = [caller(f"M{number}") for number in range(2 * AT_ONCE + 1)]
LATE = caller("Late")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    yield study
    study.close()


def in_second(one: Caller) -> Caller:
    """The same person, speaking in the group's second channel."""
    assert one.channel is not None
    return Caller(one.account, one.name, one.space, one.channel._replace(key="D"), zone=one.zone)


def names(study: Study, who: Caller, scope: str = "channel") -> set[str]:
    """Who is on the board of all time that this caller sees."""
    shown = set[str]()
    for page in (1, 2):
        card = study.say(ask.ShowLeaderboard("all", scope, "", page), who)
        for block in card.blocks:
            if isinstance(block, Table):
                shown |= {row[1].removesuffix(" (you)") for row in block.rows}
    return shown - {""}


def add_channel(study: Study) -> None:
    with study.changed() as connection:
        connection.execute(insert(s.channel).values(id=9, space_id=1, key="D", group_id=1))
    study.writer.submit(lambda tx: part(1, study.app.ports(tx))).result()


def test_one_channel_has_the_boards_of_its_group(study: Study) -> None:
    daily = study.daily("db.more.0001")
    for one in CROWD[:3]:
        study.say(ask.Answer(daily, "a", confirmed=True), one)
    assert names(study, CROWD[0]) == names(study, CROWD[0], "group") == {"M0", "M1", "M2"}
    assert {row["board"][0] for row in study.rows(s.total)} == {"g", "s"}


def test_with_a_second_channel_each_has_its_own_worked_out_from_the_facts(study: Study) -> None:
    first = study.daily("db.more.0001")
    for one in CROWD:
        study.say(ask.Answer(first, "a", confirmed=True), one)
    add_channel(study)
    second = study.daily("db.more.0002")
    study.say(ask.Answer(second, "a", confirmed=True), in_second(LATE))
    study.say(ask.Answer(second, "a", confirmed=True), in_second(CROWD[-1]))
    everybody = {one.name for one in (*CROWD, LATE)}
    assert names(study, in_second(LATE)) == everybody, "until all are worked out, the group's board is shown"
    asyncio.run(study.app.tick())
    assert names(study, in_second(LATE)) == {"Late", CROWD[-1].name}
    assert names(study, CROWD[0]) == everybody - {"Late"}
    assert names(study, CROWD[0], "group") == everybody
    assert study.wrong_rows() == []


def test_a_third_channel_begins_with_nobody(study: Study) -> None:
    daily = study.daily("db.more.0001")
    study.say(ask.Answer(daily, "a", confirmed=True), CROWD[0])
    add_channel(study)
    asyncio.run(study.app.tick())
    with study.changed() as connection:
        connection.execute(insert(s.channel).values(id=10, space_id=1, key="E", group_id=1))
    study.writer.submit(lambda tx: part(1, study.app.ports(tx))).result()
    assert study.rows(s.agenda, what="apart") == []
    assert names(study, CROWD[0]) == {"M0"}
    assert names(study, in_second(CROWD[0])) == set()
