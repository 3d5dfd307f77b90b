"""Rate in a pair's round: each fills in the rubric blind, then sees what the others thought, and how far they agree.

Human scores stand beside nothing that a machine gave: they have no points and no board.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.agreement import agreement, close
from bot.domain.errors import NotYourPart, RatedAlready, ReportTooLong, RoundNotOver
from bot.domain.question import Criterion
from bot.domain.reading.responses import storable
from bot.domain.rubric import said_levels
from bot.intents import RatePair
from bot.ports import Ports
from bot.ports.rounds import Player, Rating
from bot.refs import Caller
from bot.usecases.pair_round import Pair, pair_of
from bot.usecases.rounds import OVER

LONGEST_COMMENT = 1_000


@dataclass(frozen=True, slots=True)
class PairSheet:
    """A rubric about somebody that is being filled in."""

    pair: Pair
    about: Player
    rubric: tuple[Criterion, ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What one person thought of another; `comment` may be empty."""

    rater: int
    levels: Mapping[str, int]
    comment: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The ratings about one person, once everybody who owes one has given it.

    `close`: of how many criteria the first two raters gave the same level, and at most one apart; `kappa` from three.
    """

    about: Player
    views: tuple[View, ...]
    close: tuple[int, int, int] | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class PairReport:
    """Where the rating stands. `owed` are those whom the caller has still to rate; `waits`: others have."""

    pair: Pair
    owed: tuple[Player, ...]
    waits: bool
    seen: tuple[Seen, ...]


def rate_pair(intent: RatePair, caller: Caller, ports: Ports) -> PairReport | PairSheet:
    """Store a rubric; a sheet to go on with when levels are missing.

    Raises RoundNotOver, NotYourPart, RatedAlready, ReportTooLong or NotALevel.
    """
    pair = rated_pair(intent, caller, ports)
    if not intent.about and not owed(pair, pair.me, ports):
        return report_of_pair(pair, ports)
    sheet = rubric_of(intent, pair, ports)
    if len(sheet.given) < len(sheet.rubric):
        return sheet
    comment = storable(intent.comment).strip()
    if len(comment) > LONGEST_COMMENT:
        raise ReportTooLong(said=comment, length=len(comment), limit=LONGEST_COMMENT)
    levels = {one.id: int(level) for one, level in zip(sheet.rubric, sheet.given, strict=True)}
    rating = Rating(0, pair.me.account_id, sheet.about.account_id, levels, comment, ports.now)
    if not ports.rounds.rate(pair.round.id, rating):
        raise RatedAlready(round=pair.round.id)
    return report_of_pair(pair, ports)


def rate_pair_form(intent: RatePair, caller: Caller, ports: Ports) -> PairSheet | PairReport:
    """What the form asks; what all thought, when nothing is left to ask."""
    pair = rated_pair(intent, caller, ports)
    if not intent.about and not owed(pair, pair.me, ports):
        return report_of_pair(pair, ports)
    return rubric_of(intent, pair, ports)


def rated_pair(intent: RatePair, caller: Caller, ports: Ports) -> Pair:
    """A pair's round that is over. Raises RoundNotOver or NoSuchRound."""
    pair = pair_of(intent.round, ports.people.enrol(caller, ports.now), ports)
    if pair.round.state not in OVER:
        raise RoundNotOver(round=pair.round.id)
    return pair


def rubric_of(intent: RatePair, pair: Pair, ports: Ports) -> PairSheet:
    """The rubric that is meant: about the named player, else about the first whom the caller still owes one."""
    left = owed(pair, pair.me, ports)
    about = next((one for one in talkers(pair) if one.account_id == intent.about), None)
    if about is None and intent.about:
        raise NotYourPart(round=pair.round.id)
    if about is None or about not in left:
        if about is not None or not left:
            raise RatedAlready(round=pair.round.id)
        about = left[0]
    rubric = pair.format.rubric
    return PairSheet(pair, about, rubric, said_levels(intent.levels, [one.id for one in rubric]))


def talkers(pair: Pair) -> tuple[Player, ...]:
    """Those who can be rated."""
    return tuple(one for one in pair.players if one.role != "observer")


def owed(pair: Pair, rater: Player, ports: Ports) -> tuple[Player, ...]:
    """Whom somebody has still to rate: the partner and oneself; an observer both."""
    done = {one.about_id for one in ports.rounds.ratings(pair.round.id) if one.rater_id == rater.account_id}
    return tuple(one for one in talkers(pair) if one.account_id not in done)


def report_of_pair(pair: Pair, ports: Ports) -> PairReport:
    """What the caller may see: nothing of the others before they have rated themselves."""
    mine = owed(pair, pair.me, ports)
    waits = any(owed(pair, one, ports) for one in pair.players if one.account_id != pair.me.account_id)
    seen = () if mine or waits else tuple(seen_of(pair, one, ports) for one in talkers(pair))
    return PairReport(pair, mine, waits, seen)


def seen_of(pair: Pair, about: Player, ports: Ports) -> Seen:
    """All ratings about one person."""
    found = [one for one in ports.rounds.ratings(pair.round.id) if one.about_id == about.account_id]
    levels = [one.levels for one in found]
    views = tuple(View(one.rater_id, one.levels, one.comment) for one in found)
    return Seen(about, views, close(levels[0], levels[1]) if len(levels) > 1 else None, agreement(levels))
