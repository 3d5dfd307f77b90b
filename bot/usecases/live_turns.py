"""A live round question by question: it opens for all at once, closes at its deadline, and the next one follows.

The agenda moves it: a deadline closes the question and tells the key, some seconds later the next one opens, and the
last one is followed by the podium. A host may hurry each step; a crash delays it to the next tick.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import RoundOver, RoundPaused, StillOpen, TimeIsUp
from bot.domain.grading import Verdict, grade
from bot.domain.live import open_for, worth
from bot.domain.question import Question
from bot.domain.reading import read
from bot.domain.response import DontKnow, Response, decode, encode
from bot.intents import BeginLive, EndRound, PauseRound
from bot.ports import Ports
from bot.ports.people import Person
from bot.ports.rounds import Item, RoundAnswer
from bot.refs import Caller
from bot.usecases.held_back import credit_round
from bot.usecases.live_rounds import (
    Standing,
    begin_seat,
    lay_out,
    let_in,
    live_seat,
    lobby_key,
    player_of,
    standing_of,
    wish_of,
)
from bot.usecases.rounds import OVER, Home, Seat, again, keep_attempt, order, question_of, seated, spent, zoned

BETWEEN = timedelta(seconds=20)
"""Time to read the key before the next question opens by itself."""
PAUSED_AT_MOST = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class LiveAsked:
    """A question that is open to all players until its deadline; nothing of its key may be drawn from it."""

    seat: Seat
    item: Item
    question: Question
    shown: tuple[str, ...]
    players: int


@dataclass(frozen=True, slots=True)
class LiveTold:
    """A question that is over, with its key, and where everybody stands."""

    seat: Seat
    item: Item
    question: Question
    shown: tuple[str, ...]
    answers: int
    right: int
    standing: Standing
    last: bool


@dataclass(frozen=True, slots=True)
class Podium:
    """A live round that has ended. `board`: its first answers count on the group's boards."""

    seat: Seat
    standing: Standing
    board: bool = False


@dataclass(frozen=True, slots=True)
class LiveAnswered:
    """An answer is in; its verdict comes with the key. `again`: it was there already."""

    seat: Seat
    item: Item
    question: Question
    shown: tuple[str, ...]
    response: Response
    verdict: Verdict | None
    again: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """What the host did: the round `began`, was `paused`, went `on`, or its question was `closed` early.

    `past`: nothing, the control had done its work before.
    """

    seat: Seat
    what: str


def begin_live(intent: BeginLive, caller: Caller, ports: Ports) -> Moved | Podium:
    """The host's next step, whatever the round waits for. Raises RoundOver, NotTheHost or NothingToAsk."""
    seat = begin_seat(intent, caller, ports)
    if is_past(intent, seat):
        return Moved(seat, "past")
    if seat.round.state == "lobby":
        return Moved(step(lay_out(seat, ports), ports), "began")
    ports.rounds.move(seat.round.id, ports.now)
    if seat.round.state == "paused":
        ports.rounds.set_state(seat.round.id, "running", seat.round.phase, None)
        return moved(step(again(seat, ports), ports), "on", ports)
    if seat.open is not None:
        return moved(close(seat, seat.open, ports), "closed", ports)
    return moved(step(seat, ports), "on", ports)


def is_past(intent: BeginLive, seat: Seat) -> bool:
    """Whether the step of a control was taken already: it was pressed twice, or late."""
    if intent.item < 0:
        return seat.open is None or seat.open.place != -intent.item
    if intent.item and seat.round.state == "lobby":
        return intent.item != 1
    following = next(iter(seat.waiting), None)
    return bool(intent.item) and (seat.open is not None or following is None or following.place != intent.item)


def moved(seat: Seat, what: str, ports: Ports) -> Moved | Podium:
    """What a step led to."""
    return end_of(seat, ports) if seat.round.state in OVER else Moved(seat, what)


