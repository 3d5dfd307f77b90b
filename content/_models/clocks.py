"""Logical clocks: Lamport's counter and vector clocks (node to count; an absent node counts zero)."""

from collections.abc import Mapping

Clock = Mapping[str, int]


def tick(clock: Clock, node: str) -> dict[str, int]:
    """The clock after an event at this node."""
    return {**clock, node: clock.get(node, 0) + 1}


def merged(one: Clock, other: Clock) -> dict[str, int]:
    """The least clock that knows of all that both know of."""
    return {node: max(one.get(node, 0), other.get(node, 0)) for node in {*one, *other}}


def received(own: Clock, sent: Clock, node: str) -> dict[str, int]:
    """The clock of this node after it has received a message that was sent with the clock `sent`."""
    return tick(merged(own, sent), node)


def relation(one: Clock, other: Clock) -> str:
    """before, after, equal or concurrent: how the first stands to the second."""
    nodes = {*one, *other}
    less = any(one.get(node, 0) < other.get(node, 0) for node in nodes)
    more = any(one.get(node, 0) > other.get(node, 0) for node in nodes)
    return "concurrent" if less and more else "before" if less else "after" if more else "equal"


def lamport(own: int, sent: int | None = None) -> int:
    """Lamport's counter after a local event, or after a message that carried the counter `sent`."""
    return max(own, sent or 0) + 1
