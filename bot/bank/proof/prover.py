"""Proves questions: picks the runs that a question asks for, and sorts what comes of them.

It knows the four ends of a proof (proved, failed, not proved here, unproved). It must not know how a run is isolated
or who reads the result.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.bank.proof import programs, trials
from bot.bank.proof.bench import Bench, Refuted, Variables, environments, open_bench
from bot.bank.proof.judged import JUDGE, judged
from bot.bank.proof.keys import objection
from bot.bank.proof.runtimes import Runtime, find
from bot.bank.proof.shown import shown
from bot.domain.question import Bug, Kata, Open, Predict, Question, Sql
from bot.ports.judge import Judge

NEEDS_NO_CHECK = (Predict, Sql, Kata, Bug)


@dataclass(frozen=True)
class Failure:
    """A question whose proof does not hold: why, and under which runtime (empty when it came to no run)."""

    id: str
    reason: str
    runtime: str = ""
    slow: bool = False

    @property
    def code(self) -> str:
        """The check of the standard that failed: the key does not come out (L36), or a wrong one would too (L37)."""
        return "L37" if any(sign in self.reason for sign in _WRONG_ONES_PASS) else "L36"


_WRONG_ONES_PASS = (
    "does not discriminate", "mutant", "survives", "refutes", "no test fails on the code with the bug",
)  # fmt: skip
"""What the reasons of a proof say that would let a wrong key through."""


@dataclass(frozen=True)
class NotProved:
    """A question that could not be proved here, and a runtime that is missing or has another version."""

    id: str
    runtime: str


@dataclass(frozen=True)
class ProofSummary:
    """The ends of all proofs, each in the order of the questions.

    `unproved` names the questions that ask for no run (cited, derived, rubric): neither proved nor failed.
    """

    proved: tuple[str, ...]
    failures: tuple[Failure, ...]
    not_proved: tuple[NotProved, ...]
    unproved: tuple[str, ...]

    @property
    def not_proved_here(self) -> tuple[str, ...]:
        """The ids of the questions that lack a runtime, once each."""
        return tuple(dict.fromkeys(entry.id for entry in self.not_proved))


Outcome = Failure | list[NotProved] | None
"""A failure, the runtimes that are missing, or None: proved."""


def prove_all(
    questions: Iterable[Question],
    *,
    jobs: int,
    told: Callable[[str], None] = lambda id: None,
    hidden: Path | None = None,
    judge: Judge | None = None,
) -> ProofSummary:
    """Run every proof that the questions ask for, `jobs` at a time; `told` hears of each question that is done. The
    folder `hidden`, where the keys are, looks empty to every proof. With a `judge` the questions that it judges go
    through it as well, as learners' answers will.

    A proof that ran out of time while others were running is tried once more alone. Raises RuntimeError when the
    throw-away PostgreSQL does not start.
    """
    asked = list(questions)
    runnable = [question for question in asked if is_executed(question)]
    with open_bench({name for question in runnable for name in named_runtimes(question)}, hidden) as bench:

        def prove_one(question: Question) -> Outcome:
            outcome = prove(bench, question, judge)
            told(question.id)
            return outcome

        with ThreadPoolExecutor(max(1, jobs)) as pool:
            outcomes = list(pool.map(prove_one, runnable))
        for place, (question, outcome) in enumerate(zip(runnable, outcomes, strict=True)):
            if isinstance(outcome, Failure) and outcome.slow and jobs > 1 and len(runnable) > 1:
                outcomes[place] = prove(bench, question, judge)
    return ProofSummary(
        proved=tuple(question.id for question, outcome in zip(runnable, outcomes, strict=True) if outcome is None),
        failures=tuple(outcome for outcome in outcomes if isinstance(outcome, Failure)),
        not_proved=tuple(entry for outcome in outcomes if isinstance(outcome, list) for entry in outcome),
        unproved=tuple(question.id for question in asked if not is_executed(question)),
    )


def is_executed(question: Question) -> bool:
    """Whether the question asks for a run: its level says so, or it has a check."""
    return question.verify.level.startswith("executed") or bool(question.verify.check.strip())


def named_runtimes(question: Question) -> tuple[str, ...]:
    """The runtimes of the proof; for sql the engines of the answer are among them."""
    engines = question.answer.engines if isinstance(question, Sql) else ()
    return tuple(dict.fromkeys((*question.verify.runtime, *engines)))


def prove(bench: Bench, question: Question, judge: Judge | None = None) -> Outcome:
    """Run one question's proof under each runtime that it names and each environment, and by the judge."""
    names = named_runtimes(question)
    if not names:
        return Failure(question.id, "the proof names no runtime")
    if not question.verify.check.strip() and not isinstance(question, NEEDS_NO_CHECK):
        return Failure(question.id, f"level {question.verify.level}, but there is no check")
    found = {name: find(name) for name in names}
    missing = [NotProved(question.id, name) for name, runtime in found.items() if runtime is None]
    here = [runtime for runtime in found.values() if runtime is not None]
    try:
        if judge is not None and not judged(judge, question):
            missing.append(NotProved(question.id, JUDGE))
    except Refuted as refuted:
        return Failure(question.id, str(refuted), JUDGE)
    if isinstance(question, Sql):
        for variables in environments(question.verify):
            try:
                programs.sql(bench, question, here, variables, complete=not missing)
            except Refuted as refuted:
                return Failure(question.id, str(refuted), slow=refuted.slow)
        return missing or None
    for runtime in here:
        for number, variables in enumerate(environments(question.verify)):
            try:
                _run(bench, question, runtime, variables, first=number == 0)
            except Refuted as refuted:
                return Failure(question.id, str(refuted), runtime.name, refuted.slow)
    return missing or None


def _run(bench: Bench, question: Question, runtime: Runtime, variables: Variables, first: bool) -> None:
    """One run of one proof; returns when the key holds, raises Refuted when it does not."""
    if question.verify.check.strip():
        _check(bench, question, runtime, variables)
    match question:
        case Predict():
            programs.predict(bench, question, runtime, variables)
        case Kata():
            trials.kata(bench, question, runtime, variables, mutants=first)
        case Bug():
            trials.bug(bench, question, runtime, variables)
        case _:
            pass


def _check(bench: Bench, question: Question, runtime: Runtime, variables: Variables) -> None:
    lines = bench.check(question.verify, shown(question), runtime, variables)
    if isinstance(question, NEEDS_NO_CHECK) and not lines:
        return  # such a check may assert more than the key; it has nothing to put out
    if len(lines) != 1 or not isinstance(lines[0], dict) or not {"answer", "rejects"} <= lines[0].keys():
        raise Refuted(f"the check puts out {len(lines)} answers, it must put out one by out()")
    if isinstance(question, NEEDS_NO_CHECK):
        return
    if isinstance(question, Open) and not any(stage.numeric for stage in question.answer.stages):
        raise Refuted("the check has no numeric stage to prove")
    wrong = objection(question, lines[0]["answer"], lines[0]["rejects"])
    if wrong:
        raise Refuted(wrong)
