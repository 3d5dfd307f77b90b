"""Report a question: whoever has seen it may say once per revision what is wrong; two who do take it out of play."""

from dataclasses import dataclass

from bot.domain.errors import NoSuchQuestion, NothingToReport, NotSeenYet, ReportEmpty, ReportTooLong
from bot.domain.question import Question
from bot.domain.reading.responses import storable
from bot.intents import ReportQuestion
from bot.ports import Ports
from bot.ports.people import Person
from bot.ports.reports import EVERYWHERE
from bot.refs import Caller

LONGEST_REASON = 1_000
REPORTERS = 2
"""So many learners in a space take a question out of play there; reporters in so many spaces, everywhere."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The report is kept. `again`: there was one of this learner already. `paused`: "", "here" or "everywhere"."""

    question: str
    again: bool
    paused: str


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """The question that is about to be reported."""

    question: Question
    reason: str


def report(intent: ReportQuestion, caller: Caller, ports: Ports) -> Reported:
    """Keep a report and quarantine what enough learners reported.

    Raises NothingToReport, NoSuchQuestion, NotSeenYet, ReportEmpty or ReportTooLong (with what was typed).
    """
    person = ports.people.enrol(caller, ports.now)
    question = reportable(intent.question, person, ports)
    reason = storable(intent.reason).strip()
    if not reason:
        raise ReportEmpty(question=question.id)
    if len(reason) > LONGEST_REASON:
        raise ReportTooLong(question=question.id, said=reason, length=len(reason), limit=LONGEST_REASON)
    space = ports.reports.space_id(caller.space) if caller.space else None
    if space is None:
        space = ports.reports.space_of_attempt(question.id, person.learner_id)
    new = ports.reports.store(
        question.id, question.rev, person.account_id, person.learner_id, space, reason, ports.now
    )  # fmt: skip
    count = ports.reports.reporters(question.id, question.rev, space)
    paused = ""
    if space is not None and count.here >= REPORTERS:
        ports.reports.quarantine(question.id, question.rev, space, ports.now)
        paused = "here"
    if count.spaces >= REPORTERS:
        ports.reports.quarantine(question.id, question.rev, EVERYWHERE, ports.now)
        paused = "everywhere"
    return Reported(question.id, not new, paused)


def report_form(intent: ReportQuestion, caller: Caller, ports: Ports) -> ReportSheet:
    """What the form is about."""
    person = ports.people.enrol(caller, ports.now)
    return ReportSheet(reportable(intent.question, person, ports), intent.reason)


def reportable(name: str, person: Person, ports: Ports) -> Question:
    """The question that is meant, if this learner has seen it."""
    if not name:
        last = ports.reports.last_answered(person.learner_id)
        if last is None:
            raise NothingToReport()
        name = last
    question = ports.bank.get(name)
    if question is None:
        raise NoSuchQuestion(said=name[:60])
    if not ports.reports.seen(question.id, person.learner_id):
        raise NotSeenYet()
    return question
