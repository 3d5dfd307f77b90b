"""Look at a daily: today's question before answering, the result after, yesterday's with its key."""

from dataclasses import dataclass, replace

from bot.domain.errors import DailyClosed, NoMoreHints, NotAnsweredYet, NothingRevealedYet
from bot.domain.question import Bug, Kata, Question, Sql
from bot.intents import Answer, ShowDaily, ShowResult, ShowYesterday, TakeHint
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.refs import Caller
from bot.usecases.on_demand import open_today
from bot.usecases.sitting import Outcome, Sitting, question_of, recall, shown_order, sit
from bot.usecases.streaks import streak_now
from bot.usecases.whereabouts import group_of, nothing_open, open_daily


@dataclass(frozen=True, slots=True)
class Missed:
    """A revealed daily that the learner did not answer: question and key, to be practised."""

    daily: Daily
    question: Question
    shown: tuple[str, ...]


def show_daily(intent: ShowDaily, caller: Caller, ports: Ports) -> Sitting | Outcome:
    """The open daily of the group that is meant, or the caller's result if it was answered."""
    person = ports.people.enrol(caller, ports.now)
    group = group_of(intent.group, caller, person, ports)
    daily = open_today(group, ports) if group.on_demand else ports.dailies.open_of(group.id)
    if daily is None:
        raise nothing_open(group, ports)
    attempt = ports.attempts.of_daily(daily.id, person.learner_id)
    if attempt is not None:
        return recall(daily, attempt, streak_now(person, ports), ports)
    return sit(daily, person, ports)


def show_daily_for_form(intent: Answer, caller: Caller, ports: Ports) -> Sitting | Outcome:
    """The daily that is about to be answered in a form."""
    person = ports.people.enrol(caller, ports.now)
    daily = open_daily(intent.daily, caller, person, ports)
    attempt = ports.attempts.of_daily(daily.id, person.learner_id)
    if attempt is not None:
        return recall(daily, attempt, streak_now(person, ports), ports)
    if daily.state != "open":
        raise DailyClosed(daily=daily.id, said="")
    sitting = sit(daily, person, ports)
    if not isinstance(sitting.question, Sql | Kata | Bug):
        return sitting
    run = ports.runs.last(person.learner_id)
    return replace(sitting, written=run.source) if run is not None and run.daily_id == daily.id else sitting


def give_hint(intent: TakeHint, caller: Caller, ports: Ports) -> Sitting | Outcome:
    """Store that the next hint was taken, then show it. A hint taken twice at once is taken once.

    Raises NoMoreHints, or DailyClosed.
    """
    person = ports.people.enrol(caller, ports.now)
    daily = open_daily(intent.daily, caller, person, ports)
    attempt = ports.attempts.of_daily(daily.id, person.learner_id)
    if attempt is not None:
        return recall(daily, attempt, streak_now(person, ports), ports)
    if daily.state != "open":
        raise DailyClosed(daily=daily.id, said="")
    question = question_of(daily, ports)
    taken = ports.dailies.hints_of(daily.id, person.learner_id)
    if taken >= len(question.hints):
        raise NoMoreHints(total=len(question.hints))
    ports.dailies.take_hint(daily.id, person.learner_id, taken + 1, ports.now)
    return sit(daily, person, ports)


def show_result(intent: ShowResult, caller: Caller, ports: Ports) -> Outcome | Missed:
    """The caller's own attempt at a daily, or the key of a revealed one that was missed."""
    person = ports.people.enrol(caller, ports.now)
    daily = open_daily(intent.daily, caller, person, ports)
    attempt = ports.attempts.of_daily(daily.id, person.learner_id)
    if attempt is not None:
        return recall(daily, attempt, streak_now(person, ports), ports)
    if daily.state == "open":
        raise NotAnsweredYet(daily=daily.id)
    question = question_of(daily, ports)
    ports.attempts.expose(person.account_id, question.id, "reveal", ports.now)
    return Missed(daily, question, shown_order(question, daily))


def show_yesterday(intent: ShowYesterday, caller: Caller, ports: Ports) -> Outcome | Missed:
    """The last revealed daily of the group that is meant. Raises NothingRevealedYet."""
    person = ports.people.enrol(caller, ports.now)
    group = group_of(intent.group, caller, person, ports)
    daily = ports.dailies.last_revealed(group.id)
    if daily is None:
        raise NothingRevealedYet(group=group.name)
    return show_result(ShowResult(daily.id), caller, ports)
