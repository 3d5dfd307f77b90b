"""Practice, history, reports and ratings: what may be seen when, and what it counts for."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import intents as ask
from bot.store import schema as s
from bot.view.card import Card
from bot.view.form import Form
from tests.domain.answerable import criterion
from tests.usecases.study import Study, caller, every_kind, live, pressed, words

ANN, BOB, CEM = caller("Ann"), caller("Bob"), caller("Cem", 2)


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    long = live("open", "beh.long.0001", answer={"rubric": [criterion(f"c{n}", n) for n in range(1, 8)]})
    study = Study(stored_url, (*every_kind(), long))
    yield study
    study.close()


def test_what_was_missed_is_practised_first(study: Study) -> None:
    study.say(ask.JoinGroup(), ANN)
    study.reveal(study.daily("db.more.0002"))
    shown = study.say(ask.Practise(), ANN)
    assert shown.title.startswith("Practice · databases")
    assert study.rows(s.draft)[0]["fields"] == "db.more.0002"
    result = study.say(ask.AnswerPractice("", "a"), ANN)
    assert "no points" in words(result)
    assert study.rows(s.filled_day) == []
    assert study.rows(s.total) == []


def test_a_new_question_fills_the_day_and_no_board(study: Study) -> None:
    study.say(ask.Practise("db.more.0003"), ANN)
    first = study.cards(ask.AnswerPractice("db.more.0003", "a"), ANN)
    assert "Your day is filled." in words(first[0])
    assert first[1].title == "Welcome to Quorum"
    assert "Streak: 1 day" in words(first[0])
    assert study.rows(s.total) == []
    attempt = study.rows(s.attempt)[0]
    assert (attempt["source"], attempt["group_id"], attempt["study_day"]) == ("practice", None, "2026-11-18")


def test_a_zone_that_nobody_told_is_asked_for_once(study: Study) -> None:
    nowhere = replace(ANN, zone=None)
    study.say(ask.Practise("db.more.0003"), nowhere)
    welcome = study.cards(ask.AnswerPractice("db.more.0003", "a"), nowhere)[1]
    assert "Is that your time zone?" in words(welcome)
    study.say(ask.Practise("db.more.0004"), nowhere)
    assert len(study.cards(ask.AnswerPractice("db.more.0004", "a"), nowhere)) == 1


def test_pressing_twice_stores_once_and_practising_again_twice(study: Study) -> None:
    study.say(ask.Practise("db.more.0003"), ANN)
    for _ in range(3):
        study.say(ask.AnswerPractice("db.more.0003", "a"), ANN)
    assert len(study.rows(s.attempt)) == 1
    study.say(ask.Practise("db.more.0003"), ANN)
    study.say(ask.AnswerPractice("db.more.0003", "b"), ANN)
    assert [row["study_day"] for row in study.rows(s.attempt)] == ["2026-11-18", ""]
    assert [row["counts"] for row in study.rows(s.attempt)] == [1, 0]


@pytest.mark.parametrize("state", ["open", "queued"])
def test_what_is_in_play_in_a_group_is_not_practised(study: Study, state: str) -> None:
    study.say(ask.JoinGroup(), ANN)
    study.say(ask.Practise("db.more.0001"), ANN)
    study.daily("db.more.0001", state=state)
    for intent in (ask.Practise("db.more.0001"), ask.AnswerPractice("db.more.0001", "a")):
        assert study.say(intent, ANN).title == "This question is in play"
    assert study.say(ask.Practise("db.more.0001"), CEM).state == "open"
    for _ in range(30):
        study.say(ask.Practise(), ANN)
    assert [row["fields"] for row in study.rows(s.draft)].count("db.more.0001") == 2


def test_a_daily_practised_before_gives_no_points(study: Study) -> None:
    right = "abcd"[list(study_order(study)).index("r")]
    study.say(ask.Practise("db.more.0004"), ANN)
    study.say(ask.AnswerPractice("db.more.0004", right), ANN)
    study.answered("db.more.0004", ANN)
    assert [row["points"] for row in study.rows(s.verdict)] == [0, 0]
    assert study.rows(s.total) == []


def study_order(study: Study) -> tuple[str, ...]:
    from bot.usecases.practice import order

    return order(study.app.bank.questions["db.more.0004"])


def test_every_kind_can_be_practised_by_its_form(study: Study) -> None:
    said = {
        "multi": {"picks": ["A", "C"]}, "true_false": {f"s{n}": "true" for n in range(1, 5)},
        "numeric": {"text": "426 s"},
        "short": {"text": "40001"}, "order": {f"slot{n}": "ABCD"[n - 1] for n in range(1, 5)},
        "match": {f"row{n}": "ABCD"[n - 1] for n in range(1, 5)}, "predict": {"text": "x"},
        "bug": {"lines": "3 5", "cause": "B"}, "open": {"text": "I did it."},
    }  # fmt: skip
    for kind, values in said.items():
        name = f"py.{kind.replace('_', '-')}.0001"
        study.say(ask.Practise(name), ANN)
        form = asyncio.run(study.app.form(ask.AnswerPractice(name), ANN))
        assert isinstance(form, Form)
        card = asyncio.run(study.app.submit(form.intent, values, ANN))[0].card
        assert card.state in ("right", "partly", "wrong", "answered"), words(card)
    for judged in ("py.sql.0001", "py.kata.0001"):
        assert study.say(ask.Practise(judged), ANN).title == "There is no such question"


def test_i_do_not_know_is_practice_too(study: Study) -> None:
    card = study.say(ask.Practise("db.more.0003"), ANN)
    assert study.say(pressed(card, "I don't know"), ANN).title.startswith("Not known")


def test_history_pages_open_what_was_missed(study: Study) -> None:
    assert study.say(ask.ShowHistory(), ANN).title == "No history yet"
    study.reveal(study.answered("db.more.0001", ANN))
    for number in range(2, 6):
        study.later(days=1)
        study.reveal(study.daily(f"db.more.{number:04}"))
    study.later(days=1)
    last = study.daily("py.short.0001")
    study.say(ask.DontKnow(last), ANN)
    study.reveal(last)
    first = study.say(ask.ShowHistory(), ANN)
    assert "not known" in words(first)
    assert words(first).count("missed") == 4 + 1
    assert study.say(pressed(first, "Open 2"), ANN).title.startswith("Missed")
    second = study.say(pressed(first, "Older"), ANN)
    assert "Wed 18 Nov" in words(second)
    assert study.say(ask.ShowHistory(99), ANN) == first


def test_only_who_has_seen_it_reports(study: Study) -> None:
    study.say(ask.JoinGroup(), BOB)
    daily = study.answered("db.more.0001", ANN)
    assert study.say(ask.ReportQuestion("db.more.0001", "wrong"), BOB).title == "Answer it first"
    assert study.say(ask.ReportQuestion("", "the key is wrong"), ANN).title == "Thank you"
    assert study.say(ask.ReportQuestion("", "again"), ANN).title == "You have reported this already"
    assert [row["reason"] for row in study.rows(s.report)] == ["the key is wrong"]
    assert study.rows(s.quarantine) == []
    study.reveal(daily)
    assert "out of play in this space" in words(study.say(ask.ReportQuestion("db.more.0001", "B too"), BOB))
    assert [row["space_id"] for row in study.rows(s.quarantine)] == [1]


def test_reporters_in_two_spaces_take_it_out_everywhere(study: Study) -> None:
    study.answered("db.more.0001", ANN)
    study.answered("db.more.0001", CEM, group=2)
    study.say(ask.ReportQuestion("db.more.0001", "x"), ANN)
    assert "everywhere" in words(study.say(ask.ReportQuestion("db.more.0001", "y"), CEM))
    assert [row["space_id"] for row in study.rows(s.quarantine)] == [0]


def test_a_report_says_something_and_not_too_much(study: Study) -> None:
    study.answered("db.more.0001", ANN)
    assert study.say(ask.ReportQuestion("", "  "), ANN).title == "What is wrong with it?"
    long = study.say(ask.ReportQuestion("", "y" * 10_000), ANN)
    assert "yyy" in words(long)
    assert study.rows(s.report) == []


def test_a_rating_takes_pages_and_can_be_given_again(study: Study) -> None:
    daily = study.answered("beh.long.0001", ANN, "I cut the time to 3 s.")
    form = asyncio.run(study.app.form(ask.AssessAnswer(daily), ANN))
    assert isinstance(form, Form)
    assert (len(form.fields), form.pages) == (5, 2)
    more = asyncio.run(study.app.submit(form.intent, {f"c{n}": "3" for n in range(1, 6)}, ANN))[0].card
    assert "5 of 7 criteria rated" in str(more.blocks)
    second = asyncio.run(study.app.form(pressed(more, "Rate the rest"), ANN))
    assert isinstance(second, Form)
    assert (len(second.fields), second.page) == (2, 2)
    done = asyncio.run(study.app.submit(second.intent, {"c1": "0", "c2": "0"}, ANN))[0].card
    assert "Your own rating: 54 %" in words(done)
    assert "Your own rating: 100 %" in words(study.say(ask.AssessAnswer(daily, "3 3 3 3 3 3 3"), ANN))
    assert "Your own rating: 100 %" in words(study.say(ask.ShowResult(daily), ANN))
    assert [row["points"] for row in study.rows(s.verdict)] == [0, 0, 0]
    assert study.wrong_rows() == []


@pytest.mark.parametrize("levels", ["4", "x", "3 3 3 3 3 3 3 3", "-1"])
def test_a_level_is_0_to_3(study: Study, levels: str) -> None:
    daily = study.answered("beh.long.0001", ANN, "text")
    assert study.say(ask.AssessAnswer(daily, levels), ANN).state == "refused"
    assert len(study.rows(s.verdict)) == 1


def test_nothing_to_rate(study: Study) -> None:
    daily = study.answered("db.more.0001", ANN)
    assert study.say(ask.AssessAnswer(None, "3"), ANN).title == "Nothing to rate"
    assert study.say(ask.AssessAnswer(daily, "3"), ANN).title == "Nothing to rate"
    assert study.say(ask.AssessAnswer(10**12, "3"), ANN).title == "Nothing to rate"


def test_where_verdicts_wait_for_the_reveal_so_does_the_rubric(study: Study) -> None:
    with study.changed() as c:
        c.execute(s.study_group.update().values(verdict="reveal"))
    daily = study.daily("beh.long.0001")
    waiting = study.say(ask.Answer(daily, "I cut the time to 3 s."), ANN)
    assert waiting.title == "Your answer is in"
    assert pressed(waiting, "Report this question") == ask.ReportQuestion("beh.long.0001")
    for intent in (ask.AssessAnswer(daily), ask.AssessAnswer(daily, "3 3 3 3 3 3 3")):
        assert study.say(intent, ANN).title == "You can rate it after the reveal"
    assert isinstance(asyncio.run(study.app.form(ask.AssessAnswer(daily), ANN)), Card)
    study.reveal(daily)
    assert "Your own rating: 100 %" in words(study.say(ask.AssessAnswer(daily, "3 3 3 3 3 3 3"), ANN))


def test_a_practice_answer_that_cannot_be_read_leads_back_to_practice(study: Study) -> None:
    study.daily("db.more.0001")
    study.say(ask.Practise("db.more.0003"), ANN)
    refused = study.say(ask.AnswerPractice("db.more.0003", "a b"), ANN)
    assert refused.title == "I could not read that answer"
    assert "It needs 1 letter, and you named 2." in words(refused)
    assert pressed(refused, "Answer again") == ask.AnswerPractice("db.more.0003")
