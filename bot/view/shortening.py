"""Texts cut to a length: how long a text is, as much of it as fits, and a visible sign where something is missing.

Length is what a `measure` says, which is told by whoever escapes the text; it never shrinks as a text grows, and a
character takes one unit or more. Knows no platform and no escaping.
"""

from collections.abc import Callable
from typing import Final

ELLIPSIS: Final = "…"

Measure = Callable[[str], int]


def units(text: str) -> int:
    """Length in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def budget(limit: int) -> int:
    """What is filled of a platform's limit: how exactly it counts is not published, so 5 % stay free."""
    return limit * 95 // 100


def shorten(text: str, most: int, measure: Measure = units) -> str:
    """The text in at most `most` units (at least one), shortened at a word with a visible ellipsis."""
    if measure(text) <= most:
        return text
    kept = head(text, most - measure(ELLIPSIS), measure)
    space = max(kept.rfind(" "), kept.rfind("\n"))
    if space > len(kept) // 2:
        kept = kept[:space]
    return kept.rstrip() + ELLIPSIS


def head(text: str, most: int, measure: Measure = units) -> str:
    """As much of the beginning as fits into `most` units; never half a character."""
    if measure(text) <= most:
        return text
    fits, over = 0, min(len(text), most + 1)
    while over - fits > 1:
        middle = (fits + over) // 2
        if measure(text[:middle]) <= most:
            fits = middle
        else:
            over = middle
    return text[:fits]
