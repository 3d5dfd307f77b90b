"""A press of a control through a platform's real connection, beside the floor of the platform's library and raw SQL.

It knows no platform: `adapters.<name>.bench` offers `Clicks`. The floor of a click is the library handing the same
press to a listener that does nothing, and one raw durable transaction. Time on a CPU is what counts: what waits for
the disk or for another process costs nobody anything. HTTP that leaves is measured apart, over the loopback.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from time import process_time, thread_time
from typing import Any, Protocol

from adapters.cli.bench.answer import bench_app, floor_us
from adapters.cli.bench.click_sink import sink
from adapters.cli.bench.disk import fsync_us
from adapters.cli.bench.group import SPACE, Study, study_group
from adapters.cli.errors import Refused
from bot.app import App
from bot.intents import ShowDaily
from bot.refs import AccountRef, ChannelRef, SpaceRef
from bot.view.card import Card

CONCURRENCY = (1, 16, 64)
ROUNDS = 3
"""The floor and each number of learners are measured this many times, in turns; the median counts."""
WARM = 64
"""Clicks to the library before those that are measured."""
SENT_AGAIN = 500


class Clicks(Protocol):
    """What a platform offers as `adapters.<name>.bench.Clicks(app)`: its connection, with nothing on the other end."""

    platform: str
    tenant: str
    """What the accounts of the bench belong to."""
    space: str
    """The key of the space that its channel is in."""

    def show(self, card: Card) -> None:
        """The post whose controls are pressed from now on."""

    async def idle(self, number: int, token: str) -> None:
        """A press, handed by the library alone to a listener that acknowledges it and does nothing."""

    async def click(self, number: int, token: str) -> tuple[float, bytes]:
        """A press until it is answered: seconds from its receipt to the acknowledgement, and what was answered."""

    def answers(self) -> Sequence[bytes]:
        """The bodies of all answers so far."""

    async def send_again(self, bodies: Sequence[bytes], address: str) -> None:
        """Send these answers over HTTP to that address, one after the other, by the platform's own client."""

    async def close(self) -> None:
        """End in order."""


