"""Limits of commands and their choices that span several fields: how names are written, sums, order, uniqueness.

Works on payloads that may be malformed in any way: what is not of the expected shape is left to the table of fields.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from adapters.discord.spans import Found, dicts
from bot.view.rules import Problem
from bot.view.shortening import units

ALL_WORDS: Final = 8_000
"""Units of all names, descriptions and values of one command together, of each its longest translation."""
TYPED: Final = 1
"""The type of a command that is typed; 2 and 3 stand in menus, 4 starts an activity."""
MOST: Final = {TYPED: 100, 2: 15, 3: 15, 4: 1}
"""Commands of one application, by type."""
SUBCOMMANDS: Final = (1, 2)
SCRIPTS: Final = ("DEVANAGARI", "THAI")


def across_command(command: dict[str, Any]) -> Iterator[Problem]:
    """Breaches that span the parts of one command."""
    parts = [("", command), *_within(command, "")]
    kind = command.get("type") or TYPED
    for at, part in parts if kind == TYPED else ():
        yield from _named(part, at)
    if kind == TYPED and not command.get("description"):
        yield Problem("/description", "missing", "missing required field: description")
    if kind != TYPED and (command.get("description") or command.get("options")):
        yield Problem("/description", "not_allowed", "a command of a menu has a name alone")
    for at, part in parts:
        yield from _options(part, at)
    if sum(map(_words, (part for _, part in parts))) > ALL_WORDS:
        yield Problem("", "too_long", f"all words must be less than {ALL_WORDS + 1} characters together")


def across_commands(payload: dict[str, Any]) -> Iterator[Problem]:
    """Breaches that span all commands of an application."""
    listed = list(dicts(payload.get("commands"), "/commands"))
    kinds = [command.get("type") or TYPED for _, command in listed]
    for kind, found in Counter(kinds).items():
        if found > MOST.get(kind, 0):
            yield Problem("/commands", "too_many", f"no more than {MOST.get(kind, 0)} commands of type {kind}")
    seen: set[Any] = set()
    for (at, command), kind in zip(listed, kinds, strict=True):
        name = (kind, str(command.get("name")))
        if name in seen:
            yield Problem(f"{at}/name", "duplicate", f"`name` {name[1]!r} is used twice")
        seen.add(name)


def across_choices(payload: dict[str, Any], at: str) -> Iterator[Problem]:
    """Breaches in the values of choices: strings of at most 100 units, or numbers."""
    for where, choice in dicts(payload.get("choices"), f"{at}/choices"):
        value = choice.get("value")
        if isinstance(value, str) and not 1 <= units(value) <= 100:
            code = "too_long" if value else "too_short"
            yield Problem(f"{where}/value", code, "must be 1 to 100 characters")
        elif not isinstance(value, str | int | float | None) or isinstance(value, bool):
            yield Problem(f"{where}/value", "wrong_type", "must be a string or a number")


def _within(part: dict[str, Any], at: str) -> Iterator[Found]:
    for where, option in dicts(part.get("options"), f"{at}/options"):
        yield where, option
        yield from _within(option, where)


def _named(part: dict[str, Any], at: str) -> Iterator[Problem]:
    for where, name in (("name", part.get("name")), *_translated(part, "name")):
        if isinstance(name, str) and name and not written_rightly(name):
            yield Problem(f"{at}/{where}", "not_allowed", "1 to 32 small letters, digits, - and _")
    for where, text in _translated(part, "description"):
        if not 1 <= units(text) <= 100:
            yield Problem(f"{at}/{where}", "too_long", "must be 1 to 100 characters")


def written_rightly(name: str) -> bool:
    """Whether Discord takes this as the name of a command or an option."""
    if not 1 <= len(name) <= 32 or name != name.lower():
        return False
    return all(
        sign in "-_'" or unicodedata.category(sign)[0] in "LN" or unicodedata.name(sign, "").startswith(SCRIPTS)
        for sign in name
    )


def _translated(part: dict[str, Any], name: str) -> list[tuple[str, str]]:
    words = part.get(f"{name}_localizations")
    if not isinstance(words, dict):
        return []
    return [(f"{name}_localizations/{locale}", text) for locale, text in words.items() if isinstance(text, str)]


def _options(part: dict[str, Any], at: str) -> Iterator[Problem]:
    options = list(dicts(part.get("options"), f"{at}/options"))
    seen: set[str] = set()
    for where, option in options:
        name = str(option.get("name"))
        if name in seen:
            yield Problem(f"{where}/name", "duplicate", f"`name` {name!r} is used twice")
        seen.add(name)
    kinds = [option.get("type") for _, option in options]
    if any(kind in SUBCOMMANDS for kind in kinds) and not all(kind in SUBCOMMANDS for kind in kinds):
        yield Problem(f"{at}/options", "mismatch", "subcommands or options, not both")
    optional = False
    for where, option in options:
        if option.get("required") is True and optional:
            yield Problem(where, "mismatch", "required options stand before the others")
        optional |= option.get("required") is not True
    if part.get("choices") and part.get("autocomplete") is True:
        yield Problem(f"{at}/autocomplete", "mismatch", "choices or autocomplete, not both")
    yield from across_choices(part, at)


def _words(part: dict[str, Any]) -> int:
    found = 0
    for name in ("name", "description"):
        said = [part.get(name), *(text for _, text in _translated(part, name))]
        found += max((units(text) for text in said if isinstance(text, str)), default=0)
    for _, choice in dicts(part.get("choices"), ""):
        found += _words({"name": choice.get("name"), "name_localizations": choice.get("name_localizations")})
        found += units(str(choice.get("value")))
    return found
