"""Play a round: the next thing, a pause, going on, giving up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import RoundOver
from bot.domain.question import Question, Stage
from bot.intents import BeginLive, EndRound, NextItem, PauseRound, ResumeRound
from bot.ports import Ports
from bot.ports.people import Person
from bot.ports.rounds import Item
from bot.refs import Caller
from bot.usecases.live_rounds import Standing, begin_seat, live_here, live_seat, standing_of
from bot.usecases.live_turns import Moved, Podium, begin_live, end_live, pause_live
from bot.usecases.round_report import Report, report_of
from bot.usecases.rounds import (
    OVER,
    Seat,
    again,
    finish,
    order,
    question_of,
    run_out,
    seat_of,
    settle,
    spent,
    stage_of,
    touch,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is asked now. `deadline` None: no clock. `said` are the stages before this one with answers."""

    seat: Seat
    item: Item
    question: Question
    stage: Stage | None
    shown: tuple[str, ...]
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Break:
    """A phase in which nothing is asked."""

    seat: Seat
    phase: int


@dataclass(frozen=True, slots=True)
class Stood:
    """The round was paused, or waits for the next press."""

    seat: Seat


@dataclass(frozen=True, slots=True)
class AskEnd:
    """Really end it?"""

    seat: Seat


@dataclass(frozen=True, slots=True)
class Watch:
    """How a live round stands, for one who asks."""

    seat: Seat
    standing: Standing


Turn = Asked | Break | Stood | Report


def next_item(intent: NextItem, caller: Caller, ports: Ports) -> Turn | Watch:
    """What comes now: the open question again, a break, the next question, or the report; of a live round its standing.

    Raises NoRound, NoSuchRound or QuestionGone.
    """
    person = ports.people.enrol(caller, ports.now)
    if live := live_number(intent.round, caller, person, ports):
        return watch(live, person, caller, ports)
    seat = settle(seat_of(intent.round, person, ports), ports)
    return turn(running(seat, ports), ports)


def live_number(round_id: int, caller: Caller, person: Person, ports: Ports) -> int:
    """The round of this number if it is a live one, without a number the one that `live_here` finds; else 0."""
    if not round_id:
        return live_here(caller, person, ports)
    found = ports.rounds.get(round_id)
    return round_id if found is not None and found.mode == "live" else 0


def watch(round_id: int, person: Person, caller: Caller, ports: Ports) -> Watch:
    """How a live round stands."""
    seat = live_seat(round_id, person, ports, caller)
    return Watch(seat, standing_of(seat.round, ports))


def running(seat: Seat, ports: Ports) -> Seat:
    """A paused round goes on, its open question's clock too."""
    if seat.round.state != "paused":
        return seat
    ports.rounds.set_state(seat.round.id, "running", seat.round.phase, None)
    if seat.open is not None:
        ports.rounds.open_item(seat.open.id, ports.now)
    seat = again(seat, ports)
    touch(seat, ports)
    return seat


def turn(seat: Seat, ports: Ports) -> Turn:
    """The open question, or whatever comes next."""
    while seat.round.state not in OVER:
        if seat.open is not None:
            return asked(seat, seat.open, ports)
        if not seat.waiting:
            return report_of(finish(seat, "ended", ports), ports)
        item = seat.waiting[0]
        rest = next((n for n in range(seat.round.phase + 1, item.phase) if seat.format.phases[n].rests), None)
        if rest is not None:
            ports.rounds.set_state(seat.round.id, "running", rest, None)
            seat = again(seat, ports)
            touch(seat, ports)
            return Break(seat, rest)
        left = seat.left(item.phase, ports.now)
        if left is not None and left <= 0:
            seat = run_out(seat, item.phase, ports)
            continue
        ports.rounds.open_item(item.id, ports.now)
        ports.rounds.set_state(seat.round.id, "running", item.phase, None)
        seat = again(seat, ports)
        touch(seat, ports)
    return report_of(seat, ports)


def asked(seat: Seat, item: Item, ports: Ports) -> Asked:
    """An open question as it is shown."""
    question = question_of(item, ports)
    left = seat.left(item.phase, ports.now)
    deadline = None if left is None or item.opened_at is None else ports.now + timedelta(seconds=max(left, 0.0))
    return Asked(seat, item, question, stage_of(question, item), order(question, item), deadline)


def pause_round(intent: PauseRound, caller: Caller, ports: Ports) -> Stood | Report | Moved:
    """Stop the clock. A round that is paused already stays so."""
    person = ports.people.enrol(caller, ports.now)
    if live := live_number(intent.round, caller, person, ports):
        return pause_live(PauseRound(live), caller, ports)
    seat = settle(seat_of(intent.round, person, ports), ports)
    if seat.round.state in OVER:
        return report_of(seat, ports)
    if seat.open is not None and seat.open.opened_at is not None:
        ports.rounds.stop_clock(seat.open.id, spent(seat.open, ports.now))
    ports.rounds.set_state(seat.round.id, "paused", seat.round.phase, None)
    seat = again(seat, ports)
    touch(seat, ports)
    return Stood(seat)


def resume_round(intent: ResumeRound, caller: Caller, ports: Ports) -> Turn | Watch | Moved | Podium:
    """Go on where it stood; a live round only from its pause. Raises RoundOver for a round that has ended."""
    person = ports.people.enrol(caller, ports.now)
    if live := live_number(intent.round, caller, person, ports):
        found = watch(live, person, caller, ports)
        return begin_live(BeginLive(live), caller, ports) if found.seat.round.state == "paused" else found
    seat = seat_of(intent.round, person, ports)
    if seat.round.state in OVER:
        raise RoundOver(round=seat.round.id)
    return turn(running(settle(seat, ports), ports), ports)


def end_round(intent: EndRound, caller: Caller, ports: Ports) -> AskEnd | Report | Podium:
    """End it before its time, after asking once; what was answered stays and is reported."""
    person = ports.people.enrol(caller, ports.now)
    if live := live_number(intent.round, caller, person, ports):
        if intent.confirmed:
            return end_live(EndRound(live, True), caller, ports)
        return AskEnd(begin_seat(BeginLive(live), caller, ports))
    seat = settle(seat_of(intent.round, person, ports), ports)
    if seat.round.state in OVER:
        return report_of(seat, ports)
    return report_of(finish(seat, "ended", ports), ports) if intent.confirmed else AskEnd(seat)
