"""Begin a solo round: look at the formats, say what is wanted, draw the questions."""

import difflib
from dataclasses import dataclass

import msgspec

from bot.domain.errors import BadBand, BadRoundLength, NoSuchFormat, NothingToAsk, RoundRunning
from bot.domain.format import MOST_MINUTES, MOST_QUESTIONS, Format, Mode
from bot.domain.group_words import read_topics, tidy
from bot.domain.question import BANDS, JUDGED_KINDS, Band, needs_of
from bot.domain.round import Plan
from bot.intents import ShowRound, StartLive, StartRound
from bot.ports import Ports
from bot.ports.people import Person
from bot.ports.rounds import NewItem, Round
from bot.refs import Caller
from bot.usecases.rounds import Seat, StoredWish, active_key, drawn_from, seat_of, seated, settle, touch, zoned

UNTIMED = frozenset({"untimed", "none", "no", "off", "unlimited", "0"})
ANY_BAND = frozenset({"", "any", "all", "mixed", "mix"})
MOST_CARRIED = 24
"""Characters of topics that a control carries besides all else."""
SHOWN = 60
"""Characters of a wrong text that a refusal repeats."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The formats that there are, and what was said so far."""

    formats: tuple[Format, ...]
    said: StartRound | StartLive


@dataclass(frozen=True, slots=True)
class Started:
    """A round that was just laid out. `short`: phases with less in them than their format wants; `judge`: for want of
    a judge for code."""

    seat: Seat
    short: tuple[int, ...]
    judge: bool


def show_round(intent: ShowRound, caller: Caller, ports: Ports) -> Offer | Seat:
    """The round that runs, or the formats to choose from."""
    person = ports.people.enrol(caller, ports.now)
    running = ports.rounds.active(active_key(person))
    if running is None:
        return Offer(formats_for("solo", ports), StartRound())
    return settle(seat_of(running.id, person, ports), ports)


def start_form(intent: StartRound, caller: Caller, ports: Ports) -> Offer:
    """What the form begins with."""
    return Offer(formats_for("solo", ports), intent)


def live_form(intent: StartLive, caller: Caller, ports: Ports) -> Offer:
    """The same for a live round."""
    return Offer(formats_for("live", ports), intent)


def start_round(intent: StartRound, caller: Caller, ports: Ports) -> Started | Offer:
    """Lay out a round; its clock does not run yet. Without a format: the formats to choose from.

    Raises RoundRunning, NoSuchFormat, UnknownTopic, BadBand, BadRoundLength or NothingToAsk.
    """
    person = zoned(ports.people.enrol(caller, ports.now), caller.zone, ports)
    running = ports.rounds.active(active_key(person))
    if running is not None:
        raise refused(running)
    format = read_format(intent.format, ports) if intent.format.strip() else None
    wish = StoredWish(
        read_topics(intent.topics, {one.topic for one in ports.bank.served()}),
        read_band(intent.band),
        read_count(intent.questions, "questions", MOST_QUESTIONS),
        None if untimed(intent) else read_count(intent.minutes, "minutes", MOST_MINUTES),
    )
    if format is None:
        return Offer(formats_for("solo", ports), said_again(wish))
    plan = drawn(format, wish, person, ports)
    if not plan.items:
        raise NothingToAsk(format=format.title, topics=wish.topics)
    items = [NewItem(one.phase, one.question.id, one.question.rev, one.stage) for one in plan.items]
    stored = msgspec.json.encode(wish).decode()
    made = ports.rounds.begin("solo", format.id, person.account_id, stored, active_key(person), items, ports.now)
    if made is None:
        other = ports.rounds.active(active_key(person))
        assert other is not None, "only a round that runs stands in the way"
        raise refused(other)
    begun = ports.rounds.get(made)
    assert begun is not None, "a round that was just stored can be read"
    seat = seated(begun, person, ports)
    touch(seat, ports)
    judged = any(set(format.phases[n].kinds) & (JUDGED_KINDS - ports.judged) for n in plan.short)
    return Started(seat, plan.short, judged)


def said_again(wish: StoredWish) -> StartRound:
    """What was asked for, in words that a control can carry; a long list of topics is asked for again."""
    topics = ",".join(wish.topics)
    return StartRound(
        "",
        topics if len(topics) <= MOST_CARRIED else "",
        wish.band or "",
        str(wish.minutes) if wish.minutes else "",
        str(wish.questions) if wish.questions else "",
        wish.minutes is None,
    )


def refused(running: Round) -> RoundRunning:
    """The learner plays already."""
    return RoundRunning(round=running.id, format=running.format, paused=running.state == "paused")


def formats_for(mode: Mode, ports: Ports) -> tuple[Format, ...]:
    """The formats that can be played so, by title."""
    found = (one for one in ports.bank.formats.values() if mode in one.modes)
    return tuple(sorted(found, key=lambda one: one.title))


def read_format(said: str, ports: Ports, mode: Mode = "solo") -> Format:
    """A format by its id, its title, or the beginning of either if only one has it. Raises NoSuchFormat."""
    text = "-".join(tidy(said).replace("-", " ").split())
    formats = formats_for(mode, ports)
    names = {one.id: one for one in formats} | {"-".join(one.title.casefold().split()): one for one in formats}
    if text in names:
        return names[text]
    begun = {one.id: one for name, one in names.items() if text and name.startswith(text)}
    if len(begun) == 1:
        return next(iter(begun.values()))
    near = difflib.get_close_matches(text, [one.id for one in formats], n=3, cutoff=0.4)
    raise NoSuchFormat(said=said[:SHOWN], near=tuple(near), known=tuple(one.id for one in formats))


def read_band(said: str) -> Band | None:
    """A band, or None for a mixture. Raises BadBand."""
    text = tidy(said)
    if text in ANY_BAND:
        return None
    for band in BANDS:
        if text == band:
            return band
    raise BadBand(said=said[:SHOWN])


def untimed(intent: StartRound) -> bool:
    """Whether no clock is to run."""
    return intent.untimed or (bool(intent.minutes.strip()) and tidy(intent.minutes) in UNTIMED)


def read_count(said: str, what: str, most: int) -> int:
    """A whole number from 1 to `most`; 0 where nothing was said. Raises BadRoundLength."""
    text = tidy(said)
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= most):
        raise BadRoundLength(what=what, said=said[:SHOWN], most=most)
    return int(text)


def drawn(format: Format, wish: StoredWish, person: Person, ports: Ports) -> Plan:
    """Draw from what may be shown to this learner now: nothing that is in play in a group of theirs, nothing that no
    judge here could grade, nothing in quarantine (looked up for what was drawn alone)."""
    blocked = ports.dailies.blocked(person.learner_id)
    pool = [one for one in ports.bank.served() if one.id not in blocked and needs_of(one) <= ports.judged]
    return drawn_from(pool, format, wish.wish, ports.rounds.met(person.learner_id), ports)
