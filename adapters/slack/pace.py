"""When the next call may be made: after Slack's own "later", and a post in a channel about once a second.

One pace for all workspaces; nobody waits for another workspace. Time comes from outside: a clock and a way to wait.
It knows calls and their answers, nothing of what is said in them.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.clients import UnknownWorkspace, Workspace, code_of
from bot.view.messenger import TryLater, Undeliverable

APART: Final = 1.1
"""Seconds between two posts in one channel."""
PATIENCE: Final = 30.0
"""Seconds that an answer to a person waits for its turn."""
SOON: Final = 1.0
"""The least to wait, whatever Slack says: "at once" would be answered the same way, on and on."""
LATER: Final = 30.0
"""Seconds to wait when Slack asks to wait and does not say how long."""
SWEEP: Final = 10_000
"""Channels remembered before those whose turn is over are forgotten."""

LOST: Final = (SlackApiError, TryLater, Undeliverable, UnknownWorkspace, aiohttp.ClientError, OSError)
"""What says that nothing came of a call, or that nobody knows; a TimeoutError is an OSError."""

Call = Callable[..., Awaitable[AsyncSlackResponse]]


class Pace:
    """Turns by channel, closed methods by workspace.

    A 429 closes its method for its workspace, chat.postMessage too: Slack does not say which limit was met, and posts
    in one channel are apart already, so that it is hardly ever the channel's.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._wait = wait
        self._turns: dict[tuple[str, str], float] = {}
        self._closed: dict[tuple[str, str], float] = {}

    async def turn(self, workspace: Workspace, channel: str) -> None:
        """Wait until a post in that channel is due."""
        now = self._clock()
        if len(self._turns) > SWEEP:
            self._turns = {key: at for key, at in self._turns.items() if at > now}
        mine = max(now, self._turns.get((workspace.team, channel), now))
        self._turns[workspace.team, channel] = mine + APART
        if mine > now:
            await self._wait(mine - now)

    async def call(self, workspace: Workspace, method: str, *, patience: float = 0.0, **said: Any) -> Mapping[str, Any]:
        """Make a call when it may be made, waiting for at most `patience` seconds.

        Raises TryLater when that is not soon enough, SlackApiError for every other refusal; anything else leaves open
        whether it was carried out.
        """
        key, until = (workspace.team, method), self._clock() + patience
        call: Call = getattr(workspace.client, method)
        while True:
            await self._opened(key, until)
            try:
                answer = await call(**said)
            except AttributeError as error:  # so the SDK stumbles over an answer in plain text
                raise ConnectionError("Slack's answer cannot be read") from error
            except SlackApiError as error:
                if not isinstance(error.response, AsyncSlackResponse):  # the SDK could not read it
                    raise ConnectionError("Slack's answer cannot be read") from error
                seconds = later(error)
                if seconds is None:
                    raise
                self._closed[key] = max(self._closed.get(key, 0.0), self._clock() + seconds)
            else:
                data: Any = answer.data
                return dict(data)

    async def _opened(self, key: tuple[str, str], until: float) -> None:
        """Wait until the method is open. Raises TryLater if it is not by then."""
        while (left := self._closed.get(key, 0.0) - self._clock()) > 0:
            if self._clock() + left > until:
                raise TryLater(left)
            await self._wait(left)
        self._closed.pop(key, None)


def later(error: SlackApiError) -> float | None:
    """How many seconds Slack asks to wait; None if that is not what it says."""
    if error.response.status_code != 429 and code_of(error) not in ("ratelimited", "rate_limited"):
        return None
    said = next((value for name, value in error.response.headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(float(said), SOON) if math.isfinite(float(said)) else LATER
    except ValueError:
        return LATER
