"""Live rounds among people who press twice, press late, come from elsewhere, or go."""

import dataclasses

from bot import intents as ask
from bot.refs import AccountRef, Caller, ChannelRef, SpaceRef
from bot.store import round_tables as r
from tests.clubs import Club
from tests.usecases.live import club, opened, posts, say
from tests.usecases.study import pressed

__all__ = ["club"]


def test_an_admin_of_another_space_neither_sees_nor_moves_it(club: Club) -> None:
    number = opened(club)
    eve = Caller(
        AccountRef("lossy", "X", "Eve"), "Eve", SpaceRef("lossy", "X"), ChannelRef("lossy", "X", "C9"), space_admin=True
    )
    for intent in (
        ask.BeginLive(number), ask.PauseRound(number), ask.ResumeRound(number), ask.EndRound(number),
        ask.EndRound(number, True), ask.NextItem(number), ask.JoinRound(number), ask.LeaveRound(number),
        ask.ShowReport(number), ask.ExportRound(number),
    ):  # fmt: skip
        assert club.app.handle(intent, eve)[0].card.title == "That is no round of yours", intent
    assert [row.state for row in club.rows(r.round_.select())] == ["lobby"]


def test_admins_there_move_it_on(club: Club) -> None:
    assert say(club, ask.StartLive("screen", questions="2"), "Bea").state_word == "lobby"
    assert say(club, ask.PauseRound(1), "Cem").title == "Its host moves it on"
    assert say(club, ask.BeginLive(1), "Ada").state_word == "began"  # she administers the group
    boss = dataclasses.replace(club.caller("Cem"), space_admin=True)
    assert club.app.handle(ask.PauseRound(1), boss)[0].card.state_word == "paused"


def test_a_control_that_is_pressed_twice_takes_one_step(club: Club) -> None:
    opened(club)
    start = pressed(posts(club)[-1], "Start")
    assert say(club, start).state_word == "began"
    assert say(club, start).state_word == "past"
    first = posts(club)[-1]
    assert first.state_word == "asked"
    shut = pressed(first, "Close it (host)")
    assert say(club, shut).state_word == "closed"
    following = pressed(posts(club)[-1], "Next (host)")
    assert say(club, following).state_word == "on"
    for late in (shut, following, start):
        assert say(club, late).title == "Done already"
    assert posts(club)[-1].title.startswith("Question 2 of 2")
    assert [row.state for row in club.rows(r.round_item.select())] == ["closed", "open"]
    assert say(club, pressed(say(club, late), "Close the question")).state_word == "podium"


def test_a_group_that_has_ended_plays_no_round(club: Club) -> None:
    club.do(lambda ports: ports.administration.set_state(1, "ended", ports.now))
    assert say(club, ask.StartLive("screen")).state == "refused"
    assert club.rows(r.round_.select()) == []


def test_a_host_who_is_forgotten_stops_nobody(club: Club) -> None:
    say(club, ask.StartLive("screen", questions="2"), "Bea")
    say(club, ask.JoinRound(1), "Cem")
    say(club, ask.BeginLive(1), "Bea")
    say(club, ask.AnswerRound(said="a"), "Bea")
    assert say(club, ask.DeleteData(True), "Bea").state == "done"
    for _ in range(4):
        club.jump(seconds=200)
        club.tick()
    assert posts(club)[-1].state_word == "podium"
    assert "Bea" not in str(posts(club)[-1])
