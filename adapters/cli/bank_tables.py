"""`quorum content stats`: the bank in tables, as text. It prints what `bot.bank.stats` has counted."""

from collections.abc import Iterator

from bot.bank.stats import Health, Stats
from bot.domain.question import BANDS

MISSING_SHOWN = 24
SOLVED_SHOWN = 12
POINTS = 0.04
"""From so far above chance on, the questions that a trick solves are named."""


def pages(counted: Stats, health: Health) -> Iterator[str]:
    """The lines: totals, kinds, topics beside their waves, seeds, tricks, positions."""
    yield f"{counted.questions} questions, {counted.provable} with an executed proof ({counted.provable_share:.1%})"
    yield (
        f"explained {health.explained:.1%}, with a reference {health.referenced:.1%} of closed, "
        f"answered blind {health.answered_blind:.1%} of closed, recall {health.recall:.1%}"
    )
    yield from ("", f"{'kind':<12}{'there':>6}{'plan':>6}")
    yield from (f"{kind:<12}{there:>6}{health.planned_kinds[kind]:>6}" for kind, there in counted.by_kind.items())
    yield from _topics(health)
    for title in ("by_band", "by_status", "by_proof"):
        row = "   ".join(f"{name} {number}" for name, number in getattr(counted, title).items())
        yield from ("", f"{title.removeprefix('by_'):<12}{row}")
    yield from _seeds(health)
    yield from _tricks(health)


def _topics(health: Health) -> Iterator[str]:
    yield from ("", f"{'topic':<8}{'wave':>5}{'there':>7}{'due 1':>7}{'due 2':>7}{'due 3':>7}   junior / mid / senior")
    for topic in health.coverage.topics:
        first, second, third = topic.due
        bands = " / ".join(str(topic.bands.get(band, 0)) for band in BANDS)
        mark = "  reached" if topic.there >= third else f"  wave {1 + (topic.there >= second)}" * (topic.there >= first)
        yield f"{topic.topic:<8}{topic.wave:>5}{topic.there:>7}{first:>7}{second:>7}{third:>7}   {bands}{mark}"
    due = [sum(topic.due[wave] for topic in health.coverage.topics) for wave in range(3)]
    there = sum(topic.there for topic in health.coverage.topics)
    yield f"{'all':<8}{'':>5}{there:>7}{due[0]:>7}{due[1]:>7}{due[2]:>7}"


def _seeds(health: Health) -> Iterator[str]:
    yield ""
    for group in ("skills", "names"):
        reached, wanted = health.coverage.reached(group)
        missing = [
            f"{seed.seed} {seed.there}/{seed.floor}" for seed in health.coverage.missing() if seed.group == group
        ]
        more = f" and {len(missing) - MISSING_SHOWN} more (--json has all)" if len(missing) > MISSING_SHOWN else ""
        named = ", ".join(missing[:MISSING_SHOWN]) or "none"
        yield f"seeds, {group}: {reached} of {wanted} reached; missing: {named}{more}"


def _tricks(health: Health) -> Iterator[str]:
    yield from ("", f"{'trick':<20}{'right':>8}{'chance':>8}   single questions")
    for each in health.tricks:
        yield f"{each.name:<20}{each.right:>8.1%}{each.chance:>8.1%}   {each.questions}"
        if each.solved and each.right > each.chance + POINTS:
            more = f" and {len(each.solved) - SOLVED_SHOWN} more" if len(each.solved) > SOLVED_SHOWN else ""
            yield f"    finds the key of {', '.join(each.solved[:SOLVED_SHOWN])}{more}"
    for row in health.key_positions:
        yield f"key positions with {len(row)} options: {' '.join(map(str, row))}"
