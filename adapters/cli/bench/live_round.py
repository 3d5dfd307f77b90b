"""A live round: everybody answers within one second, beside the same people answering a daily."""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

from adapters.cli.bench.answer import bench_app
from adapters.cli.bench.disk import fsync_us
from adapters.cli.bench.group import Study, member, study_group
from adapters.cli.errors import Refused
from bot.agenda.alarm import Alarm
from bot.app import App
from bot.bank.bank import Bank
from bot.intents import AnswerRound, BeginLive, Intent, JoinRound, StartLive
from bot.refs import Caller
from bot.store.tx import Tx
from bot.view import wire
from bot.view.card import Card

IDLE_MS, BUSY_MS = 250, 2000
"""A deadline may fire so late: otherwise idle, and while everybody answers."""
SECOND = 1.0
"""All answers come within so many seconds."""


def measure(players: int, folder: str | None) -> dict[str, Any]:
    """Rows `daily` and `round` with `players`, `cpu_us`, `p99_ms`, and the `ratio` of the daily's CPU to the row's."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="quorum-bench-") as name:
        cost = fsync_us(Path(name))
        now = [datetime(2026, 3, 3, 9, tzinfo=UTC)]
        with bench_app(Path(name) / "quorum.db", lambda: now[0]) as app:
            study = study_group(app, players)
            app.bank = Bank(tuple(study.questions), tuple(app.bank.formats.values()))
            asyncio.run(rush(app, daily_presses(study)))  # a day before, so that everybody is known
            now[0] += timedelta(days=1)
            study.next_day(app)
            daily = asyncio.run(rush(app, daily_presses(study)))
            live = asyncio.run(rush(app, round_presses(app, players)))
    rows: list[dict[str, Any]] = [
        {"name": name, "players": players, "ratio": round(daily["cpu_us"] / row["cpu_us"], 3), **row}
        for name, row in (("daily", daily), ("round", live))
    ]
    for name, busy in (("deadline, idle", False), ("deadline, under load", True)):
        late = lateness_ms(players, folder, busy)
        limit = BUSY_MS if busy else IDLE_MS
        rows.append({"name": name, "players": players, "ratio": round(limit / max(late, 0.1), 3), "late_ms": late})
    return {"bench": "round", "fsync_us": round(cost, 1), "players": players, "rows": rows}


def daily_presses(study: Study) -> list[tuple[Intent, Caller]]:
    """What everybody presses on the daily."""
    return [(wire.decode(study.token(number)), caller) for number, caller in study.learners]


def round_presses(app: App, players: int) -> list[tuple[Intent, Caller]]:
    """Open a live round, let everybody in, start it: what everybody presses on its first question."""
    people = [member(number) for number in range(1, players + 1)]
    opened(app, StartLive("technical-screen", questions="1"), people[0])
    for caller in people[1:]:
        opened(app, JoinRound(1), caller)
    opened(app, BeginLive(1), people[0])
    item = app.writer.submit(lambda tx: app.ports(tx).rounds.items(1)[0].id).result()
    return [(AnswerRound(item, "ABCD"[number % 4]), caller) for number, caller in enumerate(people)]


def opened(app: App, intent: Intent, caller: Caller) -> Card:
    """Carry out what must work."""
    card = app.handle(intent, caller)[0].card
    if card.state == "refused":
        raise Refused(f"The bench could not set up its round: {card.title}.")
    return card


def lateness_ms(players: int, folder: str | None, busy: bool) -> float:
    """How long after its deadline a question closes, by the real alarm and clock; `busy`: while all but one answer."""
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix="quorum-bench-") as name,
        bench_app(Path(name) / "quorum.db", present) as app,
    ):
        study = study_group(app, players)
        app.bank = Bank(tuple(study.questions), tuple(app.bank.formats.values()))
        presses = round_presses(app, players)
        return asyncio.run(closes_late(app, presses[1:] if busy else []))


async def closes_late(app: App, presses: list[tuple[Intent, Caller]]) -> float:
    """Give the open question a deadline in a moment, let the alarm ring, and look when it has closed."""
    due = present() + timedelta(seconds=SECOND)

    def shorten(tx: Tx) -> None:
        ports = app.ports(tx)
        ports.rounds.due(ports.rounds.items(1)[0].id, due)
        ports.agenda.set("round/1", "live", 1, due)

    await app.writer.call(shorten)
    alarm = Alarm(lambda: app.tick(wait=False), present)
    alarm.start()
    load = asyncio.create_task(rush(app, presses)) if presses else None
    while await app.keep(lambda ports: ports.rounds.items(1)[0].state) == "open":
        await asyncio.sleep(0.002)
    late = (present() - due).total_seconds() * 1000
    await alarm.stop()
    if load is not None:
        await load
    return late


def present() -> datetime:
    """The clock of the deadlines."""
    return datetime.now(UTC)


async def rush(app: App, presses: list[tuple[Intent, Caller]]) -> dict[str, float]:
    """Everybody answers within SECOND: the CPU of an answer and how long the slowest hundredth waited."""
    waits: list[float] = []

    async def press(number: int, intent: Intent, caller: Caller) -> None:
        await asyncio.sleep(SECOND * number / len(presses))
        begun = perf_counter()
        replies = await app.call(intent, caller)
        waits.append(perf_counter() - begun)
        assert replies[0].card.state in ("right", "wrong", "answered", "closed"), replies[0].card

    busy = process_time()
    await asyncio.gather(*(press(number, *one) for number, one in enumerate(presses)))
    busy = process_time() - busy
    return {
        "cpu_us": busy / len(presses) * 1e6,
        "p99_ms": (quantiles(waits, n=100)[98] if len(waits) > 1 else waits[0]) * 1e3,
    }
