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
    return _ACTING.sub(_visible, text.replace("\r\n", "\n").expandtabs(4))


def one_line(text: str) -> str:
    """The same in one line: for titles, labels and cells."""
    return " ".join(visible(text).split())


def width(text: str) -> int:
    """Columns that a text of one line takes where every character has a column or two."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


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
    current = indent
    for word in line.split():
        joined = f"{current} {word}" if current.strip() else indent + word
        if width(joined) <= columns:
            current = joined
            continue
        if current.strip():
            done.append(current)
        current = indent + word
        while width(current) > columns:  # a word longer than a line is broken where the line ends
            head = _head(current, columns)
            done.append(head)
            current = current[len(head) :]
    return [*done, current]


def _head(text: str, columns: int) -> str:
    """As much of the beginning as fits, one character at least."""
    room = columns
    for at, character in enumerate(text):
        room -= _columns(character)
        if room < 0:
            return text[: max(at, 1)]
    return text


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
