"""Quorums of replicas: when reads meet writes, and how many failures are survived."""

from itertools import combinations


def majority(n: int) -> int:
    """The smallest number of n replicas that any two such groups share a member of."""
    return n // 2 + 1


def overlap(n: int, r: int, w: int) -> int:
    """The least number of replicas that a group of r readers and a group of w writers have in common."""
    return max(0, r + w - n)


def always_meets(n: int, r: int, w: int) -> bool:
    """Whether every group of r replicas meets every group of w, tried group by group (for small n)."""
    replicas = range(n)
    return all(set(one) & set(two) for one in combinations(replicas, r) for two in combinations(replicas, w))


def survives(n: int, needed: int) -> int:
    """How many of n replicas may be down while `needed` still answer."""
    return n - needed


def newest_read(n: int, r: int, writes: dict[int, int]) -> set[int]:
    """Versions that a read of any r of n replicas may return as newest; `writes` gives the version of each replica."""
    return {max(writes.get(replica, 0) for replica in group) for group in combinations(range(n), r)}
