"""Traces of caches: which keys hit, and what LRU, LFU and FIFO evict."""

from collections.abc import Hashable, Iterable
from typing import NamedTuple


class Trace(NamedTuple):
    """Hits and misses of the accesses, the evicted keys in order, and what is held at the end, next victim first."""

    hits: int
    misses: int
    evicted: list[Hashable]
    held: list[Hashable]


def lru(accesses: Iterable[Hashable], size: int) -> Trace:
    """Evict the least recently used key."""
    return _trace(accesses, size, lambda key, used, count, loaded: used[key])


def fifo(accesses: Iterable[Hashable], size: int) -> Trace:
    """Evict the key that was loaded first."""
    return _trace(accesses, size, lambda key, used, count, loaded: loaded[key])


def lfu(accesses: Iterable[Hashable], size: int) -> Trace:
    """Evict the key with the fewest accesses since it was loaded; of equals the least recently used."""
    return _trace(accesses, size, lambda key, used, count, loaded: (count[key], used[key]))


def _trace(accesses, size, rank) -> Trace:  # type: ignore[no-untyped-def]
    used: dict[Hashable, int] = {}
    count: dict[Hashable, int] = {}
    loaded: dict[Hashable, int] = {}
    hits, evicted = 0, []
    now = 0
    for now, key in enumerate(accesses, 1):
        if key in used:
            hits += 1
        else:
            if len(used) == size:
                victim = min(used, key=lambda held: rank(held, used, count, loaded))
                evicted.append(victim)
                del used[victim], count[victim], loaded[victim]
            loaded[key], count[key] = now, 0
        used[key] = now
        count[key] += 1
    return Trace(hits, now - hits, evicted, sorted(used, key=lambda held: rank(held, used, count, loaded)))
