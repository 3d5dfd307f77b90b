"""A learner's settings: every change is a fact, the value in force is kept beside the learner."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.ports.people import Person


class SettingFact(NamedTuple):
    """A change of one setting: zone, rest, pause ("first..last"), resume, remind, confirm or visibility."""

    name: str
    value: str
    effective: str | None
    at: datetime


class Settings(Protocol):
    """Changes of settings and the values in force."""

    def change(self, person: Person, name: str, value: str, now: datetime, effective: date | None = None) -> None:
        """Append the fact, and keep the new value where the setting has one that is in force."""

    def adopt_zone(self, person: Person, zone: str, now: datetime) -> None:
        """The learner's first zone: it holds from the start."""

    def facts(self, learner_id: int) -> Sequence[SettingFact]:
        """All changes, the oldest first."""
