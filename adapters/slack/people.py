"""What Slack tells of people: name, zone, language, and whether they rule the workspace. Kept for a day.

Slack may know nothing (a stranger, a busy minute): then what came along has to do, and nothing is remembered of it.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from adapters.slack.clients import Clients
from adapters.slack.pace import LOST, Pace

log = logging.getLogger(__name__)

KEPT: Final = 24 * 3600.0
"""Seconds for which what was told holds."""
MOST: Final = 50_000
SLACKBOT: Final = "USLACKBOT"
"""Not marked as a bot by Slack."""
GUESTS: Final = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_invited_user")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a workspace. `zone` is an IANA name that is known here; `human` is False for bots and those who are
    gone; a `guest` sees some channels only, and may be a stranger of another workspace.
    """

    name: str
    zone: str | None = None
    locale: str | None = None
    admin: bool = False
    human: bool = True
    guest: bool = False


NOBODY: Final = Person("")
"""Where nobody asks for anything."""


class People:
    """People by workspace and user id."""

    def __init__(self, clients: Clients, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._clients = clients
        self._pace = pace
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, Person]] = {}
        self._asked: dict[tuple[str, str], asyncio.Task[Person | None]] = {}

    async def of(self, team: str, user: str, name: str = "") -> Person:
        """The person; `name` is what they are called if Slack does not tell."""
        key = (team, user)
        since, person = self._known.get(key, (0.0, None))
        if person is not None and self._clock() - since < KEPT:
            return person
        task = self._asked.get(key)
        if task is None:  # however many presses come at once, Slack is asked once
            task = self._asked[key] = asyncio.create_task(self._ask(team, user))
            task.add_done_callback(lambda _: self._asked.pop(key, None))
        told = await asyncio.shield(task)
        return told or person or Person(name or user)  # what was known yesterday is better than nothing

    def hear(self, team: str, user: Mapping[str, Any]) -> Person:
        """Remember what an event or an answer tells of somebody."""
        person, key = read_person(user), (team, str(user["id"]))
        self._known.pop(key, None)
        if len(self._known) >= MOST:
            del self._known[next(iter(self._known))]  # whoever was told of longest ago
        self._known[key] = (self._clock(), person)
        return person

    async def _ask(self, team: str, user: str) -> Person | None:
        try:
            workspace = await self._clients.of(team)
            said = await self._pace.call(workspace, "users_info", user=user, include_locale=True)
        except LOST as problem:
            log.warning("nothing is told of %s in %s: %s", user, team, type(problem).__name__)
            return None
        told = said.get("user")
        return self.hear(team, {**told, "id": user}) if told else None


def read_person(user: Mapping[str, Any]) -> Person:
    """A person from Slack's own words, in which everything may be missing."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name")
    gone = bool(user.get("deleted"))
    guest = any(user.get(flag) for flag in GUESTS)
    return Person(
        name=str(name or user["id"]),
        zone=zone_of(user.get("tz")),
        locale=user.get("locale") or None,
        admin=bool(user.get("is_admin") or user.get("is_owner")) and not (gone or guest),
        human=not (user.get("is_bot") or gone or user.get("id") == SLACKBOT),
        guest=guest,
    )


def zone_of(said: Any) -> str | None:
    """The zone's name, if the zone data here have it. Offsets are never used: they change silently."""
    try:
        return ZoneInfo(said).key if said else None
    except (KeyError, ValueError, TypeError, OSError):
        return None
