"""Practise: a question once more, or one that nobody has asked yet; for no points and nobody's board.

A first attempt made before its key was shown fills today's study day, like any other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.errors import NoPracticeOpen, NoSuchQuestion, NothingToPractise, StillOpen
from bot.domain.grading import Verdict, grade
from bot.domain.question import JUDGED_KINDS, Question
from bot.domain.reading import read
from bot.domain.response import DontKnow, Response, decode, encode
from bot.domain.shuffle import shuffled
from bot.domain.study_day import local_date
from bot.intents import AnswerPractice, Practise
from bot.ports import Ports
from bot.ports.attempts import AttemptRow, NewAttempt
from bot.ports.people import Person
from bot.ports.reports import EVERYWHERE
from bot.refs import Caller
from bot.usecases.streaks import StreakNow, fill_streak, settle_zone, streak_now

NO_IDEA = "I don't know"
"""What the control says that gives no answer."""


@dataclass(frozen=True, slots=True)
class PracticeSitting:
    """A question opened for practice; `fresh`: it is new to the learner, so an answer fills today."""

    question: Question
    shown: tuple[str, ...]
    fresh: bool


@dataclass(frozen=True, slots=True)
class Practised:
    """What became of a practice answer. `filled`: it filled today's study day; `again`: it was there already.

    `zone_guessed`: nobody told the learner's zone.
    """

    question: Question
    shown: tuple[str, ...]
    response: Response
    verdict: Verdict
    attempt: AttemptRow
    streak: StreakNow
    filled: bool
    again: bool = False
    welcome: bool = False
    person: Person | None = None
    zone_guessed: bool = False


def practise(intent: Practise, caller: Caller, ports: Ports) -> PracticeSitting:
    """Open the question that was named, or the one most worth it.

    Raises NoSuchQuestion, StillOpen or NothingToPractise.
    """
    person = ports.people.enrol(caller, ports.now)
    question = allowed(intent.question, person, ports) if intent.question else chosen(person, ports)
    ports.practice.open(person.account_id, question.id, ports.now)
    return sitting(question, person, ports)


def practice_form(intent: AnswerPractice, caller: Caller, ports: Ports) -> PracticeSitting:
    """The question whose answer is about to be typed."""
    person = ports.people.enrol(caller, ports.now)
    question = allowed(intent.question or last_open(person, ports), person, ports)
    return sitting(question, person, ports)


def answer_practice(intent: AnswerPractice, caller: Caller, ports: Ports) -> Practised:
    """Grade and store a practice answer; a sitting that was answered already is told again.

    Raises NoPracticeOpen, NoSuchQuestion, StillOpen, or an Unreadable.
    """
    person = ports.people.enrol(caller, ports.now)
    question = allowed(intent.question or last_open(person, ports), person, ports)
    shown = order(question)
    if not ports.practice.is_open(person.learner_id, question.id):
        known = ports.practice.last_attempt(person.learner_id, question.id)
        if known is None:
            raise NoPracticeOpen()
        response = decode(known.response)
        return Practised(
            question, shown, response, grade(question, response), known, streak_now(person, ports), False, again=True
        )
    idle = intent.said.strip().casefold() == NO_IDEA.casefold()
    response = DontKnow() if idle else read(question, shown, intent.said)
    return keep(question, shown, response, person, caller, ports)


def keep(
    question: Question, shown: tuple[str, ...], response: Response, person: Person, caller: Caller, ports: Ports
) -> Practised:
    """Store the attempt; if the question was new, fill today."""
    fresh = is_fresh(question, person, ports)
    zone = person.zone or caller.zone or "UTC"
    if not person.zone:
        settle_zone(person, zone, ports)
    today = local_date(ports.now, zone)
    verdict = grade(question, response)
    new = NewAttempt(
        account_id=person.account_id,
        learner_id=person.learner_id,
        question_id=question.id,
        revision=question.rev,
        source="practice",
        daily_id=None,
        group_id=None,
        channel_id=None,
        space_id=None,
        study_day=today.isoformat() if fresh else "",
        response=encode(response),
        hints=0,
        counts=fresh,
        at=ports.now,
    )
    stored = ports.attempts.store(new)
    assert stored is not None, "practice attempts do not stand in each other's way"
    ports.attempts.judge(stored, question.rev, verdict.score, 0, "answer", ports.now)
    ports.practice.close(person.learner_id, question.id)
    filled = fresh and not ports.streaks.is_filled(person.learner_id, today)
    streak = fill_streak(person, today, stored, zone, ports) if fresh else streak_now(person, ports)
    known = ports.practice.last_attempt(person.learner_id, question.id)
    assert known is not None, "an attempt that was just stored can be read"
    welcome = ports.people.mark_welcomed(person.learner_id, ports.now) if not person.welcomed else False
    return Practised(
        question,
        shown,
        response,
        verdict,
        known,
        streak,
        filled,
        welcome=welcome,
        person=person._replace(zone=zone),
        zone_guessed=not person.zone and caller.zone is None,
    )


def sitting(question: Question, person: Person, ports: Ports) -> PracticeSitting:
    """The question as it is shown for practice."""
    return PracticeSitting(question, order(question), is_fresh(question, person, ports))


def order(question: Question) -> tuple[str, ...]:
    """The order of its parts in practice, always the same, so that old controls mean what they said."""
    return shuffled(question, "practice")


def is_fresh(question: Question, person: Person, ports: Ports) -> bool:
    """Whether the learner can not have seen the key: no attempt, no exposure, no reveal in a group of theirs."""
    past = ports.attempts.past(question.id, person.learner_id)
    return past.last_at is None and not past.exposed and not ports.reports.revealed(question.id, person.learner_id)


def last_open(person: Person, ports: Ports) -> str:
    """The question that was opened last. Raises NoPracticeOpen."""
    name = ports.practice.last_open(person.learner_id)
    if name is None:
        raise NoPracticeOpen()
    return name


def allowed(name: str, person: Person, ports: Ports) -> Question:
    """The question of this id, if it may be shown now. What was never live is shown only to who has met it."""
    question = ports.bank.get(name)
    if question is None or question.kind in JUDGED_KINDS:
        raise NoSuchQuestion(said=name[:60])
    if question.id in ports.dailies.blocked(person.learner_id):
        raise StillOpen()
    if question.status != "live" and is_fresh(question, person, ports):
        raise NoSuchQuestion(said=name[:60])
    return question


def chosen(person: Person, ports: Ports) -> Question:
    """What was missed, then what went wrong, then something new of the groups' topics. Raises NothingToPractise."""
    blocked = ports.dailies.blocked(person.learner_id)
    known = (*ports.practice.missed(person.learner_id), *ports.practice.wrong(person.learner_id))
    for question in playable(known, blocked, ports):
        return question
    groups = ports.groups.of_learner(person.learner_id)
    topics = {topic for group in groups for topic in re.split(r"[\s,]+", group.topics) if topic}
    anything = not all(group.topics.strip() for group in groups) or not groups
    attempted = ports.practice.attempted(person.learner_id)
    new = [
        question
        for question in ports.bank.served()
        if question.id not in blocked
        and question.id not in attempted
        and question.kind not in JUDGED_KINDS
        and (anything or question.topic in topics)
    ]
    while new:
        picked = new.pop(ports.rng.randrange(len(new)))
        if not ports.reports.quarantined(picked.id, picked.rev, EVERYWHERE):
            return picked
    raise NothingToPractise()


def playable(names: Iterable[str], blocked: frozenset[str], ports: Ports) -> Iterable[Question]:
    """Those of the questions that can be shown now."""
    for name in names:
        question = ports.bank.get(name)
        if question is not None and name not in blocked and question.kind not in JUDGED_KINDS:
            yield question
