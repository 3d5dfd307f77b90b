"""What Slack brings to the app: events (again at 0, 60 and 300 seconds when they fail), interactions (once)."""

import asyncio
import itertools
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.slack.clock import PATIENCE, Timer
from tests.platforms.slack.journal import Failure

if TYPE_CHECKING:
    from tests.platforms.slack.server import FakeSlack
    from tests.platforms.slack.workspace import Workspace

ACK_SECONDS = 3
RETRIES = (0, 60, 300)
"""Seconds after a failed attempt at which the next one comes."""


@dataclass(eq=False, repr=False)
class Attempt:
    """One try. `outcome`: acked, timeout, refused (not 2xx), dropped, unconnected; None while under way."""

    delivery: "Delivery"
    number: int
    reason: str
    envelope_id: str
    done: "asyncio.Future[None]"
    outcome: str | None = None
    status: int | None = None
    answer: Any = None
    late: bool = False
    """The app answered after all, but too late."""
    no_retry: bool = False
    cause: str = ""
    """What the next attempt gives as its reason over HTTP."""
    timer: Timer | None = None


@dataclass(eq=False, repr=False)
class Delivery:
    """An event, a command or an interaction (`kind` interactive) on its way. Await it to see it settled."""

    kind: str
    ws: "Workspace"
    body: dict[str, Any]
    user: str = ""
    on_ack: Callable[[Any], None] | None = None
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """The app acknowledged it in time."""
        return any(attempt.outcome == "acked" for attempt in self.attempts)

    @property
    def answer(self) -> Any:
        """What the app said in its acknowledgement, None if nothing."""
        return next((attempt.answer for attempt in self.attempts if attempt.outcome == "acked"), None)

    @property
    def outcomes(self) -> list[str | None]:
        return [attempt.outcome for attempt in self.attempts]

    def __await__(self) -> Generator[Any, None, "Delivery"]:
        return self._settled().__await__()

    async def _settled(self) -> "Delivery":
        while waiting := [attempt.done for attempt in self.attempts if not attempt.done.done()]:
            _, late = await asyncio.wait(waiting, timeout=PATIENCE)
            if late:
                raise AssertionError(
                    f"{self} was not answered within {PATIENCE} real seconds; let fake time pass if it shall not be"
                )
        return self

    def __str__(self) -> str:
        inner = self.body.get("event", self.body)
        return f"{self.kind} {inner.get('type') or inner.get('command')} to {self.ws.team_id}: {self.outcomes}"

    __repr__ = __str__


class Deliveries:
    """The outgoing side of a fake."""

    def __init__(self, fake: "FakeSlack") -> None:
        self._fake = fake
        self._numbers = itertools.count(1)

    def send(
        self,
        kind: str,
        ws: "Workspace",
        body: dict[str, Any],
        user: str = "",
        on_ack: Callable[[Any], None] | None = None,
    ) -> Delivery:
        """Bring something to the app; the first attempt leaves at once."""
        delivery = Delivery(kind, ws, body, user, on_ack)
        self._fake.journal.deliveries.append(delivery)
        self._begin(delivery, 0, "")
        return delivery

    def repeat(self, delivery: Delivery) -> Delivery:
        """The same again as if for the first time: what a reconnect can bring (slackapi/bolt-js#2487)."""
        self._begin(delivery, 0, "", delivery.attempts[-1].envelope_id)
        return delivery

    def _begin(self, delivery: Delivery, number: int, reason: str, envelope_id: str = "") -> None:
        fake, done = self._fake, asyncio.get_running_loop().create_future()
        envelope = envelope_id or f"{next(self._numbers):08x}-0000-4000-8000-{int(delivery.ws.team_id[1:]):012d}"
        attempt = Attempt(delivery, number, reason, envelope, done)
        delivery.attempts.append(attempt)
        fake.clock.hold(done)
        attempt.timer = fake.clock.at(fake.clock.now() + ACK_SECONDS, lambda: self.settle(attempt, "timeout"))
        carrier = fake.http if fake.http.request_url else fake.sockets
        carrier.carry(attempt)
        fake.journal.change()

    def settle(self, attempt: Attempt, outcome: str, answer: Any = None) -> None:
        """The attempt is over; what failed comes again, or is seen by the person."""
        delivery, journal = attempt.delivery, self._fake.journal
        if attempt.outcome is not None:
            if outcome == "acked":
                attempt.late = True
                journal.note(f"late answer to {delivery}")
            return
        attempt.outcome, attempt.answer = outcome, answer
        if attempt.timer:
            attempt.timer.cancel()
        if outcome == "acked":
            if delivery.on_ack:
                delivery.on_ack(answer)
        elif delivery.kind == "event":
            if not attempt.no_retry:
                self._again(attempt)
        else:
            kind = "operation_timeout" if delivery.kind == "command" else "error mark"
            now = self._fake.clock.now()
            journal.failures.append(Failure(now, delivery.ws.team_id, delivery.user, kind, outcome))
        attempt.done.set_result(None)
        journal.change()

    def _again(self, attempt: Attempt) -> None:
        if attempt.number >= len(RETRIES) or attempt.delivery.ok:
            return
        causes = {"timeout": "http_timeout", "refused": "http_error"}
        cause = attempt.cause or causes.get(attempt.outcome or "", "connection_failed")
        reason = cause if self._fake.http.request_url else "timeout"
        wait = RETRIES[attempt.number]

        def begin() -> None:
            self._begin(attempt.delivery, attempt.number + 1, reason)

        if wait:
            self._fake.clock.at(self._fake.clock.now() + wait, begin)
        else:
            begin()
