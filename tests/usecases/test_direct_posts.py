"""What admins do to single dailies: preview, post now, replace; and dates without one."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.store import schema as s
from bot.view.wording import topic_name
from tests.usecases.circle import Circle, person
from tests.usecases.study import pressed, words

ANN, BOB, CID = person("Ann"), person("Bob"), person("Cid")


@pytest.fixture
def circle(stored_url: str) -> Iterator[Circle]:
    circle = Circle(stored_url)
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    yield circle
    circle.close()


def test_a_preview_shows_the_question_that_is_posted_then_but_not_its_text(circle: Circle) -> None:
    card = circle.say(ask.PreviewDaily(), ANN)
    [queued] = circle.rows(s.daily)
    assert topic_name(queued["topic"]) in words(card)
    stem = circle.app.bank.questions[queued["question_id"]].stem
    assert f"\n{stem}\n" not in words(card)
    assert circle.say(ask.PreviewDaily(), BOB).state == "refused"
    circle.at(2026, 11, 17, 8, 1)
    circle.tick()
    [daily] = circle.rows(s.daily)
    assert (daily["state"], daily["question_id"]) == ("open", queued["question_id"])


def test_opening_the_text_costs_its_points(circle: Circle) -> None:
    opened = circle.say(pressed(circle.say(ask.PreviewDaily(), ANN), "Open the text, for no points"), ANN)
    assert "Option" in words(opened) or "ppp" in words(opened)
    assert "Key" not in words(opened)
    circle.say(ask.PostNow(), ANN)
    for who in (ANN, BOB):
        circle.say(ask.Answer(said="a", confirmed=True), who)
        circle.say(ask.Answer(said="a", confirmed=True), who)
    ann, bob = circle.rows(s.attempt)
    assert (ann["counts"], bob["counts"]) == (0, 1)
    assert "opened the text" in words(circle.say(ask.ShowLog(), ANN))


def test_post_now_uses_up_today(circle: Circle) -> None:
    assert circle.say(ask.PostNow(), BOB).state == "refused"
    assert circle.say(ask.PostNow(), ANN).state == "done"
    used = circle.say(ask.PostNow(), ANN)
    assert used.title == "Today has had its question"
    circle.at(2026, 11, 17, 8, 1)
    circle.tick()
    assert [row["study_day"] for row in circle.rows(s.daily)] == ["2026-11-16", "2026-11-17"]


def test_two_posts_lie_six_hours_apart(circle: Circle) -> None:
    circle.at(2026, 11, 16, 22, 0)  # 23:00 in Berlin
    circle.say(ask.PostNow(), ANN)
    circle.at(2026, 11, 17, 0, 0)
    card = circle.say(ask.PostNow(), ANN)
    assert card.title == "It is too soon for another question"
    assert len(circle.rows(s.daily)) == 1


def test_a_replaced_question_keeps_its_answers_and_the_day_gets_another(circle: Circle) -> None:
    circle.say(ask.PostNow(), ANN)
    circle.say(ask.Answer(said="a", confirmed=True), BOB)
    before = circle.rows(s.attempt)
    sure = circle.say(ask.ReplaceDaily(), ANN)
    assert sure.state == "ask"
    assert len(circle.rows(s.daily)) == 1
    assert circle.say(pressed(sure, "Replace it"), ANN).state == "done"
    first, second = circle.rows(s.daily)
    assert (first["state"], second["state"]) == ("revealed", "open")
    assert first["study_day"] == second["study_day"]
    assert first["question_id"] != second["question_id"]
    assert circle.rows(s.attempt) == before
    circle.say(ask.Answer(said="a", confirmed=True), BOB)
    assert len(circle.rows(s.attempt)) == 2
    assert circle.say(ask.ReplaceDaily(confirmed=True), ANN).title == "It was replaced already"
    circle.tick()
    assert len([title for title in circle.toy.titles("C1") if title.startswith("Revealed")]) == 1


def test_a_replaced_question_does_not_break_the_groups_streak(circle: Circle) -> None:
    for who in (BOB, CID):
        circle.say(ask.JoinGroup(), who)
    circle.say(ask.PostNow(), ANN)
    for who in (BOB, CID):
        circle.say(ask.Answer(said="a", confirmed=True), who)
    circle.say(ask.ReplaceDaily(confirmed=True), ANN)
    assert circle.rows(s.study_group)[0]["streak"] == 0, "the day is not over"
    circle.at(2026, 11, 17, 8, 1)
    circle.tick()
    assert circle.rows(s.study_group)[0]["streak"] == 1, "the first question had its quorum, so the day has"
    assert circle.wrong() == []


def test_without_an_open_question_there_is_nothing_to_replace(circle: Circle) -> None:
    assert circle.say(ask.ReplaceDaily(), ANN).title == "No question is open"


def test_skipped_dates_have_no_question_and_can_be_taken_back(circle: Circle) -> None:
    card = circle.say(ask.SkipDates(dates="tomorrow, 2026-11-18..2026-11-19"), ANN)
    assert "Tue 17 Nov to Thu 19 Nov" in words(card)
    assert "Fri 20 Nov" in words(card)
    assert "Tue 17 Nov to Thu 19 Nov" in words(circle.say(ask.ShowGroup(), BOB))
    circle.at(2026, 11, 17, 9, 0)
    circle.tick()
    assert circle.rows(s.daily) == []
    circle.say(ask.UnskipDates(dates="2026-11-18"), ANN)
    circle.at(2026, 11, 18, 8, 1)
    circle.tick()
    circle.at(2026, 11, 19, 8, 1)
    circle.tick()
    circle.at(2026, 11, 20, 8, 1)
    circle.tick()
    assert [row["study_day"] for row in circle.rows(s.daily)] == ["2026-11-18", "2026-11-20"]


@pytest.mark.parametrize(
    ("dates", "title"),
    [
        ("yesterday", "That is no date"),
        ("2026-11-31", "That is no date"),
        ("2026-11-15", "This date is out of reach"),
        ("2028-01-01", "This date is out of reach"),
        ("2026-12-24..2026-12-01", "This range ends before it begins"),
    ],
)
def test_dates_that_cannot_be_skipped(circle: Circle, dates: str, title: str) -> None:
    assert circle.say(ask.SkipDates(dates=dates), ANN).title == title


def test_today_with_its_question_out_cannot_be_skipped(circle: Circle) -> None:
    circle.say(ask.PostNow(), ANN)
    card = circle.say(ask.SkipDates(dates="today"), ANN)
    assert "has had its question" in card.title
    assert circle.say(ask.UnskipDates(dates="tomorrow"), ANN).title == "None of these dates is skipped"
    assert circle.say(ask.SkipDates(dates="tomorrow"), BOB).title == "For admins"
