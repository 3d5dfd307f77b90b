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

import msgspec

from bot.domain.errors import BadMix
from bot.domain.question import BANDS, Band

DEFAULT_MIX: Mapping[Band, int] = {"junior": 30, "mid": 50, "senior": 20}
WARN_BELOW = 10
"""Admins are warned when fewer unused questions are left."""
RECENT = 20
"""How many dailies of late count for the mix and the topics, if the caller has that many."""


class Candidate(msgspec.Struct, frozen=True):
    """A question that may be served; `last_used` is its last use in this group (daily or live round), or None."""

    id: str
    topic: str
    band: Band
    last_used: datetime | None = None


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
        used = [(one.last_used, one.id, one) for one in bank if one.last_used is not None]
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
    whole = sum(mix.values())
    posted = [served.band for served in late]

    def lag(band: Band) -> tuple[int, int, int]:
        return mix[band] * (len(late) + 1) - posted.count(band) * whole, mix[band], -BANDS.index(band)

    return max(there, key=lag)


class Shelf:
    """The matching bank laid out once, so that choosing from it costs what a group has used, not what the bank holds.

    `choose_from` chooses from it exactly as `choose` does from the candidates.
    """

    __slots__ = ("by_id", "by_topic", "sizes")

    def __init__(self, candidates: Iterable[Candidate], topics: Collection[str], mix: Mapping[Band, int]) -> None:
        self.by_id = {one.id: one for one in matching(candidates, topics, mix)}
        self.by_topic: dict[Band, dict[str, list[str]]] = {}
        self.sizes: dict[Band, int] = {}
        for one in self.by_id.values():
            self.by_topic.setdefault(one.band, {}).setdefault(one.topic, []).append(one.id)
            self.sizes[one.band] = self.sizes.get(one.band, 0) + 1


def choose_from(
    shelf: Shelf,
    rng: Random,
    used: Mapping[str, datetime],
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
    taken: dict[Band, int] = {}
    for name in gone:
        band = shelf.by_id[name].band
        taken[band] = taken.get(band, 0) + 1
    late = recent[-RECENT:]
    chosen_band = _lagging(mix, {band for band, size in shelf.sizes.items() if size > taken.get(band, 0)}, late)
    seen: dict[str, int] = {}
    for served in late:
        seen[served.topic] = seen.get(served.topic, 0) + 1
    least: int | None = None
    free: list[str] = []
    for topic, names in sorted(shelf.by_topic[chosen_band].items(), key=lambda item: seen.get(item[0], 0)):
        if least is not None and seen.get(topic, 0) > least:
            break
        here = [name for name in names if name not in gone]
        if here:
            least = seen.get(topic, 0)
            free += here
    return Choice(shelf.by_id[rng.choice(sorted(free))], False, len(shelf.by_id) - len(gone) - 1)


def _as_used(shelf: Shelf, last_used: datetime, name: str) -> Candidate:
    return msgspec.structs.replace(shelf.by_id[name], last_used=last_used)
