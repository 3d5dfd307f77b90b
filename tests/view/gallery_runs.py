"""Samples of what became of submitted code: waiting, failing in every way, passing, and the plan of a query."""

from bot.domain import errors
from bot.intents import Answer
from bot.ports.judge import CaseVerdict, JudgeReport, Rows
from bot.ports.runs import RunRow
from bot.usecases.settle_run import RunDone
from bot.usecases.submit_run import RunQueued
from bot.view import refusals, run_card
from bot.view.card import Card
from tests.domain.answerable import question
from tests.view.gallery import WHEN, sample
from tests.view.gallery_posts import daily

LONG = "x" * 300
CASES = (
    CaseVerdict("passed", True, "f(1)", "2", "2"),
    CaseVerdict("wrong", True, "f([1, 2])", "{'a': [1, 2]}", "`{'a': <b>}` & *x*"),
    CaseVerdict("error", True, f"f({LONG})", "2", said=f"ValueError: {LONG}", line=3, text=f"return {LONG}"),
    CaseVerdict("time", True, "f(10**9)", "3"),
    CaseVerdict("unreached", True, "f(2)", "4"),
    CaseVerdict("memory"),
    CaseVerdict("output"),
    CaseVerdict("error", said="KeyError", line=7, text="return seen[key]"),
    CaseVerdict("unreached"),
)
TABLES = (CaseVerdict("wrong", True, "data set 1"), CaseVerdict("passed"))
ROWS = Rows(
    ("name", "units"),
    tuple((f"item {number} {LONG[:60]}", str(number)) for number in range(15)),
    480,
    missing=(("cap", "0"), (LONG[:60], "NULL")),
    extra=(("cap", "NULL"),),
)


def run(report: JudgeReport | None) -> RunRow:
    passed, total = (report.passed, report.total) if report else (0, 0)
    return RunRow(5, 1, 1, "py.kata.0001", 1, 7, None, "", "def f(): ...", WHEN, passed, total, 12, report)


def done(report: JudgeReport, kind: str = "kata", state: str = "open", closed: bool = False) -> RunDone:
    return RunDone(run(report), daily(state), question(kind), report, closed)


@sample("run that waits")
def _queued() -> Card:
    return run_card.present(RunQueued(run(None), daily("open"), question("kata"), 3))


@sample("run that waits for long")
def _late() -> Card:
    return run_card.present(RunQueued(run(None), daily("open"), question("kata"), 0, late=True))


@sample("run that fails in every way")
def _failed() -> Card:
    return run_card.present(done(JudgeReport(CASES, 1_999.6)))


@sample("run of which only hidden tests fail")
def _hidden() -> Card:
    return run_card.present(done(JudgeReport((CASES[0], *CASES[5:]), 3.0)))


@sample("run that passes after the attempt was closed")
def _passed() -> Card:
    return run_card.present(done(JudgeReport((CASES[0],), 0.2), state="revealed", closed=True))


@sample("run of a query that is wrong")
def _rows() -> Card:
    return run_card.present(done(JudgeReport(TABLES, 4.0, ROWS, ("SCAN sale",)), "sql"))


@sample("run of a query with the wrong order and no rows")
def _order() -> Card:
    return run_card.present(done(JudgeReport(TABLES, 4.0, Rows(("n",), (("1",),), order=True)), "sql"))


@sample("run of a query that gives nothing")
def _nothing() -> Card:
    return run_card.present(done(JudgeReport(TABLES, 4.0, Rows(("n",), missing=(("1",),))), "sql"))


@sample("query plan")
def _plan() -> Card:
    report = JudgeReport(TABLES, 4.0, None, ("QUERY PLAN", *(f"  SCAN {LONG[:100]}" for _ in range(40))))
    return run_card.plan(done(report, "sql"))


@sample("query plan of what has none")
def _no_plan() -> Card:
    return run_card.plan(done(JudgeReport(CASES), "kata"))


@sample("runs that are too many")
def _many() -> Card:
    return refusals.present(errors.TooManyRuns(said="def f():\n    return 1\n" * 200, waiting=4), Answer(7))


@sample("judge that is full")
def _full() -> Card:
    return refusals.present(errors.JudgeFull(said="SELECT 1"), Answer(7))


@sample("run that is not there")
def _none() -> Card:
    return refusals.present(errors.NoRun())
