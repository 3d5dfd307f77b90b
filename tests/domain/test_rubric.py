"""Rubric scores, a form's levels and the checklist of evidence."""

import pytest

from bot.domain import errors
from bot.domain.question import Open, Stage
from bot.domain.rubric import Tick, assess, criteria, evidence, score, stage_score
from tests.domain.answerable import criterion, question


@pytest.fixture
def staged() -> Open:
    stages = [
        {"id": "clarify", "prompt": "?", "rubric": [criterion("scope", 1), criterion("load", 3)]},
        {"id": "estimate", "prompt": "?", "numeric": {"value": 250, "unit": "1/s", "tolerance": {"factor": [2, 5]}}},
    ]
    return question("open", answer={"rubric": [], "stages": stages})


def test_the_score_weighs_levels() -> None:
    rubric = question("open").answer.rubric
    assert score(rubric, {"setting": 3, "result": 3}) == 1
    assert score(rubric, {"setting": 3, "result": 0}) == pytest.approx(1 / 3)
    assert score(rubric, {"result": 1}) == pytest.approx(2 / 9)
    assert score(rubric, {"result": 7, "setting": -1}) == pytest.approx(2 / 3)
    assert score((), {}) == 0


def test_a_stage_is_scored_by_people_or_by_machine(staged: Open) -> None:
    clarify, estimate = staged.answer.stages
    assert stage_score(clarify, {"scope": 3, "load": 1}) == pytest.approx(1 / 2)
    assert [stage_score(estimate, {}, text) for text in ("250", "15k per min", "1000/s", "2000", "", "many")] == [
        1, 1, 0.5, 0, 0, 0,
    ]  # fmt: skip
    assert stage_score(Stage(id="empty", prompt="?"), {}) == 0


def test_levels_come_from_a_form_all_of_them(staged: Open) -> None:
    assert assess(question("open").answer, {"setting": "2", "result": 0, "other": "9"}) == {"setting": 2, "result": 0}
    assert list(criteria(staged.answer)) == ["clarify.scope", "clarify.load"]
    assert assess(staged.answer, {"clarify.scope": "3", "clarify.load": " 1 "}) == {
        "clarify.scope": 3,
        "clarify.load": 1,
    }


@pytest.mark.parametrize("said", ["4", "-1", "", "two", "1.5", "²", "\ud800", "٢"])
def test_a_level_is_0_to_3(said: str) -> None:
    with pytest.raises(errors.NotALevel) as caught:
        assess(question("open").answer, {"setting": "2", "result": said})
    assert (caught.value.criterion, caught.value.said) == ("result", said)


WANTED = ("number", "first-person", "result-stated")


@pytest.mark.parametrize(
    ("text", "found"),
    [("I cut it from 40 to 6 minutes.", "111"), ("The import took forty days.", "000"), ("We tried twice.", "100"),
     ("The outage was fixed.", "001"), ("Icy weather, weird usage", "000"), ("I’m sure", "010"), ("", "000"),
     ("We met, we voted, and I wrote it", "000"), ("We met, and I wrote it", "010"), ("Result: none", "000"),
     ("Errors dropped by half", "101"), ("\x00\ud800" * 2000, "000")],
)  # fmt: skip
def test_evidence_is_ticked_where_a_trace_is_found(text: str, found: str) -> None:
    assert "".join(str(int(tick.found)) for tick in evidence(WANTED, text)) == found


def test_evidence_that_nobody_can_look_for_stays_unticked() -> None:
    assert evidence(("charm",), "I have charm") == (Tick("charm", False),)
