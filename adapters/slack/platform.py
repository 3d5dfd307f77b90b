"""Slack as `quorum run` finds it: what it needs, and how it is connected. Its import is light."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters.slack.settings import read_settings

if TYPE_CHECKING:
    from adapters.slack.connection import Connection

NEEDS = ("SLACK_BOT_TOKEN",)
SERVES_HTTP = True


async def connect(app: Any, environment: Mapping[str, str], *, http: bool) -> "Connection":
    """Connect to the workspace of the bot token. Raises ValueError with a sentence for the operator."""
    settings = read_settings(environment, http=http)
    from adapters.slack.connection import Connection

    return await Connection.open(app, settings)
