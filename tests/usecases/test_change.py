"""Changing a group: from the next question on, by its admins only, and everything in the log."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.domain.group_settings import COLUMNS
from bot.store import schema as s
from bot.view.form import Form
from tests.hostile import HOSTILE
from tests.usecases.circle import Circle, person
from tests.usecases.study import pressed, words

ANN, BOB, BOSS = person("Ann"), person("Bob"), person("Boss", boss=True)


@pytest.fixture
def circle(stored_url: str) -> Iterator[Circle]:
    circle = Circle(stored_url)
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    yield circle
    circle.close()


def test_a_change_holds_from_the_next_question_on(circle: Circle) -> None:
    circle.say(ask.PostNow(), ANN)
    card = circle.say(ask.ChangeGroup(at="8:30", verdict="reveal", zone="Asia/Tokyo"), ANN)
    assert "09:00" in words(card)
    assert "Tue 17 Nov on" in words(card)
    assert "question keeps what held" in words(card)
    answered = circle.say(ask.Answer(said="a", confirmed=True), BOB)
    assert answered.state in ("right", "wrong"), "the open question shows its verdict at once, as when it was posted"
    circle.at(2026, 11, 16, 23, 31)
    circle.tick()
    assert len(circle.rows(s.daily)) == 2
    assert circle.say(ask.Answer(said="a", confirmed=True), BOB).state == "answered"
    circle.say(ask.ChangeGroup(share="10"), ANN)
    assert circle.wrong() == []


def test_only_admins_change_it_and_those_of_the_space_are(circle: Circle) -> None:
    assert circle.say(ask.ChangeGroup(at="8:00"), BOB).title == "For admins"
    assert circle.say(ask.ChangeGroup(at="8:00"), BOSS).state == "done"
    elsewhere = person("Boss", "C9", "T9", boss=True)
    assert circle.say(ask.ChangeGroup(1, at="7:00"), elsewhere).state == "refused"
    assert circle.rows(s.study_group)[0]["post_at"] == "08:00"
    assert circle.form(ask.ChangeGroup(), BOB).title == "For admins"


def test_a_direct_message_means_the_only_group(circle: Circle) -> None:
    assert circle.say(ask.ChangeGroup(at="8:00"), person("Ann", None)).state == "done"
    circle.say(ask.SetUpGroup(name="Frontend"), person("Ann", "C2"))
    which = circle.say(ask.ChangeGroup(at="7:00"), person("Ann", None))
    assert which.title == "Which group?"
    assert circle.say(pressed(which, "Frontend"), person("Ann", None)).state == "done"
    assert [row["post_at"] for row in circle.rows(s.study_group)] == ["08:00", "07:00"]


def test_new_seasons_begin_when_the_running_one_is_over(circle: Circle) -> None:
    card = circle.say(ask.ChangeGroup(season="quarter"), ANN)
    assert "begins Tue 1 Dec" in words(card)
    assert circle.rows(s.study_group)[0]["season"] == "quarter since 2026-12-01 after month"
    again = circle.say(ask.ChangeGroup(season="quarter"), ANN)
    assert again.title == "Nothing was changed"


def test_nothing_said_and_nothing_new(circle: Circle) -> None:
    assert circle.say(ask.ChangeGroup(), ANN).state == "refused"
    assert circle.say(ask.ChangeGroup(at="09:00"), ANN).title == "Nothing was changed"
    assert [row["what"] for row in circle.rows(s.group_log)] == ["setup"]


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        (ask.ChangeGroup(share="100"), "1 to 99"),
        (ask.ChangeGroup(share="most"), "`50`"),
        (ask.ChangeGroup(verdict="maybe"), "`reveal`"),
        (ask.ChangeGroup(window="3 days"), "24 hours"),
        (ask.ChangeGroup(season="fortnight"), "`quarter`"),
        (ask.ChangeGroup(bands="0/0/0"), "above 0"),
    ],
)
def test_what_does_not_fit_changes_nothing(circle: Circle, said: ask.ChangeGroup, hint: str) -> None:
    before = circle.rows(s.study_group)
    assert hint in words(circle.say(said, ANN))
    assert circle.rows(s.study_group) == before


def test_topics_that_leave_no_question_are_refused(circle: Circle) -> None:
    circle.say(ask.ChangeGroup(topics="sql", bands="1/0/0"), ANN)
    group = circle.rows(s.study_group)[0]
    assert (group["topics"], group["bands"]) == ("sql", "1/0/0")
    assert "4" in words(circle.say(ask.ShowGroup(), ANN))


def test_the_form_shows_what_holds_and_keeps_what_does_not_fit(circle: Circle) -> None:
    first = circle.form(ask.ChangeGroup(), ANN)
    assert isinstance(first, Form)
    values = {field.name: field.value for field in first.fields}
    assert values == {
        "name": "Backend",
        "at": "09:00",
        "zone": "Europe/Berlin",
        "weekdays": "mon tue wed thu fri",
        "reveal": "next",
    }
    wrong = circle.submit(first, {"at": "noonish", "name": "Backenders"}, ANN)
    again = circle.form(pressed(wrong, "Correct it"), ANN)
    assert isinstance(again, Form)
    assert {field.name: field.value for field in again.fields}["at"] == "noonish"
    changed = circle.submit(again, {"at": "12:00"}, ANN)
    second = circle.form(pressed(changed, "More settings"), ANN)
    assert isinstance(second, Form)
    same = circle.submit(second, {}, ANN)
    third = circle.form(pressed(same, "More settings"), ANN)
    assert isinstance(third, Form)
    assert (third.page, third.pages) == (3, 3)
    assert circle.submit(third, {"season": "6 weeks"}, ANN).state == "done"
    group = circle.rows(s.study_group)[0]
    assert (group["name"], group["post_at"], group["season"]) == (
        "Backenders",
        "12:00",
        "6 weeks from 2026-12-01 since 2026-12-01 after month",
    )


def test_every_act_is_in_the_log_with_who_and_when(circle: Circle) -> None:
    circle.later(minutes=5)
    circle.say(ask.ChangeGroup(at="8:00"), BOSS)
    shown = words(circle.say(ask.ShowLog(), ANN))
    assert "2026-11-16 10:05 | Boss | changed at: 09:00 → 08:00" in shown
    assert "2026-11-16 10:00 | Ann | set up the group Backend" in shown
    assert circle.say(ask.ShowLog(), BOB).state == "refused"
    for minute in range(20):
        circle.say(ask.ChangeGroup(at=f"9:{minute:02}"), ANN)
    older = pressed(circle.say(ask.ShowLog(), ANN), "Older")
    assert "set up the group" in words(circle.say(older, ANN))


FIELDS = tuple(COLUMNS)


def test_hostile_text_in_any_setting_is_taken_or_refused(circle: Circle) -> None:
    for text in HOSTILE.values():
        for field in FIELDS:
            shown = circle.say(ask.ChangeGroup(**{field: text}), ANN)
            assert shown.state in ("done", "refused", "info"), (field, text)
        for intent in (ask.SkipDates(dates=text), ask.AddAdmin(person=text), ask.AddChannel(code=text)):
            assert circle.say(intent, ANN).state == "refused", (intent, text)
