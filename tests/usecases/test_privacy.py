"""A learner's own data: all of it in the export, none of it after the deletion."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import insert, select

from bot import intents as ask
from bot.store import schema as s
from tests.usecases.study import Study, caller, pressed, words
from tests.usecases.test_linking import link

ANN, BOB = caller("Ann"), caller("Bob")
SECRET = "my very own words"


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    yield study
    study.close()


def lived_in(study: Study) -> None:
    """Ann has used everything that stores something about her; Bob a little."""
    study.say(ask.SetZone("Europe/Paris"), ANN)
    study.answered("py.short.0001", ANN, SECRET)
    study.say(ask.ReportQuestion("", SECRET), ANN)
    study.later(days=1)
    study.answered("py.open.0001", ANN, SECRET)
    study.later(days=1)
    daily = study.daily("db.hinted.0001")
    study.say(ask.TakeHint(daily), ANN)
    study.say(ask.Answer(daily, "a"), ANN)
    study.say(ask.Answer(daily, "b"), BOB)
    study.say(ask.Practise("db.more.0003"), ANN)
    study.say(ask.SetReminder("18:00"), ANN)
    study.say(ask.StartLink(), ANN)


def everything(study: Study) -> str:
    """Every value in every table, as text."""
    with study.changed() as c:
        return "\n".join(
            f"{table.name}: {tuple(row)}" for table in s.metadata.sorted_tables for row in c.execute(select(table))
        )


def test_the_export_holds_everything(study: Study) -> None:
    lived_in(study)
    card = study.say(ask.ExportData(), ANN)
    assert card.attachment is not None
    name, text = card.attachment
    assert name == "quorum-2026-11-20.json"
    data = json.loads(text)
    assert [account["name"] for account in data["accounts"]] == ["Ann"]
    assert [json.loads(attempt["response"]).get("text") for attempt in data["attempts"]] == [SECRET, SECRET, None]
    assert data["reports"][0]["reason"] == SECRET
    assert [row["value"] for row in data["settings"] if row["name"] == "zone"][-1] == "Europe/Paris"
    assert data["memberships"][0]["group"] == "group 1"
    assert data["streak_ledger"]
    assert data["hints"]
    assert data["attempts"][0]["at"].startswith("2026-11-18T09:00:00")
    assert "Bob" not in text


def test_deletion_asks_first_and_says_what_stays(study: Study) -> None:
    lived_in(study)
    before = everything(study)
    card = study.say(ask.DeleteData(), ANN)
    assert "This stays" in words(card)
    assert "Answers: 3" in words(card)
    assert everything(study) == before
    assert pressed(card, "Delete for good") == ask.DeleteData(confirmed=True)


def test_deletion_leaves_nothing_that_tells_who_it_was(study: Study) -> None:
    lived_in(study)
    learner = study.learner_of(ANN)
    boss = study.rows(s.account, name="Bob")[0]["id"]
    with study.changed() as c:
        c.execute(insert(s.group_admin).values(group_id=1, account_id=boss, since=0))
    study.say(ask.AddAdmin(person="Ann"), BOB)
    assert [row["detail"] for row in study.rows(s.group_log, what="admin")] == ["Ann"]
    bob = study.rows(s.attempt, learner_id=study.learner_of(BOB))
    assert study.say(ask.DeleteData(confirmed=True), ANN).title == "Your data is deleted"
    assert study.wrong_rows() == []
    left = everything(study)
    for trace in ("Ann", "'ann'", SECRET, str(learner)):
        assert trace not in left, trace
    assert study.rows(s.attempt, learner_id=study.learner_of(BOB)) == bob
    assert len(study.rows(s.attempt)) == 4
    assert all(row["shown"] == 0 for row in study.rows(s.total) if row["learner_id"] != study.learner_of(BOB))
    assert study.rows(s.agenda, what="reminder") == []
    assert study.rows(s.member, active=1) == study.rows(s.member, learner_id=study.learner_of(BOB))


def test_who_comes_back_is_somebody_new(study: Study) -> None:
    lived_in(study)
    study.say(ask.DeleteData(confirmed=True), ANN)
    assert study.say(ask.ShowHistory(), ANN).title == "No history yet"
    assert "Time zone: Europe/Berlin" in words(study.say(ask.ShowSettings(), ANN))
    cards = study.cards(ask.Answer(study.daily("db.more.0005"), "a"), ANN)
    assert "Streak: 1 day" in words(cards[0])
    assert cards[1].title == "Welcome to Quorum"


def test_linked_accounts_go_together(study: Study) -> None:
    other = caller("Ann2", 3)
    study.answered("db.more.0001", ANN)
    study.later(minutes=1)
    study.answered("db.more.0002", other, group=3)
    learners = {study.learner_of(ANN), study.learner_of(other)}
    link(study, ANN, other)
    study.say(ask.DeleteData(confirmed=True), other)
    assert study.wrong_rows() == []
    left = everything(study)
    for trace in ("Ann", "'ann", *map(str, learners)):
        assert trace not in left, trace
    assert len({row["learner_id"] for row in study.rows(s.account)}) == 1
    study.say(ask.ShowSettings(), ANN)
    assert study.learner_of(ANN) not in learners
