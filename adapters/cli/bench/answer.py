"""Answers end to end, beside the floor of raw SQL with one transaction for each answer."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

from adapters.cli.bench.disk import fsync_us
from adapters.cli.bench.group import Study, study_group
from bot.app import App
from bot.bootstrap import open_app
from bot.refs import Caller
from bot.settings import Settings
from bot.view import wire

CONCURRENCY = (1, 16, 64)
ROUNDS = 3
"""The floor and each number of callers are measured this many times, in turns; the median counts."""


def measure(answers: int, folder: str | None) -> dict[str, Any]:
    """Rows with `concurrency`, `ratio` (floor time / our time per answer), `us`, `p99_ms`, `cpu_us`, `floor_us`."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="quorum-bench-") as name:
        place = Path(name)
        cost = fsync_us(place)
        floors: list[float] = []
        runs: dict[int, list[dict[str, float]]] = {callers: [] for callers in CONCURRENCY}
        for turn in range(ROUNDS):
            floors.append(floor_us(place / f"floor{turn}.db", answers))
            for callers in CONCURRENCY:
                count = answers if callers > 1 else max(answers // 4, 200)
                runs[callers].append(answers_us(place / f"quorum{turn}-{callers}.db", callers, count))
        floor = sorted(floors)[ROUNDS // 2]
        rows = []
        for callers, found in runs.items():
            middle = sorted(found, key=lambda run: run["us"])[ROUNDS // 2]
            rows.append(
                {
                    "name": "answer",
                    "concurrency": callers,
                    "ratio": round(floor / middle["us"], 3),
                    "floor_us": floor,
                    **middle,
                }
            )
        return {"bench": "answer", "fsync_us": round(cost, 1), "answers": answers, "rows": rows}


def floor_us(path: Path, answers: int) -> float:
    """Microseconds of one answer in raw SQL: attempt, standing and statistics, durable, one caller."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.executescript(
        "CREATE TABLE attempt (id INTEGER PRIMARY KEY, daily INT, learner INT, response TEXT, score REAL, at INT,"
        " UNIQUE (daily, learner));"
        "CREATE TABLE total (board TEXT, learner INT, points INT, PRIMARY KEY (board, learner));"
        "CREATE TABLE stat (question TEXT PRIMARY KEY, attempts INT, score REAL);"
    )
    begun = perf_counter()
    for learner in range(answers):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO attempt (daily, learner, response, score, at) VALUES (1, ?, ?, 1, 0)",
            (learner, '{"as":"picked","options":["a"]}'),
        )
        connection.execute(
            "INSERT INTO total VALUES ('g1/a', ?, 1500) ON CONFLICT DO UPDATE SET points = points + excluded.points",
            (learner,),
        )
        connection.execute(
            "INSERT INTO stat VALUES ('q', 1, 1) ON CONFLICT DO UPDATE SET attempts = attempts + 1, score = score + 1"
        )
        connection.execute("COMMIT")
    spent = perf_counter() - begun
    connection.close()
    return spent / answers * 1e6


def answers_us(path: Path, callers: int, answers: int) -> dict[str, float]:
    """Time and latency of one answer, tokens in and cards out, by so many concurrent learners."""
    now = [datetime(2026, 3, 3, 9, tzinfo=UTC)]
    with bench_app(path, lambda: now[0]) as app:
        study = study_group(app, answers)
        asyncio.run(everybody(app, presses_of(study), 64))  # the day before: everybody has a streak
        now[0] += timedelta(days=1)
        study.next_day(app)
        waits: list[float] = []
        pressed = presses_of(study)
        begun, busy = perf_counter(), process_time()
        asyncio.run(everybody(app, pressed, callers, waits))
        spent, busy = perf_counter() - begun, process_time() - busy
    return {
        "us": spent / answers * 1e6,
        "cpu_us": busy / answers * 1e6,
        "p99_ms": quantiles(waits, n=100)[98] * 1e3,
    }


def presses_of(study: Study) -> list[tuple[str, Caller]]:
    """What each learner's client sends: the token of a button."""
    return [(study.token(number), caller) for number, caller in study.learners]


async def everybody(
    app: App, pressed: Sequence[tuple[str, Caller]], callers: int, waits: list[float] | None = None
) -> None:
    """Every learner presses one button; so many at a time."""
    pending = iter(pressed)

    async def presses(learners: Iterator[tuple[str, Caller]]) -> None:
        for token, caller in learners:
            begun = perf_counter()
            replies = await app.call(wire.decode(token), caller)
            if waits is not None:
                waits.append(perf_counter() - begun)
            assert replies[0].card.state in ("right", "wrong"), replies[0].card

    await asyncio.gather(*(presses(pending) for _ in range(callers)))


@contextmanager
def bench_app(path: Path, clock: Callable[[], datetime]) -> Iterator[App]:
    """An App on a fresh SQLite file."""
    settings = Settings(f"sqlite:///{path}", None, path.parent / "cache")
    with open_app(settings, clock, Random(1)) as app:
        yield app
