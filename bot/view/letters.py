"""Text that is safe to show anywhere: characters that would act instead of being read are made visible.

Knows characters and how wide they are, no platform and no markup: mentions and emphasis are each adapter's to defuse.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Joiners (U+200C, U+200D) stay: words of some scripts and many emoji fall apart without them.
_ACTING: Final = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and newline
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # unseen, or they turn the line
    "\U000e0000-\U000e007f"  # tags: text that nobody sees
    "\ud800-\udfff"  # halves of a character: no encoding takes them
    "\ufdd0-\ufdef\ufffe\uffff"
    "]"
)


def _visible(found: re.Match[str]) -> str:
    point = ord(found[0])
    if point < 0x20:
        return chr(0x2400 + point)  # the picture of the control character
    if point == 0x7F:
        return "\u2421"
    if 0xD800 <= point < 0xE000:
        return "\ufffd"
    return f"\\u{point:04x}"


def visible(text: str) -> str:
    """The text with every acting character shown as a picture or an escape; line ends become newlines."""
    if text.isprintable():  # none of them is: most texts are spared the search
        return text
    return _ACTING.sub(_visible, text.replace("\r\n", "\n").expandtabs(4))


def one_line(text: str) -> str:
    """The same in one line: for titles, labels and cells."""
    return " ".join(visible(text).split())


def width(text: str) -> int:
    """Columns that a text of one line takes where every character has a column or two."""
    if text.isascii():
        return len(text)
    return _summed(text)


def cut(text: str, columns: int) -> str:
    """The text in at most so many columns (at least one); what is lost is marked by an ellipsis."""
    if width(text) <= columns:
        return text
    kept, room = [], columns - 1
    for character in text:
        room -= _columns(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def wrap(text: str, columns: int | None) -> list[str]:
    """Lines of at most so many columns; newlines and what stands before a line's first word are kept."""
    lines = text.split("\n")
    return lines if columns is None else [part for line in lines for part in _wrap_line(line, columns)]


def _wrap_line(line: str, columns: int) -> list[str]:
    if width(line) <= columns:
        return [line]
    indent = line[: min(len(line) - len(line.lstrip(" ")), columns // 2)]
    done: list[str] = []
    current, taken = indent, 0
    for word in line.split():
        room = width(word)
        if current.strip() and taken + 1 + room <= columns:
            current, taken = f"{current} {word}", taken + 1 + room
            continue
        if current.strip():
            done.append(current)
        *whole, current = _broken(indent + word, columns)
        done += whole
        taken = width(current)
    return [*done, current]


def _broken(text: str, columns: int) -> list[str]:
    """A text in pieces that fit, of one character at least: a word longer than a line is broken where the line ends."""
    pieces, start, room = [], 0, columns
    for at, character in enumerate(text):
        room -= _columns(character)
        if room < 0 and at > start:
            pieces.append(text[start:at])
            start, room = at, columns - _columns(character)
    return [*pieces, text[start:]]


@lru_cache(maxsize=256)
def _summed(text: str) -> int:
    """The same for any text: one that is drawn is measured several times on its way."""
    return sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
