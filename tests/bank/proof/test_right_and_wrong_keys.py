"""Every right key of the small bank is proved, and a wrong one planted into each kind fails."""

import msgspec
import pytest

from bot.bank.proof import Failure, prove_all
from bot.bank.proof.runtimes import find
from bot.domain.question import Tolerance
from tests.bank.proof.conftest import BANK, Changed, absent, here

RUN = [id for id, question in BANK.items() if question.verify.level.startswith("executed") or question.verify.check]


def with_key(id: str, *keys: str) -> tuple[object, ...]:
    return tuple(msgspec.structs.replace(option, correct=option.id in keys) for option in BANK[id].options)


def with_values(id: str, *true: str) -> tuple[object, ...]:
    return tuple(msgspec.structs.replace(each, value=each.id in true) for each in BANK[id].statements)


@pytest.mark.parametrize(
    ("id", "parts"), [("sql.proofs.0001", "options"), ("py.proofs.0001", "options"), ("os.proofs.0001", "statements")]
)
def test_the_order_of_the_parts_does_not_matter(proof_of: Changed, id: str, parts: str) -> None:
    assert proof_of(id, **{parts: getattr(BANK[id], parts)[::-1]}) is None


WRONG = [
    ("sql.proofs.0001", {"options": with_key("sql.proofs.0001", "a")}),
    ("sql.proofs.0001", {"options": with_key("sql.proofs.0001", "c")}),
    ("py.proofs.0001", {"options": with_key("py.proofs.0001", "a")}),
    ("py.proofs.0001", {"options": with_key("py.proofs.0001", "a", "c", "e")}),
    ("os.proofs.0001", {"statements": with_values("os.proofs.0001", "a", "b", "d")}),
    ("os.proofs.0001", {"statements": with_values("os.proofs.0001", "a", "c", "d")}),
    ("obs.proofs.0001", {"answer__value": 125.0}),
    ("obs.proofs.0001", {"answer__value": 120.01, "answer__tolerance": Tolerance()}),
    ("db.proofs.0001", {"answer__accept": ("40001",)}),
    ("db.proofs.0001", {"answer__reject": ("40p01",)}),
    ("js.proofs.0001", {"answer__sequence": ("b", "a", "c")}),
    ("net.proofs.0001", {"answer__pairs": {"l1": "r1", "l2": "r2", "l3": "r3"}}),
    ("py.proofs.0002", {"answer__stdout": "2 __main__\n['b', 'a']"}),
    ("os.proofs.0002", {"answer__stdout": "one"}),
    ("os.proofs.0002", {"answer__stream": "out"}),
    ("js.proofs.0002", {"answer__accept_error": "ReferenceError"}),
    ("js.proofs.0002", {"answer__accept_error": None, "answer__stdout": "2"}),
    ("py.proofs.0003", {"answer__accept_error": "IndexError"}),
    ("sql.proofs.0002", {"answer__reference": "SELECT made, max(minutes) FROM film GROUP BY made HAVING 1 = 1 / 0"}),
    ("sql.proofs.0003", {"answer__reference": BANK["sql.proofs.0003"].answer.mutants[0]}),
    ("dsa.proofs.0001", {"answer__tests_hidden": ("run([]) == 1",)}),
    ("dsa.proofs.0002", {"answer__lines": (2,)}),
    ("dsa.proofs.0002", {"answer__fixed": {3: "    return total // 1 // len(items)"}}),
    ("js.proofs.0003", {"answer__fixed": {2: "  return xs.slice().sort((a, b) => b - a);"}}),
    ("sys.proofs.0001", {"verify__check": "out({'size': 21.9})"}),
    ("sys.proofs.0001", {"verify__check": "out({'trade-off': 2190})"}),
]


@pytest.mark.parametrize(("id", "changes"), WRONG)
def test_a_wrong_key_fails(proof_of: Changed, id: str, changes: dict[str, object]) -> None:
    outcome = proof_of(id, **changes)
    assert isinstance(outcome, Failure), changes
    assert outcome.id == id
    assert not outcome.slow


def test_code_that_was_never_wrong_is_no_bug(proof_of: Changed) -> None:
    outcome = proof_of("dsa.proofs.0002", answer__tests=("mean([4]) == 4",))
    assert isinstance(outcome, Failure)
    assert "no test fails" in outcome.reason
    assert outcome.code == "L37"


@pytest.mark.parametrize(
    ("id", "name"),
    [("sql.proofs.0002", "reference"), ("sql.proofs.0003", "reference"), ("dsa.proofs.0001", "reference")],
)
def test_a_mutant_that_survives_fails_the_proof(proof_of: Changed, id: str, name: str) -> None:
    answer = BANK[id].answer
    outcome = proof_of(id, answer__mutants=(*answer.mutants, getattr(answer, name)))
    assert isinstance(outcome, Failure)
    assert "mutant 3 survives" in outcome.reason
    assert outcome.code == "L37"


def test_engines_that_disagree_fail_the_proof(proof_of: Changed) -> None:
    outcome = proof_of(
        "sql.proofs.0002", answer__reference="SELECT made, sum(minutes) / 2 || '' FROM film GROUP BY made"
    )
    assert outcome is None
    outcome = proof_of("sql.proofs.0002", answer__reference="SELECT made, 'a' LIKE 'A' FROM film GROUP BY made")
    assert isinstance(outcome, Failure)
    assert "another engine" in outcome.reason
    assert outcome.code == "L36"


def test_every_right_key_is_proved_and_a_summary_sorts_the_four_ends(needs_postgres: None) -> None:
    missing = msgspec.structs.replace(
        BANK["py.proofs.0001"],
        id="py.proofs.0009",
        verify=msgspec.structs.replace(BANK["py.proofs.0001"].verify, runtime=("python3", "node99", "redis7")),
    )
    wrong = msgspec.structs.replace(
        BANK["py.proofs.0001"], options=with_key("py.proofs.0001", "b", "c"), id="py.proofs.0008"
    )
    chosen = [question for question in BANK.values() if here(question)]
    summary = prove_all([*chosen, missing, wrong], jobs=2)
    assert [failure.id for failure in summary.failures] == ["py.proofs.0008"], summary.failures
    assert set(summary.proved) == {question.id for question in chosen} & set(RUN)
    assert [(each.id, each.runtime) for each in summary.not_proved] == [
        ("py.proofs.0009", "node99"),
        ("py.proofs.0009", "redis7"),
    ]
    assert summary.not_proved_here == ("py.proofs.0009",)
    assert summary.unproved == ("beh.proofs.0001", "ops.proofs.0001")
    for question in BANK.values():
        if not here(question):
            absent(f"{question.id} needs {', '.join(question.verify.runtime)}")


def test_versions() -> None:
    assert find("python2.7") is None
    assert find("bash4.0") is None
    assert find("sqlite3.999") is None
    assert find("sqlite3.1") is not None
    assert find("nothing1") is None
    assert find("Python 3") is None
