"""Each format of the program's own bank, played to its end with what people type."""

from collections.abc import Iterator
from random import Random

import pytest

from bot import intents as ask
from bot.bank.bank import load
from bot.domain import question as q
from bot.store import round_tables as r
from bot.usecases.rounds import stage_of
from tests.usecases.mock import asked
from tests.usecases.study import Study, caller, words

ANN = caller("Ann")
BANK = load()


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    study.app.bank = BANK
    yield study
    study.close()


def typed(study: Study, item: int) -> str:
    """What somebody might type to this item; now and then it is even right."""
    row = study.rows(r.round_item, id=item)[0]
    question = BANK.questions[row["question_id"]]
    stage = stage_of(question, _Item(row["stage"]))  # type: ignore[arg-type]
    if stage is not None:
        return (
            f"{stage.numeric.value:g} {stage.numeric.unit}" if stage.numeric else "I did it, and in the end 12 % less."
        )
    match question:
        case q.Numeric():
            return f"{question.answer.value:g} {question.answer.unit}"
        case q.TrueFalse():
            return "T " * len(question.statements)
        case q.Order():
            return " ".join("abcdefgh"[: len(question.options)])
        case q.Match():
            return " ".join(f"{n}{'abcdefgh'[n - 1]}" for n in range(1, len(question.left) + 1))
        case q.Bug():
            return f"{question.answer.lines[0]} a"
        case q.Single() | q.Multi():
            return "a"
        case _:
            return "some words"


class _Item:
    def __init__(self, stage: str) -> None:
        self.stage = stage


def test_the_bank_has_the_formats_that_interviews_have() -> None:
    assert set(BANK.formats) == {
        "technical-screen", "coding", "system-design", "behavioural", "project-pitch", "mixed-loop",
    }  # fmt: skip
    assert len(BANK.formats["system-design"].phases) >= 5
    assert len(BANK.formats["mixed-loop"].phases) >= 5


def test_there_is_enough_to_tell_and_to_design() -> None:
    opens = [one for one in BANK.served() if isinstance(one, q.Open) and one.answer.stages]
    assert sum(one.topic == "sys" for one in opens) >= 8
    assert sum(one.topic == "beh" for one in opens) >= 12


@pytest.mark.parametrize("format", sorted(BANK.formats))
def test_a_format_is_played_to_its_end(study: Study, format: str) -> None:
    study.app.rng = Random(format)
    card = study.say(ask.StartRound(format), ANN)
    phases = [phase.title for phase in BANK.formats[format].phases]
    assert all(title in words(card) for title in phases)
    met = set()
    for _ in range(80):
        card = study.say(ask.NextItem(), ANN)
        if card.state_word != "asked":
            assert card.state_word == "break"
            met.add("Break")
            continue
        met.add(card.title.split(" · ")[0])
        shown = study.cards(ask.AnswerRound(asked(card), typed(study, asked(card))), ANN)
        assert shown[0].state in ("right", "partly", "wrong", "answered"), words(shown[0])
        if len(shown) > 1:
            break
    assert shown[1].state_word == "report"
    assert [row["state"] for row in study.rows(r.round_)] == ["ended"]
    asking = {phase.title for phase in BANK.formats[format].phases if {*phase.kinds} != {"sql", "kata"}}
    assert met == asking
    assert study.wrong_rows() == []


def test_a_story_round_shows_the_four_parts_and_what_is_missing(study: Study) -> None:
    study.say(ask.StartRound("behavioural"), ANN)
    card = study.say(ask.NextItem(), ANN)
    told = study.say(ask.AnswerRound(asked(card), "We had a problem and we mended it."), ANN)
    assert "told within two minutes: yes" in words(told)
    assert "a number: not found" in words(told)


def test_what_a_judge_would_have_to_run_is_left_out_and_said(study: Study) -> None:
    card = study.say(ask.StartRound("coding"), ANN)
    assert "Less than usual in: Write it." in words(card)
    assert "judge" in words(card)
