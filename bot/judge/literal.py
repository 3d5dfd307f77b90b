"""Reads the values that a child has written (`inside/values.py`), trusting nothing about them.

What comes out is a plain literal of this process. A child may write what it likes: it can only ever say a value, and
whether that value is right is decided here, where the expected one is known.
"""

import re
from typing import Any

import msgspec

from bot.judge.inside.values import DEEPEST, SAID

HEX = re.compile(r"-?0x[0-9a-f]{1,3600}")
SHOWN = 200
"""Characters of a value on a card."""


class Unreadable(Exception):
    """What was written is no value."""


class Other(msgspec.Struct, frozen=True, eq=False):
    """A value that is no literal, as it describes itself. It equals nothing."""

    said: str

    def __repr__(self) -> str:
        return self.said


def value_of(marked: object, depth: int = 0) -> Any:
    """The literal, or an Other. Raises Unreadable."""
    if depth > DEEPEST + 1 or not isinstance(marked, list) or not 1 <= len(marked) <= 2:
        raise Unreadable
    mark, content = marked[0], marked[1] if len(marked) == 2 else None
    try:
        match mark, content:
            case "n", None:
                return None
            case "b", bool():
                return content
            case "i", str() if HEX.fullmatch(content):
                return int(content, 16)
            case "f", str() if len(content) < 40:
                return float.fromhex(content)
            case "s", str():
                return content
            case "y", str():
                return bytes.fromhex(content)
            case "o", str():
                return Other(content[:SAID])
            case "l" | "t" | "S" | "F", list():
                kind = {"l": list, "t": tuple, "S": set, "F": frozenset}[mark]
                return kind(value_of(part, depth + 1) for part in content)
            case "d", list():
                return {value_of(key, depth + 1): value_of(part, depth + 1) for key, part in content}
    except (ValueError, TypeError, OverflowError) as error:
        raise Unreadable from error
    raise Unreadable


def shown(value: object) -> str:
    """A value as Python writes it, shortened to what a card can show."""
    try:
        text = repr(value)
    except ValueError:  # a number of more digits than Python writes
        return "a number of thousands of digits"
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
