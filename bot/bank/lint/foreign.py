"""Stems of public question banks, as hashes: L22 compares ours with them and keeps no foreign text.

The file `_tables/foreign-stems.bin` holds, stem after stem, one byte with the number of shingles and four bytes for
the hash of each. A shingle is three words in sequence. It must not know where the stems came from.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from bot.bank.findings import BankError
from bot.bank.source import CONTENT_ROOT

FOREIGN = Path("_tables/foreign-stems.bin")
SHINGLE = 3
MOST = 255

_WORD = re.compile(r"\w+")


class ForeignStems(msgspec.Struct, frozen=True):
    """The sizes of the foreign stems' shingle sets, and for each hash the stems that hold it."""

    sizes: tuple[int, ...] = ()
    holders: dict[int, tuple[int, ...]] = {}

    def nearest(self, text: str) -> float:
        """The highest Jaccard similarity of this text's shingles to those of any foreign stem, 0..1."""
        own = hashed(shingles(text))
        shared = Counter(stem for hash in own for stem in self.holders.get(hash, ()))
        return max((same / (len(own) + self.sizes[stem] - same) for stem, same in shared.items()), default=0.0)


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The sequences of three words of a text, case folded; a shorter text is one shingle."""
    words = _WORD.findall(text.casefold())
    last = max(1, len(words) - SHINGLE + 1)
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(last)) if words else frozenset()


def hashed(of: Iterable[tuple[str, ...]]) -> frozenset[int]:
    """Four bytes of BLAKE2b for each shingle."""
    return frozenset(
        int.from_bytes(blake2b(" ".join(words).encode(), digest_size=4).digest(), "little") for words in of
    )


def encoded(stems: Iterable[str]) -> bytes:
    """The file for these stems; those that hash alike are kept once."""
    sets = sorted({tuple(sorted(hashed(shingles(stem)))[:MOST]) for stem in stems} - {()})
    return b"".join(bytes([len(each)]) + b"".join(hash.to_bytes(4, "little") for hash in each) for each in sets)


def read_foreign(root: Path) -> ForeignStems:
    """The stored stems; a folder without them is held to those of the program's own bank."""
    path = root / FOREIGN if (root / FOREIGN).exists() else CONTENT_ROOT / FOREIGN
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return ForeignStems()
    except OSError as error:
        raise BankError(f"The table {path} cannot be read ({error.strerror}): put it back.") from error
    return _decoded(path, raw)


@lru_cache(maxsize=2)
def _decoded(path: Path, raw: bytes) -> ForeignStems:
    sizes: list[int] = []
    holders: dict[int, list[int]] = {}
    at = 0
    while at < len(raw):
        end = at + 1 + 4 * raw[at]
        if end > len(raw):
            raise BankError(f"The table {path} is damaged: put it back.")
        stored = array("I", raw[at + 1 : end])
        for hash in stored:
            holders.setdefault(hash, []).append(len(sizes))
        sizes.append(len(stored))
        at = end
    return ForeignStems(tuple(sizes), {hash: tuple(stems) for hash, stems in holders.items()})
