"""What this adapter keeps in the database for itself: which commands Discord was told of, and when a shard identified.

Both are notes of one application, shared by all processes.
"""

from datetime import datetime
from typing import Final

from adapters.discord.settings import PLATFORM
from bot.app import App
from bot.ports import Ports

COMMANDS: Final = "commands of "
IDENTIFIED: Final = "identified "


async def commands_of(app: App, application: int) -> str:
    """The hash of the commands that Discord was told of; empty if it was told of none."""
    found = await app.keep(lambda ports: ports.installations.find(PLATFORM, f"{COMMANDS}{application}"))
    return found.payload if found else ""


async def keep_commands(app: App, application: int, digest: str) -> None:
    """Discord was told of these."""
    await app.keep(lambda ports: ports.installations.keep(PLATFORM, f"{COMMANDS}{application}", digest, ports.now))


async def may_identify(app: App, application: int, apart: float) -> float:
    """Seconds to wait until a shard may identify; 0.0 takes the turn, which no other process then has."""
    tenant = f"{IDENTIFIED}{application}"

    def take(ports: Ports) -> float:
        room, now = ports.installations, ports.now
        last = room.find(PLATFORM, tenant)
        if last is None:
            room.keep(PLATFORM, tenant, now.isoformat(), now)
            return 0.0
        passed = (now - datetime.fromisoformat(last.payload)).total_seconds()
        if 0 <= passed < apart:
            return apart - passed
        return 0.0 if room.renew(PLATFORM, tenant, last.payload, now.isoformat()) else apart

    return await app.keep(take)
