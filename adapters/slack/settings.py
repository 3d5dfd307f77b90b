"""What the operator sets for Slack, read once; every mistake is a sentence that says what to do, without the secret.

It knows the environment's words and Slack's kinds of token, nothing of connections.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PLATFORM: Final = "slack"
API: Final = "https://slack.com/api/"
PORT: Final = 3000


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach Slack. Without `bot_token` many workspaces install the app.

    Socket Mode needs `app_token`; `http` needs `signing_secret`, and listens.
    """

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    http: bool = False
    host: str = "0.0.0.0"
    port: int = PORT
    api: str = API


def read_settings(environment: Mapping[str, str], *, http: bool) -> Settings:
    """The settings of this environment. Raises ValueError with a sentence for the operator."""

    def said(name: str) -> str:
        return environment.get(name, "").strip()

    bot, app, secret = said("SLACK_BOT_TOKEN"), said("SLACK_APP_TOKEN"), said("SLACK_SIGNING_SECRET")
    if bot and said("SLACK_CLIENT_ID"):
        raise ValueError(
            "SLACK_BOT_TOKEN (one workspace) and SLACK_CLIENT_ID (many, which install the app) are both set: unset one."
        )
    if not said("SLACK_CLIENT_ID") and not bot.startswith(("xoxb-", "xoxe.xoxb-")):
        raise ValueError(
            "SLACK_BOT_TOKEN is not a bot token: copy the Bot User OAuth Token (xoxb-...) from the app's page "
            '"OAuth & Permissions".'
        )
    if http and not secret:
        raise ValueError(
            "SLACK_SIGNING_SECRET is missing: without it anybody could post to this address. Copy it from the app's "
            'page "Basic Information".'
        )
    if not http and not app.startswith("xapp-"):
        raise ValueError(
            "SLACK_APP_TOKEN is not an app-level token: make one (xapp-...) with the scope connections:write on the "
            'app\'s page "Basic Information", or serve HTTP with `quorum run --web`.'
        )
    return Settings(bot, app, secret, http, said("HOST") or "0.0.0.0", port(said("PORT")), api(said("SLACK_API_URL")))


def port(said: str) -> int:
    """The port to listen on; 0 takes a free one. Raises ValueError."""
    if not said:
        return PORT
    if not (said.isascii() and said.isdigit() and int(said) < 65_536):
        raise ValueError("PORT is not a port: it is a number from 0 to 65535.")
    return int(said)


def api(said: str) -> str:
    """Where Slack's Web API is. Raises ValueError."""
    if said and not said.startswith(("https://", "http://")):
        raise ValueError("SLACK_API_URL is no address: it begins with https://, or is left out.")
    return said.rstrip("/") + "/" if said else API
