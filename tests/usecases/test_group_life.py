"""Groups pause, come back, end, are restored or erased; channels get lost and come back."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.store import schema as s
from tests.usecases.circle import Circle, person
from tests.usecases.study import pressed, words

ANN, BOB = person("Ann"), person("Bob")
THERE = person("Ann", "C2")


@pytest.fixture
def circle(stored_url: str) -> Iterator[Circle]:
    circle = Circle(stored_url)
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    yield circle
    circle.close()


def state(circle: Circle) -> str:
    return str(circle.rows(s.study_group)[0]["state"])


def test_a_paused_group_posts_nothing_and_reveals_what_is_open(circle: Circle) -> None:
    circle.say(ask.PostNow(), ANN)
    assert circle.say(ask.PauseGroup(), BOB).title == "For admins"
    assert "revealed" in words(circle.say(ask.PauseGroup(), ANN))
    assert "already" in circle.say(ask.PauseGroup(), ANN).title
    assert circle.rows(s.daily)[0]["state"] == "revealed"
    assert circle.say(ask.PostNow(), ANN).title == "This group is paused"
    circle.at(2026, 11, 17, 9, 0)
    circle.tick()
    assert len(circle.rows(s.daily)) == 1
    back = circle.say(ask.ResumeGroup(), ANN)
    assert "running again" in back.title
    circle.at(2026, 11, 18, 8, 1)
    circle.tick()
    assert [row["study_day"] for row in circle.rows(s.daily)] == ["2026-11-16", "2026-11-18"]


def test_an_ended_group_can_be_restored_for_thirty_days(circle: Circle) -> None:
    circle.say(ask.PostNow(), ANN)
    sure = circle.say(ask.EndGroup(), ANN)
    assert sure.state == "ask"
    assert state(circle) == "active"
    assert "has ended" in circle.say(pressed(sure, "End it"), ANN).title
    assert circle.rows(s.daily)[0]["state"] == "revealed"
    assert circle.say(ask.ChangeGroup(at="8:00"), ANN).title == "This group has ended"
    circle.later(days=29)
    circle.tick()
    assert "is back" in circle.say(ask.RestoreGroup(), ANN).title
    assert state(circle) == "active"
    circle.later(days=40)
    circle.tick()
    assert circle.rows(s.study_group)[0]["name"] == "Backend"
    assert circle.say(ask.RestoreGroup(), ANN).title == "This group has not ended"


def test_after_thirty_days_its_names_are_gone_and_the_channel_is_free(circle: Circle) -> None:
    circle.say(ask.PostNow(), ANN)
    circle.say(ask.Answer(said="a", confirmed=True), BOB)
    circle.say(ask.EndGroup(confirmed=True), ANN)
    circle.later(days=31)
    circle.tick()
    [group] = circle.rows(s.study_group)
    assert (group["state"], group["name"]) == ("erased", "")
    assert circle.rows(s.channel)[0]["group_id"] is None
    assert circle.rows(s.group_admin) == []
    assert all("Backend" not in row["detail"] for row in circle.rows(s.group_log))
    assert len(circle.rows(s.attempt)) == 1
    assert circle.say(ask.RestoreGroup(1), ANN).state == "refused"
    assert circle.say(ask.SetUpGroup(name="Backend"), BOB).state == "done"


def test_a_new_group_may_take_the_channel_of_an_ended_one(circle: Circle) -> None:
    circle.say(ask.EndGroup(confirmed=True), ANN)
    assert circle.say(ask.SetUpGroup(name="Second"), BOB).state == "done"
    restored = circle.say(ask.RestoreGroup(1), person("Ann", None))
    assert "no channel" in restored.title
    assert circle.say(ask.ResumeGroup(1), person("Ann", None)).title == "The group has no channel"
    assert circle.say(ask.AddChannel(1), THERE).state == "refused", "it has no channel in this space"


def test_a_lost_channel_is_one_less_and_the_last_one_pauses(circle: Circle) -> None:
    circle.say(ask.AddChannel(1), THERE)
    circle.replies(ask.ChannelLost(reason="archived"), ANN)
    circle.tick()
    assert state(circle) == "active"
    assert [card.title for _, card in circle.toy.told] == ["Backend has lost a channel"]
    circle.at(2026, 11, 17, 8, 1)
    circle.tick()
    assert (len(circle.toy.titles("C1")), len(circle.toy.titles("C2"))) == (0, 1)
    circle.replies(ask.ChannelLost(), THERE)
    circle.tick()
    assert state(circle) == "paused"
    assert circle.toy.told[-1][1].title == "Backend is paused"
    circle.replies(ask.BotInvited(), THERE)
    circle.tick()
    assert state(circle) == "active"
    assert circle.toy.titles("C2")[-1] == "Backend is back in this channel"
    circle.replies(ask.BotInvited(), THERE)
    circle.tick()
    assert circle.toy.titles("C2").count("Backend is back in this channel") == 1


def test_a_group_that_an_admin_paused_stays_so_when_its_channel_comes_back(circle: Circle) -> None:
    circle.say(ask.PauseGroup(), ANN)
    circle.replies(ask.ChannelLost(), ANN)
    circle.replies(ask.BotInvited(), ANN)
    circle.tick()
    assert state(circle) == "paused"
    assert "an admin can resume it" in words(circle.toy.posts[-1][1])


def test_a_lost_space_loses_all_its_channels(circle: Circle) -> None:
    circle.say(ask.AddChannel(1), THERE)
    circle.replies(ask.SpaceLost(), person("Boss", None))
    assert [row["state"] for row in circle.rows(s.channel)] == ["lost", "lost"]
    assert (state(circle), circle.rows(s.space)[0]["state"]) == ("paused", "lost")
    circle.replies(ask.BotInvited(), ANN)
    assert (state(circle), circle.rows(s.space)[0]["state"]) == ("active", "active")


def test_a_new_name_of_a_channel_changes_nothing_else(circle: Circle) -> None:
    from dataclasses import replace

    circle.replies(ask.ChannelRenamed(), replace(ANN, channel_name="#night-owls"))
    assert circle.rows(s.channel)[0]["name"] == "#night-owls"
    assert circle.rows(s.study_group)[0]["name"] == "Backend"


def test_what_a_platform_notices_of_strange_channels_does_no_harm(circle: Circle) -> None:
    for intent in (ask.ChannelLost(), ask.ChannelRenamed(), ask.SpaceLost()):
        assert circle.replies(intent, person("Zoe", "C7", "T7")) == ()
    assert state(circle) == "active"
