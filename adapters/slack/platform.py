"""Slack as `quorum run` finds it: what it needs, and how it is connected. Its import is light."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters.slack.install_settings import many_workspaces, read_install_settings
from adapters.slack.settings import read_settings

if TYPE_CHECKING:
    from adapters.slack.connection import Connection

NEEDS = ("SLACK_BOT_TOKEN or SLACK_CLIENT_ID",)
SERVES_HTTP = True


async def connect(app: Any, environment: Mapping[str, str], *, http: bool) -> "Connection":
    """Connect to the workspace of the bot token, or to all that installed the app.

    Raises ValueError with a sentence for the operator.
    """
    settings = read_settings(environment, http=http)
    install = read_install_settings(environment) if many_workspaces(environment) else None
    from adapters.slack.connection import Connection

    return await Connection.open(app, settings, install=install)
