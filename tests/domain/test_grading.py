"""The table of the content standard, section 5, kind by kind, and the laws that hold for all."""

from fractions import Fraction
from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import errors
from bot.domain.grading import Mark, Verdict, grade, key_text
from bot.domain.reading import read
from bot.domain.response import (
    Assessed,
    DontKnow,
    Judged,
    Located,
    Paired,
    Picked,
    Response,
    Sequenced,
    Typed,
)
from tests.domain.answerable import KIND_FIELDS, criterion, entries, options, question, shown
from tests.every import every

MACHINE = [kind for kind in KIND_FIELDS if kind not in ("sql", "kata", "open")]


def score(kind: str, response: Response, **changes: object) -> float:
    return grade(question(kind, **changes), response).score


@every("kind", MACHINE)
def test_the_key_as_said_is_read_and_graded_right(kind: str) -> None:
    one = question(kind)
    for order in (shown(one), shown(one)[::-1]):
        verdict = grade(one, read(one, order, key_text(one, order)))
        assert (verdict.score, verdict.right) == (1.0, True)
        assert all(mark.ok for mark in verdict.marks)


def test_the_key_is_said_in_the_order_shown() -> None:
    said = {kind: key_text(question(kind), shown(question(kind))) for kind in KIND_FIELDS}
    assert said == {
        "single": "B", "multi": "C E", "true_false": "T F F T", "numeric": "426 s", "short": "serialization_failure",
        "order": "A C D B", "match": "1e 2d 3b 4a", "predict": "[]\n1 2\ndone", "sql": "SELECT 1", "kata": "pass",
        "bug": "3 5 B", "open": "I did.",
    }  # fmt: skip


def test_single_is_all_or_nothing() -> None:
    assert [score("single", Picked((name,))) for name in "pqrs"] == [0, 0, 1, 0]
    assert grade(question("single"), Picked(("p",))).marks == (Mark("pick", False, "p", "r"),)


def test_multi_takes_wrong_picks_off() -> None:
    """Keys p and r of five: TP/2 - FP/3."""
    expected = {"pr": 1, "p": Fraction(1, 2), "pq": Fraction(1, 6), "prq": Fraction(2, 3), "q": 0, "pqs": 0, "pqrst": 0}
    for picked, wanted in expected.items():
        assert score("multi", Picked(tuple(picked))) == pytest.approx(float(wanted))


@given(st.sampled_from([(5, 2), (5, 3), (6, 2), (6, 3), (6, 4)]))
@settings(max_examples=5, deadline=None)
def test_choosing_all_gives_nothing(shape: tuple[int, int]) -> None:
    count, keys = shape
    one = question("multi", options=options(count, "pqrstu"[:keys]))
    assert grade(one, Picked(tuple("pqrstu"[:count]))).score == 0


def test_true_false_pays_from_more_than_half() -> None:
    keys = {"w": True, "x": False, "y": False, "z": True}
    for flips in product([False, True], repeat=4):
        judged = {name: value is not flip for (name, value), flip in zip(keys.items(), flips, strict=True)}
        assert score("true_false", Judged(judged)) == max(0, 2 * (4 - sum(flips)) / 4 - 1)
    assert score("true_false", Judged({"w": True, "x": False, "y": False})) == 0.5


@every(
    ("text", "answer", "wanted"),
    [
        ("423", {}, 1), ("429", {}, 1), ("422.999", {}, 0), ("429.0001", {}, 0), ("7.1 min", {}, 1), ("7 min", {}, 0),
        ("426 ms", {}, 0), ("0.3", {"value": 0.3, "unit": "", "tolerance": {}}, 1),
        ("0.30000000000000004", {"value": 0.3, "unit": "", "tolerance": {}}, 0),
        ("0.1", {"value": 0.2, "unit": "", "tolerance": {"abs": 0.1}}, 1),
        ("99", {"value": 100, "tolerance": {"rel": 0.01}}, 1), ("98.99", {"value": 100, "tolerance": {"rel": 0.01}}, 0),
        ("-101", {"value": -100, "tolerance": {"rel": 0.01}}, 1),
        ("125", {"value": 250, "tolerance": {"factor": [2, 5]}}, 1),
        ("500", {"value": 250, "tolerance": {"factor": [2, 5]}}, 1),
        ("501", {"value": 250, "tolerance": {"factor": [2, 5]}}, 0.5),
        ("50", {"value": 250, "tolerance": {"factor": [2, 5]}}, 0.5),
        ("49.9", {"value": 250, "tolerance": {"factor": [2, 5]}}, 0),
        ("-250", {"value": 250, "tolerance": {"factor": [2, 5]}}, 0),
        ("0", {"value": 250, "tolerance": {"factor": [2, 5]}}, 0),
        ("0", {"value": 0, "tolerance": {"rel": 0.1}}, 1), ("1/3", {"value": 0.3333, "tolerance": {"rel": 0.001}}, 1),
    ],
)  # fmt: skip
def test_numbers_within_the_tolerance(text: str, answer: dict[str, object], wanted: float) -> None:
    assert score("numeric", Typed(text), answer=answer) == wanted


def test_a_number_is_marked_in_the_questions_unit() -> None:
    assert grade(question("numeric"), Typed("7 min")).marks == (Mark("text", False, "420 s", "426 s"),)


def test_order_counts_pairs() -> None:
    """Against a count of inversions: t = 1 - inversions/6."""
    for sequence in permutations("sqpr"):
        inversions = sum("sqpr".index(a) > "sqpr".index(b) for a, b in combinations(sequence, 2))
        assert score("order", Sequenced(sequence)) == pytest.approx(max(0, 1 - inversions / 3))


