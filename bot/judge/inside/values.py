"""A Python value as plain data that can be read anywhere without running anything.

Written inside the child, read by `bot.judge.literal` outside. Each value is `[mark, content]`; what is no literal is
told by its repr alone, and equals nothing.
"""

from collections.abc import Callable
from typing import Any

DEEPEST = 40
MOST = 20_000
LONGEST = 20_000
"""Characters of a text."""
WIDEST = 14_000
"""Bits of a whole number: Python writes no more than 4,300 digits."""
SAID = 300


class TooMuch(Exception):
    """The value is larger than a result may be."""


def plain(value: object) -> list[Any]:
    """The value as marked data. Raises TooMuch."""
    left = MOST

    def one(value: Any, depth: int) -> list[Any]:
        nonlocal left
        left -= 1
        if left < 0 or depth > DEEPEST:
            raise TooMuch
        if value is None:
            return ["n"]
        if value is True or value is False:
            return ["b", value is True]
        if isinstance(value, int):
            if int.bit_length(value) > WIDEST:
                raise TooMuch
            return ["i", hex(int(value))]
        if isinstance(value, float):
            return ["f", float.hex(value)]
        if isinstance(value, str):
            if len(value) > LONGEST:
                raise TooMuch
            return ["s", str(value)]
        if isinstance(value, bytes | bytearray):
            if len(value) > LONGEST:
                raise TooMuch
            return ["y", bytes(value).hex()]
        for kind, mark, parts in CONTAINERS:
            if isinstance(value, kind):
                return [mark, [one(part, depth + 1) for part in parts(value)]]
        if isinstance(value, dict):
            return ["d", [[one(key, depth + 1), one(part, depth + 1)] for key, part in dict.items(value)]]
        return ["o", repr(value)[:SAID]]

    return one(value, 0)


CONTAINERS: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (list, "l", list.__iter__),
    (tuple, "t", tuple.__iter__),
    (set, "S", set.__iter__),
    (frozenset, "F", frozenset.__iter__),
)
