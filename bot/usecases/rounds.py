"""A mock interview round between two presses: where it stands, its clock, and how it ends.

A phase has so much time, and its clock runs only while one of its questions is open: reading an explanation or a break
costs nothing. Whoever comes first after the time is up, a press or the agenda, closes what is left of the phase.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.domain.errors import NoRound, NoSuchRound, QuestionGone
from bot.domain.format import Format, Phase
from bot.domain.question import Band, Open, Question, Stage
from bot.domain.response import Assessed, Response, decode, encode
from bot.domain.round import Plan, Wish, draw, seconds_of
from bot.domain.scoring import points, repeat_pays
from bot.domain.shuffle import shuffled
from bot.domain.study_day import local_date
from bot.ports import Ports
from bot.ports.attempts import NewAttempt
from bot.ports.groups import Place
from bot.ports.people import Person
from bot.ports.reports import EVERYWHERE
from bot.ports.rounds import Item, Round
from bot.usecases.practice import is_fresh
from bot.usecases.streaks import fill_streak, settle_zone

FORGOTTEN_AFTER = timedelta(days=7)
"""A round that nobody has touched for so long ends by itself."""
OVER = ("ended", "left")


class StoredWish(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was asked for, as the round keeps it. `minutes` None: untimed."""

    topics: tuple[str, ...] = ()
    band: Band | None = None
    questions: int = 0
    minutes: int | None = 0

    @property
    def wish(self) -> Wish:
        """For the domain."""
        return Wish(self.topics, self.band, self.questions, self.minutes)


@dataclass(frozen=True, slots=True)
class Seat:
    """A round as the caller has it before them."""

    round: Round
    format: Format
    wish: StoredWish
    items: tuple[Item, ...]
    person: Person

    @property
    def open(self) -> Item | None:
        """The item that is asked now."""
        return next((item for item in self.items if item.state == "open"), None)

    @property
    def waiting(self) -> tuple[Item, ...]:
        """The items still to come."""
        return tuple(item for item in self.items if item.state == "waiting")

    def phase(self, number: int) -> Phase:
        """A phase by its number."""
        return self.format.phases[number]

    def limit(self, phase: int) -> int:
        """The seconds of a phase; 0 where it is untimed."""
        return seconds_of(self.format, self.wish.wish)[phase]

    def left(self, phase: int, now: datetime) -> float | None:
        """The seconds that a phase still has; None where it is untimed."""
        limit = self.limit(phase)
        return limit - sum(spent(item, now) for item in self.items if item.phase == phase) if limit else None


def spent(item: Item, now: datetime) -> float:
    """The seconds that an item has taken up to now."""
    return item.spent + ((now - item.opened_at).total_seconds() if item.opened_at else 0.0)


def active_key(person: Person) -> str:
    """What there may be one of: a learner's solo round."""
    return f"solo/{person.learner_id}"


def seat_of(round_id: int, person: Person, ports: Ports) -> Seat:
    """The caller's round of this number; 0 is the one that runs. Raises NoRound or NoSuchRound."""
    found = ports.rounds.get(round_id) if round_id else ports.rounds.active(active_key(person))
    if found is None and not round_id:
        raise NoRound()
    if found is None or not ports.rounds.plays(found.id, person.learner_id):
        raise NoSuchRound(said=round_id)
    return seated(found, person, ports)


def seated(found: Round, person: Person, ports: Ports) -> Seat:
    """The round with everything that it asks. Raises QuestionGone if its format has gone."""
    format = ports.bank.formats.get(found.format)
    if format is None:
        raise QuestionGone()
    wish = msgspec.json.decode(found.wish, type=StoredWish)
    return Seat(found, format, wish, tuple(ports.rounds.items(found.id)), person)


def question_of(item: Item, ports: Ports) -> Question:
    """The question of an item. Raises QuestionGone if the bank has lost it."""
    question = ports.bank.get(item.question_id)
    if question is None:
        raise QuestionGone()
    return question


def stage_of(question: Question, item: Item) -> Stage | None:
    """The stage of a staged question that an item asks."""
    stages = question.answer.stages if isinstance(question, Open) else ()
    return next((stage for stage in stages if stage.id == item.stage), None)


def order(question: Question, item: Item) -> tuple[str, ...]:
    """The order in which the item shows the question's parts, whatever the card."""
    return shuffled(question, f"r{item.id}")


def again(seat: Seat, ports: Ports) -> Seat:
    """The same seat after something has been written."""
    found = ports.rounds.get(seat.round.id)
    assert found is not None, "a round is never removed"
    return Seat(found, seat.format, seat.wish, tuple(ports.rounds.items(found.id)), seat.person)


def settle(seat: Seat, ports: Ports) -> Seat:
    """Close what has run out of time up to now; end the round when nothing is left to ask."""
    item = seat.open
    if seat.round.state != "running" or item is None or item.opened_at is None:
        return seat
    left = seat.left(item.phase, ports.now)
    if left is None or left > 0:
        return seat
    ports.rounds.close_item(item.id, max(0.0, spent(item, ports.now) + left), "late")
    return run_out(again(seat, ports), item.phase, ports)


def run_out(seat: Seat, phase: int, ports: Ports) -> Seat:
    """Close everything in a phase that was not asked in its time."""
    for item in seat.waiting:
        if item.phase == phase:
            ports.rounds.close_item(item.id, 0.0, "late")
    seat = again(seat, ports)
    if not seat.waiting and seat.open is None:
        return finish(seat, "ended", ports)
    touch(seat, ports)
    return seat


