"""Time in the fake Slack: it stands still until a test moves it. Knows nothing of Slack."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PATIENCE = 10.0
"""Real seconds after which a wait is given up and the test fails; no passing test comes near it."""


class Timer:
    """One thing that is due at an instant of fake time."""

    def __init__(self, when: float, action: Callable[[], None]) -> None:
        self.when = when
        self.action = action
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class FakeClock:
    """Seconds since 1970 that only `advance` moves.

    What is due fires in order, each at its own instant. Before time goes on from one instant to the next, and before
    `advance` returns, everything that began inside it and was put under `hold` (a delivery that the app has not
    answered yet) is awaited: so a retry that is answered is never mistaken for one that timed out. What was already
    under way when `advance` was called is not: that is how a test lets three seconds pass over an app that hangs.
    An event that hangs comes again at once and hangs again: such a test says `unanswered=True`.
    """

    def __init__(self, start: datetime = MONDAY) -> None:
        self._now = start.timestamp()
        self._timers: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._held: set[asyncio.Future[None]] = set()

    def now(self) -> float:
        return self._now

    def today(self) -> datetime:
        """The instant as an aware datetime in UTC: what is injected into the app under test."""
        return datetime.fromtimestamp(self._now, UTC)

    def at(self, when: float, action: Callable[[], None]) -> Timer:
        """Call `action` when the clock reaches `when`; the past is never late, it fires at the next `advance`."""
        timer = Timer(when, action)
        heapq.heappush(self._timers, (when, next(self._order), timer))
        return timer

    async def sleep(self, seconds: float) -> None:
        """Wait for fake time."""
        woken = asyncio.get_running_loop().create_future()
        timer = self.at(self._now + seconds, lambda: None if woken.done() else woken.set_result(None))
        try:
            await woken
        finally:
            timer.cancel()

    def hold(self, future: "asyncio.Future[None]") -> None:
        """Time does not go on (inside an `advance` that is yet to begin this) before `future` is done."""
        self._held.add(future)
        future.add_done_callback(self._held.discard)

    async def advance(self, seconds: float, *, unanswered: bool = False) -> None:
        """Move time; `unanswered` lets it pass over an app that does not answer what falls due on the way."""
        target, before = self._now + seconds, set(self._held)
        while self._timers and self._timers[0][0] <= target:
            if self._timers[0][0] > self._now and not unanswered:
                await self._settle(before)
            if not self._timers or self._timers[0][0] > target:
                break
            when, _, timer = heapq.heappop(self._timers)
            if timer.cancelled:
                continue
            self._now = max(self._now, when)
            timer.action()
            for _ in range(3):  # whoever was woken moves first
                await asyncio.sleep(0)
        if not unanswered:
            await self._settle(before)
        self._now = target

    async def _settle(self, before: "set[asyncio.Future[None]]") -> None:
        while waiting := self._held - before:
            _, late = await asyncio.wait(waiting, timeout=PATIENCE)
            if late:
                raise AssertionError(
                    f"{len(late)} deliveries begun by this advance were not answered within {PATIENCE} real seconds: "
                    "say unanswered=True if they shall not be"
                )
