"""In a group that tells verdicts at the reveal nothing that can be looked at before tells them."""

import json
from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.app.rebuilding import differences
from bot.refs import Caller
from bot.store import schema as s
from tests.usecases.circle import Circle, person
from tests.usecases.study import words

ANN, BOB, CEM = person("Ann", boss=True), person("Bob"), person("Cem")
PEOPLE = (ANN, BOB, CEM)


@pytest.fixture
def circle(stored_url: str) -> Iterator[Circle]:
    circle = Circle(stored_url)
    circle.say(ask.SetUpGroup(name="Backend"), ANN)
    circle.say(ask.ChangeGroup(verdict="reveal"), ANN)
    yield circle
    circle.close()


def everybody_answers(circle: Circle) -> None:
    """Three members press three different options of a daily that was just posted."""
    circle.say(ask.PostNow(), ANN)
    for who, letter in zip(PEOPLE, "abc", strict=True):
        circle.say(ask.Answer(said=letter, confirmed=True), who)


def everything_seen(circle: Circle) -> list[str]:
    """What the three can look at: boards of all periods and scopes, a topic's, their answer and their data."""
    [daily] = circle.rows(s.daily)[-1:]
    looks: list[ask.Intent] = [
        *(ask.ShowLeaderboard(period) for period in ("day", "week", "month", "season", "all")),
        *(ask.ShowLeaderboard("all", scope=scope) for scope in ("channel", "space")),
        ask.ShowLeaderboard("all", topic=daily["topic"]),
        ask.ShowResult(daily["id"]),
        ask.ShowStreak(),
    ]
    return [words(circle.say(look, who)) for who in PEOPLE for look in looks]


def exported(circle: Circle, who: Caller) -> dict[str, list[dict[str, object]]]:
    card = circle.say(ask.ExportData(), who)
    assert card.attachment is not None
    found: dict[str, list[dict[str, object]]] = json.loads(card.attachment[1])
    return found


def wrong(circle: Circle) -> list[str]:
    """Where what is kept differs from what a rebuild would make."""
    return list(differences(circle.writer, lambda: circle.now))


def test_boards_and_exports_move_at_the_reveal_and_not_before(circle: Circle) -> None:
    everybody_answers(circle)
    assert circle.rows(s.total) == []
    assert all(exported(circle, who)["verdicts"] == [] for who in PEOPLE)
    assert all(len(exported(circle, who)["attempts"]) == 1 for who in PEOPLE)
    assert wrong(circle) == []
    circle.say(ask.PauseGroup(), ANN)
    assert wrong(circle) == []
    assert {row["learner_id"] for row in circle.rows(s.total)} == {row["learner_id"] for row in circle.rows(s.attempt)}
    earned = {row["attempt_id"]: row["points"] for row in circle.rows(s.verdict)}
    for row in circle.rows(s.attempt):
        assert {one["points"] for one in circle.rows(s.total, learner_id=row["learner_id"])} == {earned[row["id"]]}
    assert all(len(exported(circle, who)["verdicts"]) == 1 for who in PEOPLE)


def test_right_and_wrong_look_the_same_until_the_reveal(circle: Circle) -> None:
    everybody_answers(circle)
    before = everything_seen(circle)
    with circle.engine.begin() as connection:
        connection.execute(s.verdict.update().values(score=1 - s.verdict.c.score, points=1_000 - s.verdict.c.points))
    assert everything_seen(circle) == before
    circle.say(ask.PauseGroup(), ANN)
    assert everything_seen(circle) != before


def test_a_rebuild_meanwhile_tells_nothing(circle: Circle) -> None:
    everybody_answers(circle)
    circle.say(ask.SetVisibility("hidden"), BOB)
    bob = next(row["learner_id"] for row in circle.rows(s.account) if row["name"] == "Bob")
    circle.rebuild(bob)
    assert circle.rows(s.total) == []
    circle.say(ask.PauseGroup(), ANN)
    assert {row["shown"] for row in circle.rows(s.total, learner_id=bob)} == {0}
    assert wrong(circle) == []


def test_a_season_waits_for_what_is_held_back(circle: Circle) -> None:
    circle.at(2026, 11, 30, 10, 0)
    everybody_answers(circle)
    circle.at(2026, 12, 1, 0, 30)
    circle.tick()
    assert circle.rows(s.season_archive) == []
    circle.at(2026, 12, 1, 9, 0)
    circle.tick()
    circle.tick()
    assert circle.rows(s.daily)[0]["state"] == "revealed"
    assert [(row["season"], row["learners"]) for row in circle.rows(s.season_archive)] == [("s2026-11-01", 3)]
    assert wrong(circle) == []
