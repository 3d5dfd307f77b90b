"""Points: what a verdict is worth. Integer hundredths, exact arithmetic, half up.

It knows bands, hints and the law of repeats. It must not know a question's key, a group or a board.
"""

from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from bot.domain.question import Band

BASE_POINTS: dict[Band, int] = {"junior": 10, "mid": 15, "senior": 20}
HINT_FACTORS = (Fraction(1), Fraction(3, 4), Fraction(1, 2))
REPEAT_PAYS_AFTER = timedelta(days=180)
_FINEST = 10_000


@lru_cache(maxsize=4096)
def points(band: Band, score: float, hints: int) -> int:
    """Hundredths of points: base x score x hint factor (1, 0.75, 0.5 from the second hint on), half up.

    `score` may be the float of a verdict. Scores are ratios of small whole numbers, so the float is taken back to the
    nearest fraction with a denominator of at most 10,000, which is the ratio that it came from; then all is exact.
    """
    exact = Fraction(score).limit_denominator(_FINEST)
    exact = min(Fraction(1), max(Fraction(0), exact))
    hundredths = 100 * BASE_POINTS[band] * exact * HINT_FACTORS[min(max(hints, 0), 2)]
    return (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)


def chance_corrected(share: float, chance: float) -> float:
    """(p - c)/(1 - c): the share right once guessing is taken out; below 0 is worse than guessing."""
    return (share - chance) / (1 - chance) if chance < 1 else 0.0


def repeat_pays(previous_at: datetime | None, now: datetime) -> bool:
    """Whether an attempt pays: the first, or one at least 180 days after the one that last paid. Both aware."""
    return previous_at is None or now - previous_at >= REPEAT_PAYS_AFTER
