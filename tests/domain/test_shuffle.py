"""The order shown in a post: the same for every place and process, fair over seeds, natural where it must be."""

import subprocess
import sys
from collections import Counter
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import Question
from bot.domain.shuffle import movable, shuffled
from tests.bank.samples import KINDS, sample

PARTS = {"single": "abcd", "multi": "abcde", "true_false": "pqrs", "order": "abcd", "bug": "abc"}


def changed(kind: str, **changes: object) -> Question:
    return msgspec.convert(sample(kind, **changes), Question, strict=False)


question = {kind: changed(kind) for kind in KINDS}.__getitem__
"""The sample of a kind: a value that cannot change, so it is made once."""


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_part_is_shown_once(seed: str) -> None:
    for kind in KINDS:
        assert sorted(shuffled(question(kind), seed)) == sorted(PARTS.get(kind, movable(question(kind)))), kind


@pytest.mark.parametrize("kind", ["numeric", "short", "predict", "sql", "kata", "open"])
def test_kinds_without_parts_have_no_order(kind: str) -> None:
    assert shuffled(question(kind), "d1") == ()


def test_another_process_with_another_hash_seed_shows_the_same() -> None:
    # What the other process imports is kept small: it does not need the tests' own libraries.
    program = (
        "import msgspec\n"
        "from bot.domain.question import Question\n"
        "from bot.domain.shuffle import shuffled\n"
        "from tests.bank.samples import KINDS, sample\n"
        "asked = {kind: msgspec.convert(sample(kind), Question, strict=False) for kind in KINDS}\n"
        "print([shuffled(asked[kind], str(n)) for kind in KINDS for n in range(5)])"
    )
    here = str([shuffled(question(kind), str(n)) for kind in KINDS for n in range(5)])
    root = Path(__file__).parents[2]
    others = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed}, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]  # fmt: skip
    for other in others:
        said, complaint = other.communicate()
        assert other.returncode == 0, complaint
        assert said.strip() == here


def test_the_order_written_down_once_stays() -> None:
    assert shuffled(question("single"), "daily-1") == ("b", "c", "d", "a")


def test_the_order_of_the_file_has_no_weight() -> None:
    turned = changed("single", options=sample()["options"][::-1])
    assert all(shuffled(turned, str(seed)) == shuffled(question("single"), str(seed)) for seed in range(50))


def test_a_natural_order_is_shown_as_written() -> None:
    assert {shuffled(question("match"), str(seed)) for seed in range(20)} == {("r1", "r2", "r3", "r4", "r5")}
    assert {shuffled(changed("single", shuffle="natural"), str(seed)) for seed in range(20)} == {tuple("abcd")}


def test_over_many_seeds_every_order_comes_about_as_often() -> None:
    counts = Counter(shuffled(question("bug"), str(seed)) for seed in range(6000))
    assert set(counts) == set(permutations("abc"))
    assert all(850 <= count <= 1150 for count in counts.values())


def test_two_questions_of_one_seed_are_shuffled_apart() -> None:
    orders = {shuffled(changed("single", id=f"py.classes.{n:04}"), "round-1") for n in range(200)}
    assert len(orders) == 24
