"""A learner's streak as cards, kept through late answers, covers and links; and every change of it as a sentence."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot import intents as ask
from bot.store import schema as s
from bot.usecases.covers import record_miss
from tests.usecases.study import Study, caller, pressed, words

ANN, BOB = caller("Ann"), caller("Bob")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    yield study
    study.close()


def day(study: Study, number: int, *, answer: bool = True, close: bool = True) -> int:
    """A day with its daily, answered or not; then the next day begins."""
    daily = study.daily(f"db.more.{number:04}")
    if answer:
        study.say(ask.DontKnow(daily), ANN)
    if close:
        study.reveal(daily)
    study.later(days=1)
    return daily


def test_before_the_first_answer_there_is_only_an_invitation(study: Study) -> None:
    shown = study.say(ask.ShowStreak(), ANN)
    assert "It begins with your first answer" in words(shown)
    assert pressed(shown, "Today's question") == ask.ShowDaily()
    assert "Nothing has happened yet" in words(study.say(ask.ExplainStreak(), ANN))


def test_length_freezes_rest_days_and_today(study: Study) -> None:
    day(study, 1)
    day(study, 2)
    study.say(ask.SetRestDays("sat sun"), ANN)
    shown = study.say(ask.ShowStreak(), ANN)
    assert shown.title == "Your streak: 2 days"
    assert "Longest: 2 days" in words(shown)
    assert "Freezes held: 0 of 2" in words(shown)
    assert "Next freeze: after 5 more filled days" in words(shown)
    assert "Rest days: Saturday and Sunday" in words(shown)
    assert "None of your groups has asked anything today so far." in words(shown)
    daily = study.daily("db.more.0003")
    shown = study.say(ask.ShowStreak(), ANN)
    assert "Today owes an answer, until {when}." in words(shown)
    assert "group 1 has an open question for you." in words(shown)
    study.say(ask.DontKnow(daily), ANN)
    shown = study.say(ask.ShowStreak(), ANN)
    assert "Today has its answer." in words(shown)
    assert "open question" not in words(shown)
    assert study.wrong_rows() == []


def test_a_missed_day_is_at_risk_then_breaks_and_the_ledger_says_so(study: Study) -> None:
    day(study, 1)
    day(study, 2)
    day(study, 3, answer=False)
    shown = study.say(ask.ShowStreak(), ANN)
    assert shown.title == "Your streak: 2 days"
    assert "At risk: Fri 20 Nov." in words(shown)
    assert "the streak breaks on {when}" in words(shown)
    study.later(days=2)
    assert study.say(ask.ShowStreak(), ANN).title == "Your streak: 0 days"
    why = words(study.say(ask.ExplainStreak(), ANN)).splitlines()
    assert why[1].startswith("Fri 20 Nov: No answer came within 48 hours and no freeze was held: the streak broke.")
    assert why[-2] == "Wed 18 Nov: You answered. Streak 1 day."
    assert study.wrong_rows() == []


def test_a_late_answer_to_a_daily_that_is_still_open_fills_its_day(study: Study) -> None:
    day(study, 1)
    late = day(study, 2, answer=False, close=False)
    study.say(ask.ShowStreak(), ANN)
    study.say(ask.DontKnow(late), ANN)
    shown = study.say(ask.ShowStreak(), ANN)
    assert shown.title == "Your streak: 2 days"
    assert "At risk" not in words(shown)
    assert "Today has its answer." not in words(shown)
    assert study.wrong_rows() == []


def test_a_late_answer_after_the_break_mends_it(study: Study) -> None:
    day(study, 1)
    late = day(study, 2, answer=False, close=False)
    study.later(days=4)
    assert study.say(ask.ShowStreak(), ANN).title == "Your streak: 0 days"
    study.say(ask.DontKnow(late), ANN)
    assert study.say(ask.ShowStreak(), ANN).title == "Your streak: 2 days"
    assert "so the streak did not break" in words(study.say(ask.ExplainStreak(), ANN))
    assert study.wrong_rows() == []


def test_a_miss_that_is_recorded_later_mends_what_was_settled(study: Study) -> None:
    day(study, 1)
    day(study, 2, answer=False)
    study.later(days=3)
    assert study.say(ask.ShowStreak(), ANN).title == "Your streak: 0 days"
    missed = study.now.date() - timedelta(days=4)
    with study.changed() as connection:
        connection.execute(s.daily.update().where(s.daily.c.study_day == missed.isoformat()).values(state="gone"))
        connection.execute(s.daily.delete().where(s.daily.c.state == "gone"))
    due = study.now - timedelta(days=4)
    study.writer.submit(lambda tx: record_miss(1, missed, due, study.app.ports(tx))).result()
    assert study.say(ask.ShowStreak(), ANN).title == "Your streak: 1 day"
    assert "nothing was owed" in words(study.say(ask.ExplainStreak(), ANN))
    assert study.wrong_rows() == []


def test_looking_changes_nothing_when_nothing_has_happened(study: Study) -> None:
    day(study, 1)
    study.say(ask.ShowStreak(), ANN)
    before = study.rows(s.streak), study.rows(s.ledger)
    study.later(minutes=5)
    study.say(ask.ShowStreak(), ANN)
    assert (study.rows(s.streak), study.rows(s.ledger)) == before


def test_a_new_zone_works_the_streak_out_anew(study: Study) -> None:
    day(study, 1)
    day(study, 2)
    study.say(ask.SetZone("Asia/Tokyo"), ANN)
    assert study.wrong_rows() == []
    study.say(ask.DontKnow(study.daily("db.more.0003")), ANN)
    assert study.say(ask.ShowStreak(), ANN).title == "Your streak: 3 days"
    assert study.wrong_rows() == []


def test_the_zone_of_a_learner_whom_nobody_told_about_is_kept_with_the_first_answer(study: Study) -> None:
    stranger = caller("Eva", zone=None)
    study.later(hours=14)  # 23:00 UTC, already the next day in the group's Berlin
    study.say(ask.DontKnow(study.daily("db.more.0001")), stranger)
    assert [row["study_day"] for row in study.rows(s.filled_day)] == ["2026-11-19"]
    assert study.rows(s.learner)[0]["zone"] == "Europe/Berlin"
    assert "Today has its answer." in words(study.say(ask.ShowStreak(), stranger))
    assert study.wrong_rows() == []


def test_the_ledger_is_paged_newest_first(study: Study) -> None:
    for number in range(20):
        study.say(ask.DontKnow(study.daily(f"db.more.{number % 5 + 1:04}", day=study.now.date())), ANN)
        study.later(days=1)
    first = study.say(ask.ExplainStreak(), ANN)
    second = study.say(pressed(first, "Older"), ANN)
    assert pressed(second, "Newer") == ask.ExplainStreak(1)
    assert words(first).splitlines()[1].startswith("Mon 7 Dec: You answered. Streak 20 days, 2 freezes held.")
    assert "earned a freeze" in words(second)
    assert "nothing older" in words(study.say(ask.ExplainStreak(99), ANN))
    assert BOB.name not in words(first)
