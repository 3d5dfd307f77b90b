"""Live rounds: the lobby, questions for all at once, deadlines, leavers, a host who vanishes, the podium."""

import pytest

from bot import intents as ask
from bot.bank.bank import Bank
from bot.domain.live import worth
from bot.refs import Caller
from bot.store import round_tables as r
from bot.store import schema as s
from bot.view.card import Card, Table
from tests.clubs import Club, questions
from tests.usecases.live import club, opened, posts, say
from tests.usecases.mock import SCREEN, asked, carried, right
from tests.usecases.study import words

__all__ = ["club"]


def test_a_round_runs_from_the_lobby_to_the_podium_by_itself(club: Club) -> None:
    number = opened(club)
    assert posts(club)[-1].state_word == "live round"
    assert say(club, ask.JoinRound(number), "Bea").title == "You are in"
    assert say(club, ask.JoinRound(number), "Bea").title == "You are in already"
    assert say(club, ask.BeginLive(number)).state_word == "began"
    question = posts(club)[-1]
    assert question.state_word == "asked"
    assert say(club, ask.AnswerRound(asked(question), right(question)), "Bea").title == "Your answer is in"
    club.jump(seconds=200)
    key = posts(club)[-1]
    assert key.state_word == "key"
    assert "1 answered, 1 of them right." in words(key)
    club.jump(seconds=21)
    assert posts(club)[-1].title.startswith("Question 2 of 2")
    club.jump(seconds=200)
    end = posts(club)[-1]
    assert end.state_word == "podium"
    assert "First: Bea" in words(end)
    assert [row.state for row in club.rows(r.round_.select())] == ["ended"]


def test_nothing_of_the_key_is_told_before_the_question_is_over(club: Club) -> None:
    number = opened(club)
    say(club, ask.JoinRound(number), "Bea")
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    told = say(club, ask.AnswerRound(asked(question), right(question)), "Bea")
    assert "key:" not in words(told).casefold()
    assert told.state == "answered"
    wrong = next(letter for letter in "abcd" if letter != right(question))
    assert say(club, ask.AnswerRound(asked(question), wrong)).state == told.state


def test_when_all_have_answered_nobody_waits_for_the_clock(club: Club) -> None:
    number = opened(club)
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    say(club, ask.AnswerRound(asked(question), "a"))
    assert posts(club)[-1].state_word == "key"


def test_whoever_left_is_not_waited_for_and_keeps_the_points(club: Club) -> None:
    number = opened(club)
    say(club, ask.JoinRound(number), "Bea")
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    say(club, ask.AnswerRound(asked(question), right(question)), "Bea")
    say(club, ask.LeaveRound(number), "Bea")
    say(club, ask.AnswerRound(asked(question), "a"))
    assert posts(club)[-1].state_word == "key"
    assert "Bea" in names(posts(club)[-1])


def names(card: Card) -> list[str]:
    return [row[1] for block in card.blocks if isinstance(block, Table) for row in block.rows]


def test_a_late_joiner_answers_what_is_left(club: Club) -> None:
    number = opened(club)
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    assert say(club, ask.AnswerRound(asked(question), "a"), "Cem").title == "Your answer is in"
    assert len(club.rows(r.round_player.select())) == 2


def test_an_answer_after_the_deadline_is_given_back_even_before_the_agenda_comes(club: Club) -> None:
    number = opened(club)
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    club.jump(seconds=181)
    late = say(club, ask.AnswerRound(asked(question), "my words"))
    assert late.title == "The time was up"
    assert "my words" in words(late)
    assert club.rows(r.round_answer.select()) == []


def test_twice_the_same_answer_counts_once(club: Club) -> None:
    number = opened(club)
    say(club, ask.JoinRound(number), "Bea")
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    for letter in (right(question), "a", "b"):
        say(club, ask.AnswerRound(asked(question), letter), "Bea")
    assert len(club.rows(r.round_answer.select())) == 1
    assert len(club.rows(s.attempt.select())) == 1


def test_only_the_host_moves_it_on_until_two_minutes_have_passed(club: Club) -> None:
    number = opened(club)
    say(club, ask.JoinRound(number), "Bea")
    refused = say(club, ask.BeginLive(number), "Bea")
    assert refused.title == "Its host moves it on"
    assert say(club, ask.BeginLive(number), "Cem").title == "Its host moves it on"
    club.jump(seconds=120)
    assert "join first" in words(say(club, ask.BeginLive(number), "Cem"))
    assert say(club, ask.BeginLive(number), "Bea").state_word == "began"


def test_a_host_who_leaves_hands_over_at_once(club: Club) -> None:
    number = opened(club)
    say(club, ask.JoinRound(number), "Bea")
    say(club, ask.LeaveRound(number))
    assert say(club, ask.BeginLive(number), "Bea").state_word == "began"


def test_a_pause_gives_the_question_its_time_back(club: Club) -> None:
    number = opened(club)
    say(club, ask.JoinRound(number), "Bea")
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    club.jump(seconds=10)
    assert say(club, ask.PauseRound(number)).state_word == "paused"
    club.jump(minutes=30)
    club.tick()
    early = say(club, ask.AnswerRound(asked(question), "my words"), "Bea")
    assert early.title == "The round is paused"
    assert "my words" in words(early)
    assert say(club, ask.BeginLive(number)).state_word == "on"
    assert say(club, ask.AnswerRound(asked(question), "a"), "Bea").title == "Your answer is in"


def test_a_second_round_in_the_channel_is_refused_with_a_way_in(club: Club) -> None:
    opened(club)
    refused = say(club, ask.StartLive("screen"), "Bea")
    assert refused.title == "A live round is open here already"
    assert any(isinstance(intent, ask.JoinRound) for intent in carried(refused))


