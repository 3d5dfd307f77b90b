"""Code in rounds: run by the real judge, tried again, given up; nothing of a hidden test is told."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.app.judging import Judging
from bot.bank.bank import Bank
from bot.domain.format import read_format
from bot.judge.sandbox import Sandbox
from bot.store import round_tables as r
from bot.store import schema as s
from bot.view.card import Card
from tests.usecases.mock import asked, phase
from tests.usecases.study import Study, caller, pressed, words
from tests.usecases.test_runs import KATA, RIGHT, SQL, WRONG

ANN = caller("Ann")
CODING = read_format(
    {
        "id": "coding",
        "title": "Coding",
        "about": "Code.",
        "phases": [phase("write", 20, kinds=["sql", "kata"], count=2)],
    }
)


@pytest.fixture(scope="module")
def judge() -> Iterator[Sandbox]:
    made = Sandbox(wrap=False)
    yield made
    made.close()


@pytest.fixture
def study(stored_url: str, judge: Sandbox) -> Iterator[Study]:
    study = Study(stored_url)
    study.app.bank = Bank((KATA, SQL), (CODING,))
    study.app.judging = Judging(judge, study.writer, study.app.ports, study.app.bank)
    yield study
    study.app.close()
    study.close()


def until_kata(study: Study) -> Card:
    """Begin a round, and skip to its kata."""
    card = study.say(pressed(study.say(ask.StartRound("coding"), ANN), "Begin"), ANN)
    while study.rows(r.round_item, id=asked(card))[0]["question_id"] != KATA.id:
        study.say(ask.PassItem(asked(card)), ANN)
        card = study.say(ask.NextItem(), ANN)
    return card


def test_code_is_tried_until_all_tests_pass(study: Study) -> None:
    item = asked(until_kata(study))
    tried = study.say(ask.AnswerRound(item, WRONG), ANN)
    assert "of 3 tests passed" in tried.title
    assert "double([-3])" not in words(tried), "a hidden test stays hidden"
    assert study.rows(r.round_answer, item_id=item) == []
    right = study.say(ask.AnswerRound(item, RIGHT), ANN)
    assert right.state == "right"
    assert study.say(ask.AnswerRound(item, WRONG), ANN).state == "right", "the first pass is final"
    assert [row["score"] for row in study.rows(r.round_answer, item_id=item)] == [1.0]
    attempt = study.rows(s.attempt, question_id=KATA.id)
    assert [row["source"] for row in attempt] == ["round"]
    assert study.wrong_rows() == []


def test_giving_up_shows_the_key(study: Study) -> None:
    card = until_kata(study)
    shown = study.cards(ask.PassItem(asked(card)), ANN)[0]
    assert "You said that you don't know" in words(shown)


def test_code_that_comes_too_late_is_given_back(study: Study) -> None:
    item = asked(until_kata(study))
    study.later(minutes=21)
    late = study.say(ask.AnswerRound(item, RIGHT), ANN)
    assert late.title == "The time was up"
    assert "def double" in words(late)


def test_without_a_judge_such_questions_are_left_out(study: Study) -> None:
    study.app.judging = None
    assert study.say(ask.StartRound("coding"), ANN).title == "Nothing to ask"
