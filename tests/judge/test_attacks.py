"""Every attack is held, and does no harm to the next run; and each comes through when just its guard is switched off.

An attack in Python is a function `attack`: it returns "won" when it has got what it wanted. Forging wants to pass a
test whose result it does not know; what is left behind, and what crashes, wants to spoil the next learner's run. An
attack in SQL has won when it runs at all. Each file says what it tries and which guard holds it.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.judge.sandbox import Sandbox
from bot.ports.judge import CallTests, CaseVerdict, JudgeDown, JudgeReport, Limits, Submission, TableTests

ATTACKS = Path(__file__).parent / "attacks"
TIGHT = Limits(wall_s=0.12, megabytes=64)
ROOMY = Limits(wall_s=2.0, megabytes=64)
SPOILS = "fork"
FORGES = "comparison"
CLASSES = 30

HONEST = Submission("python", "def double(numbers):\n    return [2 * number for number in numbers][: len(numbers)]\n")
HONEST_TESTS = CallTests(("double([1, 2]) == [2, 4]",), ("double([]) == []",))
TABLE = TableTests(
    "CREATE TABLE t (a int, b text)",
    ("INSERT INTO t VALUES (1, 2), (3, 5), (7, 11), (13, 17), (19, 23), (29, 31)",),
    "SELECT a FROM t",
)


@dataclass(frozen=True)
class Attack:
    """One file."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ATTACKS))

    @property
    def source(self) -> str:
        return self.path.read_text()

    @property
    def guard(self) -> str:
        """The one guard that holds it."""
        found = re.search(r"Held by: (\w+)", self.source)
        assert found, f"{self.name} does not say what holds it"
        return found[1]

    @property
    def in_sql(self) -> bool:
        return self.path.suffix == ".sql"


ALL = [Attack(path) for path in sorted(ATTACKS.rglob("*")) if path.suffix in (".py", ".sql")]


def run(judge: Sandbox, attack: Attack) -> JudgeReport:
    """Let it try. A guard that is not its clock gets time enough to be the one that holds it."""
    limits = TIGHT if attack.guard == "wall" else ROOMY
    if attack.in_sql:
        return judge.run(Submission("sqlite", attack.source), TABLE, limits)
    if attack.guard != FORGES:
        return judge.run(Submission("python", attack.source), CallTests(("attack() == 'won'",)), limits)
    expected = "'expected-violet'"
    inside = f"(attack() == {expected}) == True"  # compared where the submission is: the guard is off
    outside = f"attack() == {expected}"
    test = inside if FORGES in judge.off else outside
    return judge.run(Submission("python", attack.source), CallTests((), (test,)), limits)


def won(judge: Sandbox, attack: Attack) -> bool:
    """Whether it got what it wanted."""
    (verdict, *_) = run(judge, attack).verdicts
    if attack.in_sql:
        # SQLite's own words once the function runs: the connection has its libraries off, which is no guard of ours.
        return verdict.outcome in ("passed", "wrong") or verdict.said == "not authorized" == library(attack)
    return verdict.outcome == "passed"


def library(attack: Attack) -> str:
    """What an attack meets that calls `load_extension`, when nothing of ours is in its way."""
    return "not authorized" if attack.path.parent.name == "load_extension" else ""


def honest_run_passes(judge: Sandbox) -> bool:
    """Whether the next learner gets what is right."""
    try:
        return judge.run(HONEST, HONEST_TESTS, ROOMY).full
    except JudgeDown:
        return False


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.name)
def test_it_is_held_and_the_next_honest_run_passes(judge: Sandbox, attack: Attack) -> None:
    worker = judge.worker().pid
    assert not won(judge, attack)
    assert honest_run_passes(judge)
    assert judge.worker().pid == worker, "the worker had to be started again"


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.name)
def test_it_comes_through_when_just_its_guard_is_off(unguarded: Callable[[str], Sandbox], attack: Attack) -> None:
    if attack.guard == SPOILS:
        assert spoils(attack)
    elif attack.guard == FORGES:
        made = unguarded(FORGES)
        assert won(made, attack)
    else:
        assert won(unguarded(attack.guard), attack)


def spoils(attack: Attack) -> bool:
    """Whether, run in the worker itself, it spoils the next run or ends the worker."""
    judge = Sandbox(frozenset({SPOILS}), wrap=False)
    try:
        worker = judge.worker()
        try:
            run(judge, attack)
        except JudgeDown:
            return True
        return not honest_run_passes(judge) or not worker.alive()
    finally:
        judge.close()


def test_there_are_three_of_each_class_and_sixty_of_all() -> None:
    classes = Counter(attack.path.parent.name for attack in ALL)
    assert len(ALL) >= 60
    assert len(classes) == CLASSES
    assert min(classes.values()) >= 3, classes


def test_a_report_of_a_hidden_test_says_nothing_of_it(judge: Sandbox) -> None:
    leaky = Submission("python", "def f(x):\n    print(x)\n    raise ValueError(f'seen {x}')\n")
    report = judge.run(leaky, CallTests(("f(1) == 2",), ("f('hidden-input') == 'hidden-result'",)), ROOMY)
    assert report.verdicts[0].said == "ValueError: seen 1"
    assert report.verdicts[1] == CaseVerdict("error", said="ValueError", line=3, text="raise ValueError(f'seen {x}')")
    assert "hidden-" not in str(report)
