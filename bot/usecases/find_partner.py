"""Look for a partner, and find one: who signed up in a group is matched a day later, over free time, band and history.

The matching is a maximum-weight one of maximum size (networkx, Galil's version of Edmonds' algorithm), so that nobody
is left out who need not be; whoever was left out last time weighs most, a partner one has met weighs least.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

import msgspec

from bot.domain.errors import NotALanguage, NotSignedUp
from bot.domain.format import Format
from bot.domain.group_words import tidy
from bot.domain.pairing import Wish, first_meeting, overlap_minutes, read_slots, spans, weight, written
from bot.intents import SignUpPair, WithdrawPair
from bot.ports import Ports
from bot.ports.people import Person
from bot.ports.rounds import PairWish
from bot.refs import Caller
from bot.usecases.rounds import StoredWish, zoned
from bot.usecases.start_round import formats_for, read_band, read_format
from bot.usecases.whereabouts import group_of

MATCH_AFTER = timedelta(hours=24)
"""From the first who signs up to the matching."""
WAITS_AT_MOST = timedelta(days=14)
NOTICE = timedelta(hours=1)
"""A meeting begins so long after the matching, at the least."""
LONGEST_LANGUAGE = 30


class PairPlan(StoredWish, frozen=True, omit_defaults=True):
    """A pair's plan: when it meets, and whose wishes it came from, by account."""

    at: str = ""
    wishes: dict[str, int] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seeking:
    """The caller looks for a partner. `matched_at`: when the next matching is."""

    wish: PairWish
    format: str
    others: int
    again: bool


@dataclass(frozen=True, slots=True)
class SignUpSheet:
    """What the form begins with."""

    formats: tuple[Format, ...]
    said: SignUpPair


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The caller no longer looks for a partner."""


def sign_up(intent: SignUpPair, caller: Caller, ports: Ports) -> Seeking | SignUpSheet:
    """Sign up, or change what was said. Without a format: the form.

    Raises NoSuchFormat, BadBand, NotASlot, NotALanguage, or what finds the caller's group.
    """
    person = zoned(ports.people.enrol(caller, ports.now), caller.zone, ports)
    group = group_of(None, caller, person, ports)
    active = key_of(group.id, person)
    known = ports.rounds.wish_of(active)
    if not intent.format.strip():
        return seeking(known, ports, again=True) if known is not None else sheet(intent, ports)
    format = read_format(intent.format, ports, "pair")
    new = PairWish(
        0, group.id, person.account_id, person.learner_id, format.id, read_band(intent.band) or "",
        read_language(intent.language), person.zone, written(read_slots(intent.slots)), known.skipped if known else 0,
        ports.now,
    )  # fmt: skip
    if known is not None:
        ports.rounds.settle_wish(known.id, "withdrawn")
    if ports.rounds.wish(new, active) and not any(
        one.id for one in ports.rounds.wishes(group.id) if one.at < ports.now
    ):
        ports.agenda.set(f"pairs/{group.id}", "pairs", group.id, ports.now + MATCH_AFTER)
    stored = ports.rounds.wish_of(active)
    assert stored is not None, "a wish that was just stored can be read"
    return seeking(stored, ports, again=known is not None)


def seeking(wish: PairWish, ports: Ports, *, again: bool) -> Seeking:
    """What is told of a wish."""
    format = ports.bank.formats.get(wish.format)
    others = len(ports.rounds.wishes(wish.group_id)) - 1
    return Seeking(wish, format.title if format else wish.format, others, again)


def sheet(intent: SignUpPair, ports: Ports) -> SignUpSheet:
    """The form's beginning."""
    return SignUpSheet(formats_for("pair", ports), intent)


def sign_up_form(intent: SignUpPair, caller: Caller, ports: Ports) -> SignUpSheet:
    """The form."""
    return sheet(intent, ports)


def withdraw(intent: WithdrawPair, caller: Caller, ports: Ports) -> Withdrawn:
    """Stop looking. Raises NotSignedUp, or what finds the caller's group."""
    person = ports.people.enrol(caller, ports.now)
    group = group_of(None, caller, person, ports)
    known = ports.rounds.wish_of(key_of(group.id, person))
    if known is None:
        raise NotSignedUp()
    ports.rounds.settle_wish(known.id, "withdrawn")
    return Withdrawn()


def key_of(group_id: int, person: Person) -> str:
    """One wish for each learner and group."""
    return f"{group_id}/{person.learner_id}"


def read_language(said: str) -> str:
    """The name of a language, in small letters; English where nothing was said. Raises NotALanguage."""
    text = tidy(said)
    if not text:
        return "english"
    if not 2 <= len(text) <= LONGEST_LANGUAGE or not text.replace(" ", "").replace("-", "").isalpha():
        raise NotALanguage(said=said[:60], most=LONGEST_LANGUAGE)
    return text


