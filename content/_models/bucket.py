"""Rate limiters on given times: token bucket, fixed window, sliding log. Times in seconds, in ascending order."""

from collections.abc import Iterable
from fractions import Fraction


def token_bucket(times: Iterable[float], rate: float, burst: int) -> list[bool]:
    """Which requests pass a bucket that starts full with `burst` tokens and gains `rate` tokens a second."""
    tokens, last, passed = Fraction(burst), None, []
    for now in times:
        at = Fraction(str(now))
        if last is not None:
            tokens = min(Fraction(burst), tokens + (at - last) * Fraction(str(rate)))
        last = at
        passed.append(tokens >= 1)
        tokens -= passed[-1]
    return passed


def fixed_window(times: Iterable[float], limit: int, window: float) -> list[bool]:
    """Which requests pass if each window [k * window, (k + 1) * window) admits `limit`."""
    counts: dict[int, int] = {}
    passed = []
    for now in times:
        slot = int(Fraction(str(now)) // Fraction(str(window)))
        passed.append(counts.get(slot, 0) < limit)
        counts[slot] = counts.get(slot, 0) + passed[-1]
    return passed


def sliding_log(times: Iterable[float], limit: int, window: float) -> list[bool]:
    """Which requests pass if fewer than `limit` admitted ones lie in (now - window, now]."""
    log: list[Fraction] = []
    passed = []
    for now in times:
        at = Fraction(str(now))
        log = [then for then in log if then > at - Fraction(str(window))]
        passed.append(len(log) < limit)
        if passed[-1]:
            log.append(at)
    return passed
