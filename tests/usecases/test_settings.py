"""A learner's settings: what is changed is shown, acts when it says, and odd input ends in a card."""

import asyncio
from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.store import schema as s
from bot.store.instants import micros
from bot.view.form import Form
from tests.every import every
from tests.hostile import HOSTILE
from tests.usecases.study import Study, caller, words

ANN = caller("Ann")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    yield study
    study.close()


def test_settings_show_what_the_platform_told(study: Study) -> None:
    shown = words(study.say(ask.ShowSettings(), ANN))
    assert "Time zone: Europe/Berlin" in shown
    assert "Rest days: none" in shown
    assert "Reminder: off" in shown


@pytest.mark.parametrize(
    ("said", "zone"),
    [("America/New_York", "America/New_York"), ("asia/kolkata", "Asia/Kolkata"), ("Lisbon", "Europe/Lisbon")],
)
def test_a_zone_is_taken_as_people_spell_it(study: Study, said: str, zone: str) -> None:
    assert f"Time zone: {zone}" in words(study.say(ask.SetZone(said), ANN))
    assert f"Time zone: {zone}" in words(study.say(ask.ShowSettings(), ANN))


def test_a_mistyped_zone_is_answered_with_the_nearest(study: Study) -> None:
    card = study.say(ask.SetZone("Europe/Berln"), ANN)
    assert card.state == "refused"
    assert "Europe/Berlin" in words(card)


def test_a_change_of_zone_keeps_the_streak_and_moves_its_days(study: Study) -> None:
    for name in ("db.more.0001", "db.more.0002"):
        study.answered(name, ANN)
        study.later(days=1)
    study.say(ask.SetZone("America/Los_Angeles"), ANN)
    study.later(hours=8)
    study.answered("db.more.0003", ANN)
    assert "Streak: 3 days" in words(study.say(ask.ShowDaily(), ANN))
    zones = [row["value"] for row in study.rows(s.learner_setting, name="zone")]
    assert zones == ["Europe/Berlin", "America/Los_Angeles"]


def test_rest_days_count_from_tomorrow(study: Study) -> None:
    card = study.say(ask.SetRestDays("sat sun"), ANN)
    assert "Rest days: Saturday and Sunday" in words(card)
    assert "Thu 19 Nov" in words(card)
    assert study.rows(s.learner_setting, name="rest")[0]["effective"] == "2026-11-19"
    assert "Rest days: none" in words(study.say(ask.SetRestDays("none"), ANN))


def test_a_third_rest_day_is_refused(study: Study) -> None:
    assert study.say(ask.SetRestDays("fri sat sun"), ANN).state == "refused"
    assert study.say(ask.SetRestDays("someday"), ANN).state == "refused"
    assert "Rest days: none" in words(study.say(ask.ShowSettings(), ANN))


def test_reminders_keep_out_of_the_night(study: Study) -> None:
    for night in ("22:00", "23:59", "00:30", "6:59"):
        assert study.say(ask.SetReminder(night), ANN).title == "No reminders at night"
    for day in ("7:00", "18:30", "21:59"):
        assert study.say(ask.SetReminder(day), ANN).state == "done"
    row = study.rows(s.agenda, what="reminder")[0]
    assert row["due_at"] == micros(study.now.replace(hour=20, minute=59))
    study.say(ask.SetReminder("off"), ANN)
    assert study.rows(s.agenda, what="reminder") == []


def test_several_settings_change_at_once_or_not_at_all(study: Study) -> None:
    bad = ask.ChangeSettings(zone="Europe/Paris", rest="sun", remind="3 in the morning")
    assert study.say(bad, ANN).state == "refused"
    assert "Time zone: Europe/Berlin" in words(study.say(ask.ShowSettings(), ANN))
    good = ask.ChangeSettings("Europe/Paris", "sun", "18:00", "always", "anonymous")
    shown = words(study.say(good, ANN))
    for line in ("Time zone: Europe/Paris", "Rest days: Sunday", "always", "as Learner N"):
        assert line in shown


def test_the_form_begins_with_what_is_set_and_saves_it(study: Study) -> None:
    study.say(ask.ChangeSettings(rest="sat", remind="18:00"), ANN)
    form = asyncio.run(study.app.form(ask.ChangeSettings(), ANN))
    assert isinstance(form, Form)
    values = {field.name: field.value for field in form.fields}
    assert values["rest"] == ("saturday",)
    assert values["remind"] == "18:00"
    replies = asyncio.run(study.app.submit(form.intent, {**values, "rest": ["none"]}, ANN))
    assert "Rest days: none" in words(replies[0].card)


def test_a_pause_begins_tomorrow_and_ends_when_asked(study: Study) -> None:
    card = study.say(ask.PauseLearner(3), ANN)
    assert "Thu 19 Nov to Sat 21 Nov" in words(card)
    assert "Away: from Thu 19 Nov to Sat 21 Nov" in words(study.say(ask.ShowSettings(), ANN))
    study.later(days=1)
    assert "Fri 20 Nov" in words(study.say(ask.ResumeLearner(), ANN))
    study.later(days=1)
    assert "Away: no" in words(study.say(ask.ShowSettings(), ANN))
    assert study.say(ask.ResumeLearner(), ANN).title == "You are not away"


@pytest.mark.parametrize("days", [0, -1, 31, 10**12])
def test_a_pause_of_no_days_or_of_too_many_is_refused(study: Study, days: int) -> None:
    assert study.say(ask.PauseLearner(days), ANN).state == "refused"


def test_thirty_days_in_ninety_can_be_paused(study: Study) -> None:
    assert study.say(ask.PauseLearner(20), ANN).state == "done"
    study.later(days=21)
    assert "10 days" in words(study.say(ask.PauseLearner(11), ANN))
    assert study.say(ask.PauseLearner(10), ANN).state == "done"


def test_a_paused_week_does_not_break_the_streak(study: Study) -> None:
    study.answered("db.more.0001", ANN)
    study.say(ask.PauseLearner(5), ANN)
    for day in range(1, 5):
        study.later(days=1)
        study.daily(f"db.more.000{day + 1}")
    study.later(days=3)
    shown = words(study.say(ask.Answer(study.daily("py.short.0001"), "40001", confirmed=True), ANN))
    assert "Streak: 2 days" in shown


@every("name, text", {name: (name, text) for name, text in HOSTILE.items()})
def test_hostile_text_in_every_setting_ends_in_a_card(study: Study, name: str, text: str) -> None:
    who = caller(f"{name} by Ann")  # nobody is held back for what another has said
    for intent in (
        ask.SetZone(text), ask.SetRestDays(text), ask.SetReminder(text), ask.SetConfirm(text), ask.SetVisibility(text),
        ask.RedeemLink(text), ask.ConfirmLink(text), ask.ReportQuestion(text, text), ask.Practise(text),
        ask.AnswerPractice(text, text), ask.AssessAnswer(None, text),
    ):  # fmt: skip
        card = study.say(intent, who)
        assert len(words(card)) < 6_000
