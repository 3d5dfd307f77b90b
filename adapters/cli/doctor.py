"""`quorum doctor`: is everything there that Quorum needs? One line a check: ok, note, or what to do."""

import os
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Literal

import typer

import adapters
from bot.refs import ChannelRef
from bot.settings import Settings, read_settings

SKEW = timedelta(minutes=2)
"""A fact this far in the future means that the clock was set back, or another machine's runs ahead."""

UNNAMED = "not looked at: the configuration does not say where it is"


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
    """Check configuration, database, bank, clock, zone data, judge and platforms; exit code 1 if any must be mended."""
    settings = read_settings(database_url=db, content=content)
    lines = [*examine(settings, lambda: datetime.now(UTC)), *platforms(os.environ, lambda: channels(settings))]
    for line in lines:
        print(f"{line.state:<4}  {line.check:<13}  {line.text}")
    if any(line.state == "fix" for line in lines):
        raise SystemExit(1)


def examine(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Line]:
    """All checks, each on its own: one that fails neither hides the others nor makes them complain again."""
    yield configuration(settings)
    yield database(settings)
    yield bank(settings)
    yield clock_check(settings, clock)
    yield zone_data()
    yield judge(settings)


def platforms(
    environment: Mapping[str, str], used: Callable[[], Sequence[tuple[ChannelRef, str]]] = tuple
) -> Iterator[Line]:
    """What each platform says of itself: its module `doctor`, if it has one, has `examine(environment)`.

    That yields check, state and text, and nothing where the platform is not configured. `examine_channels`, where it
    has that as well, does so for the channels that groups live in: `used`, each with its group's name.
    """
    for found in pkgutil.iter_modules(adapters.__path__):
        name = f"adapters.{found.name}.doctor"
        if not found.ispkg or found.name == "cli" or find_spec(name) is None:
            continue
        try:
            module = import_module(name)
            yield from (Line(*line) for line in module.examine(environment))
            if hasattr(module, "examine_channels"):
                yield from (Line(*line) for line in module.examine_channels(environment, used()))
        except Exception as error:  # a platform that cannot be examined hides no other line
            yield Line(found.name, "fix", f"It could not be examined: {type(error).__name__}. Please report this.")


def channels(settings: Settings) -> Sequence[tuple[ChannelRef, str]]:
    """The channels that groups live in; none where the database has a line of its own to say why."""
    from bot.bootstrap import group_channels
    from bot.store.errors import StoreError

    if database_url(settings)[1]:
        return ()
    try:
        return group_channels(settings)
    except StoreError:
        return ()


def configuration(settings: Settings) -> Line:
    """The database URL can be read, the content folder exists, and the compiled bank can be kept."""
    url, wrong = database_url(settings)
    if wrong:
        return Line("configuration", "fix", f"{wrong} Set DATABASE_URL or --db.")
    if content_missing(settings):
        return Line(
            "configuration", "fix", f"There is no content folder {settings.content}: set QUORUM_CONTENT or --content."
        )
    said = f"database {url}, content {settings.content or 'of this installation'}"
    if not can_keep(settings.cache):
        return Line(
            "configuration", "note",
            f"{said}; the folder {settings.cache} cannot be written, so every start reads the whole bank anew: "
            "set XDG_CACHE_HOME.",
        )  # fmt: skip
    return Line("configuration", "ok", said)


def database_url(settings: Settings) -> tuple[str, str]:
    """The database URL as it may be shown, and what is wrong with it; one of them is empty."""
    from bot.store.engine import read_url, shown
    from bot.store.errors import CannotOpen

    try:
        return shown(read_url(settings.database_url)), ""
    except CannotOpen as error:
        return "", str(error)


def content_missing(settings: Settings) -> bool:
    """A content folder is named that does not exist."""
    return settings.content is not None and not settings.content.is_dir()


def can_keep(folder: Path) -> bool:
    """Whether files can be made in `folder`, which is made if it can be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def database(settings: Settings) -> Line:
    """The database opens, can be written, and has this version's tables."""
    from bot.bootstrap import database_state
    from bot.store.errors import StoreError

    if database_url(settings)[1]:
        return Line("database", "note", UNNAMED)
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

    if content_missing(settings):
        return Line("bank", "note", UNNAMED)
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
    except StoreError:  # that has its own line
        last = None
    if last is None:
        return Line("clock", "ok", f"{now:%Y-%m-%d %H:%M:%S} UTC; there is no stored answer to compare it with")
    if last > now + SKEW:
        return Line(
            "clock", "fix",
            f"It says {now:%Y-%m-%d %H:%M} UTC, but an answer was stored at {last:%Y-%m-%d %H:%M} UTC: "
            "set the machine's clock right (NTP).",
        )  # fmt: skip
    return Line("clock", "ok", f"{now:%Y-%m-%d %H:%M:%S} UTC; the last answer was stored before")


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
    """Whether submitted code can be run, and how it is kept in; what cannot be judged is never chosen."""
    from bot.bank.findings import BankError
    from bot.bootstrap import open_bank
    from bot.domain.question import needs_of
    from bot.judge.house import open_judge

    judges = open_judge(settings.judge_database)
    try:
        notes = judges.notes()
        if notes:
            try:
                here = judges.abilities
                waiting = sum(not needs_of(question) <= here for question in open_bank(settings).served())
            except (BankError, OSError):
                waiting = 0
            return Line("judge", "note", " ".join([*notes, f"Never chosen: {waiting} of the live questions."]))
        return Line("judge", "ok", f"{listed(judges.languages())} run in a sandbox{judges.around()}")
    finally:
        judges.close()


def listed(names: Sequence[str]) -> str:
    """The names, with "and" before the last."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
