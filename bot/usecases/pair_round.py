"""A pair's round: they meet, one interviews the other, half-way they change, then each fills in what they saw.

The interviewer has the run sheet, the candidate only the question that is handed over. Half a round has the format's
questions and half of its minutes. Whoever does not come within ten minutes is not waited for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.domain.errors import NoRound, NoSuchRound, NotYetTime, NotYourPart, RoundOver
from bot.domain.format import Format
from bot.domain.question import JUDGED_KINDS, Question
from bot.domain.shuffle import shuffled
from bot.intents import ComeToPair, HandOver, ShowPair, ShowSheet
from bot.ports import Ports
from bot.ports.people import Person
from bot.ports.rounds import Item, NewItem, Player, Round
from bot.refs import Caller
from bot.usecases.find_partner import PairPlan
from bot.usecases.rounds import OVER, drawn_from, question_of

NO_SHOW = timedelta(minutes=10)
RATE_WITHIN = timedelta(days=2)
"""So long a pair's rubrics may be filled in before what there is is shown."""
HALVES = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair's round as one of them has it. `me` and `partner` are players; `half` 0 or 1; `names` by account."""

    round: Round
    format: Format
    at: datetime
    players: tuple[Player, ...]
    me: Player
    names: dict[int, str]

    @property
    def partner(self) -> Player | None:
        """The other of the two who talk."""
        return next((p for p in self.players if p.role != "observer" and p.account_id != self.me.account_id), None)

    @property
    def half(self) -> int:
        """Which half runs."""
        return min(self.round.phase, HALVES - 1)

    def interviewer(self, half: int) -> Player | None:
        """Who asks in a half."""
        role = "first" if half == 0 else "second"
        return next((player for player in self.players if player.role == role), None)

    def candidate(self, half: int) -> Player | None:
        """Who is asked in a half."""
        return self.interviewer(1 - half)

    @property
    def reads(self) -> bool:
        """Whether the run sheet of this half is for me."""
        asks = self.interviewer(self.half)
        return self.me.role == "observer" or (asks is not None and asks.account_id == self.me.account_id)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question of the run sheet, with everything that the interviewer may need. `given`: the candidate has it."""

    pair: Pair
    items: tuple[Item, ...]
    page: int
    item: Item
    question: Question
    shown: tuple[str, ...]
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Task:
    """What the candidate sees of a question."""

    pair: Pair
    item: Item
    question: Question
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody came. `both`: the round has begun."""

    pair: Pair
    both: bool


def pair_of(round_id: int, person: Person, ports: Ports) -> Pair:
    """The caller's pair round. Raises NoRound or NoSuchRound."""
    found = ports.rounds.get(round_id) if round_id else None
    if not round_id:
        raise NoRound()
    if found is None or found.mode != "pair":
        raise NoSuchRound(said=round_id)
    players = tuple(ports.rounds.players(round_id))
    me = next((one for one in players if one.learner_id == person.learner_id), None)
    if me is None or found.format not in ports.bank.formats:
        raise NoSuchRound(said=round_id)
    return paired(found, players, me, ports)


def paired(found: Round, players: Sequence[Player], me: Player, ports: Ports) -> Pair:
    """The round as one of its players has it."""
    people = {one.account_id: ports.people.by_account(one.account_id) for one in players}
    names = {account: person.name for account, person in people.items() if person is not None}
    plan = plan_of(found)
    return Pair(found, ports.bank.formats[found.format], datetime.fromisoformat(plan.at), tuple(players), me, names)


def plan_of(found: Round) -> PairPlan:
    """When it meets, and from whose wishes it came."""
    return msgspec.json.decode(found.wish, type=PairPlan)


def show_pair(intent: ShowPair, caller: Caller, ports: Ports) -> Pair:
    """How a pair's round stands."""
    return pair_of(intent.round, ports.people.enrol(caller, ports.now), ports)


