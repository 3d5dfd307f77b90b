"""Faults that a test orders for a route of the REST API."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.platforms.discord.journal import Call

POST_MESSAGE = "POST /channels/{channel_id}/messages"
EDIT_MESSAGE = "PATCH /channels/{channel_id}/messages/{message_id}"
HISTORY = "GET /channels/{channel_id}/messages"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
FOLLOW_UP = "POST /webhooks/{webhook_id}/{webhook_token}"
EDIT_ORIGINAL = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
SYNC = "PUT /applications/{application_id}/commands"


@dataclass(frozen=True)
class Fault:
    """What happens instead of, or after, the call. `after`: it is stored, its answer is lost or late."""

    kind: str
    after: bool = False
    seconds: float = 0
    status: int = 0
    code: int = 0
    scope: str = "user"
    via: bool = True

    def __str__(self) -> str:
        about = self.scope if self.kind == "429" else str(self.status or "")
        return f"{self.kind} {about} {'after' if self.after else 'before'} storing"


def drop(*, after: bool = False) -> Fault:
    """The connection breaks before anything is stored, or after: the answer is lost."""
    return Fault("drop", after)


def server_error(status: int = 500, *, after: bool = False) -> Fault:
    """500, 502, 504, 524 are repeated by discord.py after a real second; 503 is not."""
    return Fault("error", after, status=status)


def rate_limited(retry_after: float = 0.05, *, scope: str = "user", via: bool = True) -> Fault:
    """429; `scope` user, shared or global; without `via` it is the ban of Cloudflare. Real seconds."""
    return Fault("429", seconds=retry_after, scope=scope, via=via)


def exhausted(reset_after: float = 0.05) -> Fault:
    """It succeeds, and its bucket is empty: Remaining 0 for that many real seconds."""
    return Fault("exhausted", True, reset_after)


def delay(seconds: float, *, after: bool = False) -> Fault:
    """Nothing happens (or it is stored but not answered) until fake time has moved by `seconds`."""
    return Fault("delay", after, seconds)


def refuse(status: int, code: int, *, after: bool = False) -> Fault:
    """An error of Discord's own: any status and code."""
    return Fault("refuse", after, status=status, code=code)


@dataclass
class _Order:
    route: str
    fault: Fault
    times: int
    when: Callable[[Call], bool]


@dataclass
class Faults:
    """Orders, oldest first; each is used up after `times` calls that it fits. Route `*` fits all."""

    orders: list[_Order] = field(default_factory=list)

    def add(self, route: str, fault: Fault, *, times: int = 1, when: Callable[[Call], bool] = lambda _: True) -> None:
        """Spoil the next `times` calls of `route` that `when` fits."""
        self.orders.append(_Order(route, fault, times, when))

    def take(self, call: Call) -> Fault | None:
        for order in self.orders:
            if order.route in (call.route, "*") and order.when(call):
                order.times -= 1
                if not order.times:
                    self.orders.remove(order)
                return order.fault
        return None
