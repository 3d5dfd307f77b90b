"""`quorum doctor`: is everything there that Quorum needs? One line a check: ok, note, or what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.settings import Settings, read_settings

SKEW = timedelta(minutes=2)
"""A fact this far in the future means that the clock was set back, or another machine's runs ahead."""


@dataclass(frozen=True, slots=True)
class Line:
    """One check's outcome: `ok`, `note` (works, with less) or `fix` (the text says what to do)."""

    check: str
    state: Literal["ok", "note", "fix"]
    text: str


def doctor(
    db: Annotated[
        str, typer.Option("--db", help="Database URL; default: DATABASE_URL, else your own SQLite file.")
    ] = "",
    content: Annotated[Path | None, typer.Option(help="Folder of the question bank.")] = None,
) -> None:
    """Check configuration, database, bank, clock, zone data and judge; exit code 1 when something must be mended."""
    lines = list(examine(read_settings(database_url=db, content=content), lambda: datetime.now(UTC)))
    for line in lines:
        print(f"{line.state:<4}  {line.check:<13}  {line.text}")
    if any(line.state == "fix" for line in lines):
        raise SystemExit(1)


def examine(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Line]:
    """All checks, each on its own: one that fails does not hide the others."""
    yield configuration(settings)
    yield database(settings)
    yield bank(settings)
    yield clock_check(settings, clock)
    yield zone_data()
    yield judge(settings)


def configuration(settings: Settings) -> Line:
    """The database URL can be read and the content folder exists."""
    from bot.store.engine import read_url, shown
    from bot.store.errors import CannotOpen

    try:
        url = read_url(settings.database_url)
    except CannotOpen as error:
        return Line("configuration", "fix", f"{error} Set DATABASE_URL or --db.")
    if settings.content is not None and not settings.content.is_dir():
        return Line(
            "configuration", "fix", f"There is no content folder {settings.content}: set QUORUM_CONTENT or --content."
        )
    return Line("configuration", "ok", f"database {shown(url)}, content {settings.content or 'of this installation'}")


def database(settings: Settings) -> Line:
    """The database opens and has this version's tables."""
    from bot.bootstrap import database_state
    from bot.store.errors import StoreError

    try:
        state = database_state(settings)
    except StoreError as error:
        return Line("database", "fix", str(error))
    if state is None:
        return Line("database", "ok", "not made yet: `quorum play` or `quorum db upgrade` will make it")
    return Line("database", "ok", f"tables of revision {state}")


def bank(settings: Settings) -> Line:
    """The bank loads, and there are live questions that can be chosen."""
    from bot.bank.findings import BankError
    from bot.bootstrap import open_bank
    from bot.domain.question import JUDGED_KINDS

    try:
        questions = open_bank(settings)
    except (BankError, OSError) as error:
        return Line("bank", "fix", f"{error} `quorum content check` names every finding.")
    served = [question for question in questions.served() if question.kind not in JUDGED_KINDS]
    if not served:
        return Line(
            "bank", "fix", f"None of {len(questions)} questions can be a daily: set `status: live` on reviewed ones."
        )
    return Line("bank", "ok", f"{len(questions)} questions, {len(served)} can be a daily")


def clock_check(settings: Settings, clock: Callable[[], datetime]) -> Line:
    """The clock does not run behind what is stored already."""
    from bot.bootstrap import latest_fact
    from bot.store.errors import StoreError

    now = clock()
    try:
        last = latest_fact(settings)
    except StoreError:
        return Line("clock", "note", f"{now:%Y-%m-%d %H:%M:%S} UTC; not compared, because the database does not open")
    if last is not None and last > now + SKEW:
        return Line(
            "clock", "fix",
            f"It says {now:%Y-%m-%d %H:%M} UTC, but an answer was stored at {last:%Y-%m-%d %H:%M} UTC: "
            "set the machine's clock right (NTP).",
        )  # fmt: skip
    return Line("clock", "ok", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def zone_data() -> Line:
    """Time zones are known, also small ones."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        ZoneInfo("Europe/Berlin")
        ZoneInfo("Pacific/Chatham")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Line("zone data", "fix", "Time zones are missing: `pip install tzdata`.")
    return Line("zone data", "ok", f"{len(available_timezones())} zones")


def judge(settings: Settings) -> Line:
    """Whether submitted code can be run; without a judge its questions are never chosen."""
    from bot.bank.findings import BankError
    from bot.bootstrap import open_bank
    from bot.domain.question import JUDGED_KINDS

    try:
        waiting = sum(1 for question in open_bank(settings).served() if question.kind in JUDGED_KINDS)
    except (BankError, OSError):
        waiting = 0
    return Line(
        "judge", "note",
        f"Nothing can run submitted code here, so sql and kata questions are never chosen ({waiting} wait for one).",
    )  # fmt: skip