def measure(platform: str, clicks: int, folder: str | None) -> dict[str, Any]:
    """Rows with `concurrency`, `ratio` (floor / ours, CPU of a click), `cpu_us`, `ack_p99_ms`, `http_us`.

    `floor_us` is `library_us` and `sql_us`; `http_us` is not in `cpu_us`. All are CPU time.
    """
    offered = clicks_of(platform)
    with tempfile.TemporaryDirectory(dir=folder, prefix="quorum-bench-") as name:
        place = Path(name)
        cost = fsync_us(place)
        floors: list[dict[str, float]] = []
        runs: dict[int, list[dict[str, float]]] = {learners: [] for learners in CONCURRENCY}
        for turn in range(ROUNDS):
            sql = raw_us(place / f"floor{turn}.db", clicks)
            for learners in CONCURRENCY:
                count = clicks if learners > 1 else max(clicks // 4, min(clicks, 200))
                library, run = asyncio.run(pressed(offered, place / f"quorum{turn}-{learners}.db", learners, count))
                floors.append({"library_us": library, "sql_us": sql})
                runs[learners].append(run)
    parts = {name: median(floor[name] for floor in floors) for name in ("library_us", "sql_us")}
    floor = sum(parts.values())
    rows = []
    for learners, found in runs.items():
        middle = sorted(found, key=lambda run: run["cpu_us"])[len(found) // 2]
        ratio = round(floor / middle["cpu_us"], 3)
        rows.append({"name": platform, "concurrency": learners, "ratio": ratio, **middle, "floor_us": floor, **parts})
    return {"bench": "click", "fsync_us": round(cost, 1), "clicks": clicks, "rows": rows}


def clicks_of(platform: str) -> Any:
    """What makes a platform's `Clicks`. Raises Refused if there is none."""
    found = None
    if platform.isidentifier() and find_spec(f"adapters.{platform}") and find_spec(f"adapters.{platform}.bench"):
        found = getattr(import_module(f"adapters.{platform}.bench"), "Clicks", None)
    if found is None:
        raise Refused(f"There are no clicks of {platform!r} to be measured.")
    return found


def raw_us(path: Path, answers: int) -> float:
    """CPU microseconds of an answer in raw SQL, one durable transaction each."""
    begun = process_time()
    floor_us(path, answers)
    return (process_time() - begun) / answers * 1e6


async def pressed(offered: Any, path: Path, learners: int, count: int) -> tuple[float, dict[str, float]]:
    """The library's part of the floor, and the figures of so many clicks by so many learners at a time."""
    now = [datetime(2026, 3, 3, 9, tzinfo=UTC)]
    with bench_app(path, lambda: now[0]) as app:
        study = study_group(app, count)
        made: Clicks = offered(app)
        move(path, made.platform, made.tenant, made.space)
        await show(app, made, study)
        await everybody(made, study, learners)  # the day before: everybody is known and has a streak
        now[0] += timedelta(days=1)
        study.next_day(app)
        await show(app, made, study)
        library = await idle_us(made, study)
        before = len(made.answers())
        begun = process_time()
        waits = await everybody(made, study, learners)
        spent = (process_time() - begun) / count * 1e6
        bodies = made.answers()[before:]
        await made.close()
    if stored(path) != 2 * count or len(bodies) != count:
        raise Refused(f"The bench counts {stored(path)} answers after {2 * count} clicks.")
    http = await http_us(made, bodies[:SENT_AGAIN])
    return library, {"cpu_us": spent, "ack_p99_ms": quantiles(waits, n=100)[98] * 1e3, "http_us": http}


async def show(app: App, made: Clicks, study: Study) -> None:
    """Let the open daily stand where it is pressed."""
    number, caller = study.learners[0]
    there = replace(
        caller,
        account=AccountRef(made.platform, made.tenant, str(number)),
        space=SpaceRef(made.platform, made.space),
        channel=ChannelRef(made.platform, made.space, "1"),
    )
    (reply, *_) = await app.call(ShowDaily(), there)
    made.show(reply.card)


async def everybody(made: Clicks, study: Study, learners: int) -> list[float]:
    """Everybody presses one control, so many at a time; seconds to each acknowledgement."""
    pending = iter(study.learners)
    waits: list[float] = []

    async def presses(some: Iterator[Any]) -> None:
        for number, _ in some:
            acknowledged, _ = await made.click(number, study.token(number))
            waits.append(acknowledged)

    await asyncio.gather(*(presses(pending) for _ in range(learners)))
    return waits


async def idle_us(made: Clicks, study: Study) -> float:
    """CPU microseconds of the library for a click that nothing comes of."""
    for number, _ in study.learners[:WARM]:
        await made.idle(number, study.token(number))
    begun = process_time()
    for number, _ in study.learners:
        await made.idle(number, study.token(number))
    return (process_time() - begun) / len(study.learners) * 1e6


async def http_us(made: Clicks, bodies: Sequence[bytes]) -> float:
    """CPU microseconds of one answer's HTTP: of this thread alone, the other end stands in another."""
    with sink() as address:
        begun = thread_time()
        await made.send_again(bodies, address)
        return (thread_time() - begun) / len(bodies) * 1e6


def move(path: Path, platform: str, tenant: str, space: str) -> None:
    """Put the study group onto the platform whose clicks are measured, into a space of that key."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE space SET platform = ?, key = ? WHERE key = ?", (platform, space, SPACE.key))
        connection.execute("UPDATE account SET platform = ?, tenant = ?", (platform, tenant))
    connection.close()


def stored(path: Path) -> int:
    """How many attempts there are."""
    with sqlite3.connect(path) as connection:
        (count,) = connection.execute("SELECT count(*) FROM attempt").fetchone()
    connection.close()
    return int(count)
