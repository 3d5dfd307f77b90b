"""A live round before and between its questions: who opens it, who plays, who may move it on.

Everything that its channel sees is a letter of the outbox; what a player is told is private. Whoever opened it leads
it; a leader who does nothing for two minutes while all wait may be replaced by any player.
"""

from dataclasses import dataclass
from datetime import timedelta

import msgspec

from bot.domain.errors import (
    LiveRunning,
    NoGroupHere,
    NoRound,
    NoSuchRound,
    NotForYou,
    NothingToAsk,
    NotTheHost,
    OnlyInAChannel,
    RoundOver,
)
from bot.domain.format import MOST_QUESTIONS
from bot.domain.group_words import read_topics
from bot.domain.live import FEWEST_FOR_SPEED, Answered, Place, standing
from bot.domain.question import JUDGED_KINDS
from bot.domain.round import Plan
from bot.intents import BeginLive, JoinRound, LeaveRound, StartLive
from bot.ports import Ports
from bot.ports.people import Person
from bot.ports.rounds import NewItem, Player, Round
from bot.refs import Caller, SpaceRef
from bot.usecases.anonymity import shown_names
from bot.usecases.rounds import OVER, Seat, StoredWish, active_key, drawn_from, seated
from bot.usecases.start_round import Offer, formats_for, read_band, read_count, read_format
from bot.usecases.whereabouts import may_see, place_of

HOST_AWAY = timedelta(minutes=2)
LOBBY_CLOSES = timedelta(hours=1)
NO_FORM = frozenset({"open", *JUDGED_KINDS})
"""Kinds that nobody can grade while everybody waits."""


class LiveWish(StoredWish, frozen=True, omit_defaults=True):
    """What was asked for of a live round. `speed`: quick answers bring up to half more; `board`: boards count it."""

    speed: bool = False
    board: bool = False


@dataclass(frozen=True, slots=True)
class Lobby:
    """A live round that people can join: how many have, and for whom this was drawn.

    `board`: first answers will count on the group's boards.
    """

    seat: Seat
    players: int
    host: str
    speed: bool
    board: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """The caller is in, or was in already; or has gone."""

    seat: Seat
    players: int
    new: bool
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The places in a live round, with the names to show; whoever hides has no row."""

    rows: tuple[tuple[Place, str], ...]
    players: int


def start_live(intent: StartLive, caller: Caller, ports: Ports) -> Lobby | Offer:
    """Open a live round in the caller's channel. Without a format: those that there are.

    Raises OnlyInAChannel, NoGroupHere, LiveRunning, NoSuchFormat, UnknownTopic, BadBand or BadRoundLength.
    """
    if caller.channel is None:
        raise OnlyInAChannel()
    place = place_of(caller, ports)
    if place is None or place.group_id is None:
        raise NoGroupHere(in_channel=True)
    group = ports.groups.get(place.group_id)
    if group is None or group.state not in ("active", "paused"):
        raise NoGroupHere(in_channel=True)
    person = ports.people.enrol(caller, ports.now)
    key = f"live/{place.id}"
    if (running := ports.rounds.active(key)) is not None:
        raise LiveRunning(round=running.id)
    if not intent.format.strip():
        return Offer(formats_for("live", ports), StartLive(speed=intent.speed))
    format = read_format(intent.format, ports, "live")
    wish = LiveWish(
        read_topics(intent.topics, {one.topic for one in ports.bank.served()}),
        read_band(intent.band),
        read_count(intent.questions, "questions", MOST_QUESTIONS),
        speed=intent.speed,
    )
    stored = msgspec.json.encode(wish).decode()
    made = ports.rounds.open_lobby(format.id, person.account_id, place.group_id, place.id, stored, key, ports.now)
    if made is None:
        other = ports.rounds.active(key)
        assert other is not None, "only a round that runs stands in the way"
        raise LiveRunning(round=other.id)
    ports.outbox.post(lobby_key(made), f"lobby {made}", place.id, None, ports.now)
    ports.agenda.set(f"round/{made}", "live", made, ports.now + LOBBY_CLOSES)
    return lobby_of(live_seat(made, person, ports), ports)


def lobby_key(round_id: int) -> str:
    """The delivery key of a round's first post, under which the others belong."""
    return f"round:{round_id}:lobby"