def end_of(seat: Seat, ports: Ports) -> Podium:
    """How it ended."""
    return Podium(seat, standing_of(seat.round, ports), wish_of(seat.round).board)


def step(seat: Seat, ports: Ports) -> Seat:
    """Go on: the clock of a stopped question runs again, else the next one opens, else the round ends."""
    item = seat.open or next(iter(seat.waiting), None)
    if item is None:
        return podium(seat, ports)
    limit = timedelta(seconds=limit_of(question_of(item, ports)) - item.spent)
    ports.rounds.open_item(item.id, ports.now)
    ports.rounds.due(item.id, ports.now + limit)
    if item.state == "waiting":
        tell(seat, f"liveask {item.id}", f"ask:{item.id}", ports)
    ports.rounds.set_state(seat.round.id, "running", item.phase, None)
    ports.agenda.set(f"round/{seat.round.id}", "live", seat.round.id, ports.now + limit)
    return again(seat, ports)


def limit_of(question: Question) -> int:
    """The seconds for which a question is open."""
    return open_for(question.difficulty.time_s)


def tell(seat: Seat, letter: str, key: str, ports: Ports) -> None:
    """Put a post for the round's channel into the outbox, under its first one."""
    assert seat.round.channel_id is not None, "a live round lives in a channel"
    name, under = f"round:{seat.round.id}:{key}", lobby_key(seat.round.id)
    ports.outbox.post(name, letter, seat.round.channel_id, None, ports.now, under)


def close(seat: Seat, item: Item, ports: Ports) -> Seat:
    """The question is over: whoever was there and did not answer has now seen its key."""
    ports.rounds.close_item(item.id, spent(item, ports.now), "answered")
    if wish_of(seat.round).board:
        credit_round(item.id, ports)
    answered = {one.account_id for one in ports.rounds.answers(seat.round.id) if one.item_id == item.id}
    for player in ports.rounds.players(seat.round.id):
        if player.account_id not in answered:
            ports.attempts.expose(player.account_id, item.question_id, "round", ports.now)
    tell(seat, f"livetold {item.id}", f"told:{item.id}", ports)
    ports.rounds.move(seat.round.id, ports.now)
    seat = again(seat, ports)
    if not seat.waiting:
        return podium(seat, ports)
    ports.agenda.set(f"round/{seat.round.id}", "live", seat.round.id, ports.now + BETWEEN)
    return seat


def podium(seat: Seat, ports: Ports) -> Seat:
    """The round ends. What was never asked stays unasked."""
    for item in seat.items:
        if item.state != "closed":
            ports.rounds.close_item(item.id, spent(item, ports.now), "skipped")
    ports.rounds.set_state(seat.round.id, "ended", seat.round.phase, ports.now)
    ports.agenda.drop(f"round/{seat.round.id}")
    if any(item.why == "answered" for item in seat.items) or seat.open is not None:
        tell(seat, f"podium {seat.round.id}", "podium", ports)
    return again(seat, ports)


def live_due(round_id: int, ports: Ports) -> None:
    """The agenda's turn: a deadline, the next question, or a round that everybody has left alone."""
    found = ports.rounds.get(round_id)
    host = ports.people.by_account(found.host_id) if found else None
    if found is None or host is None or found.state in OVER:
        return
    if found.format not in ports.bank.formats:
        ports.rounds.set_state(round_id, "left", found.phase, ports.now)
        return
    seat = seated(found, host, ports)
    item = seat.open
    if seat.round.state == "running" and item is not None and item.due_at is not None and ports.now < item.due_at:
        ports.agenda.set(f"round/{seat.round.id}", "live", seat.round.id, item.due_at)
    elif seat.round.state == "running":
        close(seat, item, ports) if item is not None else step(seat, ports)
    else:
        podium(seat, ports)


