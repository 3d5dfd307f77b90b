"""Discord as `quorum run` finds it: what it needs, and how it is connected. Its import is light."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters.discord.settings import read_settings

if TYPE_CHECKING:
    from adapters.discord.connection import Connection

NEEDS = ("DISCORD_BOT_TOKEN",)
SERVES_HTTP = False


async def connect(app: Any, environment: Mapping[str, str], *, http: bool) -> "Connection":
    """Connect with the bot token. Raises ValueError with a sentence for the operator."""
    settings = read_settings(environment)
    from adapters.discord.connection import Connection

    return await Connection.open(app, settings)
