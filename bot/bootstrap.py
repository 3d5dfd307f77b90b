"""Put the parts together: settings in, a running App out. The only place that knows every part by name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random

from bot.app import App
from bot.bank.bank import CONTENT_ROOT, Bank, load
from bot.settings import DATA_FOLDER, Settings
from bot.store.attempts import last_attempt_at
from bot.store.engine import open_engine, read_url, sqlite_path
from bot.store.errors import DirectoryMissing
from bot.store.migrate import HEAD, prepare, revision_of
from bot.store.writer import Writer


def open_bank(settings: Settings) -> Bank:
    """The bank that the settings name. Raises BankError."""
    return load(settings.content or CONTENT_ROOT, settings.cache)


@contextmanager
def open_writer(settings: Settings, rng: Random, *, upgrade: bool = True) -> Iterator[Writer]:
    """The database, with its tables brought up to date; closed at the end. Raises StoreError."""
    make_folder(settings)
    engine = open_engine(settings.database_url)
    try:
        prepare(engine, upgrade=upgrade)
        with Writer(engine, rng) as writer:
            yield writer
    finally:
        engine.dispose()


@contextmanager
def open_app(
    settings: Settings, clock: Callable[[], datetime], rng: Random | None = None, *, upgrade: bool = True
) -> Iterator[App]:
    """An App on the settings' database and bank. Raises BankError, StoreError."""
    chance = rng or Random()
    bank = open_bank(settings)
    with open_writer(settings, chance, upgrade=upgrade) as writer:
        yield App(writer, bank, clock, chance)


def database_state(settings: Settings) -> str | None:
    """The revision of the database's tables, None if there is no database or no table yet. Changes nothing.

    Raises StoreError when it cannot be used as it is.
    """
    url = read_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not sqlite_path(url).exists():
        folder = sqlite_path(url).parent
        if not folder.is_dir() and folder.name != DATA_FOLDER:
            raise DirectoryMissing(f"There is no folder {folder}: make it, or name another database file.")
        return None
    engine = open_engine(settings.database_url, create=False)
    try:
        revision = revision_of(engine)
        if revision is not None and revision != HEAD:
            prepare(engine, upgrade=False)
        return revision
    finally:
        engine.dispose()


def latest_fact(settings: Settings) -> datetime | None:
    """When the last attempt was stored; None in an empty or missing database. Raises StoreError."""
    if database_state(settings) is None:
        return None
    engine = open_engine(settings.database_url, create=False)
    try:
        with Writer(engine, Random()) as writer:
            return writer.submit_read(last_attempt_at).result()
    finally:
        engine.dispose()


def make_folder(settings: Settings) -> None:
    """Make the folder of the default database, which nobody else would make."""
    url = read_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return
    folder = sqlite_path(url).parent
    if folder.name == DATA_FOLDER:
        folder.mkdir(parents=True, exist_ok=True)
