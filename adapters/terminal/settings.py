"""Who sits at the terminal, and what the terminal is called as a space and a channel.

A terminal belongs to a database: whoever opens the same database is in the same space, under the name that they give.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.refs import AccountRef, Caller, ChannelRef, SpaceRef

PLATFORM = "terminal"
CHANNEL = "local"
SPACE = SpaceRef(PLATFORM, CHANNEL)
HERE = ChannelRef(PLATFORM, SPACE.key, CHANNEL)
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place at the terminal: what they are called, and their zone if the machine tells it."""

    name: str
    zone: str | None = None

    @property
    def caller(self) -> Caller:
        """The person as the core knows them. Nobody here rules the space: who sets up the group is its admin."""
        account = AccountRef(PLATFORM, SPACE.key, self.name.casefold())
        return Caller(account, self.name, SPACE, HERE, CHANNEL, zone=self.zone)


def seat(name: str, zone: str | None = None) -> Seat:
    """The seat of a name as typed. Raises ValueError with a sentence for the person."""
    words = " ".join(name.split())
    if not words or not words.isprintable() or len(words) > LONGEST_NAME:
        raise ValueError(f"--as takes a name of 1 to {LONGEST_NAME} printable characters")
    return Seat(words, zone or machine_zone())


def machine_zone(environment: dict[str, str] | None = None, clock_file: Path = Path("/etc/localtime")) -> str | None:
    """The IANA name of the machine's time zone, if it tells one that is known here."""
    named = (os.environ if environment is None else environment).get("TZ", "").lstrip(":")
    _, _, linked = str(clock_file.resolve()).partition("zoneinfo/")
    for name in (named, linked.removeprefix("posix/")):
        try:
            if name:
                return ZoneInfo(name).key
        except (KeyError, ValueError, OSError):  # unknown, or not a name at all
            continue
    return None
