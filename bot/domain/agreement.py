"""How far people agree who filled in the same rubric: shares for two, weighted kappa from three on.

Pure. Levels are 0 to 3; it knows no people.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

LEVELS = 4
RATERS_FOR_KAPPA = 3


def close(one: Mapping[str, int], other: Mapping[str, int]) -> tuple[int, int, int]:
    """Of the criteria that both rated: how many, how many on the same level, how many at most one apart."""
    both = [(one[name], other[name]) for name in one if name in other]
    return len(both), sum(a == b for a, b in both), sum(abs(a - b) <= 1 for a, b in both)


def weighted_kappa(one: Sequence[int], other: Sequence[int]) -> float | None:
    """Cohen's kappa with quadratic weights (J. Cohen, 1968, Psychological Bulletin 70:213-220).

    None where chance alone explains all: one of them gave a single level throughout, and so did the other.
    """
    n = len(one)
    if n == 0 or n != len(other):
        return None
    seen = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / n
    mine = [one.count(level) / n for level in range(LEVELS)]
    theirs = [other.count(level) / n for level in range(LEVELS)]
    by_chance = sum(mine[a] * theirs[b] * (a - b) ** 2 for a in range(LEVELS) for b in range(LEVELS))
    return None if by_chance == 0 else 1 - seen / by_chance


def agreement(raters: Sequence[Mapping[str, int]]) -> float | None:
    """The mean weighted kappa over all pairs of at least three raters (R. Light, 1971, Psych. Bulletin 76:365)."""
    if len(raters) < RATERS_FOR_KAPPA:
        return None
    names = sorted(set.intersection(*(set(levels) for levels in raters)))
    found = [
        kappa
        for a, b in combinations(raters, 2)
        if (kappa := weighted_kappa([a[name] for name in names], [b[name] for name in names])) is not None
    ]
    return sum(found) / len(found) if found else None