def test_order_leaves_ties_out() -> None:
    one = {"answer": {"ties": [["q", "p"]]}}
    assert score("order", Sequenced(tuple("spqr")), **one) == 1
    assert grade(question("order", **one), Sequenced(tuple("spqr"))).right
    assert score("order", Sequenced(tuple("psqr")), **one) == pytest.approx(3 / 5)
    assert [mark.ok for mark in grade(question("order", **one), Sequenced(tuple("psqr"))).marks] == [0, 0, 1, 1]


def test_match_is_corrected_for_chance() -> None:
    key = ["r1", "r2", "r4", "r5"]
    for chosen in permutations(["r1", "r2", "r3", "r4", "r5"], 4):
        right = sum(one == two for one, two in zip(key, chosen, strict=True))
        pairs = dict(zip(("l1", "l2", "l3", "l4"), chosen, strict=True))
        assert score("match", Paired(pairs)) == pytest.approx(max(0, (right / 4 - 1 / 5) / (4 / 5)))


@every(
    ("lines", "cause", "wanted"),
    [((3, 5), "c2", 1), ((3, 5), "c1", 0.5), ((3,), "c2", 0.5), ((3,), "c1", 0.25), ((3, 4), "c2", 1 / 3),
     ((1,), "c2", 0), ((1, 2, 3, 4, 5, 6, 7), "c2", 2 / 7), ((3, 5), None, 0.5)],
)  # fmt: skip
def test_a_bug_is_lines_times_cause(lines: tuple[int, ...], cause: str | None, wanted: float) -> None:
    assert score("bug", Located(lines, cause)) == pytest.approx(wanted)


def test_open_is_the_rubrics_score() -> None:
    verdict = grade(question("open"), Assessed("I did", levels={"setting": 3, "result": 2}))
    assert verdict == Verdict(7 / 9, False, (Mark("setting", True, "3", "3"), Mark("result", False, "2", "3")))
    assert grade(question("open"), Assessed("I did")).score == 0
    assert grade(question("open"), Assessed("I", levels={"setting": 3, "result": 3})).right


def test_a_staged_design_mixes_levels_and_a_number() -> None:
    stages = [
        {"id": "clarify", "prompt": "?", "rubric": [criterion("scope", 1)]},
        {"id": "estimate", "prompt": "?", "numeric": {"value": 250, "unit": "1/s", "tolerance": {"factor": [2, 5]}}},
        {"id": "model", "prompt": "?", "rubric": [criterion("scope", 2)]},
    ]
    one = question("open", answer={"rubric": [], "stages": stages})
    levels = {"clarify.scope": 3, "model.scope": 1}
    assert grade(one, Assessed(stages={"estimate": "1000/s"}, levels=levels)).score == pytest.approx(13 / 24)
    assert [mark.id for mark in grade(one, Assessed()).marks] == ["clarify.scope", "estimate", "model.scope"]


@every("kind", ["sql", "kata"])
def test_what_only_the_judge_can_grade(kind: str) -> None:
    one = question(kind)
    with pytest.raises(errors.NotJudged) as caught:
        grade(one, read(one, [], "SELECT 1"))
    assert caught.value.kind == kind
    assert grade(one, DontKnow()) == Verdict(0.0, False)
    with pytest.raises(errors.NotJudged):
        grade(question("bug"), Located((), fix="x = 1"))


RESPONSES: list[Response] = [
    DontKnow(), Picked(()), Picked(("gone",)), Picked(("p", "q", "gone")), Judged({}), Judged({"gone": True}),
    Typed(""), Typed("\x00\ud800"), Typed("1e999"), Typed("9" * 4000), Sequenced(()), Sequenced(("gone",)),
    Sequenced(tuple("ssss")), Sequenced(tuple("pqrstuv")), Paired({}), Paired({"gone": "r1", "l1": "gone"}),
    Located(()), Located((99,), "gone"),
    Assessed(), Assessed("x", {"gone": "1"}, {"gone": 9, "setting": -4, "result": 99}),
]  # fmt: skip


@every("kind", [*MACHINE, "open"])
def test_a_response_to_another_revision_is_graded_and_stays_within_bounds(kind: str) -> None:
    for response in RESPONSES:
        verdict = grade(question(kind), response)
        assert 0 <= verdict.score <= 1
        assert verdict.right == (verdict.score == 1)


@every(
    ("kind", "changes"),
    [("single", {"options": []}), ("multi", {"options": options(3)}), ("multi", {"options": options(3, "pqr")}),
     ("true_false", {"statements": []}), ("order", {"answer": {"sequence": []}}), ("match", {"right": []}),
     ("match", {"right": entries("r1"), "left": entries("l1")}), ("bug", {"answer": {"lines": []}}),
     ("numeric", {"answer": {"value": float("inf")}}), ("numeric", {"answer": {"value": float("nan")}}),
     ("short", {"answer": {"accept": []}}), ("short", {"answer": {"accept": [], "regex": "("}}),
     ("predict", {"answer": {"stdout": None}}), ("open", {"answer": {"rubric": []}})],
)  # fmt: skip
def test_a_broken_key_never_breaks_grading(kind: str, changes: dict[str, object]) -> None:
    one = question(kind, **changes)
    for response in RESPONSES:
        assert 0 <= grade(one, response).score <= 1
    assert isinstance(key_text(one, shown(one)), str)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([*MACHINE, "open"]), st.data())
def test_whatever_is_readable_is_gradable_within_bounds(kind: str, data: st.DataObject) -> None:
    one = question(kind)
    said = data.draw(st.text("abcdef123456 ,tfs.%me-\n", max_size=12) | st.text(max_size=12))
    try:
        response = read(one, shown(one), said)
    except errors.Unreadable:
        return
    verdict = grade(one, response)
    assert 0 <= verdict.score <= 1
    assert verdict.right == (verdict.score == 1)
