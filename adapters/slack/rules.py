"""The vocabulary of the limits table: what a rule is, and how a value is held against it.

Knows no number and no block of Slack: those stand in limits.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PLAIN = ("plain_text",)
MARKED = ("mrkdwn",)
EITHER = ("plain_text", "mrkdwn")


@dataclass(frozen=True)
class Problem:
    """One breach: a JSON pointer into the payload, a code that stays the same, and words in Slack's manner."""

    pointer: str
    code: str
    message: str


@dataclass(frozen=True)
class Words:
    """A text object of 1 to `most` units; `kinds` are the types that it may have."""

    most: int
    kinds: tuple[str, ...] = EITHER
    required: bool = False
    least: int = 1


@dataclass(frozen=True)
class Line:
    """A string of `least` to `most` units, of `among` if given; `written`: people read it, Slack escapes it."""

    most: int
    least: int = 0
    required: bool = False
    among: tuple[str, ...] = ()
    written: bool = False


@dataclass(frozen=True)
class Number:
    """A whole number from `least` to `most`; a decimal number may come as a string."""

    least: int | None = None
    most: int | None = None
    required: bool = False
    decimal: bool = False


@dataclass(frozen=True)
class Flag:
    """True or false."""

    required: bool = False


@dataclass(frozen=True)
class Open:
    """Anything: what Slack says of it is not held in the table."""

    required: bool = False


@dataclass(frozen=True)
class One:
    """An object that is one of `of`: names of entries in the table, told apart by `type` when there are several."""

    of: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Many:
    """A list of `least` to `most` objects, each one of `of`; `of` empty: their inside is not held in the table."""

    most: int
    least: int = 1
    of: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Texts:
    """A list of `least` to `most` text objects, each under `each`."""

    most: int
    each: Words
    least: int = 1
    required: bool = False


Rule = Words | Line | Number | Flag | Open | One | Many | Texts
Fields = Mapping[str, Rule]


def units(text: str) -> int:
    """Length in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped_units(text: str) -> int:
    """Length in UTF-16 units once `&`, `<` and `>` are written as entities."""
    found = len(text) if text.isascii() else units(text)
    if "&" in text:
        found += 4 * text.count("&")
    if "<" in text or ">" in text:
        found += 3 * (text.count("<") + text.count(">"))
    return found


@dataclass(frozen=True)
class Entries:
    """The entries that rules name, and the types that a `type` field may say for each list of names."""

    named: Mapping[str, Fields]
    open_ones: frozenset[str] = field(default_factory=frozenset)

    def check(self, fields: Fields, value: Any, at: str, *, typed: bool = True) -> Iterator[Problem]:
        """Every breach of `fields` in the object `value` that stands at the pointer `at`."""
        if not isinstance(value, dict):
            yield Problem(at, "wrong_type", "must provide an object")
            return
        for name, rule in fields.items():
            if value.get(name) is None:
                if rule.required:
                    yield Problem(at, "missing", f"missing required field: {name}")
            else:
                yield from self.hold(rule, value[name], f"{at}/{name}")
        for name in value:
            if name not in fields and not (typed and name == "type"):
                yield Problem(at, "unknown_field", f"invalid additional property: {name}")

    def hold(self, rule: Rule, value: Any, at: str) -> Iterator[Problem]:
        """Every breach of one rule."""
        match rule:
            case Words():
                yield from _words(rule, value, at)
            case Line():
                yield from _line(rule, value, at)
            case Number():
                yield from _number(rule, value, at)
            case Flag() if not isinstance(value, bool):
                yield Problem(at, "wrong_type", "must be a boolean")
            case One():
                yield from self.one(rule.of, value, at)
            case Many() | Texts():
                if not isinstance(value, list):
                    yield Problem(at, "wrong_type", "must provide an array")
                    return
                yield from _count(rule.least, rule.most, len(value), at)
                for index, item in enumerate(value):
                    if isinstance(rule, Texts):
                        yield from _words(rule.each, item, f"{at}/{index}")
                    elif rule.of:
                        yield from self.one(rule.of, item, f"{at}/{index}")

    def one(self, of: tuple[str, ...], value: Any, at: str) -> Iterator[Problem]:
        """Every breach in an object that may be any of the entries `of`."""
        if not isinstance(value, dict):
            yield Problem(at, "wrong_type", "must provide an object")
            return
        name = of[0]
        room = name.rpartition(":")[0]
        if room or "type" in value:
            name = f"{room}:{value.get('type')}" if room else str(value.get("type"))
            if name not in of:
                yield Problem(f"{at}/type", "not_allowed", f"unsupported type: {value.get('type')}")
                return
        if name not in self.open_ones:
            yield from self.check(self.named[name], value, at)


def _count(least: int, most: int, found: int, at: str) -> Iterator[Problem]:
    if found > most:
        yield Problem(at, "too_many", f"no more than {most} items allowed")
    elif found < least:
        yield Problem(at, "too_few", f"no fewer than {least} items allowed")


def _length(least: int, most: int, found: int, at: str) -> Iterator[Problem]:
    if found > most:
        yield Problem(at, "too_long", f"must be less than {most + 1} characters")
    elif found < least:
        yield Problem(at, "too_short", f"must be more than {least - 1} characters")


def _words(rule: Words, value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(at, "wrong_type", "must provide an object")
        return
    kind, text = value.get("type"), value.get("text")
    if kind not in rule.kinds:
        yield Problem(f"{at}/type", "not_allowed", f"must be one of: {', '.join(rule.kinds)}")
        return
    flag = "emoji" if kind == "plain_text" else "verbatim"
    for name in value:
        if name not in ("type", "text", flag):
            yield Problem(at, "unknown_field", f"invalid additional property: {name}")
    if flag in value and not isinstance(value[flag], bool):
        yield Problem(f"{at}/{flag}", "wrong_type", "must be a boolean")
    if not isinstance(text, str):
        yield Problem(at, "missing", "missing required field: text")
        return
    # mrkdwn comes escaped already; plain text does not, and Slack escapes it
    found = escaped_units(text) if kind == "plain_text" else units(text)
    yield from _length(rule.least, rule.most, found, f"{at}/text")


def _line(rule: Line, value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(at, "wrong_type", "must be a string")
    elif rule.among and value not in rule.among:
        yield Problem(at, "not_allowed", f"must be one of: {', '.join(rule.among)}")
    else:
        yield from _length(rule.least, rule.most, escaped_units(value) if rule.written else units(value), at)


def _number(rule: Number, value: Any, at: str) -> Iterator[Problem]:
    if rule.decimal and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            yield Problem(at, "wrong_type", "must be a number")
            return
    if not isinstance(value, int if not rule.decimal else (int, float)) or isinstance(value, bool):
        yield Problem(at, "wrong_type", "must be an integer")
    elif rule.most is not None and value > rule.most:
        yield Problem(at, "too_large", f"must be no more than {rule.most}")
    elif rule.least is not None and value < rule.least:
        yield Problem(at, "too_small", f"must be no less than {rule.least}")