def match_due(group_id: int, ports: Ports) -> None:
    """The agenda's turn: pair those who wait, and come again as long as somebody does."""
    waiting = list(ports.rounds.wishes(group_id))
    for wish in waiting:
        if ports.now - wish.at > WAITS_AT_MOST:
            ports.rounds.settle_wish(wish.id, "withdrawn")
            ports.outbox.tell(f"nopair/{wish.id}", f"nopair {wish.id} {wish.format}", wish.account_id, ports.now)
    waiting = [one for one in waiting if ports.now - one.at <= WAITS_AT_MOST]
    for format in sorted({one.format for one in waiting}):
        match_format([one for one in waiting if one.format == format], format, ports)
    if ports.rounds.wishes(group_id):
        ports.agenda.set(f"pairs/{group_id}", "pairs", group_id, ports.now + MATCH_AFTER)


def match_format(waiting: Sequence[PairWish], name: str, ports: Ports) -> None:
    """Pair those who wait for one format; an odd one observes a pair whose time suits, else waits again."""
    format = ports.bank.formats.get(name)
    if format is None or len(waiting) < 2:
        for one in waiting:
            ports.rounds.skip_wish(one.id)
        return
    least = timedelta(minutes=format.minutes)
    free = {one.id: spans(read_slots(one.slots), one.zone, ports.now + NOTICE) for one in waiting}
    by_id = {one.id: one for one in waiting}
    left = set(by_id)
    for one_id, other_id in matching(waiting, free, least, ports):
        one, other = by_id[one_id], by_id[other_id]
        at = first_meeting(free[one_id], free[other_id], least)
        assert at is not None, "only who has time together is matched"
        left -= {one_id, other_id}
        observer = next(
            (by_id[w] for w in sorted(left) if covers(free[w], at, least) and observes(by_id[w], one)), None
        )
        if observer is not None and len(waiting) % 2 == 1:
            left.discard(observer.id)
        else:
            observer = None
        meet(format, one, other, observer, at, ports)
    for wish_id in sorted(left):
        ports.rounds.skip_wish(wish_id)


def observes(one: PairWish, of: PairWish) -> bool:
    """Whether somebody could follow a pair's talk."""
    return one.language == of.language


def covers(spans_: Sequence[tuple[datetime, datetime]], at: datetime, least: timedelta) -> bool:
    """Whether somebody is free all through a meeting."""
    return any(start <= at and at + least <= end for start, end in spans_)


def matching(
    waiting: Sequence[PairWish], free: dict[int, list[tuple[datetime, datetime]]], least: timedelta, ports: Ports
) -> list[tuple[int, int]]:
    """The best pairs: as many as can be, then the heaviest."""
    import networkx  # a quarter of a second to load, once a day

    wishes = {
        one.id: Wish(
            one.id, one.learner_id, one.band, one.language, one.zone, read_slots(one.slots), one.skipped > 0,
            ports.rounds.partners(one.learner_id),
        )
        for one in waiting
    }  # fmt: skip
    graph = networkx.Graph()
    graph.add_nodes_from(sorted(wishes))
    for a, b in combinations(sorted(wishes), 2):
        one, other = wishes[a], wishes[b]
        if one.language == other.language and first_meeting(free[a], free[b], least) is not None:
            graph.add_edge(a, b, weight=weight(one, other, overlap_minutes(free[a], free[b])))
    pairs = networkx.max_weight_matching(graph, maxcardinality=True)
    return sorted((min(pair), max(pair)) for pair in pairs)


def meet(format: Format, one: PairWish, other: PairWish, observer: PairWish | None, at: datetime, ports: Ports) -> None:
    """Make the pair's round, put its meeting on the agenda and tell everybody."""
    roles = {one.account_id: "first", other.account_id: "second"}
    everybody = [one, other]
    if observer is not None:
        roles[observer.account_id] = "observer"
        everybody.append(observer)
    plan = PairPlan(band=None, at=at.isoformat(), wishes={str(w.account_id): w.id for w in everybody})
    made = ports.rounds.open_pair(
        format.id, one.account_id, one.group_id, msgspec.json.encode(plan).decode(), roles, ports.now
    )
    for wish in everybody:
        ports.rounds.settle_wish(wish.id, "matched")
        ports.outbox.tell(
            f"paired/{made}/{wish.account_id}", f"paired {made} {wish.account_id}", wish.account_id, ports.now
        )
    ports.agenda.set(f"round/{made}", "pair", made, at)