def come(intent: ComeToPair, caller: Caller, ports: Ports) -> Met:
    """I am here. When both talkers are, the round begins. Raises NotYetTime, RoundOver or NoSuchRound."""
    person = ports.people.enrol(caller, ports.now)
    pair = pair_of(intent.round, person, ports)
    if pair.round.state in OVER:
        raise RoundOver(round=pair.round.id)
    if ports.now < pair.at - NO_SHOW:
        raise NotYetTime(at=pair.at)
    ports.rounds.come(pair.round.id, pair.me.account_id, ports.now)
    pair = pair_of(intent.round, person, ports)
    there = [one for one in pair.players if one.here and one.role != "observer"]
    if pair.round.state == "lobby" and len(there) == HALVES:
        lay_out(pair, ports)
        begin_half(pair, 0, ports)
        pair = pair_of(intent.round, person, ports)
    return Met(pair, pair.round.state == "running")


def lay_out(pair: Pair, ports: Ports) -> None:
    """Draw both halves: no question twice, none that is in play for one of them, new ones first."""
    talkers = [one.learner_id for one in pair.players if one.role != "observer"]
    blocked = frozenset[str]().union(*(ports.dailies.blocked(learner) for learner in talkers))
    met: dict[str, int] = {}
    for learner in talkers:
        for name, number in ports.rounds.met(learner).items():
            met[name] = max(number, met.get(name, 0))
    pool = [one for one in ports.bank.served() if one.id not in blocked and one.kind not in JUDGED_KINDS]
    items: list[NewItem] = []
    for half in range(HALVES):
        plan = drawn_from(pool, pair.format, plan_of(pair.round).wish, met, ports)
        chosen = dict.fromkeys(one.question.id for one in plan.items)
        items += [NewItem(half, name, ports.bank.questions[name].rev, "") for name in chosen]
        pool = [one for one in pool if one.id not in chosen] or pool
    ports.rounds.lay_out(pair.round.id, pair.round.wish, items, ports.now)


def begin_half(pair: Pair, half: int, ports: Ports) -> None:
    """Start a half's clock, and give the interviewer (and who observes) the run sheet."""
    ports.rounds.set_state(pair.round.id, "running", half, None)
    for player in pair.players:
        asks = pair.interviewer(half)
        kind = "sheet" if player.role == "observer" or player == asks else "asked"
        letter = f"pair{kind} {pair.round.id} {player.account_id} {half}"
        ports.outbox.tell(f"pair/{pair.round.id}/{half}/{player.account_id}", letter, player.account_id, ports.now)
    ports.agenda.set(f"round/{pair.round.id}", "pair", pair.round.id, ports.now + half_of(pair.format))


