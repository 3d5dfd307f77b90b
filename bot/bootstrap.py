"""Put the parts together: settings in, a running App out. The only place that knows every part by name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from random import Random

from bot.app import App
from bot.bank.bank import CONTENT_ROOT, Bank, load
from bot.settings import Settings
from bot.store.engine import open_engine, sqlite_path
from bot.store.migrate import prepare
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


def make_folder(settings: Settings) -> None:
    """Make the folder of the default database, which nobody else would make."""
    from bot.store.engine import read_url

    url = read_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return
    folder = Path(sqlite_path(url)).parent
    if folder.name == "quorum":
        folder.mkdir(parents=True, exist_ok=True)
