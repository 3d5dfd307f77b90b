"""Bloom filters: the formulas, and a small filter whose hashes are fixed."""

from hashlib import sha256
from math import ceil, exp, log


def false_positive(bits: int, entries: int, hashes: int) -> float:
    """The share of absent keys that seem present, by the usual estimate (1 - e^(-kn/m))^k."""
    return (1 - exp(-hashes * entries / bits)) ** hashes


def best_hashes(bits: int, entries: int) -> int:
    """The number of hashes with the fewest false positives: m/n ln 2, rounded."""
    return max(1, round(bits / entries * log(2)))


def bits_needed(entries: int, share: float) -> int:
    """The bits for these entries at this share of false positives with the best number of hashes."""
    return ceil(-entries * log(share) / log(2) ** 2)


class Bloom:
    """A filter of `bits` bits and `hashes` hash functions."""

    def __init__(self, bits: int, hashes: int) -> None:
        self.bits, self.hashes, self.held = bits, hashes, 0

    def _places(self, key: str) -> list[int]:
        return [
            int.from_bytes(sha256(f"{n}:{key}".encode()).digest()[:8], "big") % self.bits for n in range(self.hashes)
        ]

    def add(self, key: str) -> None:
        for place in self._places(key):
            self.held |= 1 << place

    def may_hold(self, key: str) -> bool:
        """False: the key was never added. True: it may have been."""
        return all(self.held >> place & 1 for place in self._places(key))