def half_of(format: Format) -> timedelta:
    """How long a half takes."""
    return timedelta(minutes=max(1, format.minutes // HALVES))


def pair_due(round_id: int, ports: Ports) -> None:
    """The agenda's turn: the meeting, its ten minutes of grace, half-time, the end."""
    found = ports.rounds.get(round_id)
    if found is None or found.state in OVER or found.format not in ports.bank.formats:
        return
    players = tuple(ports.rounds.players(round_id))
    pair = paired(found, players, players[0], ports)
    if found.state == "lobby" and ports.now < pair.at + NO_SHOW:
        for player in players:
            letter = f"pairnow {round_id} {player.account_id}"
            ports.outbox.tell(f"pairnow/{round_id}/{player.account_id}", letter, player.account_id, ports.now)
        ports.agenda.set(f"round/{round_id}", "pair", round_id, pair.at + NO_SHOW)
    elif found.state == "lobby":
        miss(pair, ports)
    elif found.phase + 1 < HALVES:
        begin_half(pair, found.phase + 1, ports)
    else:
        end(pair, ports)


def miss(pair: Pair, ports: Ports) -> None:
    """Somebody did not come: who did is told, and may look for another partner."""
    ports.rounds.set_state(pair.round.id, "left", pair.round.phase, ports.now)
    for player in pair.players:
        if player.here:
            letter = f"pairmissed {pair.round.id} {player.account_id}"
            ports.outbox.tell(f"pairmissed/{pair.round.id}/{player.account_id}", letter, player.account_id, ports.now)


def end(pair: Pair, ports: Ports) -> None:
    """The time is over: everybody has seen the keys, and fills in the rubric."""
    for item in ports.rounds.items(pair.round.id):
        ports.rounds.close_item(item.id, 0.0, "answered" if item.opened_at else "skipped")
        for player in pair.players:
            ports.attempts.expose(player.account_id, item.question_id, "round", ports.now)
    ports.rounds.set_state(pair.round.id, "ended", HALVES - 1, ports.now)
    ports.agenda.drop(f"round/{pair.round.id}")
    for player in pair.players:
        letter = f"pairrate {pair.round.id} {player.account_id}"
        ports.outbox.tell(f"pairrate/{pair.round.id}/{player.account_id}", letter, player.account_id, ports.now)


def show_sheet(intent: ShowSheet, caller: Caller, ports: Ports) -> Sheet:
    """A page of the run sheet. Raises NotYourPart, RoundOver, NotYetTime or NoSuchRound."""
    pair = pair_of(intent.round, ports.people.enrol(caller, ports.now), ports)
    if pair.round.state in OVER:
        raise RoundOver(round=pair.round.id)
    if pair.round.state == "lobby":
        raise NotYetTime(at=pair.at)
    if not pair.reads:
        raise NotYourPart(round=pair.round.id)
    return sheet_of(pair, intent.page, ports)


def sheet_of(pair: Pair, page: int, ports: Ports) -> Sheet:
    """A page of the half that runs."""
    items = tuple(one for one in ports.rounds.items(pair.round.id) if one.phase == pair.half)
    page = min(max(page, 1), len(items))
    item = items[page - 1]
    question = question_of(item, ports)
    ports.attempts.expose(pair.me.account_id, question.id, "round", ports.now)
    return Sheet(pair, items, page, item, question, shuffled(question, f"r{item.id}"), None)


def hand_over(intent: HandOver, caller: Caller, ports: Ports) -> Sheet:
    """The candidate gets a question. Raises NotYourPart, RoundOver or NoSuchRound."""
    person = ports.people.enrol(caller, ports.now)
    item = ports.rounds.item(intent.item)
    pair = pair_of(item.round_id if item else 0, person, ports)
    if item is None or pair.round.state in OVER or item.phase != pair.half:
        raise RoundOver(round=pair.round.id)
    asks, candidate = pair.interviewer(pair.half), pair.candidate(pair.half)
    if asks is None or candidate is None or asks.account_id != pair.me.account_id:
        raise NotYourPart(round=pair.round.id)
    ports.rounds.open_item(item.id, ports.now)
    letter = f"pairtask {item.id} {candidate.account_id}"
    ports.outbox.tell(f"pairtask/{item.id}", letter, candidate.account_id, ports.now)
    page = 1 + [one.id for one in ports.rounds.items(pair.round.id) if one.phase == pair.half].index(item.id)
    return sheet_of(pair, page, ports)


def load_pair(ids: tuple[str, ...], ports: Ports) -> Pair | None:
    """What a private letter about a pair is about."""
    found = ports.rounds.get(int(ids[0]))
    players = tuple(ports.rounds.players(int(ids[0])))
    me = next((one for one in players if one.account_id == int(ids[1])), None)
    if found is None or me is None or found.format not in ports.bank.formats:
        return None
    return paired(found, players, me, ports)


def load_waiting(ids: tuple[str, ...], ports: Ports) -> Pair | None:
    """The same, as long as the round has not begun."""
    pair = load_pair(ids, ports)
    return pair if pair is not None and pair.round.state == "lobby" else None


def load_sheet(ids: tuple[str, ...], ports: Ports) -> Sheet | None:
    """The first page of a half's run sheet, as long as that half runs."""
    pair = load_pair(ids, ports)
    if pair is None or pair.round.state != "running" or pair.half != int(ids[2]):
        return None
    return sheet_of(pair, 1, ports)


def load_half(ids: tuple[str, ...], ports: Ports) -> Pair | None:
    """What a candidate is told at the beginning of a half."""
    pair = load_pair(ids, ports)
    return pair if pair is not None and pair.round.state == "running" and pair.half == int(ids[2]) else None


def load_task(ids: tuple[str, ...], ports: Ports) -> Task | None:
    """A question that was handed over."""
    item = ports.rounds.item(int(ids[0]))
    pair = load_pair((str(item.round_id), ids[1]), ports) if item is not None else None
    if item is None or pair is None or pair.round.state in OVER or ports.bank.get(item.question_id) is None:
        return None
    question = question_of(item, ports)
    return Task(pair, item, question, shuffled(question, f"r{item.id}"))
