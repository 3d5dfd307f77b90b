"""The settings of a group as people type them: times, weekdays, topics, bands, delays, names.

Any text may come in; what goes out is a checked value or the refusal that says what was expected. It must not know what
a group is set to now, nor any words of an answer.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import time
from difflib import get_close_matches

from bot.domain.errors import (
    BadGroupName,
    BadMix,
    NoSuchWeekday,
    NotADelay,
    NotAShare,
    NotATime,
    NotAVerdictTime,
    NotForRounds,
    RevealTooSoon,
    UnknownTopic,
)
from bot.domain.question import BANDS
from bot.domain.quorum import check_share
from bot.domain.schedule import LEAST_REVEAL_DELAY
from bot.domain.selection import check_mix

NAME_LENGTH = 60
SHOWN = 60
"""Characters of a wrong text that a refusal repeats."""
LEAST_REVEAL = int(LEAST_REVEAL_DELAY.total_seconds() // 60)
MOST_REVEAL = 14 * 24 * 60
LEAST_WINDOW = 10
MOST_WINDOW = 24 * 60

_TIME = re.compile(r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.ASCII)
_DELAY = re.compile(
    r"(?:([0-9]{1,4})\s*(?:h|hr|hrs|hour|hours))?\s*(?:([0-9]{1,5})\s*(?:m|min|mins|minute|minutes))?", re.ASCII
)
_NEXT = frozenset({"next", "next post", "at the next post", "the next post", "0"})
_NOW = frozenset({"now", "at once", "immediately", "after the answer"})
_AT_REVEAL = frozenset({"reveal", "at the reveal", "the reveal", "later"})
_OWN = frozenset({"own", "apart", "off", "no"})
_BOARD = frozenset({"board", "boards", "leaderboard", "on", "yes"})
_ALL = frozenset({"all", "any", "everything", "*"})
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SETS = {
    "daily": "0123456", "everyday": "0123456", "every day": "0123456", "all": "0123456", "any": "0123456",
    "weekdays": "01234", "workdays": "01234", "working days": "01234", "weekends": "56", "weekend": "56",
}  # fmt: skip
_DASHES = str.maketrans("–—−", "---")


def tidy(said: str) -> str:
    """One line in small letters; what is longer than anything meant by a setting is cut."""
    return " ".join(said[:1_000].casefold().translate(_DASHES).split())


def read_name(said: str) -> str:
    """A group's name: 1 to NAME_LENGTH printable characters, runs of blanks as one. Raises BadGroupName."""
    name = " ".join(unicodedata.normalize("NFC", said[: NAME_LENGTH * 20]).split())
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable() or not any(c.isalnum() for c in name):
        raise BadGroupName(said[:SHOWN], NAME_LENGTH)
    return name


def read_time(said: str) -> time:
    """A local time: "9:00", "09.00", "0900", "9", "9am", "5:30 pm". Raises NotATime."""
    found = _TIME.fullmatch(tidy(said))
    if found is None:
        raise NotATime(said[:SHOWN])
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        raise NotATime(said[:SHOWN])
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NotATime(said[:SHOWN])
    return time(hour, minute)


def read_weekdays(said: str) -> frozenset[int]:
    """Weekdays 0-6: "mon-fri", "mon wed fri", "fri-mon", "daily", "weekdays". Raises NoSuchWeekday."""
    text = tidy(said)
    if text in _SETS:
        return frozenset(map(int, _SETS[text]))
    found: set[int] = set()
    for word in re.sub(r"\s*-\s*", "-", re.sub(r"[,;/&+]|\band\b", " ", text)).split():
        if word in _SETS:
            found |= set(map(int, _SETS[word]))
            continue
        ends = [_weekday(part, said) for part in word.split("-")]
        if len(ends) > 2:
            raise NoSuchWeekday(word[:SHOWN])
        first, last = ends[0], ends[-1]
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    if not found:
        raise NoSuchWeekday(said[:SHOWN])
    return frozenset(found)


def _weekday(word: str, said: str) -> int:
    """The weekday that the word begins to spell, from two letters on."""
    word = word.rstrip(".")
    named = [number for number, name in enumerate(_DAYS) if len(word) >= 2 and f"{name}s".startswith(word)]
    if word in ("tues", "thur", "thurs", "weds"):
        named = [{"tues": 1, "weds": 2}.get(word, 3)]
    if len(named) != 1:
        raise NoSuchWeekday((word or said)[:SHOWN])
    return named[0]


def read_topics(said: str, known: Collection[str]) -> tuple[str, ...]:
    """Topics of the bank, sorted; none at all means all of them ("all"). Raises UnknownTopic with the nearest."""
    text = tidy(said)
    if text in _ALL or not text:
        return ()
    words = list(dict.fromkeys(re.split(r"[\s,;/+&]+", text.strip(" ,;/+&"))))
    for word in words:
        if word not in known:
            shown = word[:SHOWN]
            raise UnknownTopic(shown, tuple(get_close_matches(shown, known, n=3, cutoff=0.5)), tuple(sorted(known)))
    return tuple(sorted(words))


def read_bands(said: str) -> str:
    """Shares of junior, mid and senior as "30/50/20"; any three weights will do ("1 1 0"). Raises BadMix."""
    words = re.split(r"[\s,;/:%-]+", tidy(said).strip(" ,;/:%"))
    if len(words) != 3 or not all(word.isascii() and word.isdigit() and len(word) < 5 for word in words):
        raise BadMix(said[:SHOWN])
    mix = check_mix(dict(zip(BANDS, map(int, words), strict=True)))
    return "/".join(str(share) for share in mix.values())


def read_delay(said: str, least: int, most: int) -> int:
    """Minutes: "4h", "90m", "1h30m", "2 hours". Raises NotADelay."""
    text = tidy(said)
    found = _DELAY.fullmatch(text) if text else None
    if found is None or not (found[1] or found[2]):
        raise NotADelay(said[:SHOWN], least, most)
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0)
    if minutes > most:
        raise NotADelay(said[:SHOWN], least, most)
    return minutes


def read_reveal(said: str) -> int:
    """Minutes from post to reveal; 0 means at the next post ("next"). Raises NotADelay or RevealTooSoon."""
    if tidy(said) in _NEXT:
        return 0
    minutes = read_delay(said, LEAST_REVEAL, MOST_REVEAL)
    if minutes < LEAST_REVEAL:
        raise RevealTooSoon(LEAST_REVEAL)
    return minutes


def read_window(said: str) -> int:
    """Minutes that a post may be late. Raises NotADelay."""
    minutes = read_delay(said, LEAST_WINDOW, MOST_WINDOW)
    if minutes < LEAST_WINDOW:
        raise NotADelay(said[:SHOWN], LEAST_WINDOW, MOST_WINDOW)
    return minutes


def read_share(said: str) -> int:
    """Percent that the answers must exceed: "50", "60 %", "half". Raises NotAShare or BadShare."""
    text = tidy(said).removesuffix("percent").rstrip(" %")
    text = {"half": "50", "a third": "33", "two thirds": "66"}.get(text, text)
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise NotAShare(said[:SHOWN])
    return check_share(int(text))


def read_verdict(said: str) -> str:
    """ "now" or "reveal". Raises NotAVerdictTime."""
    text = tidy(said)
    if text in _NOW:
        return "now"
    if text in _AT_REVEAL:
        return "reveal"
    raise NotAVerdictTime(said[:SHOWN])


def read_rounds(said: str) -> str:
    """Where live rounds count: "own" or "board". Raises NotForRounds."""
    text = tidy(said)
    if text in _OWN:
        return "own"
    if text in _BOARD:
        return "board"
    raise NotForRounds(said[:SHOWN])
