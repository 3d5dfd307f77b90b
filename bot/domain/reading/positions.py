"""Letters and numbers as typed, to positions in the order shown.

It knows how people spell a choice (b, B), (b), 2, ②, ２, ٢) and must not know what the choices are.
"""

import re
import unicodedata

from bot.domain.errors import NamedTwice, NotAChoice
from bot.domain.framing import unframed

_UNSEEN = dict.fromkeys(
    map(
        ord,
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\u20e3\ufeff",
    )
)
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile("[a-z]+|[0-9]+")
_OTHER = re.compile(r"[^a-z0-9\s,;.:()\[\]{}/\\<>|&+=_→⇒➔▶`'\"“”‘’«»„*#•、\u2010-\u2015-]")
_LINKS = frozenset({"and", "then", "to"})
_NAMING = re.compile(r"\b(?:options?|choices?|answers?|letters?|numbers?|no\.(?= ?[0-9]))(?![a-z])")


def folded(text: str) -> str:
    """Lower case with ASCII digits: every Unicode spelling of a digit or letter counts as that digit or letter.

    Keycap emoji (2️⃣), full-width (２), circled (②), superscript (²) and other scripts' digits (٢) all mean 2 here,
    for a choice has no place value that could be misread. Invisible direction marks are dropped.
    """
    if text.isascii():
        return _named(text.lower())
    text = unicodedata.normalize("NFKC", text.translate(_UNSEEN))
    return _named(_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text).lower())


def _named(text: str) -> str:
    """The text without what only says that a choice follows: "it's option c!" is "c"."""
    return _NAMING.sub(" ", unframed(text.strip().rstrip("!?… ")))


def tokens(text: str) -> list[str] | None:
    """Runs of letters and runs of digits in folded text; None if anything but separators stands between them."""
    return None if _OTHER.search(text) else [token for token in _TOKEN.findall(text) if token not in _LINKS]


def place(token: str, count: int) -> int | None:
    """The position (from 0) of a letter or a number among `count` things."""
    if token.isdigit():
        position = int(token) - 1 if len(token) <= 3 else -1
    else:
        position = ord(token) - 97 if len(token) == 1 else -1
    return position if 0 <= position < count else None


def places(kind: str, said: str, found: list[str], count: int) -> list[int]:
    """The positions of all tokens, "ac" and "3124" taken apart. Raises NotAChoice and NamedTwice."""
    positions: list[int] = []
    for token in found:
        position = place(token, count)
        apart = [position] if position is not None else [place(sign, count) for sign in token]
        for one in apart:
            if one is None:
                raise NotAChoice(kind=kind, said=said, token=token[:20], count=count)
            if one in positions:
                sign = str(one + 1) if token.isdigit() else chr(65 + one)
                raise NamedTwice(kind=kind, said=said, token=sign)
            positions.append(one)
    return positions