def live_seat(round_id: int, person: Person, ports: Ports, caller: Caller | None = None) -> Seat:
    """A live round; 0 is the one in the caller's channel. Raises NoRound or NoSuchRound.

    A `caller` has to play in it, or belong to its group, or speak in one of the group's channels.
    """
    place = place_of(caller, ports) if caller is not None and not round_id else None
    found = ports.rounds.get(round_id) if round_id else ports.rounds.active(f"live/{place.id}") if place else None
    if found is None and not round_id:
        raise NoRound()
    if found is None or found.mode != "live":
        raise NoSuchRound(said=round_id)
    if caller is not None and not is_known_to(found, person, caller, ports):
        raise NoSuchRound(said=round_id)
    return seated(found, person, ports)


def is_known_to(found: Round, person: Person, caller: Caller, ports: Ports) -> bool:
    """Whether somebody may know of a live round."""
    if found.group_id is not None and may_see(found.group_id, place_of(caller, ports), person, ports):
        return True
    return ports.rounds.plays(found.id, person.learner_id)


def live_here(caller: Caller, person: Person, ports: Ports) -> int:
    """The number of the live round in the caller's channel, for whoever is in no round alone; 0: there is none."""
    if ports.rounds.active(active_key(person)) is not None:
        return 0
    place = place_of(caller, ports)
    found = ports.rounds.active(f"live/{place.id}") if place is not None else None
    return found.id if found is not None else 0


def wish_of(found: Round) -> LiveWish:
    """What was asked for."""
    return msgspec.json.decode(found.wish, type=LiveWish)


def lobby_of(seat: Seat, ports: Ports) -> Lobby:
    """The lobby as it is now."""
    players = [one for one in ports.rounds.players(seat.round.id) if not one.left]
    host = ports.people.by_account(seat.round.host_id)
    names = shown_names(f"g{seat.round.group_id}", [host.learner_id], ports) if host else {}
    name = names.get(host.learner_id, "") if host else ""
    group = ports.groups.get(seat.round.group_id) if seat.round.group_id is not None else None
    board = group is not None and group.rounds == "board"
    return Lobby(seat, len(players), name, wish_of(seat.round).speed, board)


def load_lobby(ids: tuple[str, ...], ports: Ports) -> Lobby | None:
    """The post that invites, as long as the round has not begun."""
    found = ports.rounds.get(int(ids[0]))
    host = ports.people.by_account(found.host_id) if found else None
    if found is None or host is None or found.state != "lobby" or found.format not in ports.bank.formats:
        return None
    return lobby_of(seated(found, host, ports), ports)


def join_round(intent: JoinRound, caller: Caller, ports: Ports) -> Here:
    """Take part, also when it has begun. Raises RoundOver or NotForYou."""
    person = ports.people.enrol(caller, ports.now)
    seat = live_seat(intent.round, person, ports, caller)
    new = let_in(seat, caller, ports)
    return Here(seat, sum(not one.left for one in ports.rounds.players(seat.round.id)), new)


def let_in(seat: Seat, caller: Caller, ports: Ports) -> bool:
    """Make the caller a player, once for each learner; False if they are one. Raises RoundOver or NotForYou."""
    if seat.round.state in OVER:
        raise RoundOver(round=seat.round.id)
    mine = player_of(seat, ports)
    if mine is not None and not mine.left:
        return False
    assert seat.round.group_id is not None, "a live round lives in a group's channel"
    if not may_see(seat.round.group_id, place_of(caller, ports), seat.person, ports):
        raise NotForYou()
    account = mine.account_id if mine is not None else seat.person.account_id
    return ports.rounds.join(seat.round.id, account, "player", ports.now)


def player_of(seat: Seat, ports: Ports) -> Player | None:
    """The caller among the players, by any account."""
    return next((one for one in ports.rounds.players(seat.round.id) if one.learner_id == seat.person.learner_id), None)


def leave_round(intent: LeaveRound, caller: Caller, ports: Ports) -> Here:
    """Stop playing: nobody waits for one any more; what was answered stays. Raises RoundOver."""
    person = ports.people.enrol(caller, ports.now)
    seat = live_seat(intent.round, person, ports, caller)
    if seat.round.state in OVER:
        raise RoundOver(round=seat.round.id)
    mine = player_of(seat, ports)
    if mine is not None and not mine.left:
        ports.rounds.leave(seat.round.id, mine.account_id, ports.now)
        if seat.round.host_id == mine.account_id:
            ports.rounds.move(seat.round.id, ports.now - HOST_AWAY)
    there = sum(not one.left for one in ports.rounds.players(seat.round.id))
    return Here(seat, there, mine is not None, gone=True)


