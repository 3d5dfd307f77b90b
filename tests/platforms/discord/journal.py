"""Everything that passed between the fake Discord and the app, in order, and how a test waits for more of it."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.platforms.discord.clock import PATIENCE, FakeClock

T = TypeVar("T")
LOOK = 0.01
"""Real seconds between two looks of `until` while nothing changes in the fake."""


@dataclass(eq=False)
class Call:
    """One request of the app. `route` is the method and Discord's own template; `answer` is None when it was lost."""

    at: float
    route: str
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    status: int = 0
    answer: Any = None
    fault: str | None = None
    stored: bool = False

    @property
    def code(self) -> int | None:
        """Discord's error code, when it was refused."""
        return self.answer.get("code") if self.status >= 400 and isinstance(self.answer, dict) else None


@dataclass(frozen=True)
class Failure:
    """What a person saw go wrong: an interaction that nobody answered within three seconds."""

    at: float
    user: str
    what: str


@dataclass
class Journal:
    """`calls` of the app, `failures` that people saw, and what was `not_understood`."""

    clock: FakeClock
    calls: list[Call] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def change(self) -> None:
        """Wake whoever waits in `until`."""
        self._changed.set()

    def puzzle(self, what: str) -> None:
        """Note what Discord would not understand, or take for a mistake: it fails the test at its end."""
        self.not_understood.append(what)
        self.change()

    def fail(self, user: str, what: str) -> None:
        self.failures.append(Failure(self.clock.now(), user, what))
        self.change()

    def note(self, what: str) -> None:
        self.notes.append(f"{self.clock.now():.3f} {what}")
        self.change()

    def of(self, route: str) -> list[Call]:
        """The calls of one route, such as "POST /channels/{channel_id}/messages"."""
        return [call for call in self.calls if call.route == route]

    @property
    def invalid(self) -> int:
        """How many answers count towards a ban of the address: 401, 403, and 429 unless its scope is `shared`."""
        return sum(
            call.status in (401, 403) or (call.status == 429 and "shared" not in (call.fault or ""))
            for call in self.calls
        )

    async def until(self, found: Callable[[], T], seconds: float = PATIENCE) -> T:
        """Wait until `found()` is true and return it.

        It is asked again after every change in the fake, and now and then for what changes in the app alone.
        """
        try:
            async with asyncio.timeout(seconds):
                while not (value := found()):
                    self._changed.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), LOOK)
                return value
        except TimeoutError:
            raise AssertionError(f"it did not come about within {seconds} real seconds\n{self}") from None

    def __str__(self) -> str:
        calls = [f"{c.at:.3f} {c.route} -> {c.status} {c.code or ''} {c.fault or ''}" for c in self.calls]
        return "\n".join([*calls[-30:], *map(str, self.failures), *self.not_understood, *self.notes[-20:]])

    __repr__ = __str__
