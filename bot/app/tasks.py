"""Work that goes on after its acknowledgement: kept sight of, told about when it fails, and finished before the end.

It knows tasks, not what they do.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

log = logging.getLogger(__name__)

Failed = Callable[[], Awaitable[None]]


class Tasks:
    """The tasks of one connection."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], failed: Failed | None = None) -> None:
        """Begin; an error is logged, and `failed` tells whoever waits for it."""
        task = asyncio.create_task(self._watched(work, failed))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Count work of the task that runs now, which somebody else began, as one of these."""
        task = asyncio.current_task()
        if task is None or task in self._running:
            yield
            return
        self._running.add(task)
        try:
            yield
        finally:
            self._running.discard(task)

    async def drain(self, seconds: float) -> None:
        """Let what was begun come to its end, at most so long; then break it off."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _watched(self, work: Coroutine[Any, Any, None], failed: Failed | None) -> None:
        try:
            await work
        except Exception:
            log.exception("work behind an acknowledgement failed")
            if failed is not None:
                try:
                    await failed()
                except Exception:
                    log.exception("and nobody could be told")
