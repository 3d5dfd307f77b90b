"""The bank's own sql, kata and bug questions through the judge: references pass, mutants do not."""

import pytest
from msgspec.structs import replace

from bot.bank.bank import CONTENT_ROOT, read_files
from bot.bank.compile import compile_files
from bot.bank.proof.bench import Refuted
from bot.bank.proof.judged import features, judged
from bot.domain.question import PYTHON_FEATURES, Bug, Kata, Sql, needs_of
from bot.judge.sandbox import Sandbox
from bot.usecases.to_judge import mended, to_judge

ITEMS, _ = compile_files(read_files(CONTENT_ROOT))
LIVE = [item.question for item in ITEMS if item.question is not None and item.question.status == "live"]
CODED = [question for question in LIVE if isinstance(question, Sql | Kata | Bug)]
KATA = next(question for question in CODED if isinstance(question, Kata))
SQL = next(question for question in CODED if isinstance(question, Sql))
BUG = next(question for question in CODED if isinstance(question, Bug) and to_judge(question, "") is not None)


def test_every_live_question_with_code_is_judged_right(judge: Sandbox) -> None:
    assert {question.kind for question in CODED} == {"sql", "kata", "bug"}
    assert all(judged(judge, question) for question in CODED)


@pytest.mark.parametrize("question", [KATA, SQL], ids=["kata", "sql"])
def test_a_mutant_that_passes_refutes_the_proof(judge: Sandbox, question: Kata | Sql) -> None:
    spoilt = replace(question, answer=replace(question.answer, mutants=(question.answer.reference,)))
    with pytest.raises(Refuted, match="passes mutant 1"):
        judged(judge, spoilt)


@pytest.mark.parametrize("question", [KATA, SQL], ids=["kata", "sql"])
def test_a_reference_that_fails_refutes_the_proof(judge: Sandbox, question: Kata | Sql) -> None:
    spoilt = replace(question, answer=replace(question.answer, reference="nonsense!"))
    with pytest.raises((Refuted, SyntaxError)):
        judged(judge, spoilt)


def test_a_bug_is_mended_by_the_key_alone(judge: Sandbox) -> None:
    task = to_judge(BUG, mended(BUG))
    assert task is not None
    assert judge.run(*task).full
    assert BUG.code is not None
    spoilt = replace(BUG, answer=replace(BUG.answer, fixed={}))
    with pytest.raises(Refuted, match="fails the reference"):
        judged(judge, spoilt)


def test_a_feature_that_is_not_declared_refutes_the_proof(judge: Sandbox) -> None:
    source = "import heapq\n" + KATA.answer.reference
    spoilt = replace(KATA, answer=replace(KATA.answer, reference=source))
    with pytest.raises(Refuted, match=r"needs heapq: name them in `answer.needs`"):
        judged(judge, spoilt)
    declared = replace(KATA, answer=replace(KATA.answer, reference=source, needs=("heapq",)))
    assert judged(judge, declared)
    assert "kata:heapq" in needs_of(declared)


def test_features_are_found() -> None:
    source = (
        "import heapq, string\nfrom enum import Enum\nclass A(dict):\n    @property\n    def x(self): yield 1\n"
        "    @classmethod\n    def y(cls): pass\n    def __len__(self): return 1\n"
    )
    assert features(source) == set(PYTHON_FEATURES)
    assert features("class A:\n    def __init__(self): self.x = [n for n in (1, 2)]\n") == set()