def pause_live(intent: PauseRound, caller: Caller, ports: Ports) -> Moved:
    """The host stops the clock. Raises RoundOver or NotTheHost."""
    seat = begin_seat(BeginLive(intent.round), caller, ports)
    item = seat.open
    if item is not None and item.opened_at is not None:
        ports.rounds.stop_clock(item.id, spent(item, ports.now))
        ports.rounds.due(item.id, None)
    state = "paused" if seat.round.state == "running" else seat.round.state
    ports.rounds.set_state(seat.round.id, state, seat.round.phase, None)
    ports.rounds.move(seat.round.id, ports.now)
    ports.agenda.set(f"round/{seat.round.id}", "live", seat.round.id, ports.now + PAUSED_AT_MOST)
    return Moved(again(seat, ports), "paused")


def end_live(intent: EndRound, caller: Caller, ports: Ports) -> Podium:
    """The host ends it. Raises RoundOver or NotTheHost."""
    seat = begin_seat(BeginLive(intent.round), caller, ports)
    if seat.open is not None:
        seat = close(seat, seat.open, ports)
    if seat.round.state not in OVER:
        seat = podium(seat, ports)
    return end_of(seat, ports)


def answer_live(item: Item, said: str | None, caller: Caller, person: Person, ports: Ports) -> LiveAnswered:
    """Keep an answer to the open question; `said` None: not known. Whoever answers plays.

    Raises RoundOver, RoundPaused or TimeIsUp (with the text given back), NotForYou, StillOpen or an Unreadable.
    """
    seat = live_seat(item.round_id, person, ports)
    item = next(one for one in seat.items if one.id == item.id)
    question = question_of(item, ports)
    shown = order(question, item)
    known = ports.rounds.answer_of(item.id, person.learner_id)
    if known is not None:
        response = decode(known.response)
        verdict = grade(question, response) if item.state == "closed" else None
        return LiveAnswered(seat, item, question, shown, response, verdict, True)
    if seat.round.state in OVER:
        raise RoundOver(round=seat.round.id, said=said or "")
    if seat.round.state == "paused" and item.state == "open":
        raise RoundPaused(round=seat.round.id, said=said or "")
    if item.state != "open" or item.due_at is None or ports.now >= item.due_at:
        raise TimeIsUp(round=seat.round.id, said=said or "")
    if question.id in ports.dailies.blocked(person.learner_id):
        raise StillOpen()
    response = DontKnow() if said is None else read(question, shown, said)
    let_in(seat, caller, ports)
    person = zoned(person, caller.zone, ports)
    verdict = grade(question, response)
    took, limit = spent(item, ports.now), limit_of(question)
    gained = worth(question.band, verdict.score, round(took * 1000), limit * 1000, wish_of(seat.round).speed)
    kept = keep_attempt(question, response, verdict.score, person, ports, home_of(seat, ports))
    mine = player_of(seat, ports)
    account = mine.account_id if mine is not None else person.account_id
    stored = ports.rounds.answer(
        RoundAnswer(item.id, account, encode(response), verdict.score, gained, took, kept.attempt_id, ports.now)
    )
    assert stored, "an answer that was not there can be stored"
    if ports.rounds.missing(item.id) == 0:
        seat = close(seat, item, ports)
    return LiveAnswered(seat, item, question, shown, response, None, False)


def home_of(seat: Seat, ports: Ports) -> Home | None:
    """Where the round's attempts count besides for their learners."""
    if not wish_of(seat.round).board or seat.round.group_id is None or seat.round.channel_id is None:
        return None
    place = ports.places.get(seat.round.channel_id)
    return Home(seat.round.group_id, place) if place is not None else None


def open_to(item: Item, person: Person, ports: Ports) -> LiveAsked:
    """The question that somebody is about to answer in a form. Raises TimeIsUp."""
    seat = live_seat(item.round_id, person, ports)
    if item.state != "open" or item.due_at is None or ports.now >= item.due_at:
        raise TimeIsUp(round=seat.round.id)
    question = question_of(item, ports)
    return LiveAsked(seat, item, question, order(question, item), 0)
