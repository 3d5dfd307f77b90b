"""The vocabulary of a table of limits: what a rule is, and how a payload's value is held against it.

Knows no number and no payload: the table of a platform holds those, and adds rules of its own by a subclass of Entries.
Lengths are UTF-16 units, for platforms do not say whether they count those or code points, and units are never fewer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.view.shortening import units


@dataclass(frozen=True)
class Problem:
    """One breach: a JSON pointer into the payload, a code that stays the same, and words for whoever wrote it."""

    pointer: str
    code: str
    message: str


@dataclass(frozen=True)
class Line:
    """A string of `least` to `most` units, of `among` if given.

    `written`: people read it, and it is measured as it is escaped. `said`: blanks alone are not enough.
    """

    most: int
    least: int = 0
    required: bool = False
    among: tuple[str, ...] = ()
    written: bool = False
    said: bool = False


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
    """Anything: what the platform says of it is not held in the table."""

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
class Entries:
    """The entries that rules name: `room:type` where objects say their type, a bare name where they do not.

    `open_ones` are taken whatever is in them; `escaped` measures what people read.
    """

    named: Mapping[str, Mapping[str, Any]]
    open_ones: frozenset[str] = field(default_factory=frozenset)
    escaped: Callable[[str], int] = units

    def check(self, fields: Mapping[str, Any], value: Any, at: str, *, typed: bool = True) -> Iterator[Problem]:
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

    def hold(self, rule: Any, value: Any, at: str) -> Iterator[Problem]:
        """Every breach of one rule."""
        match rule:
            case Line():
                yield from self.line(rule, value, at)
            case Number():
                yield from number(rule, value, at)
            case Flag() if not isinstance(value, bool):
                yield Problem(at, "wrong_type", "must be a boolean")
            case One():
                yield from self.one(rule.of, value, at)
            case Many() if not isinstance(value, list):
                yield Problem(at, "wrong_type", "must provide an array")
            case Many():
                yield from count(rule.least, rule.most, len(value), at)
                for index, item in enumerate(value if rule.of else []):
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

    def line(self, rule: Line, value: Any, at: str) -> Iterator[Problem]:
        """Every breach in a string."""
        if not isinstance(value, str):
            yield Problem(at, "wrong_type", "must be a string")
        elif rule.among and value not in rule.among:
            yield Problem(at, "not_allowed", f"must be one of: {', '.join(rule.among)}")
        elif rule.said and value and not value.strip():
            yield Problem(at, "blank", "must not be blank")
        else:
            yield from length(rule.least, rule.most, self.escaped(value) if rule.written else units(value), at)


def count(least: int, most: int, found: int, at: str) -> Iterator[Problem]:
    """The breach of a list that has so many items."""
    if found > most:
        yield Problem(at, "too_many", f"no more than {most} items allowed")
    elif found < least:
        yield Problem(at, "too_few", f"no fewer than {least} items allowed")


def length(least: int, most: int, found: int, at: str) -> Iterator[Problem]:
    """The breach of a text that takes so many units."""
    if found > most:
        yield Problem(at, "too_long", f"must be less than {most + 1} characters")
    elif found < least:
        yield Problem(at, "too_short", f"must be more than {least - 1} characters")


def number(rule: Number, value: Any, at: str) -> Iterator[Problem]:
    """Every breach in a number."""
    if rule.decimal and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            yield Problem(at, "wrong_type", "must be a number")
            return
    if not isinstance(value, (int, float) if rule.decimal else int) or isinstance(value, bool):
        yield Problem(at, "wrong_type", "must be an integer")
    elif rule.most is not None and value > rule.most:
        yield Problem(at, "too_large", f"must be no more than {rule.most}")
    elif rule.least is not None and value < rule.least:
        yield Problem(at, "too_small", f"must be no less than {rule.least}")
