"""Socket Mode: the app calls Slack, so that no public address is needed; with a watch over connections that died.

The SDK reconnects by itself, but not from a ticket that was refused: it tries that one for ever. So a connection that
is down for long is thrown away, and an app token that is not taken any more ends the platform.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from adapters.slack.clients import BUSY, REFUSED, UNREADABLE, code_of

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 5.0
"""Seconds between two looks at the connection."""
DEAD_AFTER: Final = 6
"""Looks without a connection before it is thrown away: half a minute."""
OFF: Final = "missing_scope"


async def check_app_token(app: AsyncApp, token: str) -> None:
    """Raises ValueError with a sentence if Slack does not take the app token: the SDK would try for ever."""
    try:
        await app.client.apps_connections_open(app_token=token)
    except AttributeError:  # so the SDK stumbles over an answer in plain text
        raise ConnectionError(UNREADABLE) from None
    except SlackApiError as error:
        code = code_of(error)
        if code in BUSY:
            raise ConnectionError(code or UNREADABLE) from None
        if code == OFF:
            raise ValueError(
                "SLACK_APP_TOKEN lacks the scope connections:write: make a new app-level token with it."
            ) from None
        raise ValueError(
            f"Slack does not take SLACK_APP_TOKEN ({code}): make an app-level token with connections:write, and switch "
            "Socket Mode on."
        ) from None


class Sockets:
    """One connection, kept up. `wait` passes the time between two looks."""

    def __init__(
        self,
        app: AsyncApp,
        token: str,
        wait: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        ping_interval: float = 10,
    ) -> None:
        self._app = app
        self._token = token
        self._wait = wait
        self._ping = ping_interval
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Take envelopes until cancelled; raises when Slack does not let the app in any more."""
        try:
            await self._connect()
            missed = 0
            while True:
                await self._wait(LOOK_EVERY)
                missed = 0 if await self._is_up() else missed + 1
                if missed >= DEAD_AFTER:
                    log.warning("the connection to Slack is dead; a new one is made")
                    await self._close()
                    await self._check()
                    await self._connect()
                    missed = 0
        finally:
            await asyncio.shield(self._close())

    async def _is_up(self) -> bool:
        return self._handler is not None and bool(await self._handler.client.is_connected())

    async def _check(self) -> None:
        """Raises if Slack does not take the token any more; a busy or distant Slack is waited for."""
        try:
            await self._app.client.apps_connections_open(app_token=self._token)
        except SlackApiError as error:
            if code_of(error) in REFUSED:
                raise
            log.warning("Slack gives no connection: %s", code_of(error) or "unreadable")
        except (aiohttp.ClientError, OSError, AttributeError) as problem:
            log.warning("Slack cannot be reached: %s", type(problem).__name__)

    async def _connect(self) -> None:
        self._handler = AsyncSocketModeHandler(self._app, self._token, ping_interval=self._ping)
        # The SDK repeats until it is connected: that must not keep us from looking.
        self._connecting = asyncio.create_task(self._handler.connect_async())  # type: ignore[no-untyped-call]
        await asyncio.wait([self._connecting], timeout=0)

    async def _close(self) -> None:
        if self._handler is not None:
            handler, self._handler = self._handler, None
            if self._connecting is not None:
                self._connecting.cancel()
                await asyncio.gather(self._connecting, return_exceptions=True)
            await handler.close_async()  # type: ignore[no-untyped-call]
            await handler.client.aiohttp_client_session.close()
