"""The leaderboard in scopes of growing size, beside the floor of one raw query for the first ten rows.

Points are spread as on a board of all time: some thousands of different sums, most of them small, hence hundreds of
learners on each. People are made only for the rows that are shown; what is looked up by learner is as deep as it is.
"""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from adapters.cli.bench.answer import bench_app
from adapters.cli.bench.group import add_groups, add_people, fill, member
from bot.app import App
from bot.domain.leaderboard import AROUND, TOP
from bot.intents import ShowLeaderboard
from bot.store import schema
from bot.store.boards import ALL, BIG
from bot.store.instants import micros
from bot.usecases.show_leaderboard import show_leaderboard

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SHARES = (1000, 10, 1)
"""The scopes: a thousandth, a tenth and all of the learners."""
STEP = 125
MOST_POINTS = 4_000 * STEP
CALLS = 300
TOP_TEN = (
    "SELECT learner_id, points, attempts, mean FROM total WHERE board = ? AND shown = 1"
    " ORDER BY points DESC, mean DESC, reached_at, learner_id LIMIT 10"
)


def measure(learners: int, calls: int = CALLS) -> dict[str, Any]:
    """Rows with `learners`, `ratio` (floor time / our time), `us` and `p99_us` of the use case, `handle_us` of all.

    Callers are spread over the whole board. `us` is what the use case takes in the writer's thread; `handle_us` is
    from the intent to the card and has the way to that thread and back, too.
    """
    with tempfile.TemporaryDirectory(prefix="quorum-bench-") as name:
        path = Path(name) / "quorum.db"
        with bench_app(path, lambda: NOW) as app:
            sizes = [max(learners // share, 1) for share in SHARES]
            add_groups(app, len(sizes), big=1)
            seen: dict[int, list[int]] = {}
            for group, size in enumerate(sizes, 1):
                seen[group] = rank_up(app, group, size, calls)
            shown = {number for numbers in seen.values() for number in around(numbers, learners)}
            add_people(app, sorted(shown), NOW)
            rows = [row(app, path, group, size, seen[group]) for group, size in enumerate(sizes, 1)]
    return {"bench": "board", "floor": "raw sqlite3, the first ten rows by index", "rows": rows}


def rank_up(app: App, group: int, size: int, calls: int) -> list[int]:
    """Fill a group's board of all time, best first, with learners 1 to `size`; the learners who will look at it."""
    rng = Random(size)
    points = sorted((int(rng.random() ** 2 * MOST_POINTS) // STEP * STEP for _ in range(size)), reverse=True)
    fill(app, schema.total, totals(f"g{group}/a", points, rng))
    if size > BIG:
        tally = Counter(points) | {ALL: size}
        rows = ({"board": f"g{group}/a", "points": sum_, "learners": count} for sum_, count in tally.items())
        fill(app, schema.tally, rows)
    return [rng.randint(1, size) for _ in range(calls)]


def totals(board: str, points: list[int], rng: Random) -> Iterator[dict[str, Any]]:
    """A row for each learner."""
    for number, sum_ in enumerate(points, 1):
        score = rng.randrange(10**9)
        yield {
            "board": board, "learner_id": number, "points": sum_, "attempts": 10, "score": score * 10, "mean": score,
            "shown": 1, "reached_at": micros(NOW) - rng.randrange(10**13),
        }  # fmt: skip


def around(numbers: list[int], learners: int) -> Iterator[int]:
    """Everybody who may be in sight of these learners."""
    yield from range(1, min(TOP, learners) + 1)
    for number in numbers:
        yield from range(max(number - AROUND, 1), min(number + AROUND, learners) + 1)


def row(app: App, path: Path, group: int, size: int, seen: list[int]) -> dict[str, Any]:
    """One scope's figures."""
    intent = ShowLeaderboard("all")
    callers = [member(number, group) for number in seen]

    def timed(tx: Any) -> float:
        ports = app.ports(tx)
        begun = perf_counter()
        found = show_leaderboard(intent, callers[turn], ports)
        spent = perf_counter() - begun
        assert found.learners == size, found
        assert any(one.own for one in (*found.rows, *found.near)), found
        return spent

    inside, whole, floors = [], [], []
    connection = sqlite3.connect(path)
    for turn in range(len(callers)):
        inside.append(app.writer.submit(timed).result())
        begun = perf_counter()
        replies = app.handle(intent, callers[turn])
        whole.append(perf_counter() - begun)
        assert replies[0].card.state not in ("error", "refused", "warning"), replies[0].card
        begun = perf_counter()
        connection.execute(TOP_TEN, (f"g{group}/a",)).fetchall()
        floors.append(perf_counter() - begun)
    connection.close()
    floor, ours = median(floors), median(inside)
    return {
        "name": "board",
        "learners": size,
        "ratio": round(floor / ours, 3),
        "us": ours * 1e6,
        "p99_us": quantiles(inside, n=100)[98] * 1e6,
        "handle_us": median(whole) * 1e6,
        "floor_us": floor * 1e6,
    }
