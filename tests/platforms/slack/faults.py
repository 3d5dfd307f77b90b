"""Faults that a test orders for a Web API method, and the rates that Slack allows."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from tests.platforms.slack.clock import FakeClock
from tests.platforms.slack.journal import Call


@dataclass(frozen=True)
class Fault:
    """`kind`: drop, error (500), malformed, delay, ratelimited (429). `after`: the call is stored, its answer lost."""

    kind: str
    after: bool = False
    seconds: float = 0

    def __str__(self) -> str:
        return f"{self.kind} {'after' if self.after else 'before'} storing"


def drop(*, after: bool = False) -> Fault:
    """The connection breaks before anything is stored, or after: the answer is lost."""
    return Fault("drop", after)


def server_error(*, after: bool = False) -> Fault:
    """HTTP 500."""
    return Fault("error", after)


def malformed(*, after: bool = True) -> Fault:
    """HTTP 200 with broken JSON."""
    return Fault("malformed", after)


def delay(seconds: float, *, after: bool = False) -> Fault:
    """Nothing happens (or it is stored but not answered) until fake time has moved by `seconds`."""
    return Fault("delay", after, seconds)


def ratelimited(retry_after: int = 30) -> Fault:
    """HTTP 429 with Retry-After."""
    return Fault("ratelimited", seconds=retry_after)


@dataclass
class _Order:
    method: str
    fault: Fault
    times: int
    when: Callable[[Call], bool]


@dataclass
class Faults:
    """Orders, oldest first; each is used up after `times` calls that it fits. Method `*` fits all."""

    orders: list[_Order] = field(default_factory=list)

    def add(self, method: str, fault: Fault, *, times: int = 1, when: Callable[[Call], bool] = lambda _: True) -> None:
        """Spoil the next `times` calls of `method` that `when` fits; `response_url` and `upload` are methods too."""
        self.orders.append(_Order(method, fault, times, when))

    def take(self, call: Call) -> Fault | None:
        for order in self.orders:
            if order.method in (call.method, "*") and order.when(call):
                order.times -= 1
                if not order.times:
                    self.orders.remove(order)
                return order.fault
        return None


PER_MINUTE = {
    **dict.fromkeys(("chat.update", "conversations.open", "conversations.history", "reactions.add"), 50),
    **dict.fromkeys(("chat.scheduleMessage", "conversations.replies", "conversations.info"), 50),
    **dict.fromkeys(("views.open", "views.update", "views.push", "views.publish", "users.info"), 100),
    **dict.fromkeys(("conversations.members", "chat.postEphemeral"), 100),
    "chat.postMessage": 300,
    "users.list": 20,
    "conversations.list": 20,
}


@dataclass
class Rates:
    """Off until `enforced`. chat.postMessage: one a second for each (team, channel), `burst` of them at once."""

    clock: FakeClock
    enforced: bool = False
    burst: int = 1
    per_minute: dict[str, int] = field(default_factory=lambda: dict(PER_MINUTE))
    _calls: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _posts: dict[tuple[str, str], float] = field(default_factory=dict)

    def wait_for(self, method: str, team: str, channel: str | None) -> int:
        """0, or the whole seconds after which the call may come again."""
        now = self.clock.now()
        if not self.enforced:
            return 0
        past = self._calls[method, team]
        while past and past[0] <= now - 60:
            past.popleft()
        allowed = self.per_minute.get(method)
        if allowed and len(past) >= allowed:
            return max(1, ceil(past[0] + 60 - now))
        if method == "chat.postMessage" and channel:
            free = max(self._posts.get((team, channel), 0), now - self.burst)
            if free + 1 > now + 1e-6:
                return max(1, ceil(free + 1 - now))
            self._posts[team, channel] = free + 1
        past.append(now)
        return 0
