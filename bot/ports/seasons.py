"""Closed seasons of groups: their tables as they stood. Facts: no correction ever changes one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol


class ClosedSeason(NamedTuple):
    """A season that is over. `key` is its period key; `learners` stood on its table."""

    key: str
    last: date
    learners: int
    archived_at: datetime


class Place(NamedTuple):
    """A row of a closed season's table. `points` in hundredths."""

    rank: int
    learner_id: int
    points: int


class Seasons(Protocol):
    """The archive."""

    def to_archive(self, group_id: int, running: date) -> Sequence[str]:
        """Keys of the group's months and seasons with a table, that began before `running` and after the last archived.

        `running` is the first day of the running season.
        """

    def archive(self, group_id: int, key: str, kept: str, last: date, now: datetime) -> bool:
        """Copy a season's table, kept under the key `kept`, as it stands; False if that was done before."""

    def reopen(self, group_id: int, key: str) -> None:
        """Take a season out of the archive again: its group has ended and is back before the season is over."""

    def closed(self, group_id: int, limit: int, offset: int) -> Sequence[ClosedSeason]:
        """The newest first."""

    def get(self, group_id: int, key: str) -> ClosedSeason | None: ...

    def podium(self, group_id: int, key: str) -> Sequence[Place]:
        """The rows of ranks 1 to 3 that have points."""

    def place_of(self, group_id: int, key: str, learner_id: int) -> Place | None: ...