def test_after_a_kill_past_the_deadline_it_closes_at_once(club: Club) -> None:
    number = opened(club)
    say(club, ask.BeginLive(number))
    club.tick()
    club.jump(minutes=20)
    again = club.another_app()
    club.tick(again)
    first = club.rows(r.round_item.select().order_by(r.round_item.c.id))[0]
    assert first.state == "closed"


def test_a_lobby_that_nobody_starts_goes_away_silently(club: Club) -> None:
    opened(club)
    posts(club)
    club.jump(hours=2)
    club.tick()
    assert [row.state for row in club.rows(r.round_.select())] == ["ended"]
    assert posts(club)[-1].state_word == "live round"


def test_whoever_saw_the_key_without_answering_gets_no_points_for_it(club: Club) -> None:
    number = opened(club)
    say(club, ask.JoinRound(number), "Bea")
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    say(club, ask.AnswerRound(asked(question), "a"))
    say(club, ask.BeginLive(number))
    assert len(club.rows(s.exposure.select())) == 1


def test_speed_needs_three_players_and_brings_half_at_most(club: Club) -> None:
    number = opened(club, speed=True)
    say(club, ask.JoinRound(number), "Bea")
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    say(club, ask.AnswerRound(asked(question), right(question)), "Bea")
    assert [row.points for row in club.rows(r.round_answer.select())] == [1500]


def test_speed_counts_among_three(club: Club) -> None:
    number = opened(club, speed=True)
    for name in ("Bea", "Cem"):
        say(club, ask.JoinRound(number), name)
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    say(club, ask.AnswerRound(asked(question), right(question)), "Bea")
    club.jump(seconds=30)
    say(club, ask.AnswerRound(asked(question), right(question)), "Cem")
    quick, slow = (row.points for row in club.rows(r.round_answer.select().order_by(r.round_answer.c.id)))
    assert quick == 2250
    assert 1500 < slow < quick


@pytest.mark.parametrize(
    ("took", "limit", "gained"),
    [(0, 60_000, 2250), (60_000, 60_000, 1500), (30_000, 60_000, 1875), (99_999, 60_000, 1500)],
)
def test_the_speed_share(took: int, limit: int, gained: int) -> None:
    assert worth("mid", 1.0, took, limit, True) == gained
    assert worth("mid", 0.0, took, limit, True) == 0


def test_it_needs_a_channel_with_a_group(club: Club) -> None:
    direct = Caller(club.caller("Ada").account, "Ada")
    card = club.app.handle(ask.StartLive("screen"), direct)[0].card
    assert card.state == "refused"
    assert say(club, ask.StartLive("nope")).title == "There is no such format"


def test_the_report_is_there_for_each_player(club: Club) -> None:
    number = opened(club)
    say(club, ask.JoinRound(number), "Bea")
    say(club, ask.BeginLive(number))
    question = posts(club)[-1]
    say(club, ask.AnswerRound(asked(question), right(question)))
    say(club, ask.AnswerRound(asked(question), next(x for x in "abcd" if x != right(question))), "Bea")
    say(club, ask.EndRound(number, True))
    assert "50 % of 2" in words(say(club, ask.ShowReport(number)))
    assert "0 % of 2" in words(say(club, ask.ShowReport(number), "Bea"))
    assert say(club, ask.ShowReport(number), "Zoe").title == "That is no round of yours"


def test_what_a_live_round_showed_counts_as_used_by_the_group(club: Club) -> None:
    club.bank = Bank(tuple(questions(4)), (SCREEN,))
    club.app = club.another_app()
    number = opened(club)
    say(club, ask.BeginLive(number))
    for _ in range(2):
        say(club, ask.AnswerRound(asked(posts(club)[-1]), "a"))
        say(club, ask.BeginLive(number)) if posts(club)[-1].state_word == "key" else None
    shown = {row.question_id for row in club.rows(r.round_item.select())}
    assert len(shown) == 2
    club.until(3, 11)
    chosen = {row.question_id for row in club.rows(s.daily.select()) if row.question_id}
    assert len(chosen) == 2
    assert chosen.isdisjoint(shown)


def test_what_is_typed_without_a_number_is_about_the_round_in_the_channel(club: Club) -> None:
    opened(club)
    assert say(club, ask.AnswerRound(said="a")).title == "There is no round for this"
    say(club, ask.JoinRound(), "Bea")
    say(club, ask.BeginLive())
    assert say(club, ask.ResumeRound()).state_word == "running"
    assert say(club, ask.PauseRound(), "Bea").title == "Its host moves it on"
    assert say(club, ask.PauseRound()).state_word == "paused"
    assert say(club, ask.ResumeRound()).state_word == "on"
    assert say(club, ask.AnswerRound(said="a")).title == "Your answer is in"
    assert "do not know" in words(say(club, ask.PassItem(), "Bea"))
    assert say(club, ask.NextItem(), "Bea").title.startswith("Round 1")
    assert say(club, ask.EndRound()).state == "ask"
    assert say(club, ask.EndRound(confirmed=True)).state_word == "podium"


def test_a_round_alone_goes_before_the_one_in_the_channel(club: Club) -> None:
    opened(club)
    say(club, ask.StartRound("screen"), "Bea")
    assert "1 of 4" in words(say(club, ask.NextItem(), "Bea"))
    say(club, ask.BeginLive())
    say(club, ask.AnswerRound(said="a"), "Bea")
    assert [row.mode for row in club.rows(r.round_.select().where(r.round_.c.id == answered_in(club)))] == ["solo"]


def answered_in(club: Club) -> int:
    """The round of the newest answer."""
    answer = club.rows(r.round_answer.select())[-1]
    return int(club.rows(r.round_item.select().where(r.round_item.c.id == answer.item_id))[0].round_id)
