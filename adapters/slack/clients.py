"""Which workspaces the bot is in, and the client of each: found by the workspace's id or by its organisation's.

One workspace by token is here; whoever installs the app in many gives another `Clients`. No client repeats a call by
itself: a post that is sent twice is a second post.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

GONE: Final = frozenset({"account_inactive", "invalid_auth", "token_revoked", "token_expired", "not_authed"})
"""Errors that say: the bot is not in that workspace any more."""
REFUSED: Final = GONE | {"not_allowed_token_type"}
"""Errors that say: this token will never do."""
BUSY: Final = frozenset(
    {"", "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
"""Errors that say nothing of a token; the empty one is an answer that cannot be read."""
UNREADABLE: Final = "its answer cannot be read"
TIMEOUT: Final = 30
"""Seconds that a call of the Web API may take."""


class UnknownWorkspace(LookupError):
    """The bot is not in that workspace."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that the bot is in, and who it is there. `client` holds its token."""

    team: str
    client: AsyncWebClient
    bot_user: str
    bot_id: str
    enterprise: str = ""
    name: str = ""


class Clients(Protocol):
    """The workspaces. Installing, encryption and rotation of tokens are behind it."""

    async def of(self, key: str) -> Workspace:
        """The workspace of a team's or an organisation's id. Raises UnknownWorkspace."""

    async def is_gone(self, team: str, at: float) -> bool:
        """Whether an event of that second, which says that the bot was removed, is true; it is forgotten then."""


def web_client(api: str, session: aiohttp.ClientSession, token: str | None = None) -> AsyncWebClient:
    """A client of the Web API that repeats nothing."""
    return AsyncWebClient(token=token, base_url=api, session=session, retry_handlers=[], timeout=TIMEOUT)


async def greet(client: AsyncWebClient) -> Workspace:
    """The workspace that a client's token belongs to. Raises ValueError with a sentence when it opens nothing."""
    try:
        said = await client.auth_test()
    except AttributeError:  # so the SDK stumbles over an answer in plain text
        raise ConnectionError(UNREADABLE) from None
    except SlackApiError as error:
        code = code_of(error)
        if code in BUSY:
            raise ConnectionError(code or UNREADABLE) from None
        raise ValueError(
            f"Slack does not take SLACK_BOT_TOKEN ({code}): install the app in the workspace again and copy the "
            "Bot User OAuth Token."
        ) from None
    return Workspace(
        team=said["team_id"],
        client=client,
        bot_user=said["user_id"],
        bot_id=said.get("bot_id") or "",
        enterprise=said.get("enterprise_id") or "",
        name=said.get("team") or "",
    )


class OneWorkspace:
    """The workspace of one token."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    async def of(self, key: str) -> Workspace:
        """That workspace, if it is meant."""
        if key not in (self.workspace.team, self.workspace.enterprise) or not key:
            raise UnknownWorkspace(key)
        return self.workspace

    async def is_gone(self, team: str, at: float) -> bool:
        """Ask Slack itself: after a new installation the same token may be good again."""
        try:
            await self.workspace.client.auth_test()
        except SlackApiError as error:
            return code_of(error) in GONE
        return False


def code_of(error: SlackApiError) -> str:
    """Slack's word for what is wrong; empty when its answer could not be read."""
    return str(error.response.get("error") or "") if isinstance(error.response, AsyncSlackResponse) else ""
