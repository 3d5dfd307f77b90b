"""`quorum play`: a study group in the terminal, on an embedded database.

It opens the bank and the database, makes the group `local` the first time, and hands the rest to the session.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from adapters.cli.errors import Refused
from adapters.terminal.messenger import ScreenMessenger
from adapters.terminal.screen import Screen
from adapters.terminal.session import Session
from adapters.terminal.settings import CHANNEL, PLATFORM, seat
from bot.app import App
from bot.bootstrap import latest_fact, open_app
from bot.intents import OpenOnDemand, ShowDaily
from bot.settings import Settings, read_settings

FIRST_YEAR, LAST_YEAR = 1970, 9000
"""Instants are stored from 1970 on; far ahead, the next dates of a schedule would leave the calendar."""


def play(
    name: Annotated[str, typer.Option("--as", help="Who you are; several people can play on one database.")] = "me",
    db: Annotated[
        str, typer.Option("--db", help="Database URL; default: DATABASE_URL, else your own SQLite file.")
    ] = "",
    clock: Annotated[str, typer.Option(help="Start the clock at this instant, e.g. 2026-11-20T09:00+01:00.")] = "",
    content: Annotated[Path | None, typer.Option(help="Folder of the question bank.")] = None,
) -> None:
    """Open the study group in this terminal; without a terminal, read one command per line."""
    try:
        place = seat(name)
    except ValueError as error:
        raise Refused(str(error)) from None
    settings = read_settings(database_url=db, content=content)
    log_to_file(settings)
    ticking = started_clock(clock)
    refuse_past(settings, ticking(), clock)
    screen = Screen(
        sys.stdout,
        ZoneInfo(place.zone or "UTC"),
        colour=sys.stdout.isatty(),
        exports=Path.cwd() if sys.stdin.isatty() else None,
    )
    here = {PLATFORM: ScreenMessenger(screen, place.caller.account)}
    with open_app(settings, ticking, messengers=here) as app, asyncio.Runner() as runner:
        session = Session(app, screen, place.caller, runner.run, settler(app, runner.run))
        for reply in app.handle(OpenOnDemand(CHANNEL), place.caller):
            if sys.stdin.isatty():
                screen.show(reply.card)
        session.run(sys.stdin, ShowDaily())


def log_to_file(settings: Settings) -> None:
    """Faults are told as cards; what the operator needs of them goes to a file, never to the screen."""
    try:
        settings.cache.mkdir(parents=True, exist_ok=True)
        logging.basicConfig(
            filename=settings.cache / "play.log", level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s"
        )
    except OSError:
        logging.basicConfig(handlers=[logging.NullHandler()])


def settler(app: App, wait: Callable[[Coroutine[Any, Any, Any]], Any]) -> Callable[[], None]:
    """Do what is due, after each command. A session that is not there all the time is no outage: nobody watches."""
    return lambda: wait(app.tick(watch=False))


def started_clock(text: str) -> Callable[[], datetime]:
    """The present; or, with an ISO instant, a clock that starts there and runs on. Raises Refused."""
    if not text:
        return lambda: datetime.now(UTC)
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"--clock {text!r} is no ISO instant: write it like 2026-11-20T09:00+01:00.") from None
    if not FIRST_YEAR <= start.year < LAST_YEAR:
        raise Refused(f"--clock {text} is out of reach: choose an instant from {FIRST_YEAR} on and before {LAST_YEAR}.")
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    start, begun = start.astimezone(UTC), monotonic()
    return lambda: start + timedelta(seconds=monotonic() - begun)


def refuse_past(settings: Settings, now: datetime, text: str) -> None:
    """A clock may not be set before the last attempt: streaks would run backwards. Raises Refused."""
    last = latest_fact(settings) if text else None
    if last is not None and now < last:
        then = datetime.fromisoformat(text)
        free = (last + timedelta(minutes=1)).astimezone(then.tzinfo or UTC)
        raise Refused(
            f"--clock {text} lies before the last answer in this database: choose "
            f"--clock {free.isoformat(timespec='minutes')} or later, or another --db."
        )
