"""What the operator sets for Discord, read once; every mistake is a sentence that says what to do, without the secret.

It knows the environment's words, nothing of connections.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PLATFORM: Final = "discord"
API: Final = "https://discord.com/api/v10"
GATEWAY: Final = "wss://gateway.discord.gg/"
_SHARDS: Final = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach Discord. Without `shard_count` Discord says how many shards there are, and all of them run here.

    `ready_timeout`: seconds without a further server after which a shard counts as ready. `identify_apart`: seconds
    between two shards that identify; `requests`: requests a second that this process may make.
    """

    token: str = field(repr=False)
    shard_ids: tuple[int, ...] = ()
    shard_count: int | None = None
    api: str = API
    gateway: str = GATEWAY
    ready_timeout: float = 2.0
    identify_apart: float = 5.0
    requests: float = 30.0


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of this environment. Raises ValueError with a sentence for the operator."""

    def said(name: str) -> str:
        return environment.get(name, "").strip()

    token = said("DISCORD_BOT_TOKEN").removeprefix("Bot ")
    if len(token.split(".")) != 3 or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError(
            'DISCORD_BOT_TOKEN is not a bot token: on the application\'s page "Bot" press Reset Token and copy it '
            "(three parts with dots between them)."
        )
    ids, count = shards(said("QUORUM_DISCORD_SHARDS"))
    processes = max(1, -(-count // len(ids))) if count else 1
    return Settings(
        token,
        ids,
        count,
        address(said("QUORUM_DISCORD_API_BASE"), "QUORUM_DISCORD_API_BASE", ("https://", "http://")) or API,
        address(said("QUORUM_DISCORD_GATEWAY_URL"), "QUORUM_DISCORD_GATEWAY_URL", ("wss://", "ws://")) or GATEWAY,
        seconds(said("QUORUM_DISCORD_READY_TIMEOUT"), "QUORUM_DISCORD_READY_TIMEOUT", 2.0),
        seconds(said("QUORUM_DISCORD_IDENTIFY_APART"), "QUORUM_DISCORD_IDENTIFY_APART", 5.0),
        30.0 / processes,
    )


def shards(said: str) -> tuple[tuple[int, ...], int | None]:
    """The shards of this process and how many there are in all, of "0-3/8" or "5/8". Raises ValueError."""
    if not said:
        return (), None
    found = _SHARDS.fullmatch(said)
    first, last, count = (int(found[1]), int(found[2] or found[1]), int(found[3])) if found else (1, 0, 0)
    if not first <= last < count:
        raise ValueError(
            'QUORUM_DISCORD_SHARDS is written as "0-3/8": the shards of this process, and how many there are in all '
            "processes together; the first is 0."
        )
    return tuple(range(first, last + 1)), count


def address(said: str, name: str, begins: tuple[str, ...]) -> str:
    """An address as it is called, without a slash at its end. Raises ValueError."""
    if said and not said.startswith(begins):
        raise ValueError(f"{name} is no address: it begins with {begins[0]}, or is left out.")
    return said.rstrip("/") if name.endswith("BASE") else said


def seconds(said: str, name: str, default: float) -> float:
    """A number of seconds. Raises ValueError."""
    try:
        value = float(said) if said else default
    except ValueError:
        value = -1.0
    if not 0 <= value <= 600:
        raise ValueError(f"{name} is a number of seconds from 0 to 600.")
    return value
