"""Everything that passed between the fake Slack and the app, in order, and how a test waits for more of it."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.platforms.slack.clock import PATIENCE, FakeClock

T = TypeVar("T")
LOOK = 0.02
"""Real seconds between two looks of `until` while nothing changes in the fake."""


@dataclass(eq=False)
class Call:
    """One request of the app: a Web API method, a response_url, an upload. `answer` is None when it was lost."""

    at: float
    method: str
    team: str | None
    args: dict[str, Any]
    token: str | None = None
    status: int = 0
    answer: Any = None
    fault: str | None = None
    stored: bool = False

    @property
    def error(self) -> str | None:
        return self.answer.get("error") if isinstance(self.answer, dict) else None


@dataclass(frozen=True)
class Failure:
    """What a person saw go wrong: `operation_timeout` on a command, an error mark on a button or in a modal."""

    at: float
    team: str
    user: str
    kind: str
    reason: str


@dataclass
class Journal:
    """`calls` of the app, `deliveries` to it, `failures` that people saw, and what was `not_understood`."""

    clock: FakeClock
    calls: list[Call] = field(default_factory=list)
    deliveries: list[Any] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def change(self) -> None:
        """Wake whoever waits in `until`."""
        self._changed.set()

    def puzzle(self, what: str) -> None:
        """Note a request that Slack would not understand, or take for a mistake: it fails the test at its end."""
        self.not_understood.append(what)
        self.change()

    def note(self, what: str) -> None:
        self.notes.append(f"{self.clock.now():.3f} {what}")
        self.change()

    def of(self, method: str, team: str | None = None) -> list[Call]:
        """The calls of one method, of one team if given."""
        return [call for call in self.calls if call.method == method and team in (None, call.team)]

    async def until(self, found: Callable[[], T]) -> T:
        """Wait until `found()` is true and return it.

        It is asked again after every change in the fake, and now and then for what changes in the app alone.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                while not (value := found()):
                    self._changed.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), LOOK)
                return value
        except TimeoutError:
            raise AssertionError(f"it did not come about within {PATIENCE} real seconds\n{self}") from None

    def __str__(self) -> str:
        calls = [f"{c.at:.3f} {c.team} {c.method} -> {c.status} {c.error or ''} {c.fault or ''}" for c in self.calls]
        lines = [*calls[-30:], *map(str, self.deliveries[-15:]), *map(str, self.failures), *self.not_understood]
        return "\n".join([*lines, *self.notes[-15:]])

    __repr__ = __str__
