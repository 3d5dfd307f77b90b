"""Instants as the tables hold them: whole microseconds since the epoch."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import overload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=4096)  # a call stores its one instant in many tables
def micros(instant: datetime) -> int:
    """An aware instant as microseconds since the epoch, exactly."""
    return (instant - EPOCH) // MICROSECOND


@overload
def instant(stored: int) -> datetime: ...
@overload
def instant(stored: None) -> None: ...
def instant(stored: int | None) -> datetime | None:
    """The aware UTC instant that `micros` stored."""
    return None if stored is None else _instant(stored)


@lru_cache(maxsize=4096)  # everybody reads the instants of the same dailies
def _instant(stored: int) -> datetime:
    return EPOCH + timedelta(microseconds=stored)
