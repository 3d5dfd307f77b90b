"""Answer a daily: the one story that everything else serves.

While a daily is open the first answer is final. What is told to the learner has been committed; whatever comes twice
(a double click, a redelivery, a second replica) finds the stored attempt and tells it again.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.domain.errors import DailyClosed
from bot.domain.grading import Verdict, grade, misspelt
from bot.domain.question import Question, Short
from bot.domain.quorum import is_quorum
from bot.domain.reading import describe, read
from bot.domain.response import DontKnow as NoIdea
from bot.domain.response import Response, Typed, encode
from bot.domain.scoring import points, repeat_pays
from bot.domain.study_day import fill_day, local_date
from bot.intents import Answer, DontKnow
from bot.ports import Ports
from bot.ports.attempts import AttemptRow, Before, NewAttempt
from bot.ports.dailies import Daily
from bot.ports.groups import Place
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.counts import arm_counts
from bot.usecases.held_back import is_held_back
from bot.usecases.sitting import Outcome, question_of, recall, shown_order
from bot.usecases.standings import count_question, credit
from bot.usecases.streaks import fill_streak, settle_zone, streak_now
from bot.usecases.submit_run import RunQueued, code_in, submit_run
from bot.usecases.whereabouts import daily_from, place_of, shown_to

ASKS_BY_ITSELF = frozenset({"multi", "order", "match"})
"""Kinds for which `confirm: auto` asks before an answer is submitted: a slip of the finger is likely there."""


PRESSED = frozenset({"single", "true_false", "bug"})
"""Kinds for which `confirm: always` asks as well. What was typed into a form was submitted there on purpose."""


@dataclass(frozen=True, slots=True)
class AskConfirm:
    """The answer was read as this; nothing is stored until it is confirmed."""

    daily: Daily
    said: str
    read_as: str


@dataclass(frozen=True, slots=True)
class CheckSpelling:
    """The answer looks like a misspelling of an accepted form: one free retry, nothing stored but that it was used."""

    daily: Daily
    said: str


class Asked(NamedTuple):
    """Who is to answer which daily, where, and what is known of it before anything is stored."""

    person: Person
    place: Place | None
    daily: Daily
    before: Before
    twins: bool  # the question is open in other groups


def answer(intent: Answer, caller: Caller, ports: Ports) -> Outcome | AskConfirm | CheckSpelling | RunQueued:
    """Grade and store the caller's answer, and give back everything it brought. Code is only put in line for the judge.

    Raises what `open_daily` raises, DailyClosed with the text given back, an Unreadable that says what was expected, or
    what `submit_run` raises.
    """
    asked = meet(intent.daily, caller, ports)
    known = told_before(asked, ports)
    if known is not None:
        return known
    person, daily = asked.person, asked.daily
    if daily.state != "open":
        raise DailyClosed(daily=daily.id, said=intent.said)
    question = question_of(daily, ports)
    shown = shown_order(question, daily)
    response = read(question, shown, intent.said)
    if (code := code_in(question, response)) is not None:
        return submit_run(person, daily, question, code, asked.place, caller, ports)
    if not intent.confirmed and asks_first(person, question):
        return AskConfirm(daily, intent.said, describe(question, shown, response))
    if (
        isinstance(question, Short)
        and isinstance(response, Typed)
        and misspelt(question, response.text)
        and ports.dailies.use_retry(daily.id, person.learner_id, ports.now)
    ):
        return CheckSpelling(daily, intent.said)
    return keep(asked, question, shown, response, caller, ports)


def dont_know(intent: DontKnow, caller: Caller, ports: Ports) -> Outcome:
    """Store honestly that the caller does not know: no points, the day is filled, the key is shown."""
    asked = meet(intent.daily, caller, ports)
    known = told_before(asked, ports)
    if known is not None:
        return known
    if asked.daily.state != "open":
        raise DailyClosed(daily=asked.daily.id, said="")
    question = question_of(asked.daily, ports)
    return keep(asked, question, shown_order(question, asked.daily), NoIdea(), caller, ports)


def meet(daily_id: int | None, caller: Caller, ports: Ports) -> Asked:
    """Bring the caller and the daily that is meant together. Raises what `open_daily` raises."""
    place = place_of(caller, ports)
    held = None if daily_id is None else ports.dailies.hold(daily_id)
    met = ports.attempts.met(held.daily, caller.account) if held else None
    person = ports.people.enrol(caller, ports.now, met[0] if met else None)
    if held is not None:
        shown_to(held.daily, place, person, ports)
    else:
        held = ports.dailies.hold(daily_from(daily_id, place, caller, person, ports).id)
        assert held is not None, "a daily that was just read can be held"
    if met is None:
        met = ports.attempts.met(held.daily, caller.account)
        assert met is not None, "whoever was just enrolled is known"
    return Asked(person, place, held.daily, met[1], held.twins)


def told_before(asked: Asked, ports: Ports) -> Outcome | None:
    """What the daily brought the learner, if it was answered already."""
    if asked.before.attempt_id is None:
        return None
    known = ports.attempts.get(asked.before.attempt_id)
    assert known is not None, "an attempt that was just seen can be read"
    return recall(asked.daily, known, streak_now(asked.person, ports), ports)


def asks_first(person: Person, question: Question) -> bool:
    """Whether this learner wants to confirm an answer of this kind."""
    if person.confirm == "auto":
        return question.kind in ASKS_BY_ITSELF
    return person.confirm == "always" and question.kind in ASKS_BY_ITSELF | PRESSED


def keep(
    asked: Asked,
    question: Question,
    shown: tuple[str, ...],
    response: Response,
    caller: Caller,
    ports: Ports,
    day: date | None = None,
) -> Outcome:
    """Store the attempt and everything that follows from it. `day` is the study day it fills, where that is known."""
    person, place, daily, before, twins = asked
    now = ports.now
    verdict = grade(question, response)
    pays = not before.exposed and repeat_pays(before.last_at, now)
    hints = before.hints
    earned = points(question.band, verdict.score, hints) if pays and question.kind != "open" else 0
    zone = person.zone or caller.zone or daily.zone
    if not person.zone:
        settle_zone(person, zone, ports)
    day = day or day_to_fill(daily, person, zone, ports)
    place = home_of(daily, place, ports)
    attempt = NewAttempt(
        account_id=person.account_id,
        learner_id=person.learner_id,
        question_id=question.id,
        revision=question.rev,
        source="daily",
        daily_id=daily.id,
        group_id=daily.group_id,
        channel_id=place.id if place else None,
        space_id=place.space_id if place else None,
        study_day=day.isoformat(),
        response=encode(response),
        hints=hints,
        counts=pays,
        at=now,
        self_assessed=question.kind == "open",
    )
    stored = ports.attempts.store(attempt)
    if stored is None:
        # Or an account answered it that was linked then: that was the learner's one answer to this daily.
        known = ports.attempts.of_daily(daily.id, person.learner_id) or ports.attempts.held(daily.id, person.learner_id)
        assert known is not None, "an attempt that is in the way can be read"
        return recall(daily, known, streak_now(person, ports), ports)
    ports.attempts.judge(stored, question.rev, verdict.score, earned, "answer", now)
    if not before.member:
        ports.groups.join(daily.group_id, person.account_id, person.learner_id, now)
    streak = fill_streak(person, day, stored, zone, ports)
    if pays and not is_held_back(daily):
        credit(daily, attempt, place, verdict.score, earned, person.visibility != "hidden", ports)
    if pays and not attempt.self_assessed:
        count_question(attempt, verdict.score, ports)
    quorum = count_in(daily, person, ports, expected=before.expected)
    if quorum is None:
        raise DailyClosed(daily=daily.id, said=describe(question, shown, response))
    carried = carry_over(attempt, daily, question, verdict, earned, person, ports) if twins else ()
    return Outcome(
        daily,
        question,
        shown,
        response,
        verdict,
        row(stored, attempt, verdict, earned),
        streak,
        hidden=is_held_back(daily),
        carried=carried,
        reached_quorum=quorum,
        welcome=ports.people.mark_welcomed(person.learner_id, now) if not person.welcomed else False,
        person=person if person.zone == zone else person._replace(zone=zone),
        zone_guessed=not person.zone and caller.zone is None,
    )


def day_to_fill(daily: Daily, person: Person, zone: str, ports: Ports) -> date:
    """The study day that an answer to this open daily fills: the post's, if that is still empty, else today's."""
    assert daily.posted_at is not None, "an open daily was posted"
    today = local_date(ports.now, zone)
    posted = local_date(daily.posted_at, zone)
    if posted == today:
        return today
    return fill_day(ports.now, zone, daily.posted_at, ports.streaks.is_filled(person.learner_id, posted))


def home_of(daily: Daily, place: Place | None, ports: Ports) -> Place | None:
    """The channel whose boards an answer moves: the one where it was given, or the group's first one."""
    if place is not None and place.group_id == daily.group_id:
        return place
    return next(iter(ports.groups.places(daily.group_id)), None)


