"""When the next call may be made: so many a second from all processes together, and none while Discord has shut us out.

It also counts refused calls: ten thousand in ten minutes and Discord shuts the address out. Time comes from outside.
Answers to interactions take no turn: Discord does not count them.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import discord

from adapters.discord.faults import BUSY, OLD_MESSAGE, PAUSE, is_busy, is_shut_out, is_unauthorised
from bot.view.messenger import TryLater

log = logging.getLogger(__name__)

T = TypeVar("T")

WINDOW: Final = 600.0
ALARM: Final = 1_000
"""Refused calls within WINDOW seconds at which the log calls for somebody; Discord's own bound is 10,000."""
NOTHING: Final = 0.001
"""Seconds for which nobody waits: timers are no finer."""


class Pace:
    """Turns for one process."""

    def __init__(
        self,
        a_second: float,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._apart = 1.0 / a_second
        self._clock = clock
        self._wait = wait
        self._next = 0.0
        self._shut_until = 0.0
        self._refused: deque[float] = deque()
        self._alarmed = False
        self.dead = asyncio.Event()
        """Set when the bot's token is not taken any more: nothing works until somebody sets another."""

    async def call(self, work: Callable[[], Awaitable[T]]) -> T:
        """Make a call in its turn. Raises TryLater when it was surely not made; else what `work` raises."""
        await self._turn()
        try:
            return await work()
        except discord.RateLimited as later:
            raise TryLater(later.retry_after) from None
        except discord.HTTPException as problem:
            if self.heed(problem):
                raise TryLater(PAUSE) from None
            if is_busy(problem) and problem.code != OLD_MESSAGE:
                raise TryLater(BUSY) from None
            raise

    def heed(self, problem: BaseException) -> bool:
        """Heed what any call met with; whether Discord has shut us out."""
        if is_unauthorised(problem):
            self.dead.set()
        if not is_shut_out(problem):
            return False
        log.error("Discord has shut this address out; no call for %d minutes", PAUSE // 60)
        self._shut_until = self._clock() + PAUSE
        return True

    @property
    def shut(self) -> bool:
        """Whether nothing may be called now, not even to answer somebody."""
        return self._clock() < self._shut_until

    def count(self, status: int, scope: str = "") -> None:
        """Count an answer of any call, if it is one that Discord counts as refused."""
        if status not in (401, 403, 429) or scope == "shared":
            return
        now = self._clock()
        self._refused.append(now)
        while self._refused[0] < now - WINDOW:
            self._refused.popleft()
        if len(self._refused) < ALARM:
            self._alarmed = False
        elif not self._alarmed:
            self._alarmed = True
            log.error("%d refused calls in ten minutes: at 10,000 Discord shuts this address out", len(self._refused))

    @property
    def refused(self) -> int:
        """Refused calls that count by now."""
        return len(self._refused)

    async def _turn(self) -> None:
        now = self._clock()
        if now < self._shut_until:
            raise TryLater(self._shut_until - now)
        mine = max(now, self._next)
        self._next = mine + self._apart
        if mine - now >= NOTHING:
            await self._wait(mine - now)
