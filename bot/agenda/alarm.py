"""The alarm clock of `quorum run`: it wakes the tick when something is due, and now and then in any case.

What is due is in the database, so nothing is lost when an alarm is late, comes twice or never: the next tick does what
is due then. It must not know what a tick does.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=1)
"""Between two ticks: what comes up without an alarm (counts, another process's letters) waits no longer than this."""

Tick = Callable[[], Awaitable[datetime | None]]


class Alarm:
    """Runs `tick` every second, and at the instant that the last tick named. Two ticks never run at once.

    `clock` gives the present as an aware UTC datetime; instants of ticks are by it.
    """

    def __init__(self, tick: Tick, clock: Callable[[], datetime], every: timedelta = EVERY) -> None:
        self._tick = tick
        self._clock = clock
        self._every = every
        self._ringing = asyncio.Lock()
        self._stopping = False
        # A stall must not drop a job (the default grace is one second), nor pile jobs up.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_listener(_report, EVENT_JOB_ERROR)

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._scheduler.add_job(
            self._ring, "interval", seconds=self._every.total_seconds(), id="tick", next_run_time=self._clock()
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """No more ticks; comes back when the one that runs is over."""
        self._stopping = True
        self._scheduler.pause()
        async with self._ringing:  # the scheduler's own shutdown would break it off
            self._scheduler.shutdown(wait=False)

    async def _ring(self) -> None:
        async with self._ringing:
            due = await self._tick()
            now = self._clock()
            if due is not None and now < due < now + self._every and not self._stopping:
                # The same job, sooner: so that it never runs beside itself.
                self._scheduler.modify_job("tick", next_run_time=due)


def _report(event: JobExecutionEvent) -> None:
    problem: Any = event.exception
    log.error("the tick failed; the next one does its work", exc_info=problem)