def row(attempt_id: int, new: NewAttempt, verdict: Verdict, earned: int) -> AttemptRow:
    """The stored attempt, without asking for it again."""
    return AttemptRow(
        attempt_id, new.account_id, new.learner_id, new.question_id, new.revision, new.source, new.daily_id,
        new.group_id, new.study_day, new.response, new.hints, new.counts, new.at, verdict.score, earned,
    )  # fmt: skip


def count_in(daily: Daily, person: Person, ports: Ports, expected: bool = False) -> bool | None:
    """Count the answer on the daily; whether the group has just reached quorum. None: it was revealed meanwhile.

    `expected`: the learner is known to be on the roster.
    """
    counts = ports.dailies.count_answer(daily.id, person.learner_id, ports.now, expected)
    if counts is None:
        return None
    arm_counts(daily, ports)
    if daily.quorum_at is not None or not is_quorum(counts.roster, counts.roster_answered, daily.share):
        return False
    ports.dailies.reach_quorum(daily.id, ports.now)
    return True


def carry_over(
    attempt: NewAttempt, daily: Daily, question: Question, verdict: Verdict, earned: int, person: Person, ports: Ports
) -> tuple[str, ...]:
    """Let the same answer count in the learner's other groups where the same question is open; their names.

    It moves those groups' boards and quorums, and a space's board only where the first one did not count already.
    """
    names = []
    spaces = {attempt.space_id}
    for twin in ports.dailies.twins(question.id, person.learner_id, but=daily.id):
        place = next(iter(ports.groups.places(twin.group_id)), None)
        copy = attempt._replace(
            daily_id=twin.id,
            group_id=twin.group_id,
            channel_id=place.id if place else None,
            space_id=place.space_id if place and place.space_id not in spaces else None,
            study_day="",
        )
        stored = ports.attempts.store(copy)
        if stored is None:
            continue
        spaces.add(copy.space_id)
        ports.attempts.judge(stored, question.rev, verdict.score, earned, "answer", ports.now)
        if copy.counts and not is_held_back(twin):
            credit(twin, copy, place, verdict.score, earned, person.visibility != "hidden", ports)
        count_in(twin, person, ports)
        names.append(twin.group_name)
    return tuple(names)
