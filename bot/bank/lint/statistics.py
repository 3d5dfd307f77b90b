"""The two exact tests that the standard's gates use: binomial tails and the chi-square tail.

Plain arithmetic; it must not know what was counted.
"""

import math
from collections.abc import Sequence


def at_least(hits: int, trials: int, share: float) -> float:
    """P(X >= hits) for X ~ Binomial(trials, share), summed exactly in logarithms."""
    if hits <= 0:
        return 1.0
    if hits > trials or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    inside, outside = math.log(share), math.log1p(-share)
    whole = math.lgamma(trials + 1)
    terms = (
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(trials - k + 1) + k * inside + (trials - k) * outside)
        for k in range(hits, trials + 1)
    )
    return min(1.0, math.fsum(terms))


def at_most(hits: int, trials: int, share: float) -> float:
    """P(X <= hits) for X ~ Binomial(trials, share)."""
    return at_least(trials - hits, trials, 1.0 - share)


def chi_square_tail(statistic: float, freedom: int) -> float:
    """P(X >= statistic) for a chi-square with `freedom` degrees: the regularised incomplete gamma function Q."""
    if statistic <= 0 or freedom < 1:
        return 1.0
    a, x = freedom / 2, statistic / 2
    scale = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:  # series for P
        term = total = 1 / a
        step = a
        while abs(term) > abs(total) * 1e-15:
            step += 1
            term *= x / step
            total += term
        return max(0.0, 1.0 - total * scale)
    b, tiny = x + 1 - a, 1e-300  # continued fraction for Q (Lentz)
    c, d = 1 / tiny, 1 / b
    fraction = d
    for i in range(1, 10_000):
        factor = -i * (i - a)
        b += 2
        d = 1 / (factor * d + b or tiny)
        c = b + factor / c or tiny
        fraction *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return min(1.0, scale * fraction)


def uniform_p(counts: Sequence[Sequence[int]]) -> float:
    """P of rows of counts at least this uneven, if each row were spread evenly; rows are pooled by adding their
    statistics. Rows with fewer than five expected in a cell are left out: the approximation does not hold there."""
    statistic, freedom = 0.0, 0
    for row in counts:
        expected = sum(row) / len(row) if row else 0
        if len(row) < 2 or expected < 5:
            continue
        statistic += sum((count - expected) ** 2 for count in row) / expected
        freedom += len(row) - 1
    return chi_square_tail(statistic, freedom) if freedom else 1.0
