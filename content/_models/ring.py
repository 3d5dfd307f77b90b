"""Consistent hashing: a ring of nodes, with virtual nodes, beside hashing modulo the number of nodes."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from hashlib import sha256

SPACE = 2**32


def place(name: str) -> int:
    """A fixed place on the ring, 0 to 2^32 - 1: the first four bytes of SHA-256."""
    return int.from_bytes(sha256(name.encode()).digest()[:4], "big")


class Ring:
    """Nodes on a ring; a key belongs to the first node at or after its place, clockwise."""

    def __init__(self, nodes: Iterable[str], points: int = 1, at: Callable[[str], int] = place) -> None:
        self.at = at
        self.owners = sorted(
            (at(f"{node}#{point}" if points > 1 else node), node) for node in nodes for point in range(points)
        )

    def owner(self, key: str) -> str:
        """The node that holds this key."""
        places = [spot for spot, _ in self.owners]
        return self.owners[bisect_right(places, self.at(key) - 1) % len(places)][1]


def by_modulo(key: str, nodes: list[str]) -> str:
    """The node that holds this key if the hash is taken modulo the number of nodes."""
    return nodes[place(key) % len(nodes)]


def moved(before: Callable[[str], str], after: Callable[[str], str], keys: Iterable[str]) -> float:
    """The share of keys, 0 to 1, whose owner changes."""
    asked = list(keys)
    return sum(before(key) != after(key) for key in asked) / len(asked)
