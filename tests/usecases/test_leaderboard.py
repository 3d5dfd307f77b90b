"""The leaderboard as people see it: rows, scopes, periods, topics, and who is not shown how."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.refs import Caller
from bot.store import schema as s
from bot.view.card import Card, Table
from tests.usecases.study import Study, caller, pressed, words

ANN, BOB, CEM, DEE = caller("Ann"), caller("Bob"), caller("Cem"), caller("Dee")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    yield study
    study.close()


def play(study: Study, question: str, who: tuple[Caller, ...], group: int = 1) -> None:
    """Everybody gives another answer: one of four is right."""
    daily = study.daily(question, group)
    for letter, one in zip("abcd", who, strict=False):
        study.say(ask.Answer(daily, letter, confirmed=True), one)


def table(card: Card) -> Table:
    return next(block for block in card.blocks if isinstance(block, Table))


def names(card: Card) -> list[str]:
    return [row[1] for row in table(card).rows]


def test_an_empty_board_says_how_it_begins(study: Study) -> None:
    shown = study.say(ask.ShowLeaderboard(), ANN)
    assert "Nobody is on this board yet" in words(shown)
    assert pressed(shown, "Today's question") == ask.ShowDaily(1)


def test_rank_points_accuracy_and_the_own_row(study: Study) -> None:
    play(study, "db.more.0001", (ANN, BOB, CEM, DEE))
    shown = table(study.say(ask.ShowLeaderboard(), BOB))
    assert shown.header == ("#", "Learner", "Points", "Accuracy")
    assert shown.own is not None
    assert shown.rows[shown.own][1] == "Bob (you)"
    assert [row[0] for row in shown.rows] == ["1", "2", "2", "2"]
    assert [row[2] for row in shown.rows] == ["15", "0", "0", "0"]
    assert {row[3] for row in shown.rows} == {"–"}


def test_accuracy_is_shown_from_five_first_answers_on(study: Study) -> None:
    for number in range(1, 6):
        study.answered(f"db.more.{number:04}", ANN)
        study.later(days=1)
    row = table(study.say(ask.ShowLeaderboard("all"), ANN)).rows[0]
    assert row[3].endswith("%")


def test_the_own_row_is_there_with_its_neighbours_from_far_below(study: Study) -> None:
    people = [caller(f"P{number:02}") for number in range(30)]
    daily = study.daily("db.more.0001")
    for one in people:
        study.later(seconds=1)
        study.say(ask.DontKnow(daily), one)
    shown = study.say(ask.ShowLeaderboard(), people[20])
    assert names(shown)[:10] == [f"P{number:02}" for number in range(10)]
    assert names(shown)[10:] == ["", "P18", "P19", "P20 (you)", "P21", "P22"] or names(shown)[11:] == [
        "P18", "P19", "P20 (you)", "P21", "P22",
    ]  # fmt: skip
    assert table(shown).rows[table(shown).own or 0][1] == "P20 (you)"
    second = study.say(pressed(shown, "Next page"), people[20])
    assert names(second)[0] == "P10"
    assert names(study.say(pressed(second, "Next page"), people[20])) == [
        "P20 (you)", *(f"P{number}" for number in range(21, 30)),
    ]  # fmt: skip
    beyond = study.say(ask.ShowLeaderboard(page=900), caller("Watcher"))
    assert "ends before this page" in words(beyond)


def test_periods_are_the_groups(study: Study) -> None:
    study.answered("db.more.0001", ANN)
    study.later(days=1)
    assert "Nobody" in words(study.say(ask.ShowLeaderboard("day"), ANN))
    assert names(study.say(ask.ShowLeaderboard("week"), ANN)) == ["Ann (you)"]
    study.later(days=7)
    assert "Nobody" in words(study.say(ask.ShowLeaderboard("week"), ANN))
    assert names(study.say(ask.ShowLeaderboard("month"), ANN)) == ["Ann (you)"]
    study.later(days=20)
    assert "Nobody" in words(study.say(ask.ShowLeaderboard("season"), ANN))
    assert names(study.say(ask.ShowLeaderboard("all"), ANN)) == ["Ann (you)"]


def test_scopes_are_group_channel_and_space(study: Study) -> None:
    elsewhere = caller("Eva", 2)
    study.answered("db.more.0001", ANN)
    study.answered("db.more.0002", elsewhere, group=2)
    for scope in ("group", "channel", "space"):
        assert names(study.say(ask.ShowLeaderboard("all", scope), ANN)) == ["Ann (you)"]
        assert names(study.say(ask.ShowLeaderboard("all", scope), elsewhere)) == ["Eva (you)"]
    direct = caller("Ann", direct=True)
    assert names(study.say(ask.ShowLeaderboard("all"), direct)) == ["Ann (you)"]
    assert names(study.say(ask.ShowLeaderboard("all", "space"), direct)) == ["Ann (you)"]
    assert study.say(ask.ShowLeaderboard("all", "channel"), direct).title == "No channel leaderboard here"
    assert study.say(ask.ShowLeaderboard("all", group=2), ANN).state == "refused"


def test_unknown_boards_are_named_and_the_way_back_is_there(study: Study) -> None:
    for wrong in (ask.ShowLeaderboard("decade"), ask.ShowLeaderboard(scope="world")):
        card = study.say(wrong, ANN)
        assert card.title == "There is no such leaderboard"
        assert pressed(card, "The group's leaderboard") == ask.ShowLeaderboard()
    assert study.say(ask.ShowLeaderboard(topic="cobol"), ANN).state == "refused"


def test_topics_have_their_own_boards(study: Study) -> None:
    first, second = study.daily("db.more.0001"), study.daily("py.single.0001")
    with study.changed() as connection:
        connection.execute(s.daily.update().where(s.daily.c.id == first).values(topic="db"))
        connection.execute(s.daily.update().where(s.daily.c.id == second).values(topic="py"))
    study.say(ask.Answer(first, "a", confirmed=True), ANN)
    study.say(ask.Answer(second, "a", confirmed=True), BOB)
    assert names(study.say(ask.ShowLeaderboard("week", topic="db"), ANN)) == ["Ann (you)"]
    assert names(study.say(ask.ShowLeaderboard("all", "space", topic="py"), ANN)) == ["Bob"]
    study.say(ask.SetVisibility("hidden"), BOB)
    assert "Nobody" in words(study.say(ask.ShowLeaderboard("all", topic="py"), ANN))
    assert "You are off the boards" in words(study.say(ask.ShowLeaderboard("all", topic="py"), BOB))


def test_who_hides_has_no_row_and_is_not_counted_but_sees_the_own_numbers(study: Study) -> None:
    play(study, "db.more.0001", (ANN, BOB, CEM, DEE))
    first = names(study.say(ask.ShowLeaderboard(), caller("Watcher")))[0]
    best = next(one for one in (ANN, BOB, CEM, DEE) if one.name == first)
    study.say(ask.SetVisibility("hidden"), best)
    shown = study.say(ask.ShowLeaderboard(), caller("Watcher"))
    assert first not in names(shown)
    assert {row[0] for row in table(shown).rows} == {"1"}
    assert "3 learners" in str(shown.blocks[-1])
    own = study.say(ask.ShowLeaderboard(), best)
    assert table(own).own is None
    assert "You are off the boards. Your own numbers: 15 points" in words(own)
    study.say(ask.SetVisibility("named"), best)
    assert names(study.say(ask.ShowLeaderboard(), caller("Watcher")))[0] == first


def test_an_anonymous_learner_keeps_a_number_and_no_name(study: Study) -> None:
    play(study, "db.more.0001", (ANN, BOB, CEM, DEE))
    study.say(ask.SetVisibility("anonymous"), ANN)
    before = names(study.say(ask.ShowLeaderboard(), BOB))
    study.say(ask.SetVisibility("anonymous"), CEM)
    after = names(study.say(ask.ShowLeaderboard(), BOB))
    assert [name for name in before if name.startswith("Learner ")] == ["Learner 1"]
    assert sorted(name for name in after if name.startswith("Learner ")) == ["Learner 1", "Learner 2"]
    assert after.index("Learner 1") == before.index("Learner 1")
    assert "Ann" not in words(study.say(ask.ShowLeaderboard("all", "space"), BOB))
    assert "Learner 1 (you)" in names(study.say(ask.ShowLeaderboard(), ANN))


def test_open_answers_have_their_own_column_and_no_points(study: Study) -> None:
    daily = study.daily("py.open.0001")
    study.say(ask.Answer(daily, "I did this.", confirmed=True), ANN)
    study.answered("db.more.0001", BOB)
    shown = table(study.say(ask.ShowLeaderboard(), ANN))
    assert shown.header[-1] == "Self-assessed"
    row = next(row for row in shown.rows if row[1] == "Ann (you)")
    assert row[2:] == ("0", "–", "1")
    assert next(row for row in shown.rows if row[1] == "Bob")[-1] == "–"
    study.say(ask.AssessAnswer(daily, "3 3"), ANN)
    row = next(row for row in table(study.say(ask.ShowLeaderboard(), ANN)).rows if row[1] == "Ann (you)")
    assert row[2:] == ("0", "–", "1 (100 %)")
    assert study.wrong_rows() == []


def test_a_carried_answer_counts_on_both_groups_boards_and_once_in_a_space(study: Study) -> None:
    with study.changed() as connection:
        connection.execute(s.channel.insert().values(id=9, space_id=1, key="D", group_id=2))
        connection.execute(s.channel.delete().where(s.channel.c.id == 2))
    study.answered("db.more.0002", ANN)  # makes Ann a member of group 1
    second = Caller(ANN.account, ANN.name, ANN.space, ANN.channel and ANN.channel._replace(key="D"), zone=ANN.zone)
    study.say(ask.JoinGroup(), second)
    one, other = study.daily("db.more.0001"), study.daily("db.more.0001", group=2)
    study.say(ask.DontKnow(one), ANN)
    boards = {row["board"]: row["attempts"] for row in study.rows(s.total) if row["board"].endswith("/a")}
    assert boards == {"g1/a": 2, "s1/a": 2, "g2/a": 1}
    assert len(study.rows(s.attempt, daily_id=other)) == 1
    assert study.wrong_rows() == []


def test_what_a_member_types_as_a_name_is_only_ever_a_cell(study: Study) -> None:
    nasty = caller("<@U1> *bold* `x`")
    study.answered("db.more.0001", nasty)
    assert names(study.say(ask.ShowLeaderboard(), ANN)) == ["<@U1> *bold* `x`"]
