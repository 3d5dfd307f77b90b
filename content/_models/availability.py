"""Availability of systems, downtime and error budgets. Shares lie in 0 to 1, times are in seconds; all exact."""

from fractions import Fraction
from itertools import product
from math import prod

DAY = 86_400
Share = Fraction | float | str


def exact(share: Share) -> Fraction:
    """A share as it is written: 0.999 is 999/1000."""
    return Fraction(str(share)) if not isinstance(share, Fraction) else share


def in_series(*shares: Share) -> Fraction:
    """All parts are needed."""
    return prod(map(exact, shares), start=Fraction(1))


def in_parallel(*shares: Share) -> Fraction:
    """One part suffices; parts fail independently."""
    return 1 - prod((1 - exact(share) for share in shares), start=Fraction(1))


def at_least(needed: int, *shares: Share) -> Fraction:
    """So many of the parts are needed; parts fail independently."""
    total = Fraction(0)
    for up in product((True, False), repeat=len(shares)):
        if sum(up) >= needed:
            states = zip(up, map(exact, shares), strict=True)
            total += prod((share if is_up else 1 - share for is_up, share in states), start=Fraction(1))
    return total


def downtime(share: Share, days: int = 365) -> Fraction:
    """Seconds of downtime that this availability allows in so many days."""
    return (1 - exact(share)) * days * DAY


def budget_left(target: Share, days: int, down_s: float) -> Fraction:
    """Seconds of error budget left after so many seconds of downtime; below zero it is overspent."""
    return downtime(target, days) - Fraction(str(down_s))


def from_repairs(mtbf: float, mttr: float) -> Fraction:
    """Availability from the mean time between the end of a repair and the next failure, and the mean time to repair."""
    up, down = Fraction(str(mtbf)), Fraction(str(mttr))
    return up / (up + down)
