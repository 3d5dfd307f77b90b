"""Linking two accounts: agreed on both sides, guessed by nobody, and undone without a trace."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot import intents as ask
from bot.domain.shuffle import shuffled
from bot.refs import Caller
from bot.store import schema as s
from bot.usecases.linking import ALPHABET
from bot.usecases.rebuild import rebuild_learner
from tests.usecases.study import Study, caller, words

ANN, ALSO_ANN, BOB = caller("Ann"), caller("ann-elsewhere", 3), caller("Bob")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    yield study
    study.close()


def code_of(study: Study, who: Caller) -> str:
    shown = words(study.say(ask.StartLink(), who))
    return shown.split("`")[1]


def link(study: Study, first: Caller, second: Caller) -> None:
    code = code_of(study, first)
    assert study.say(ask.RedeemLink(code), second).title == "Are both accounts you?"
    assert study.say(ask.ConfirmLink(code), second).title == "Agreed on this side"
    assert study.say(ask.ConfirmLink(code), first).title == "Your accounts are linked"
    assert study.wrong_rows() == []


def derived(study: Study) -> dict[str, list[Any]]:
    """Everything that follows from the facts, without the instants at which it was last looked at."""
    streaks = [{**row, "checked_at": 0} for row in study.rows(s.streak)]
    return {
        "filled": study.rows(s.filled_day), "streak": streaks, "ledger": study.rows(s.ledger),
        "total": study.rows(s.total), "member": study.rows(s.member),
    }  # fmt: skip


def test_a_code_is_easy_to_read(study: Study) -> None:
    code = code_of(study, ANN)
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01ILO5S")


def test_both_sides_agree_in_either_order(study: Study) -> None:
    code = code_of(study, ANN)
    assert study.say(ask.ConfirmLink(code), ANN).title == "The code waits for your other account"
    assert "Ann" in words(study.say(ask.RedeemLink(f" {code.lower()[:4]}-{code[4:]} "), ALSO_ANN))
    assert study.learner_of(ANN) != study.learner_of(ALSO_ANN)
    assert study.say(ask.ConfirmLink(code), ANN).title == "Agreed on this side"
    assert study.say(ask.ConfirmLink(code), ANN).title == "Agreed on this side"
    assert study.learner_of(ANN) != study.learner_of(ALSO_ANN)
    assert study.say(ask.ConfirmLink(code), ALSO_ANN).title == "Your accounts are linked"
    assert study.learner_of(ANN) == study.learner_of(ALSO_ANN)


def test_nobody_else_agrees_or_takes_over_a_code(study: Study) -> None:
    code = code_of(study, ANN)
    study.say(ask.RedeemLink(code), ALSO_ANN)
    for intent in (ask.RedeemLink(code), ask.ConfirmLink(code)):
        assert study.say(intent, BOB).title == "That code does not open anything"
    study.say(ask.ConfirmLink(code), ANN)
    assert study.learner_of(BOB) not in (study.learner_of(ANN), study.learner_of(ALSO_ANN))


def test_used_expired_and_unknown_codes_look_the_same(study: Study) -> None:
    used = code_of(study, ANN)
    study.say(ask.RedeemLink(used), ALSO_ANN)
    study.say(ask.ConfirmLink(used), ALSO_ANN)
    study.say(ask.ConfirmLink(used), ANN)
    replaced = code_of(study, ANN)
    expired = code_of(study, ANN)
    unknown = study.say(ask.RedeemLink("ABCDEFGH"), BOB)
    assert study.say(ask.RedeemLink(used), BOB) == unknown
    assert study.say(ask.RedeemLink(replaced), BOB) == unknown
    study.later(minutes=10)
    assert study.say(ask.RedeemLink(expired), BOB) == unknown


def test_after_five_wrong_tries_even_the_right_code_waits(study: Study) -> None:
    code = code_of(study, ANN)
    for _ in range(5):
        study.say(ask.RedeemLink("ABCDEFGH"), BOB)
    assert study.say(ask.RedeemLink(code), BOB).title == "That code does not open anything"
    assert study.say(ask.RedeemLink(code), ALSO_ANN).title == "Are both accounts you?"
    study.later(minutes=11)
    assert study.say(ask.RedeemLink(code_of(study, ANN)), BOB).title == "Are both accounts you?"


def test_an_account_is_not_linked_to_itself_or_twice(study: Study) -> None:
    assert study.say(ask.RedeemLink(code_of(study, ANN)), ANN).title == "That is this same account"
    link(study, ANN, ALSO_ANN)
    assert study.say(ask.RedeemLink(code_of(study, ANN)), ALSO_ANN).title == "These accounts are one already"


def test_one_history_and_the_older_ones_settings(study: Study) -> None:
    study.say(ask.SetZone("Europe/Berlin"), ANN)
    study.later(minutes=1)
    study.say(ask.SetZone("America/New_York"), ALSO_ANN)
    study.answered("db.more.0001", ANN)
    study.later(days=1)
    study.answered("db.more.0002", ALSO_ANN, group=3)
    link(study, ALSO_ANN, ANN)
    for who in (ANN, ALSO_ANN):
        shown = words(study.say(ask.ShowSettings(), who))
        assert "Time zone: Europe/Berlin" in shown
        assert "Accounts: 2" in shown
        assert "group 1 and group 3" in shown
    study.later(days=1)
    assert "Streak: 3 days" in words(study.say(ask.Answer(study.daily("db.more.0003", 3), "a"), ALSO_ANN))


def test_the_same_daily_answered_twice_counts_once(study: Study) -> None:
    both = caller("Ann", 2)
    daily = study.answered("db.more.0001", ANN, "a")
    study.say(ask.JoinGroup(), both)
    study.later(minutes=5)
    other = Caller(both.account, "Ann two", ANN.space, ANN.channel, zone="Europe/Berlin")
    study.say(ask.Answer(daily, "b"), other)
    link(study, ANN, other)
    assert len(study.rows(s.filled_day)) == 1
    assert all(row["attempts"] == 1 for row in study.rows(s.total))
    assert study.say(ask.ShowResult(daily), other) == study.say(ask.ShowResult(daily), ANN)


def test_hints_of_one_account_are_hints_of_the_other(study: Study) -> None:
    daily = study.daily("db.hinted.0001")
    other = Caller(ALSO_ANN.account, "Ann two", ANN.space, ANN.channel, zone="Europe/Berlin")
    study.say(ask.JoinGroup(), ANN)
    study.later(minutes=1)
    for _ in range(2):
        study.say(ask.TakeHint(daily), other)
    link(study, ANN, other)
    study.say(ask.Answer(daily, "a"), ANN)
    assert study.rows(s.attempt)[0]["hints"] == 2


def test_unlinking_gives_each_its_own_back(study: Study) -> None:
    for who, group in ((ANN, 1), (ALSO_ANN, 3)):
        study.answered("db.more.0001", who, group=group)
        study.later(hours=1)
    study.later(days=1)
    study.answered("db.more.0002", ALSO_ANN, group=3)
    before = derived(study)
    link(study, ANN, ALSO_ANN)
    assert derived(study) != before
    assert study.say(ask.Unlink(), ANN).title == "Unlink?"
    assert study.learner_of(ANN) == study.learner_of(ALSO_ANN)
    assert "ann-elsewhere" in words(study.say(ask.Unlink(confirmed=True), ANN))
    assert derived(study) == before
    assert study.wrong_rows() == []
    assert study.say(ask.Unlink(), ANN).title == "There is nothing to unlink"


def test_an_answer_given_while_linked_goes_with_its_account(study: Study) -> None:
    study.answered("db.more.0001", ANN)
    study.later(days=1)
    link(study, ANN, ALSO_ANN)
    study.answered("db.more.0002", ALSO_ANN, group=3)
    study.later(days=1)
    study.say(ask.Unlink(confirmed=True), ALSO_ANN)
    assert [row["study_day"] for row in study.rows(s.filled_day, learner_id=study.learner_of(ALSO_ANN))] == [
        "2026-11-19"
    ]
    assert [row["study_day"] for row in study.rows(s.filled_day, learner_id=study.learner_of(ANN))] == ["2026-11-18"]


def test_what_a_link_leaves_is_what_the_facts_say(study: Study) -> None:
    study.answered("db.more.0001", ANN)
    study.answered("db.more.0001", ALSO_ANN, group=3)
    link(study, ANN, ALSO_ANN)
    before = derived(study)
    for learner in {row["learner_id"] for row in study.rows(s.account)}:
        study.writer.submit(lambda tx, learner=learner: rebuild_learner(learner, study.app.ports(tx))).result()
    assert derived(study) == before


def test_keys_seen_while_linked_bring_no_points_after_unlinking(study: Study) -> None:
    """Or a second account would be a look at the key before the answer."""
    other = Caller(ALSO_ANN.account, "Ann two", ANN.space, ANN.channel, zone="Europe/Berlin")
    daily = study.answered("db.more.0001", ANN, "b")
    link(study, ANN, other)
    assert "The key: " in words(study.say(ask.ShowResult(daily), other))
    study.say(ask.Unlink(confirmed=True), other)
    question = study.app.bank.questions["db.more.0001"]
    key = next(letter for letter in "abcd" if is_right(study, daily, letter, question))
    study.later(minutes=1)
    card = study.say(ask.Answer(daily, key), other)
    assert card.state == "right"
    assert "No points" in words(card)
    assert all(row["points"] == 0 for row in study.rows(s.total, learner_id=study.learner_of(other)))
    assert study.wrong_rows() == []


def is_right(study: Study, daily: int, letter: str, question: Any) -> bool:
    """Whether the choice of that letter is right as this daily shows it."""
    right = next(option.id for option in question.options if option.correct)
    return shuffled(question, f"d{daily}")["abcd".index(letter)] == right
