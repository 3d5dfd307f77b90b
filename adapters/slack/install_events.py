"""Slack's word that the app was removed or its tokens revoked: both may come, in any order, late, twice.

It knows what such an event looks like; whether it is true is asked of whoever keeps the tokens.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from adapters.slack.settings import PLATFORM
from bot.app import App
from bot.intents import SpaceLost
from bot.refs import AccountRef, Caller, SpaceRef

LIFECYCLE: Final = ("app_uninstalled", "tokens_revoked")


class Tokens(Protocol):
    """Whoever keeps the tokens."""

    async def ended(self, team: str, at: datetime) -> bool:
        """Whether the bot is out of the workspace, as was said at that instant."""

    async def forget(self, team: str, at: datetime) -> None:
        """Forget the token of then."""


async def removed(app: App, tokens: Tokens, body: Mapping[str, Any]) -> bool:
    """Take in such an event; whether the workspace is lost now. Raises when it must be brought again."""
    event, team = body["event"], str(body["team_id"])
    if event["type"] == "tokens_revoked" and not event.get("tokens", {}).get("bot"):
        return False  # tokens of people: we hold none
    at = datetime.fromtimestamp(int(body["event_time"]), UTC)
    if not await tokens.ended(team, at):
        return False
    caller = Caller(AccountRef(PLATFORM, team, ""), "", SpaceRef(PLATFORM, team))
    await app.notice(f"{PLATFORM} {team} {body['event_id']}", (SpaceLost(), caller))
    await tokens.forget(team, at)  # last: after a crash before this the event is brought again and ends it
    return True
