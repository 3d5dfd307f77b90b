"""Leaderboards: ranks, the order of rows, neighbours, the podium, and names that tell nothing.

Knows points and scores of learners as plain numbers. Must not know how they are kept, which period or scope they are
of, or what a row looks like.

Rank = 1 + the number of learners with more points. Within a rank: higher accuracy first (no accuracy last), then who
got to the points first, then the smaller id, so the order is total. A learner off the board has no row and is not
counted: a rank never lets one guess at somebody hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

ACCURACY_FROM = 5
"""First attempts from which on a mean score is shown."""
TOP = 10
AROUND = 2


class Tally(msgspec.Struct, frozen=True):
    """What a learner did in a scope and period: points (hundredths), first attempts, the sum of their scores (0..1).

    `reached_at` is the instant of the attempt that brought the points to what they are.
    """

    learner: int
    points: int
    attempts: int
    score: float
    reached_at: datetime


class Standing(msgspec.Struct, frozen=True):
    """One row: rank from 1, learner, points (hundredths), accuracy 0..1 or None for a dash, first attempts."""

    rank: int
    learner: int
    points: int
    accuracy: float | None
    attempts: int


class Board(msgspec.Struct, frozen=True):
    """What a caller sees: the first rows, and their own row with its neighbours when it is not among those."""

    top: tuple[Standing, ...]
    own: Standing | None
    around: tuple[Standing, ...]
    learners: int


def accuracy(attempts: int, score: float) -> float | None:
    """The mean score of the first attempts, from 5 on; else None."""
    return score / attempts if attempts >= ACCURACY_FROM else None


def row_order(tally: Tally) -> tuple[int, float, datetime, int]:
    """The sort key of rows."""
    mean = accuracy(tally.attempts, tally.score)
    return -tally.points, 1.0 if mean is None else -mean, tally.reached_at, tally.learner


def standings(tallies: Iterable[Tally]) -> tuple[Standing, ...]:
    """The whole board, best first. Leave out who is off the board."""
    rows: list[Standing] = []
    for place, tally in enumerate(sorted(tallies, key=row_order), start=1):
        rank = rows[-1].rank if rows and rows[-1].points == tally.points else place
        mean = accuracy(tally.attempts, tally.score)
        rows.append(Standing(rank, tally.learner, tally.points, mean, tally.attempts))
    return tuple(rows)


def board(rows: Sequence[Standing], learner: int | None, top: int = TOP, around: int = AROUND) -> Board:
    """The first `top` rows, the learner's own row, and up to `around` neighbours on each side.

    `around` holds the own row too, and only rows that `top` does not show; it is empty when the own row is there.
    """
    place = next((index for index, row in enumerate(rows) if row.learner == learner), None)
    first = tuple(rows[:top])
    if place is None:
        return Board(first, None, (), len(rows))
    near = tuple(rows[max(place - around, top) : place + around + 1]) if place >= top else ()
    return Board(first, rows[place], near, len(rows))


def podium(rows: Sequence[Standing]) -> tuple[Standing, ...]:
    """The rows of ranks 1 to 3 that have points; shared ranks all stand on it."""
    return tuple(row for row in rows if row.rank <= 3 and row.points > 0)


def anonymous_numbers(scope: str, learners: Iterable[int], given: Mapping[int, int] | None = None) -> dict[int, int]:
    """The number of each anonymous learner of a scope, for rows that read "Learner 3".

    Who has a number in `given` keeps it; the others take the lowest free ones in an order drawn from the scope and
    their ids, which says nothing about rank, names or who joined when. Keep the result to keep the numbers.
    """
    numbers = dict(given or {})
    taken = set(numbers.values())
    free = 1
    new = set(learners) - numbers.keys()
    for learner in sorted(new, key=lambda one: sha256(f"{scope}\0{one}".encode()).digest()):
        while free in taken:
            free += 1
        numbers[learner] = free
        taken.add(free)
    return numbers
