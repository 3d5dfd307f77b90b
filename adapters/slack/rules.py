"""What Slack adds to the vocabulary of limits: text objects, and how Slack may count what it escapes.

Knows no number and no block of Slack: those stand in limits.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.view import rules
from bot.view.rules import Flag, Line, Many, Number, One, Open, Problem, count, length
from bot.view.shortening import units

__all__ = [
    "EITHER",
    "MARKED",
    "PLAIN",
    "Entries",
    "Fields",
    "Flag",
    "Line",
    "Many",
    "Number",
    "One",
    "Open",
    "Problem",
    "Rule",
    "Texts",
    "Words",
    "escaped_units",
    "units",
]

PLAIN = ("plain_text",)
MARKED = ("mrkdwn",)
EITHER = ("plain_text", "mrkdwn")


@dataclass(frozen=True)
class Words:
    """A text object of 1 to `most` units; `kinds` are the types that it may have."""

    most: int
    kinds: tuple[str, ...] = EITHER
    required: bool = False
    least: int = 1


@dataclass(frozen=True)
class Texts:
    """A list of `least` to `most` text objects, each under `each`."""

    most: int
    each: Words
    least: int = 1
    required: bool = False


Rule = Words | Line | Number | Flag | Open | One | Many | Texts
Fields = Mapping[str, Rule]


def escaped_units(text: str) -> int:
    """Length in UTF-16 units once `&`, `<` and `>` are written as entities."""
    found = len(text) if text.isascii() else units(text)
    if "&" in text:
        found += 4 * text.count("&")
    if "<" in text or ">" in text:
        found += 3 * (text.count("<") + text.count(">"))
    return found


class Entries(rules.Entries):
    """The entries of a table that holds text objects too."""

    def __init__(self, named: Mapping[str, Fields], open_ones: frozenset[str] = frozenset()) -> None:
        super().__init__(named, open_ones, escaped_units)

    def hold(self, rule: Rule, value: Any, at: str) -> Iterator[Problem]:
        """Every breach of one rule."""
        match rule:
            case Words():
                yield from _words(rule, value, at)
            case Texts() if isinstance(value, list):
                yield from count(rule.least, rule.most, len(value), at)
                for index, item in enumerate(value):
                    yield from _words(rule.each, item, f"{at}/{index}")
            case Texts():
                yield Problem(at, "wrong_type", "must provide an array")
            case _:
                yield from super().hold(rule, value, at)


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
    yield from length(rule.least, rule.most, found, f"{at}/text")
