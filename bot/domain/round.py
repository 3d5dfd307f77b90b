"""A round: which questions a format draws, and how much time a phase has left.

Pure: chance is passed in, time is seconds. It knows formats and questions; it must not know who plays or how an
answer is graded.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from bot.domain.format import MOST_QUESTIONS, Format, Phase
from bot.domain.question import BANDS, Band, Open, Question
from bot.domain.selection import DEFAULT_MIX


class Wish(NamedTuple):
    """What was asked for beyond the format: topics and band (none: any), questions and minutes (0: as the format says).

    `minutes` None is an untimed round.
    """

    topics: tuple[str, ...] = ()
    band: Band | None = None
    questions: int = 0
    minutes: int | None = 0


class Planned(NamedTuple):
    """One thing to be asked: the phase's number, the question, and the stage of it (empty: the question as a whole)."""

    phase: int
    question: Question
    stage: str


class Plan(NamedTuple):
    """What a round asks, in order, and the numbers of the phases for which the bank holds too little."""

    items: tuple[Planned, ...]
    short: tuple[int, ...]


def draw(format: Format, wish: Wish, candidates: Iterable[Question], used: Mapping[str, int], rng: Random) -> Plan:
    """Draw a round's questions.

    `candidates` may all be asked here and now; `used` says which of them the players have met and how recently (any
    number that grows with time). What was never met comes first, then what was met longest ago. No question twice.
    """
    pool = sorted(candidates, key=lambda one: one.id)
    rng.shuffle(pool)
    pool.sort(key=lambda one: used.get(one.id, -1))
    taken: set[str] = set()
    items: list[Planned] = []
    short: list[int] = []
    case = _case(format, wish, pool)
    counts = counts_of(format, wish)
    for number, phase in enumerate(format.phases):
        if phase.rests:
            continue
        if phase.stage:
            if case is None:
                short.append(number)
            else:
                taken.add(case.id)
                items.append(Planned(number, case, phase.stage))
            continue
        found = _drawn(phase, counts[number], wish, [one for one in pool if one.id not in taken])
        taken.update(one.id for one in found)
        if len(found) < counts[number]:
            short.append(number)
        for one in found:
            stages = stages_of(one)
            items += [Planned(number, one, stage) for stage in stages] if stages else [Planned(number, one, "")]
    return Plan(tuple(items), tuple(short))


def counts_of(format: Format, wish: Wish) -> list[int]:
    """How many questions each phase draws: the format's, or those asked for spread in the same proportion."""
    counts = [phase.count for phase in format.phases]
    whole = sum(counts)
    if not wish.questions or not whole:
        return counts
    wanted = min(max(wish.questions, 1), MOST_QUESTIONS)
    shares = [count * wanted / whole for count in counts]
    given = [int(share) for share in shares]
    late = sorted(range(len(counts)), key=lambda n: (given[n] - shares[n], n))
    for number in late[: wanted - sum(given)]:
        given[number] += 1
    return given


def seconds_of(format: Format, wish: Wish) -> list[int]:
    """How long each phase lasts, in seconds: the format's minutes, or those asked for in the same proportion.

    A phase that is left without questions by their number takes no share of the minutes. Zeros for an untimed round.
    """
    if wish.minutes is None:
        return [0] * len(format.phases)
    counts = counts_of(format, wish)
    left_out = sum(
        phase.minutes for phase, count in zip(format.phases, counts, strict=True) if phase.count > count == 0
    )
    scale = wish.minutes / (format.minutes - left_out) if wish.minutes else 1.0
    return [max(1, round(60 * phase.minutes * scale)) for phase in format.phases]


def stages_of(question: Question) -> tuple[str, ...]:
    """The ids of a staged question's stages."""
    return tuple(stage.id for stage in question.answer.stages) if isinstance(question, Open) else ()


def fits_stages(question: Open, stages: Collection[str]) -> bool:
    """Whether a staged question has all of these stages."""
    return set(stages) <= set(stages_of(question))


def _case(format: Format, wish: Wish, pool: Sequence[Question]) -> Open | None:
    """The staged design that the phases with a stage ask: of the band that was asked for, if there is one."""
    stages = [phase.stage for phase in format.phases if phase.stage]
    fitting = [one for one in pool if stages and isinstance(one, Open) and fits_stages(one, stages)]
    banded = [one for one in fitting if wish.band in (None, one.band)]
    return next(iter(banded or fitting), None)


def _drawn(phase: Phase, count: int, wish: Wish, pool: Sequence[Question]) -> list[Question]:
    """So many questions for a phase, by the shares of its bands; of its topics those asked for, if any."""
    topics = tuple(one for one in wish.topics if one in phase.topics) or phase.topics or wish.topics
    fitting = [
        one
        for one in pool
        if one.kind in phase.kinds
        and (not topics or one.topic in topics)
        and (not phase.subtopics or one.subtopic in phase.subtopics)
        and (phase.staged is None or bool(stages_of(one)) == phase.staged)
    ]
    if wish.band is not None:
        fitting = [one for one in fitting if one.band == wish.band] or fitting
        return fitting[:count]
    mix = phase.bands or DEFAULT_MIX
    whole = sum(mix.values())
    chosen: list[Question] = []
    while len(chosen) < count and len(chosen) < len(fitting):
        left = [one for one in fitting if one not in chosen]
        there = [band for band in BANDS if any(one.band == band for one in left)]
        behind = max(
            there,
            key=lambda b: (
                mix.get(b, 0) * (len(chosen) + 1) - whole * sum(o.band == b for o in chosen),
                -BANDS.index(b),
            ),
        )
        chosen.append(next(one for one in left if one.band == behind))
    return sorted(chosen, key=lambda one: BANDS.index(one.band))