def touch(seat: Seat, ports: Ports) -> None:
    """Put on the agenda when the round is to be looked at next: at a deadline, or when it was forgotten."""
    due = ports.now + FORGOTTEN_AFTER
    item = seat.open
    if seat.round.state == "running" and item is not None and item.opened_at is not None:
        left = seat.left(item.phase, ports.now)
        due = due if left is None else ports.now + timedelta(seconds=max(left, 0.0))
    ports.agenda.set(f"round/{seat.round.id}", "round", seat.round.id, due)


def round_due(round_id: int, ports: Ports) -> None:
    """The agenda's turn: a deadline has passed, or the round was forgotten."""
    found = ports.rounds.get(round_id)
    host = ports.people.by_account(found.host_id) if found is not None else None
    if found is None or host is None or found.state in OVER:
        return
    if found.format not in ports.bank.formats:
        ports.rounds.set_state(round_id, "left", found.phase, ports.now)
        return
    before = seated(found, host, ports)
    seat = settle(before, ports)
    if seat is not before:
        return
    if before.open is not None and before.open.opened_at is not None and before.limit(before.open.phase):
        touch(before, ports)  # the clock was stopped meanwhile, or the agenda is early
        return
    finish(before, "ended", ports)


def finish(seat: Seat, state: str, ports: Ports) -> Seat:
    """End the round: close what is left, keep the staged answers as attempts, and note which keys its report shows."""
    for item in seat.items:
        if item.state != "closed":
            ports.rounds.close_item(item.id, spent(item, ports.now), "skipped")
    seat = again(seat, ports)
    answered = {answer.item_id: answer for answer in ports.rounds.answers(seat.round.id)}
    met: set[str] = set()
    for item in seat.items:
        if item.question_id in met:
            continue
        met.add(item.question_id)
        question = ports.bank.get(item.question_id)
        mine = [one for one in seat.items if one.question_id == item.question_id and one.id in answered]
        if question is not None and item.stage and mine:
            texts = {one.stage: text_of(decode(answered[one.id].response)) for one in mine}
            stages = {name: text for name, text in texts.items() if text}
            keep_attempt(question, Assessed(stages=stages), 0.0, seat.person, ports)
        elif not mine:
            ports.attempts.expose(seat.person.account_id, item.question_id, "round", ports.now)
    ports.rounds.set_state(seat.round.id, state, seat.round.phase, ports.now)
    ports.agenda.drop(f"round/{seat.round.id}")
    return again(seat, ports)


def text_of(response: Response) -> str:
    """What was written to a stage."""
    return response.text if isinstance(response, Assessed) else ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an attempt in a round brought: its id, hundredths of points, whether it filled today."""

    attempt_id: int
    points: int
    filled: bool


@dataclass(frozen=True, slots=True)
class Home:
    """Where an attempt of a live round counts: its group and the channel that it is played in."""

    group_id: int
    place: Place


def keep_attempt(
    question: Question, response: Response, score: float, person: Person, ports: Ports, home: Home | None = None
) -> Kept:
    """Store an attempt of a round: it counts as any first attempt does, for the learner and at `home`, if there is one.

    Whoever scores for a group belongs to it.
    """
    now = ports.now
    past = ports.attempts.past(question.id, person.learner_id)
    fresh = is_fresh(question, person, ports)
    pays = not past.exposed and repeat_pays(past.last_at, now)
    rated = isinstance(question, Open)
    earned = points(question.band, score, 0) if pays and not rated else 0
    zone = person.zone or "UTC"
    today = local_date(now, zone)
    attempt = NewAttempt(
        account_id=person.account_id,
        learner_id=person.learner_id,
        question_id=question.id,
        revision=question.rev,
        source="round",
        daily_id=None,
        group_id=home.group_id if home else None,
        channel_id=home.place.id if home else None,
        space_id=home.place.space_id if home else None,
        study_day=today.isoformat() if fresh else "",
        response=encode(response),
        hints=0,
        counts=pays,
        at=now,
        self_assessed=rated,
    )
    stored = ports.attempts.store(attempt)
    assert stored is not None, "attempts in rounds do not stand in each other's way"
    ports.attempts.judge(stored, question.rev, score, earned, "answer", now)
    if home is not None and not ports.groups.is_member(home.group_id, person.learner_id):
        ports.groups.join(home.group_id, person.account_id, person.learner_id, now)
    filled = fresh and not ports.streaks.is_filled(person.learner_id, today)
    if fresh:
        fill_streak(person, today, stored, zone, ports)
    return Kept(stored, earned, filled)


def drawn_from(pool: Sequence[Question], format: Format, wish: Wish, met: Mapping[str, int], ports: Ports) -> Plan:
    """Draw from what may be shown; what turns out to be in quarantine is put aside, and the draw made again."""
    while True:
        plan = draw(format, wish, pool, met, ports.rng)
        out = {
            one.question.id
            for one in plan.items
            if ports.reports.quarantined(one.question.id, one.question.rev, EVERYWHERE)
        }
        if not out:
            return plan
        pool = [one for one in pool if one.id not in out]


def zoned(person: Person, zone: str | None, ports: Ports) -> Person:
    """The person with a zone: the platform's, where none was chosen yet."""
    if person.zone:
        return person
    settle_zone(person, zone or "UTC", ports)
    return person._replace(zone=zone or "UTC")
