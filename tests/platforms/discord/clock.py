"""Time in the fake Discord: standing still until a test moves it, or the real one where a whole process plays."""

import asyncio
import time
from collections.abc import Callable

from tests.platforms.slack.clock import MONDAY, PATIENCE, FakeClock, Timer

__all__ = ["MONDAY", "PATIENCE", "FakeClock", "RealClock", "Timer"]


class RealClock(FakeClock):
    """The machine's clock, for a process of its own: nothing can advance it."""

    def now(self) -> float:
        return time.time()

    def at(self, when: float, action: Callable[[], None]) -> Timer:
        timer = Timer(when, action)
        loop = asyncio.get_running_loop()
        loop.call_later(max(0.0, when - time.time()), lambda: None if timer.cancelled else action())
        return timer

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def advance(self, seconds: float, *, unanswered: bool = False) -> None:
        raise RuntimeError("the real clock cannot be moved")
