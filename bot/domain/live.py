"""A live round's arithmetic: how long a question is open, what an answer is worth, who stands where.

Pure; it knows no round, no people by name and no clock.
"""

from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.question import Band
from bot.domain.scoring import points

LEAST_S, MOST_S = 20, 180
"""A question is open for its expected time, within these bounds."""
FEWEST_FOR_SPEED = 3
"""With fewer players than this, speed brings nothing."""


class Answered(NamedTuple):
    """One answer: who gave it, what it is worth in hundredths, and the milliseconds that it took."""

    player: int
    points: int
    took_ms: int


class Place(NamedTuple):
    """A player's place: rank = 1 + the number of players with more points."""

    rank: int
    player: int
    points: int
    answers: int
    took_ms: int


def open_for(expected_s: int) -> int:
    """Seconds for which a question is open."""
    return min(MOST_S, max(LEAST_S, expected_s))


def worth(band: Band, score: float, took_ms: int, limit_ms: int, speed: bool) -> int:
    """Hundredths of points in the round: base x score, and with `speed` up to half of that more, the sooner the more.

    Integer arithmetic, half up. Nothing is lost by being slow.
    """
    base = points(band, score, 0)
    if not speed or limit_ms <= 0:
        return base
    left = max(0, limit_ms - max(0, took_ms))
    return base + (base * left + limit_ms) // (2 * limit_ms)


def standing(players: Iterable[int], answers: Iterable[Answered]) -> list[Place]:
    """Every player's place, also of those who answered nothing; within a rank whoever needed less time comes first."""
    totals = dict.fromkeys(players, (0, 0, 0))
    for one in answers:
        points_, count, took = totals.get(one.player, (0, 0, 0))
        totals[one.player] = (points_ + one.points, count + 1, took + one.took_ms)
    order = sorted(totals.items(), key=lambda item: (-item[1][0], item[1][2], item[0]))
    found: list[Place] = []
    for above, (player, total) in enumerate(order):
        rank = found[-1].rank if found and found[-1].points == total[0] else above + 1
        found.append(Place(rank, player, *total))
    return found
