"""Admins add admins; the last one cannot go; and groups that reach over to another space."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.store import schema as s
from tests.usecases.circle import Circle, person
from tests.usecases.study import pressed, words

ANN, BOB = person("Ann"), person("Bob")
EVE = person("Eve", "D1", "O", "other", boss=True)


@pytest.fixture
def circle(stored_url: str) -> Iterator[Circle]:
    circle = Circle(stored_url)
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    yield circle
    circle.close()


def test_a_member_becomes_an_admin_by_name(circle: Circle) -> None:
    assert circle.say(ask.AddAdmin(person="Bob"), ANN).title == "Nobody here has that name"
    circle.say(ask.JoinGroup(), BOB)
    assert circle.say(ask.AddAdmin(person="bob"), BOB).title == "For admins"
    assert "Bob is an admin now" in words(circle.say(ask.AddAdmin(person="@bob"), ANN))
    assert "already" in words(circle.say(ask.AddAdmin(person="Bob"), ANN))
    assert circle.say(ask.ChangeGroup(at="8:00"), BOB).state == "done"
    assert "Ann is no admin" in words(circle.say(ask.RemoveAdmin(person="Ann"), BOB))
    assert circle.say(ask.ChangeGroup(at="7:00"), ANN).title == "For admins"
    assert circle.say(ask.RemoveAdmin(person="Bob"), BOB).title == "The last admin cannot go"
    assert circle.say(ask.RemoveAdmin(person="Ann"), BOB).title == "Nobody here has that name"


def test_a_platforms_mention_names_exactly_one(circle: Circle) -> None:
    circle.say(ask.JoinGroup(), BOB)
    assert circle.say(ask.AddAdmin(person="toy:T1:bob"), ANN).state == "done"
    for stranger in ("toy:T1:zoe", "toy:T2:bob", "#77", "#", "::", "a:b:c:d"):
        assert circle.say(ask.AddAdmin(person=stranger), ANN).title == "Nobody here has that name"


def test_two_of_one_name_are_asked_about(circle: Circle) -> None:
    from dataclasses import replace

    circle.say(ask.JoinGroup(), BOB)
    other = replace(person("Robert"), name="Bob")
    circle.say(ask.JoinGroup(), other)
    which = circle.say(ask.AddAdmin(person="Bob"), ANN)
    assert which.title == "Who is meant?"
    circle.say(pressed(which, "Bob (robert)"), ANN)
    assert circle.say(ask.ChangeGroup(at="8:00"), other).state == "done"
    assert circle.say(ask.ChangeGroup(at="7:00"), BOB).title == "For admins"


def test_members_are_listed_and_those_who_want_no_name_only_counted(circle: Circle) -> None:
    circle.say(ask.JoinGroup(), BOB)
    circle.say(ask.JoinGroup(), person("Cid"))
    circle.say(ask.SetVisibility(how="anonymous"), person("Cid"))
    shown = words(circle.say(ask.ShowGroup(), ANN))
    assert "2 members: Bob and 1 without a name" in shown
    assert "Cid" not in shown


def test_a_channel_of_the_same_space_needs_no_code(circle: Circle) -> None:
    assert circle.say(ask.AddChannel(1), person("Bob", "C2")).state == "refused"
    assert circle.say(ask.AddChannel(), person("Ann", "C2")).state == "done"
    assert "already" in circle.say(ask.AddChannel(1), person("Ann", "C2")).title
    assert circle.say(ask.AddChannel(), person("Ann", None)).title == "Please do this in a channel"
    circle.say(ask.PostNow(), ANN)
    circle.tick()
    assert (len(circle.toy.titles("C1")), len(circle.toy.titles("C2"))) == (1, 1)
    assert len(circle.rows(s.daily)) == 1


def code_of(circle: Circle) -> str:
    card = circle.say(ask.ShareGroup(), ANN)
    return words(card).split("group attach ")[1][:8]


def test_a_group_spans_platforms_when_both_sides_agree(circle: Circle) -> None:
    code = code_of(circle)
    assert circle.say(ask.ConfirmShare(code), ANN).title == "This code does not work", "nobody typed it yet"
    assert circle.say(ask.AddChannel(code=code), person("Mia", "D1", "O", "other")).title == "For admins of this space"
    waiting = circle.say(ask.AddChannel(code=f" {code[:4].lower()}-{code[4:]} "), EVE)
    assert "Backend" in words(waiting)
    assert [row["group_id"] for row in circle.rows(s.channel)] == [1, None]
    circle.tick()
    [(account, asked)] = circle.toy.told
    assert account == ANN.account
    assert "Eve" in words(asked)
    assert circle.say(pressed(asked, "Agree"), BOB).state == "refused"
    assert circle.say(pressed(asked, "Agree"), ANN).state == "done"
    assert circle.say(pressed(asked, "Agree"), ANN).title == "This code does not work"
    circle.say(ask.PostNow(), ANN)
    circle.tick()
    assert circle.other.told[-1][0] == EVE.account
    assert (len(circle.toy.posts), len(circle.other.posts)) == (1, 1)
    assert len(circle.rows(s.daily)) == 1
    assert circle.say(ask.ChangeGroup(at="8:00"), EVE).state == "done", "who administers one of its spaces is an admin"


def test_a_code_runs_out_and_wrong_ones_are_few(circle: Circle) -> None:
    code = code_of(circle)
    circle.later(minutes=10)
    assert circle.say(ask.AddChannel(code=code), EVE).title == "This code does not work"
    code = code_of(circle)
    for _ in range(4):
        circle.say(ask.AddChannel(code="AAAAAAAA"), EVE)
    assert circle.say(ask.AddChannel(code=code), EVE).title == "This code does not work", "five wrong codes"
    circle.later(minutes=11)
    code = code_of(circle)
    assert circle.say(ask.AddChannel(code=code), EVE).state == "info"


def test_a_newer_code_ends_the_older_one(circle: Circle) -> None:
    old = code_of(circle)
    new = code_of(circle)
    assert circle.say(ask.AddChannel(code=old), EVE).title == "This code does not work"
    assert circle.say(ask.AddChannel(code=new), EVE).state == "info"


def test_a_channel_with_a_group_is_not_taken(circle: Circle) -> None:
    code = code_of(circle)
    circle.say(ask.AddChannel(code=code), EVE)
    circle.say(ask.SetUpGroup(name="Own"), EVE)
    assert circle.say(ask.ConfirmShare(code), ANN).title == "This channel has a group already"
    assert circle.say(ask.AddChannel(code=code), EVE).title == "This channel has a group already"
    assert [row["group_id"] for row in circle.rows(s.channel)] == [1, 2]
