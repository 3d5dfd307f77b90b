"""The first day of a group: the invitation, the form in pages, the group and its first question."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.store import schema as s
from bot.view.form import Form
from tests.hostile import HOSTILE
from tests.usecases.circle import Circle, person
from tests.usecases.study import pressed, words

ANN, BOB = person("Ann"), person("Bob")


@pytest.fixture
def circle(stored_url: str) -> Iterator[Circle]:
    circle = Circle(stored_url)
    yield circle
    circle.close()


def test_an_invitation_is_posted_once_however_often_it_is_noticed(circle: Circle) -> None:
    assert circle.replies(ask.BotInvited(), ANN) == ()
    circle.tick()
    circle.replies(ask.BotInvited(), ANN)
    circle.tick()
    [(channel, card, _)] = circle.toy.posts
    assert channel == ANN.channel
    assert isinstance(pressed(card, "Set up"), ask.SetUpGroup)


def test_a_second_channel_may_have_its_own_group_or_the_first_one(circle: Circle) -> None:
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    circle.replies(ask.BotInvited(), person("Ann", "C2"))
    circle.tick()
    card = circle.toy.posts[-1][1]
    assert isinstance(pressed(card, "New group"), ask.SetUpGroup)
    added = circle.say(pressed(card, "Add to Backend"), person("Ann", "C2"))
    assert added.state == "done"
    assert [row["group_id"] for row in circle.rows(s.channel)] == [1, 1]


def test_whoever_sets_it_up_is_admin_and_everything_has_a_default(circle: Circle) -> None:
    private, public = circle.replies(ask.SetUpGroup(), ANN)
    assert private.to == "private"
    assert public.to == "channel"
    assert "Monday to Friday at 09:00 (Europe/Berlin)" in words(private.card)
    shown = words(circle.say(ask.ShowGroup(), ANN))
    assert "Admins: Ann" in shown
    assert "[Pause]" in shown
    assert "[Pause]" not in words(circle.say(ask.ShowGroup(), BOB))
    [group] = circle.rows(s.study_group)
    assert (group["name"], group["bands"], group["topics"], group["next_day"]) == ("c1", "30/50/20", "", "2026-11-17")


def test_everything_that_was_said_is_taken(circle: Circle) -> None:
    said = ask.SetUpGroup("Night owls", "9.30 pm", "tokyo", "mon wed-fri", "SQL", "1/1/0", "90m")
    card = circle.say(said, ANN)
    assert "Night owls" in card.title
    [group] = circle.rows(s.study_group)
    kept = ("zone", "post_at", "weekdays", "topics", "bands", "reveal_min")
    assert [group[name] for name in kept] == ["Asia/Tokyo", "21:30", "0,2,3,4", "sql", "1/1/0", 90]


def test_the_first_question_can_come_at_once(circle: Circle) -> None:
    card = circle.say(ask.SetUpGroup(name="Backend"), ANN)
    assert circle.say(pressed(card, "Post the first one now"), ANN).state == "done"
    circle.tick()
    assert len(circle.toy.titles("C1")) == 1
    assert circle.say(ask.ShowDaily(), BOB).state == "open"


def test_a_channel_that_has_a_group_shows_it(circle: Circle) -> None:
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    assert circle.say(ask.SetUpGroup(name="Other"), BOB).title == "Backend"
    assert len(circle.rows(s.study_group)) == 1


def test_names_are_told_apart_within_a_space(circle: Circle) -> None:
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    taken = circle.say(ask.SetUpGroup(name="BACKEND"), person("Ann", "C2"))
    assert taken.state == "refused"
    assert circle.say(ask.SetUpGroup(name="Backend"), person("Ann", "C1", "T2")).state == "done"


def test_a_direct_message_has_no_channel_to_set_up(circle: Circle) -> None:
    card = circle.say(ask.SetUpGroup(), person("Ann", None))
    assert card.state == "refused"
    assert "channel" in words(card)


def test_without_a_zone_it_is_utc_and_says_so(circle: Circle) -> None:
    assert "UTC" in words(circle.say(ask.SetUpGroup(), person("Ann", zone=None)))


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        (ask.SetUpGroup(at="25:00"), "09:00"),
        (ask.SetUpGroup(zone="Europe/Berln"), "Europe/Berlin"),
        (ask.SetUpGroup(weekdays="someday"), "mon"),
        (ask.SetUpGroup(topics="sqll"), "`sql`"),
        (ask.SetUpGroup(bands="lots"), "30/50/20"),
        (ask.SetUpGroup(reveal="10m"), "1 hour"),
        (ask.SetUpGroup(name="\u202e"), "printed"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(circle: Circle, said: ask.SetUpGroup, hint: str) -> None:
    card = circle.say(said, ANN)
    assert card.state == "refused"
    assert hint in words(card)
    assert circle.rows(s.study_group) == []


def test_the_form_comes_in_pages_and_loses_nothing(circle: Circle) -> None:
    first = circle.form(ask.SetUpGroup(), ANN)
    assert isinstance(first, Form)
    assert (first.page, first.pages, len(first.fields)) == (1, 2, 5)
    wrong = circle.submit(first, {"name": "Owls", "at": "late"}, ANN)
    assert wrong.state == "refused"
    again = circle.form(pressed(wrong, "Correct it"), ANN)
    assert isinstance(again, Form)
    assert {field.name: field.value for field in again.fields}["at"] == "late"
    on = circle.submit(again, {"at": "7am"}, ANN)
    second = circle.form(pressed(on, "Continue"), ANN)
    assert isinstance(second, Form)
    assert [field.name for field in second.fields] == ["topics", "bands"]
    wrong = circle.submit(second, {"topics": "cobol"}, ANN)
    second = circle.form(pressed(wrong, "Correct it"), ANN)
    assert isinstance(second, Form)
    assert second.page == 2
    assert circle.submit(second, {"topics": "sql"}, ANN).state == "done"
    [group] = circle.rows(s.study_group)
    assert (group["name"], group["post_at"], group["topics"]) == ("Owls", "07:00", "sql")
    assert circle.rows(s.draft) == []


def test_hostile_text_in_any_field_is_taken_or_refused(circle: Circle) -> None:
    for number, text in enumerate(HOSTILE.values()):
        for field in ("name", "at", "zone", "weekdays", "topics", "bands", "reveal"):
            shown = circle.say(ask.SetUpGroup(**{field: text}), person("Ann", f"C-{field}-{number}", f"T{number}"))
            assert shown.state in ("done", "refused"), (field, text)
            page = ask.SetUpGroup(page=1, **{field: text})
            assert circle.say(page, person("Bob", f"D-{field}-{number}", f"T{number}")).state in ("ask", "refused")
