"""What the judge said of a run is stored, and what follows from it: the first full pass closes the attempt.

At the reveal every learner who has runs and no attempt gets one, worth nothing; what the judge has not seen by then
covers the day, and still counts as in time when it passes later.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain.question import Question
from bot.domain.response import Ran, decode
from bot.domain.scoring import points
from bot.domain.study_day import local_date
from bot.ports import Ports
from bot.ports.attempts import AttemptRow
from bot.ports.dailies import Daily, Held
from bot.ports.judge import JudgeReport
from bot.ports.people import Person
from bot.ports.runs import RunRow
from bot.refs import Caller
from bot.usecases.answer import Asked, keep
from bot.usecases.covers import cover
from bot.usecases.rebuild import rebuild_boards
from bot.usecases.sitting import Outcome, question_of, shown_order
from bot.usecases.submit_run import RunQueued

PATIENCE: Final = timedelta(seconds=10)
"""How long a person waits for a verdict before it comes as a private message instead."""
UNJUDGED: Final = timedelta(minutes=1)
"""A run that has waited so long by the reveal says that there is no judge."""


@dataclass(frozen=True, slots=True)
class RunDone:
    """A run that was judged and did not close the attempt. `closed`: the attempt was closed before."""

    run: RunRow
    daily: Daily
    question: Question
    report: JudgeReport
    closed: bool = False


def settle_run(run_id: int, report: JudgeReport, ports: Ports) -> RunDone | Outcome | None:
    """Store the report; the outcome if the run closes the attempt. None if the run is gone."""
    run = ports.runs.get(run_id)
    held = ports.dailies.hold(run.daily_id) if run is not None else None
    if run is None or held is None:
        return None
    daily = held.daily
    question = question_of(daily, ports)
    new = ports.runs.settle(run_id, report, ports.now)
    if new and ports.now - run.queued_at > PATIENCE:
        ports.outbox.tell(f"run/{run_id}", f"run {run_id}", run.account_id, ports.now)
    attempt = ports.attempts.of_daily(daily.id, run.learner_id)
    if new and report.full and attempt is None and daily.state == "open":
        return close(run, held, question, ran(run, report), ports)
    if new and report.full and attempt is not None:
        make_good(run, attempt, daily, question, ports)
    known = ports.runs.get(run_id) or run
    return RunDone(known, daily, question, known.report or report, closed=attempt is not None)


def ran(run: RunRow, report: JudgeReport | None) -> Ran:
    """The response that a run stands for."""
    if report is None:
        return Ran(run.source)
    return Ran(run.source, report.passed, report.total, round(report.ms))


def close(run: RunRow, held: Held, question: Question, response: Ran, ports: Ports, day: date | None = None) -> Outcome:
    """Store the attempt that a run has led to."""
    person = ports.people.by_account(run.account_id)
    assert person is not None, "whoever had something run is known"
    ref = ports.people.refs(person.learner_id)[0]
    met = ports.attempts.met(held.daily, ref)
    assert met is not None, "an account that was just read is known"
    place = next((one for one in ports.groups.places(held.daily.group_id) if one.id == run.channel_id), None)
    asked = Asked(person, place, held.daily, met[1], held.twins)
    caller = Caller(ref, person.name, zone=run.zone or None)
    return keep(asked, question, shown_order(question, held.daily), response, caller, ports, day)


def close_runs(daily: Daily, ports: Ports) -> None:
    """Before the reveal: an attempt for everybody who has runs and none, and the day covered if there is no judge."""
    held = ports.dailies.hold(daily.id)
    if held is None or held.daily.state != "open":
        return
    unjudged = False
    for run in ports.runs.unanswered(daily.id):
        question = ports.bank.get(daily.question_id)
        person = ports.people.by_account(run.account_id)
        if question is None or person is None:
            continue
        close(run, held, question, ran(run, run.report), ports, day_of(run, daily, person, ports))
        unjudged |= run.report is None and ports.now - run.queued_at > UNJUDGED
    if unjudged:
        cover(daily.id, daily.group_id, ports)


def day_of(run: RunRow, daily: Daily, person: Person, ports: Ports) -> date:
    """The study day of somebody whose last try was this run: the post's if that is still empty, else the run's own."""
    zone = person.zone or run.zone or daily.zone
    posted = local_date(daily.posted_at or daily.due_at, zone)
    return local_date(run.queued_at, zone) if ports.streaks.is_filled(person.learner_id, posted) else posted


def make_good(run: RunRow, attempt: AttemptRow, daily: Daily, question: Question, ports: Ports) -> None:
    """A run that came before the reveal and was judged only after it: the attempt gets what the run is worth."""
    response = decode(attempt.response)
    in_time = daily.revealed_at is not None and run.queued_at < daily.revealed_at and attempt.at >= run.queued_at
    if not isinstance(response, Ran) or attempt.score >= 1 or not in_time:
        return
    earned = points(question.band, 1.0, attempt.hints) if attempt.counts else 0
    ports.attempts.judge(attempt.id, question.rev, 1.0, earned, "late", ports.now)
    rebuild_boards(attempt.learner_id, ports)


def load_run(ids: tuple[str, ...], ports: Ports) -> RunDone | RunQueued | None:
    """The run that a letter tells of."""
    run = ports.runs.get(int(ids[0]))
    return None if run is None else told(run, ports)


def told(run: RunRow, ports: Ports) -> RunDone | RunQueued:
    """A run as it stands. Raises QuestionGone."""
    daily = ports.dailies.get(run.daily_id)
    assert daily is not None, "a run belongs to a daily"
    question = question_of(daily, ports)
    if run.report is None:
        return RunQueued(run, daily, question, ports.runs.ahead(run.id), late=ports.now - run.queued_at > PATIENCE)
    closed = ports.attempts.of_daily(daily.id, run.learner_id) is not None
    return RunDone(run, daily, question, run.report, closed)
