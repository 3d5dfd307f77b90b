"""Put submitted code in line for the judge: sql, kata, and the mended program of a bug.

Nothing is judged here: a use case does SQL and nothing else. Whoever sends the same again while it waits is told of the
run that waits.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.errors import JudgeFull, NotJudged, TooManyRuns
from bot.domain.question import Bug, Kata, Question, Sql
from bot.domain.response import Located, Response, Typed
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.ports.groups import Place
from bot.ports.people import Person
from bot.ports.runs import NewRun, RunRow
from bot.refs import Caller
from bot.usecases.to_judge import to_judge

RUNNING: Final = 1
WAITING: Final = 3
"""Runs of one learner: so many at a time, and so many in line behind them."""
MOST_WAITING: Final = 200
"""Runs of everybody that may wait."""
FORGOTTEN: Final = timedelta(days=2)
"""What has waited longer is in nobody's way any more: no judge will come to it."""


@dataclass(frozen=True, slots=True)
class RunQueued:
    """A run that waits for the judge, with `ahead` others before it. `late`: it has waited longer than runs do."""

    run: RunRow
    daily: Daily
    question: Question
    ahead: int
    late: bool = False


def code_in(question: Question, response: Response) -> str | None:
    """The code of a response that only a judge can grade; None for all others."""
    match question, response:
        case ((Sql() | Kata()), Typed(text)):
            return text
        case Bug(), Located(fix=str(fix)):
            return fix
        case _:
            return None


def submit_run(
    person: Person, daily: Daily, question: Question, code: str, place: Place | None, caller: Caller, ports: Ports
) -> RunQueued:
    """Store the run as queued. Raises TooManyRuns, JudgeFull, and NotJudged for a bug that is not mended in Python."""
    if isinstance(question, Bug) and ("kata" not in ports.judged or to_judge(question, code) is None):
        raise NotJudged(kind="bug", said=code)
    since = ports.now - FORGOTTEN
    mine = ports.runs.queued(person.learner_id, since)
    for run in mine:
        if run.source == code and run.daily_id == daily.id:
            return RunQueued(run, daily, question, ports.runs.ahead(run.id))
    if len(mine) >= RUNNING + WAITING:
        raise TooManyRuns(said=code, waiting=len(mine))
    if ports.runs.count_waiting(since) >= MOST_WAITING:
        raise JudgeFull(said=code)
    made = ports.runs.queue(
        NewRun(
            person.account_id, question.id, question.rev, daily.id, place.id if place else None, caller.zone or "", code
        ),
        ports.now,
    )
    stored = ports.runs.get(made)
    assert stored is not None, "a run that was just queued can be read"
    return RunQueued(stored, daily, question, ports.runs.ahead(made))
