"""Joining, leaving and being gone; the welcome after the very first answer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import insert

from bot import intents as ask
from bot.refs import ChannelRef
from bot.store import schema as s
from tests.usecases.study import Study, caller, pressed, words

ANN, BOB = caller("Ann"), caller("Bob")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    yield study
    study.close()


def make_admin(study: Study, name: str, group: int = 1) -> None:
    account = next(row for row in study.rows(s.account) if row["name"] == name)
    with study.changed() as c:
        c.execute(insert(s.group_admin).values(group_id=group, account_id=account["id"], since=0))


def test_joining_says_from_when_it_counts(study: Study) -> None:
    card = study.say(ask.JoinGroup(), ANN)
    assert "Thu 19 Nov" in words(card)
    assert study.say(ask.JoinGroup(), ANN).title == "You are a member already"
    assert "Groups: group 1" in words(study.say(ask.ShowSettings(), ANN))


def test_nobody_joins_a_group_from_elsewhere(study: Study) -> None:
    assert study.say(ask.JoinGroup(2), ANN).title == "That belongs to another group"


def test_leaving_keeps_answers_readable_and_an_answer_brings_one_back(study: Study) -> None:
    daily = study.answered("db.more.0001", ANN)
    direct = caller("Ann", direct=True)
    assert study.say(ask.LeaveGroup(1), direct).state == "done"
    assert study.say(ask.ShowResult(daily), direct).state in ("right", "wrong")
    assert study.say(ask.LeaveGroup(), ANN).title == "You are not a member"
    study.reveal(daily)
    study.answered("db.more.0002", ANN)
    assert "Groups: group 1" in words(study.say(ask.ShowSettings(), ANN))
    assert [row["what"] for row in study.rows(s.membership)] == ["join", "leave", "join"]


def test_posts_after_leaving_are_not_owed(study: Study) -> None:
    daily = study.answered("db.more.0001", ANN)
    study.say(ask.LeaveGroup(), ANN)
    study.reveal(daily)
    for day in range(2, 5):
        study.later(days=1)
        study.reveal(study.daily(f"db.more.000{day}"))
    study.say(ask.JoinGroup(), ANN)
    study.later(days=6)
    shown = words(study.say(ask.Answer(study.daily("db.more.0005"), "a"), ANN))
    assert "Streak: 1 day" in shown  # without a group every day is owed


def test_the_last_admin_names_another_first(study: Study) -> None:
    study.say(ask.JoinGroup(), ANN)
    study.say(ask.JoinGroup(), BOB)
    make_admin(study, "Ann")
    for intent in (ask.LeaveGroup(), ask.DeleteData(), ask.DeleteData(confirmed=True)):
        card = study.say(intent, ANN)
        assert card.title == "Name another admin first"
        assert "group 1" in words(card)
    make_admin(study, "Bob")
    assert study.say(ask.LeaveGroup(), ANN).state == "done"


def test_the_only_member_may_go(study: Study) -> None:
    study.say(ask.JoinGroup(), ANN)
    make_admin(study, "Ann")
    assert study.say(ask.LeaveGroup(), ANN).state == "done"


def test_who_leaves_the_space_is_inactive_there_and_told_nothing(study: Study) -> None:
    study.answered("db.more.0001", ANN)
    study.say(ask.JoinGroup(), caller("Ann", 2))
    assert study.cards(ask.LearnerGone(), ANN) == ()
    assert study.rows(s.member, group_id=1)[0]["active"] == 0
    assert study.rows(s.member, group_id=2)[0]["active"] == 1
    assert study.cards(ask.LearnerGone(), caller("Nobody")) == ()
    assert len(study.rows(s.account)) == 2


def test_who_leaves_the_channel_is_inactive_in_its_group_until_they_answer_again(study: Study) -> None:
    study.answered("db.more.0001", ANN)
    study.say(ask.JoinGroup(), caller("Ann", 2))
    assert study.cards(ask.LearnerLeft(), ANN) == ()
    assert [study.rows(s.member, group_id=group)[0]["active"] for group in (1, 2)] == [0, 1]
    study.answered("db.more.0002", ANN)
    assert study.rows(s.member, group_id=1)[0]["active"] == 1
    for stranger in (caller("Nobody"), replace(ANN, channel=None), replace(ANN, channel=ChannelRef("x", "y", "z"))):
        assert study.cards(ask.LearnerLeft(), stranger) == ()
    assert study.rows(s.member, group_id=1)[0]["active"] == 1


def test_the_first_answer_brings_a_private_welcome_once(study: Study) -> None:
    daily = study.daily("db.more.0001")
    replies = study.app.handle(ask.Answer(daily, "a"), ANN)
    assert [reply.to for reply in replies] == ["private", "private"]
    shown = words(replies[1].card)
    assert "Europe/Berlin" in shown
    assert "private" in shown
    rest = pressed(replies[1].card, "Rest on Sat and Sun")
    assert "Saturday and Sunday" in words(study.say(rest, ANN))
    study.reveal(daily)
    assert len(study.cards(ask.Answer(study.daily("db.more.0002"), "a"), ANN)) == 1


def test_who_has_no_zone_takes_the_groups(study: Study) -> None:
    stranger = caller("Cem", zone=None)
    study.answered("db.more.0001", stranger)
    assert "Time zone: Europe/Berlin" in words(study.say(ask.ShowSettings(), stranger))
