"""What the bank covers, how far a guesser gets, and the release gates: each can be missed, and says why."""

from pathlib import Path

import msgspec
import pytest

from bot.bank.bank import CONTENT_ROOT
from bot.bank.gates import Gate, gates
from bot.bank.lint.run import check_bank, context_of
from bot.bank.lint.tables import read_tables
from bot.bank.plan import KIND_COUNTS, coverage
from bot.bank.proof.results import held, keep, proof_key
from bot.bank.stats import health
from bot.domain.question import KINDS
from tests.bank.samples import Item, answered, sample, write
from tests.bank.test_balance import bank, long_key


def small_bank(root: Path, **changes: object) -> Path:
    """Twenty live questions, sound but for the changes to the first."""
    items = [sample(KINDS[n % 11], f"os.shell.{n:04}", status="live") for n in range(20)]
    items[0] |= changes
    return write(root, *items)


def judged(root: Path, proved: bool = True) -> dict[str, Gate]:
    items, findings = check_bank(root)
    ids = frozenset(item.id for item in items) if proved else frozenset()
    return {gate.name: gate for gate in gates(items, findings, context_of(root), ids)}


def test_the_plan_adds_up_to_the_standard() -> None:
    tables = read_tables(CONTENT_ROOT)
    plan = coverage((), tables)
    assert sum(topic.planned for topic in plan.topics) == 1260 == sum(KIND_COUNTS.values())
    assert sum(topic.due[0] for topic in plan.topics) == 510
    assert all(sum(tables.topics[topic.topic].bands.values()) == topic.planned for topic in plan.topics)
    assert set(KIND_COUNTS) == set(KINDS)


def test_coverage_counts_topics_bands_and_seeds() -> None:
    tables = read_tables(CONTENT_ROOT)
    asked = [msgspec.structs.replace(question, tags=("seed:python", "seed:joins")) for question in bank(3)]
    plan = coverage(asked, tables)
    assert {topic.topic: topic.there for topic in plan.topics if topic.there} == {"py": 1, "sql": 1, "os": 1}
    by_seed = {seed.seed: seed for seed in plan.seeds}
    assert (by_seed["python"].there, by_seed["python"].floor, by_seed["joins"].floor) == (3, 1, 3)
    assert plan.reached("names")[0] == plan.reached("skills")[0] == 1
    assert "python" not in {seed.seed for seed in plan.missing()}


def test_tricks_are_told_with_their_chance() -> None:
    found = {trick.name: trick for trick in health(bank(60, long_key), read_tables(CONTENT_ROOT)).tricks}
    assert found["longest"].right == 1.0 > found["longest"].chance == 0.25
    assert found["blind classifier"].right > 0.9
    assert {"shortest", "most specific", "stem overlap"} < set(found)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("explanation of >= 120 characters", {"explanation": "short"}),
        ("primary reference, two if cited", {"references": []}),
        ("check", {"tags": ["seed:pyhton"]}),
        ("answered blind, of closed", {"review": {"author": "w01"}}),
        ("wrong keys in the blind audit", {"review": {"author": "w01", "audit": "wrong: it is the other"}}),
        ("spelling", {"explanation": "It is neccessary to to know. " + "x" * 120}),
        ("all / none of the above", {"hints": []}),
    ],
)
def test_each_gate_can_be_missed(tmp_path: Path, name: str, changes: Item) -> None:
    root = small_bank(tmp_path, **changes)
    if name.startswith("all"):
        changed = sample("single", "os.shell.0000", status="live")
        changed["options"][1]["text"] = "None of the above"
        changed["review"] = {"author": "w01", "blind": [answered(changed)]}
        root = write(tmp_path / "other", changed)
    assert judged(root)[name].holds is False


def test_a_sound_bank_misses_only_what_is_not_there_yet(tmp_path: Path) -> None:
    found = judged(small_bank(tmp_path))
    missed = {name for name, gate in found.items() if gate.holds is False}
    assert missed == {"wrong keys in the blind audit", "seed floors, skills", "seed floors, names",
                      "bands (junior / mid / senior)"}  # fmt: skip
    assert found["pick the longest option"].holds is None, "too few to tell"


def test_a_proof_that_has_not_run_here_does_not_count(tmp_path: Path) -> None:
    found = judged(small_bank(tmp_path), proved=False)
    assert found["executed proof, of all"].holds is False
    assert "quorum content prove" in found["executed proof, of all"].note


def test_without_live_questions_there_is_nothing_to_release(tmp_path: Path) -> None:
    assert [gate.holds for gate in judged(write(tmp_path, sample())).values()] == [False]


def test_results_are_kept_by_content_and_survive_damage(tmp_path: Path) -> None:
    one, other = bank(2)
    first, second = proof_key(one, tmp_path), proof_key(other, tmp_path)
    assert first != second
    assert proof_key(msgspec.structs.replace(one, tags=("seed:python",)), tmp_path) == first
    assert proof_key(msgspec.structs.replace(one, stem="Other?"), tmp_path) != first
    keep(tmp_path, [first, second])
    keep(tmp_path, [], [first])
    assert list(held(tmp_path)) == [second]
    (tmp_path / "proofs.json").write_bytes(b"[1")
    assert held(tmp_path) == {}
