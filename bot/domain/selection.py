"""Selection: which question a group gets next.

Knows candidates by id, topic, band and last use. Must not know what they ask, nor who answers; the caller leaves out
questions of a wrong status, of a kind that cannot be judged, or open or queued in another group of a member.

The matching bank is what the group's topics and band mix allow. While it holds unused questions, one of those is taken:
first the band that lags most behind the mix, then the topic posted least of late, then by lot. When all are used the
one used longest ago comes again, whatever its band: the repeats keep the mix of the first time.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

import msgspec

from bot.domain.errors import BadMix
from bot.domain.question import BANDS, Band

DEFAULT_MIX: Mapping[Band, int] = {"junior": 30, "mid": 50, "senior": 20}
WARN_BELOW = 10
"""Admins are warned when fewer unused questions are left."""
RECENT = 20
"""How many dailies of late count for the mix and the topics, if the caller has that many."""


Use = datetime | int


class Candidate(msgspec.Struct, frozen=True):
    """A question that may be served; `last_used` is its last use in this group (daily or live round), or None.

    Uses are only compared: an instant, or any number that grows with time.
    """

    id: str
    topic: str
    band: Band
    last_used: Use | None = None


class Served(msgspec.Struct, frozen=True):
    """Topic and band of a daily of late."""

    topic: str
    band: Band


class Choice(msgspec.Struct, frozen=True):
    """The chosen question, whether the group had it before, and how many unused ones are left after it."""

    candidate: Candidate
    repeat: bool
    unused_left: int

    @property
    def running_out(self) -> bool:
        """Whether the admins are to be warned."""
        return self.unused_left < WARN_BELOW


def check_mix(mix: Mapping[Band, int]) -> Mapping[Band, int]:
    """The mix, or BadMix: a share of at least 0 for each band and more than 0 together."""
    if set(mix) != set(BANDS) or min(mix.values()) < 0 or sum(mix.values()) <= 0:
        raise BadMix()
    return mix


def matching(
    candidates: Iterable[Candidate], topics: Collection[str] = (), mix: Mapping[Band, int] = DEFAULT_MIX
) -> tuple[Candidate, ...]:
    """The matching bank in the order of ids: the group's topics (none chosen means all) and bands with a share."""
    found = (one for one in candidates if (not topics or one.topic in topics) and mix.get(one.band, 0) > 0)
    return tuple(sorted(found, key=lambda one: one.id))


def choose(
    candidates: Iterable[Candidate],
    rng: Random,
    topics: Collection[str] = (),
    mix: Mapping[Band, int] = DEFAULT_MIX,
    recent: Sequence[Served] = (),
) -> Choice | None:
    """The next question, or None when nothing matches. The same arguments and the same `rng` choose the same."""
    bank = matching(candidates, topics, mix)
    unused = [one for one in bank if one.last_used is None]
    if not unused:
        used: list[tuple[Any, str, Candidate]] = [
            (one.last_used, one.id, one) for one in bank if one.last_used is not None
        ]
        return Choice(min(used)[2], True, 0) if used else None
    late = recent[-RECENT:]
    band = _lagging(mix, {one.band for one in unused}, late)
    in_band = [one for one in unused if one.band == band]
    counts = {one.topic: sum(served.topic == one.topic for served in late) for one in in_band}
    least = min(counts.values())
    chosen = rng.choice([one for one in in_band if counts[one.topic] == least])
    return Choice(chosen, False, len(unused) - 1)


def _lagging(mix: Mapping[Band, int], there: Collection[Band], late: Sequence[Served]) -> Band:
    """The band furthest below its share once one more is posted; the larger share, then the easier band, wins a tie."""
    whole, ahead = sum(mix.values()), len(late) + 1
    posted = [served.band for served in late].count
    lags = [(mix[band] * ahead - posted(band) * whole, mix[band], -BANDS.index(band), band) for band in there]
    return max(lags)[3]


class Shelf:
    """The matching bank laid out once, so that choosing from it costs what a group has used, not what the bank holds.

    `choose_from` chooses from it exactly as `choose` does from the candidates.
    """

    __slots__ = ("by_id", "of_band", "sizes", "slots", "spot")

    def __init__(self, candidates: Iterable[Candidate], topics: Collection[str], mix: Mapping[Band, int]) -> None:
        self.by_id = {one.id: one for one in matching(candidates, topics, mix)}
        self.slots: list[tuple[str, list[str]]] = []
        """The ids of each topic and band, in order; `spot` is where an id is, `of_band` has a band's, by topic."""
        self.of_band: dict[Band, list[int]] = {}
        self.spot: dict[str, int] = {}
        known: dict[tuple[Band, str], int] = {}
        for one in self.by_id.values():
            spot = known.setdefault((one.band, one.topic), len(self.slots))
            if spot == len(self.slots):
                self.slots.append((one.topic, []))
                self.of_band.setdefault(one.band, []).append(spot)
            self.slots[spot][1].append(one.id)
            self.spot[one.id] = spot
        self.sizes = [len(names) for _, names in self.slots]


def choose_from(
    shelf: Shelf,
    rng: Random,
    used: Mapping[str, Any],
    left_out: Collection[str] = (),
    mix: Mapping[Band, int] = DEFAULT_MIX,
    recent: Sequence[Served] = (),
) -> Choice | None:
    """The next question, given the last uses in this group and the ids that are not to be chosen now; None for none."""
    out = shelf.by_id.keys() & left_out
    gone = out | (shelf.by_id.keys() & used.keys())
    if len(gone) == len(shelf.by_id):
        again = [(used[name], name) for name in gone - out]
        return Choice(_as_used(shelf, *min(again)), True, 0) if again else None
    left = shelf.sizes.copy()
    for name in gone:
        left[shelf.spot[name]] -= 1
    late = recent[-RECENT:]
    there = {band for band, spots in shelf.of_band.items() if any(left[spot] for spot in spots)}
    seen: dict[str, int] = {}
    for served in late:
        seen[served.topic] = seen.get(served.topic, 0) + 1
    least, whole, free = len(late) + 1, 0, list[int]()
    for spot in shelf.of_band[_lagging(mix, there, late)]:
        times = seen.get(shelf.slots[spot][0], 0)
        if times > least or not left[spot]:
            continue
        if times < least:
            least, whole, free = times, 0, []
        whole += left[spot]
        free.append(spot)
    lot = rng.randrange(whole)
    for spot in free:  # topics and their ids are in order, so the lot falls as it would on one sorted list
        if lot < left[spot]:
            names = [name for name in shelf.slots[spot][1] if name not in gone]
            return Choice(shelf.by_id[names[lot]], False, len(shelf.by_id) - len(gone) - 1)
        lot -= left[spot]
    raise AssertionError("a lot falls on something that is there")


def _as_used(shelf: Shelf, last_used: Use, name: str) -> Candidate:
    return msgspec.structs.replace(shelf.by_id[name], last_used=last_used)