def check_leads(seat: Seat, caller: Caller, ports: Ports) -> None:
    """Whether the caller may move the round on: its host, an admin there, or a player once the host is away.

    Raises NotTheHost with the instant from which any player may.
    """
    host = ports.people.by_account(seat.round.host_id)
    if (host is not None and host.learner_id == seat.person.learner_id) or is_admin_there(seat, caller, ports):
        return
    since = seat.round.moved_at or seat.round.created_at
    mine = player_of(seat, ports)
    if mine is not None and not mine.left and ports.now - since >= HOST_AWAY:
        return
    raise NotTheHost(round=seat.round.id, at=since + HOST_AWAY, plays=mine is not None and not mine.left)


def is_admin_there(seat: Seat, caller: Caller, ports: Ports) -> bool:
    """Whether the caller administers the round's group, or the space that it is played in: no other one."""
    group_id, channel_id = seat.round.group_id, seat.round.channel_id
    if group_id is not None and ports.groups.is_admin(group_id, seat.person.learner_id):
        return True
    place = ports.places.get(channel_id) if caller.space_admin and channel_id is not None else None
    return place is not None and caller.space == SpaceRef(place.ref.platform, place.ref.space)


def lay_out(seat: Seat, ports: Ports) -> Seat:
    """Draw the questions for those who are here: nothing that is in play in a group of any of them.

    Raises NothingToAsk.
    """
    wish = wish_of(seat.round)
    players = [one for one in ports.rounds.players(seat.round.id) if not one.left]
    plan = drawn(seat, wish, [one.learner_id for one in players], ports)
    if not plan.items:
        raise NothingToAsk(format=seat.format.title, topics=wish.topics)
    group = ports.groups.get(seat.round.group_id) if seat.round.group_id is not None else None
    board = group is not None and group.rounds == "board"
    if group is not None and board:
        ports.rounds.pin(seat.round.id, group.zone, group.season)
    held = msgspec.structs.replace(wish, speed=wish.speed and len(players) >= FEWEST_FOR_SPEED, board=board)
    items = [NewItem(one.phase, one.question.id, one.question.rev, "") for one in plan.items]
    ports.rounds.lay_out(seat.round.id, msgspec.json.encode(held).decode(), items, ports.now)
    found = ports.rounds.get(seat.round.id)
    assert found is not None, "a round is never removed"
    return seated(found, seat.person, ports)


def drawn(seat: Seat, wish: LiveWish, learners: list[int], ports: Ports) -> Plan:
    """The questions of a live round."""
    blocked = frozenset[str]().union(*(ports.dailies.blocked(learner) for learner in learners))
    assert seat.round.group_id is not None, "a live round lives in a group's channel"
    used = ports.posts.past(seat.round.group_id).last_use
    pool = [one for one in ports.bank.served() if one.id not in blocked and one.kind not in NO_FORM]
    return drawn_from(pool, seat.format, wish.wish, used, ports)


def standing_of(found: Round, ports: Ports) -> Standing:
    """The places after what was answered so far."""
    players = ports.rounds.players(found.id)
    by_account = {one.account_id: one.learner_id for one in players}
    answers = [
        Answered(by_account[one.account_id], one.points, round(one.took * 1000))
        for one in ports.rounds.answers(found.id)
        if one.account_id in by_account
    ]
    places = standing(dict.fromkeys(by_account.values()), answers)
    names = shown_names(f"g{found.group_id}", [one.player for one in places], ports)
    return Standing(tuple((one, names[one.player]) for one in places if one.player in names), len(places))


def begin_seat(intent: BeginLive, caller: Caller, ports: Ports) -> Seat:
    """The round that the caller wants to move on. Raises RoundOver or NotTheHost."""
    person = ports.people.enrol(caller, ports.now)
    seat = live_seat(intent.round, person, ports, caller)
    if seat.round.state in OVER:
        raise RoundOver(round=seat.round.id)
    check_leads(seat, caller, ports)
    return seat
