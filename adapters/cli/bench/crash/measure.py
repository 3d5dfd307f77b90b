"""Campaigns on each database, with one and with three replicas, as rows."""

import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import SystemRandom
from typing import Any, Final

from adapters.cli.bench.crash.campaign import Campaign, Ended
from adapters.cli.errors import Refused
from bot.bank.proof.cluster import NoPostgres, cluster
from bot.store.engine import connect, open_engine

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
REPLICAS: Final = (1, 3)
A_CAMPAIGN: Final = 125
"""Kills on one database before the next campaign begins on an empty one: some months of study days."""
MEMORY: Final = Path("/dev/shm")
"""Where files need no disk: a killed process takes nothing from the kernel."""

NewDatabase = Callable[[Path], str]
"""A new, empty database for a campaign; the folder is the campaign's own."""


def measure(kills: int, seed: int, folder: str | None, only: str = "") -> dict[str, Any]:
    """Rows with `kills`, `violations`, and `ratio`: answers kept / answers confirmed, which must be 1.

    Raises Refused when `only` is not a database, or is one that is not installed.
    """
    if only not in ("", SQLITE, POSTGRESQL):
        raise Refused(f"--only {only!r} is no database: it is {SQLITE} or {POSTGRESQL}.")
    chosen = seed or SystemRandom().randrange(1, 1_000_000)
    result: dict[str, Any] = {"bench": "crash", "seed": chosen, "kills": 0, "violations": []}
    points: Counter[str] = Counter()
    rows = []
    with contextlib.ExitStack() as stack:
        databases: dict[str, NewDatabase] = {}
        if only != POSTGRESQL:
            databases[SQLITE] = lambda place: f"sqlite:///{place / 'quorum.db'}"
        if only != SQLITE:
            try:
                databases[POSTGRESQL] = on_server(stack.enter_context(cluster()))
            except NoPostgres as error:
                if only:
                    raise Refused(str(error)) from None
                result[POSTGRESQL] = f"left out, it is not installed here ({error})"
        kinds = [(name, replicas) for name in databases for replicas in REPLICAS]
        for (name, replicas), wanted in zip(kinds, shares(kills, len(kinds)), strict=True):
            ends = list(campaigns(databases[name], replicas, wanted, chosen, folder))
            rows.append(row(name, replicas, ends))
            for end in ends:
                points.update(end.points)
                result["violations"] += [f"{name}, {replicas} replicas, {end.seed}: {line}" for line in end.violations]
    return {**result, "kills": points.total(), "points": dict(sorted(points.items())), "rows": rows}


def shares(total: int, parts: int) -> list[int]:
    """Whole numbers that differ by one at most and add up to `total`."""
    return [total * (part + 1) // parts - total * part // parts for part in range(parts)]


def campaigns(database: NewDatabase, replicas: int, kills: int, seed: int, folder: str | None) -> Iterator[Ended]:
    """As many campaigns as there are kills for, each on a database of its own."""
    memory = str(MEMORY) if os.access(MEMORY, os.W_OK) else None
    for number, share in enumerate(shares(kills, max(1, round(kills / A_CAMPAIGN)))):
        with tempfile.TemporaryDirectory(dir=folder or memory, prefix="quorum-crash-") as name:
            place = Path(name)
            yield Campaign(database(place), place, replicas=replicas, kills=share, seed=seed + number).run()


def on_server(url: str) -> NewDatabase:
    """New databases of a PostgreSQL server."""
    numbers = count(1)

    def fresh(_: Path) -> str:
        name = f"crash_{next(numbers)}"
        engine = open_engine(url)
        connection = connect(engine)
        connection.execute(f"CREATE DATABASE {name}")
        connection.close()
        engine.dispose()
        return url.replace("/postgres?", f"/{name}?")

    return fresh


def row(database: str, replicas: int, ends: list[Ended]) -> dict[str, Any]:
    """Campaigns of one kind, added up."""
    confirmed = sum(end.verdict.confirmed for end in ends)
    kept = sum(end.verdict.kept for end in ends)
    kills = sum(end.kills for end in ends)
    return {
        "name": "crash",
        "database": database,
        "replicas": replicas,
        "kills": kills,
        "violations": sum(len(end.violations) for end in ends),
        "ratio": kept / confirmed if confirmed else 0.0,
        "confirmed": confirmed,
        "kept": kept,
        "days": sum((end.until - end.started).days for end in ends),
        "dailies": sum(end.verdict.dailies for end in ends),
        "posts": sum(end.verdict.posts for end in ends),
        "told": sum(end.verdict.told for end in ends),
        "ms_a_kill": round(1000 * sum(end.seconds for end in ends) / max(kills, 1), 1),
    }
