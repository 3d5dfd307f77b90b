"""A tick with nothing due among thousands of groups, and one with hundreds of posts due, without the sending.

Floors: one raw query on the index of what is due; and for a post one raw durable transaction that writes the daily, its
letter and the next instant.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from adapters.cli.bench.answer import bench_app
from adapters.cli.bench.group import add_groups, add_people, fill, make_live
from bot.app import App
from bot.store import schema
from bot.store.agenda import pulse
from bot.store.instants import micros

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)  # 09:00 in Berlin
MEMBERS = 6
PAST = 20
ASKED = 1000
TICKS = 50
DUE = "SELECT min(due_at) FROM agenda"


def measure(groups: int, due: int = 500) -> dict[str, Any]:
    """A row for nothing due (`us`: what asks the database; `tick_us`: the whole tick), one for so many posts due.

    `ratio` is floor time / our time, for each post in the second row. They are the first posts of the process: making
    its statements ready is in their time.
    """
    now = [NOW - timedelta(hours=1)]
    with tempfile.TemporaryDirectory(prefix="quorum-bench-") as name:
        path = Path(name)
        with bench_app(path / "quorum.db", lambda: now[0]) as app:
            make_live(app)
            settle(app, groups, min(due, groups))
            rows = [nothing_due(app, path / "quorum.db", groups)]
            now[0] = NOW
            rows.append(posts_due(app, path, min(due, groups)))
    return {"bench": "tick", "rows": rows}


def settle(app: App, groups: int, due: int) -> None:
    """All groups post daily; the first `due` of them at NOW, with members and past dailies, the others later."""
    add_groups(app, groups, next_post_at=micros(NOW), next_day=NOW.date().isoformat())
    fill(
        app,
        schema.agenda,
        (
            {
                "key": f"post:{group}", "what": "post", "subject": group,
                "due_at": micros(NOW if group <= due else NOW + timedelta(hours=12)),
            }
            for group in range(1, groups + 1)
        ),
    )  # fmt: skip
    joined, answered = micros(NOW - timedelta(days=30)), micros(NOW - timedelta(days=1))
    add_people(app, range(1, due * MEMBERS + 1), NOW - timedelta(days=30))
    fill(
        app,
        schema.member,
        (
            {
                "group_id": 1 + number // MEMBERS,
                "learner_id": number + 1,
                "joined_at": joined,
                "last_attempt_at": answered,
            }
            for number in range(due * MEMBERS)
        ),
    )
    questions = app.bank.served()
    fill(
        app,
        schema.daily,
        (
            {
                "group_id": group, "study_day": (NOW - timedelta(days=age)).date().isoformat(), "state": "revealed",
                "question_id": (one := questions[(group * 7 + age) % len(questions)]).id, "revision": one.rev,
                "topic": one.topic, "band": one.band, "due_at": micros(NOW - timedelta(days=age)),
                "posted_at": micros(NOW - timedelta(days=age)), "revealed_at": micros(NOW - timedelta(days=age - 1)),
                "answered": MEMBERS,
            }
            for group in range(1, due + 1)
            for age in range(PAST, 0, -1)
        ),
    )  # fmt: skip


def nothing_due(app: App, path: Path, groups: int) -> dict[str, Any]:
    """What a tick costs that finds nothing to do."""
    connection = sqlite3.connect(path, isolation_level=None)
    floor = median(timed(lambda: connection.execute(DUE).fetchone()) for _ in range(ASKED))
    connection.close()
    asked = app.writer.submit_read(lambda tx: median(timed(lambda: pulse(tx)) for _ in range(ASKED))).result()
    whole = asyncio.run(ticks(app))
    return {
        "name": "nothing due",
        "groups": groups,
        "ratio": round(floor / asked, 3),
        "us": asked * 1e6,
        "floor_us": floor * 1e6,
        "tick_us": whole * 1e6,
    }


async def ticks(app: App) -> float:
    """The median time of a whole tick."""
    spent = []
    for _ in range(TICKS):
        begun = perf_counter()
        await app.tick(watch=False)
        spent.append(perf_counter() - begun)
    return median(spent)


def posts_due(app: App, folder: Path, due: int) -> dict[str, Any]:
    """What each post costs when many are due at once; nobody takes the letters out of the outbox."""
    floor = floor_us(folder / "floor.db", due)
    begun = perf_counter()
    asyncio.run(once(app))
    spent = (perf_counter() - begun) / due * 1e6
    connection = sqlite3.connect(folder / "quorum.db")
    (posted,) = connection.execute("SELECT count(*) FROM daily WHERE state = 'open'").fetchone()
    (waiting,) = connection.execute("SELECT count(*) FROM outbox WHERE mode = 'post'").fetchone()
    connection.close()
    assert posted == waiting == due, (posted, waiting, due)
    return {"name": "posts due", "groups": due, "ratio": round(floor / spent, 3), "us": spent, "floor_us": floor}


async def once(app: App) -> None:
    """One tick."""
    await app.tick(watch=False)


def floor_us(path: Path, posts: int) -> float:
    """Microseconds of one post in raw SQL: daily, letter and next instant, durable."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.executescript(
        "CREATE TABLE daily (id INTEGER PRIMARY KEY, grp INT, day TEXT, question TEXT, UNIQUE (grp, day));"
        "CREATE TABLE outbox (id INTEGER PRIMARY KEY, key TEXT UNIQUE, state TEXT, due_at INT);"
        "CREATE TABLE agenda (grp INTEGER PRIMARY KEY, due_at INT);"
    )
    begun = perf_counter()
    for group in range(posts):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO daily (grp, day, question) VALUES (?, '2026-03-03', 'q')", (group,))
        connection.execute("INSERT INTO outbox (key, state, due_at) VALUES (?, 'queued', 0)", (f"daily:{group}",))
        connection.execute("INSERT INTO agenda VALUES (?, 1) ON CONFLICT DO UPDATE SET due_at = 1", (group,))
        connection.execute("COMMIT")
    spent = perf_counter() - begun
    connection.close()
    return spent / posts * 1e6


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun
