"""Intents as tokens, `q1:<verb>:<fields>`: what a control carries to a platform and back.

Knows how to write and read a token, nothing else: not who may press it, nor what it does. A token holds ids and short
words, never a key and never a text that somebody wrote at length. Fields travel in the order of their class, so a
released intent may only gain fields at its end; a field left at its default is empty, and empty fields at the end are
left out. What a platform notices (`bot.intents.NOTICES`) does not travel: nobody presses it.
"""

import re
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from bot.domain.errors import BadToken, OldToken
from bot.intents import NOTICES, Intent, every_intent

TOKEN_LIMIT: Final = 75
"""Characters in a token, all ASCII: what every platform takes whole as the id of a control."""

_VERSION: Final = "q1"
_SHAPE: Final = re.compile(r"q[0-9]{1,3}:[a-z]+(?::[A-Za-z0-9_.-]*)*", re.ASCII)
_PLAIN: Final = re.compile(r"[A-Za-z0-9-]*", re.ASCII)
_TO_ESCAPE: Final = re.compile(r"[^A-Za-z0-9-]", re.ASCII)
_TEXT: Final = re.compile(r"(?:[A-Za-z0-9_-]|\.[0-9a-f]{2})+", re.ASCII)
_ESCAPED: Final = re.compile(r"\.([0-9a-f]{2})")
_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]{0,18}", re.ASCII)
_WORD: Final = 2**63


class DoesNotTravel(ValueError):
    """This intent cannot be a token: its text is too long or not simple, or nobody may press it. A mistake of ours."""


def encode(intent: Intent) -> str:
    """The token of an intent: at most `TOKEN_LIMIT` characters of `[A-Za-z0-9_.:-]`.

    Raises `DoesNotTravel`.
    """
    codec = _BY_CLASS.get(type(intent))
    if codec is None:
        raise DoesNotTravel(f"{type(intent).__name__} is not for controls")
    return codec.write(intent)


def decode(token: str) -> Intent:
    """The intent of a token, which may be anything at all.

    Raises `OldToken` for one that another version of the bot could have written, `BadToken` for all else.
    """
    if len(token) > TOKEN_LIMIT or _SHAPE.fullmatch(token) is None:
        raise BadToken
    version, verb, *said = token.split(":")
    codec = _BY_VERB.get(verb)
    if version != _VERSION or codec is None:
        raise OldToken
    return codec.read(said)


def _write_text(value: Any) -> str:
    if _PLAIN.fullmatch(value):
        return str(value) or "."
    if not value.isascii() or not value.isprintable():
        raise DoesNotTravel("only printable ASCII travels in a token")
    return _TO_ESCAPE.sub(lambda found: "_" if found[0] == " " else f".{ord(found[0]):02x}", value)


def _read_text(said: str) -> str:
    if _PLAIN.fullmatch(said):
        return said
    if said == ".":
        return ""
    if _TEXT.fullmatch(said) is None:
        raise BadToken
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said.replace("_", " "))
    if _write_text(text) != said if text.isascii() and text.isprintable() else True:
        raise BadToken  # only what `_write_text` writes is taken
    return text


def _write_number(value: Any) -> str:
    if not -_WORD < value < _WORD:
        raise DoesNotTravel("the number is wider than 64 bits")
    return str(int(value))


def _read_number(said: str) -> int:
    if _NUMBER.fullmatch(said) is None or not -_WORD < (number := int(said)) < _WORD:
        raise BadToken
    return number


def _read_flag(said: str) -> bool:
    if said not in ("0", "1"):
        raise BadToken
    return said == "1"


_Writer = Callable[[Any], str]
_Reader = Callable[[str], Any]
_CODECS: Final[dict[Any, tuple[_Writer, _Reader]]] = {
    str: (_write_text, _read_text),
    int: (_write_number, _read_number),
    int | None: (_write_number, _read_number),
    bool: (_write_number, _read_flag),
}


class _Codec:
    """How one class of intent is written and read; prepared once, because every press and every control needs it."""

    __slots__ = ("_blank", "_cls", "_defaults", "_head", "_readers", "_values", "_writers")

    def __init__(self, cls: type[Intent]) -> None:
        parts = fields(cls)
        self._cls = cls
        self._head = f"{_VERSION}:{cls.verb}"
        self._blank = cls()
        self._defaults = tuple(part.default for part in parts)
        self._writers = tuple(_CODECS[part.type][0] for part in parts)
        self._readers = tuple(_CODECS[part.type][1] for part in parts)
        names = tuple(part.name for part in parts)
        # With one name attrgetter returns the value itself, with several a tuple of them.
        pick: Callable[[Intent], Any] = attrgetter(*names) if names else lambda _: ()
        self._values: Callable[[Intent], tuple[Any, ...]] = (lambda i: (pick(i),)) if len(names) == 1 else pick

    def write(self, intent: Intent) -> str:
        said = [self._head]
        length = 1
        for value, default, writer in zip(self._values(intent), self._defaults, self._writers, strict=True):
            if value == default:
                said.append("")
            elif value is None:
                raise DoesNotTravel(f"{self._head} cannot say None")
            else:
                said.append(writer(value))
                length = len(said)
        token = ":".join(said[:length])
        if len(token) > TOKEN_LIMIT:
            raise DoesNotTravel(f"{self._head} would take {len(token)} characters")
        return token

    def read(self, said: list[str]) -> Intent:
        if len(said) > len(self._readers):
            raise OldToken
        if not said:
            return self._blank
        if not said[-1]:
            raise BadToken
        values = [
            reader(word) if word else default
            for word, reader, default in zip(said, self._readers, self._defaults, strict=False)
        ]
        return self._cls(*values)


_BY_CLASS: Final = {cls: _Codec(cls) for cls in every_intent() if cls not in NOTICES}
_BY_VERB: Final = {cls.verb: codec for cls, codec in _BY_CLASS.items()}
