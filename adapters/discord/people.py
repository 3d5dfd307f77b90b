"""What an interaction tells of a person: name, language, and whether they rule the server. Discord tells no zone.

Names come with each interaction, so nothing is asked for and nothing is kept here. A user is the same account in every
server and in direct messages.
"""

from functools import lru_cache
from typing import Final
from zoneinfo import available_timezones

import discord

from adapters.discord.settings import PLATFORM
from bot.refs import AccountRef

MOST: Final = 25
"""Choices that Discord shows while somebody types."""
_NO_PLACES: Final = frozenset({"Etc", "SystemV", "US", "posix", "right"})


def account_of(user: int) -> AccountRef:
    """The account of a user id, wherever they are."""
    return AccountRef(PLATFORM, "", str(user))


def name_of(user: discord.abc.User) -> str:
    """What they are called in this place."""
    return user.display_name or user.name


def rules_server(interaction: discord.Interaction) -> bool:
    """Whether they may manage the server, as Discord says at this moment."""
    held = interaction.permissions
    return interaction.guild_id is not None and (held.manage_guild or held.administrator)


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """The zones to choose from: places by their IANA name, and UTC."""
    places = (name for name in available_timezones() if "/" in name and name.split("/", 1)[0] not in _NO_PLACES)
    return ("UTC", *sorted(places))


def zones_like(said: str) -> list[str]:
    """Zones whose name has what was typed: those whose place begins with it first."""
    words = said.casefold().strip().replace(" ", "_")
    found = [name for name in zones() if words in name.casefold()]
    return sorted(found, key=lambda name: not name.casefold().rpartition("/")[2].startswith(words))[:MOST]
