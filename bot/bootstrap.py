"""Put the parts together: settings in, a running App out. The only place that knows every part by name."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from random import Random

from bot.app import App
from bot.bank.bank import CONTENT_ROOT, Bank, load
from bot.judge.house import open_judge
from bot.refs import ChannelRef
from bot.settings import DATA_FOLDER, Settings
from bot.store.attempts import last_attempt_at
from bot.store.engine import open_engine, read_url, sqlite_path
from bot.store.errors import DirectoryMissing, NotWritable
from bot.store.migrate import HEAD, prepare, refuse_unusable, revision_of
from bot.store.places import channels_in_use
from bot.store.writer import DEADLINE, Writer
from bot.view.messenger import Messenger


def open_bank(settings: Settings) -> Bank:
    """The bank that the settings name. Raises BankError."""
    return load(settings.content or CONTENT_ROOT, settings.cache)


@contextmanager
def open_writer(
    settings: Settings, rng: Random, *, upgrade: bool = True, deadline: float = DEADLINE
) -> Iterator[Writer]:
    """The database, with its tables brought up to date; closed at the end. A call may take `deadline` seconds.

    Raises StoreError.
    """
    make_folder(settings)
    engine = open_engine(settings.database_url)
    try:
        prepare(engine, upgrade=upgrade)
        with Writer(engine, rng, deadline=deadline) as writer:
            yield writer
    finally:
        engine.dispose()


@contextmanager
def open_app(
    settings: Settings,
    clock: Callable[[], datetime],
    rng: Random | None = None,
    *,
    upgrade: bool = True,
    messengers: Mapping[str, Messenger] | None = None,
) -> Iterator[App]:
    """An App on the settings' database and bank. `messengers`, by platform, may fill up later.

    Raises BankError, StoreError.
    """
    chance = rng or Random()
    bank = open_bank(settings)
    with open_writer(settings, chance, upgrade=upgrade) as writer:
        # What stands now stands as long as the app. Looked through again and again for garbage, the bank and all
        # statements would halt everybody for tens of milliseconds each time.
        gc.freeze()
        try:
            judge = open_judge(settings.judge_database)
            app = App(writer, bank, clock, chance, messengers, judge)
            try:
                yield app
            finally:
                app.close()
                judge.close()
        finally:
            gc.unfreeze()


def database_state(settings: Settings) -> str | None:
    """The revision of the database's tables, None if there is no database or no table yet. Changes nothing.

    Raises StoreError when it cannot be used as it is, also when nothing could be stored there.
    """
    url = read_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not sqlite_path(url).exists():
        refuse_hopeless(sqlite_path(url))
        return None
    engine = open_engine(settings.database_url, create=False)
    try:
        revision = revision_of(engine)
        if revision is not None and revision != HEAD:
            prepare(engine, upgrade=False)
        refuse_unusable(engine)
        return revision
    finally:
        engine.dispose()


def refuse_hopeless(file: Path) -> None:
    """Raise DirectoryMissing or NotWritable if no database could be made in the place of a missing file."""
    folder = file.parent
    if not folder.is_dir() and folder.name != DATA_FOLDER:
        raise DirectoryMissing(f"There is no folder {folder}: make it, or name another database file.")
    while not folder.exists():  # Quorum's own folder, and the user's standard folder above it, would be made
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise NotWritable(f"{folder} cannot be written: it must belong to the user who runs Quorum.")


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


def group_channels(settings: Settings) -> list[tuple[ChannelRef, str]]:
    """The channels that groups live in, each with its group's name; none in an empty database. Raises StoreError."""
    if database_state(settings) is None:
        return []
    engine = open_engine(settings.database_url, create=False)
    try:
        with Writer(engine, Random()) as writer:
            return writer.submit_read(channels_in_use).result()
    finally:
        engine.dispose()


def make_folder(settings: Settings) -> None:
    """Make the folder of the default database, which nobody else would make. Raises NotWritable."""
    url = read_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return
    folder = sqlite_path(url).parent
    if folder.name == DATA_FOLDER:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritable(
                f"The folder {folder} cannot be made ({error.strerror}): name another database."
            ) from None
