"""Limits of messages and modals that span several fields: sums, uniqueness, and what must agree with what.

Works on payloads that may be malformed in any way: what is not of the expected shape is left to the table of fields.
"""

from collections.abc import Iterator
from typing import Any, Final

from adapters.discord.elements import BUTTON, CHECKBOXES, INPUT, RADIO, ROW, SELECTS, TEXT, UPLOAD
from bot.view.rules import Problem
from bot.view.shortening import units

ALL_TEXT: Final = 4_000
"""Units of all Text Displays of one message together."""
COMPONENTS: Final = 40
"""Components of one message, every nested one counted."""
EMBEDS: Final = 6_000
LINK: Final = 5
PREMIUM: Final = 6
BUTTONS: Final[dict[int, tuple[str, tuple[str, ...]]]] = {
    0: ("custom_id", ("url", "sku_id")),
    LINK: ("url", ("custom_id", "sku_id")),
    PREMIUM: ("sku_id", ("custom_id", "url", "label", "emoji")),
}
"""What a button of a style must have and must not have; 0 stands for all other styles."""

Found = tuple[str, dict[str, Any]]


def across_message(payload: dict[str, Any], *, laid_out: bool) -> Iterator[Problem]:
    """Breaches that span the parts of a message; `laid_out` where it is made of components alone."""
    parts = list(walk(payload.get("components")))
    yield from _across(parts)
    if laid_out:
        if len(parts) > COMPONENTS:
            yield Problem(
                "/components", "too_many", f"no more than {COMPONENTS} components allowed, nested ones counted"
            )
        if sum(units(_text(part)) for _, part in parts) > ALL_TEXT:
            yield Problem("/components", "too_long", f"all texts must be less than {ALL_TEXT + 1} characters together")
        for name in ("content", "embeds", "poll", "sticker_ids"):
            if payload.get(name):
                yield Problem(f"/{name}", "not_allowed", "not beside components of this version")
    if sum(_embedded(embed) for _, embed in dicts(payload.get("embeds"), "/embeds")) > EMBEDS:
        yield Problem("/embeds", "too_long", f"all embeds must be less than {EMBEDS + 1} characters together")


def across_modal(payload: dict[str, Any]) -> Iterator[Problem]:
    """Breaches that span the parts of a modal."""
    parts = list(walk(payload.get("components")))
    yield from _across(parts)
    for at, part in parts:
        if part.get("disabled") is True:
            yield Problem(f"{at}/disabled", "not_allowed", "nothing is disabled in a modal")
        if part.get("required") is True and part.get("min_values") == 0:
            yield Problem(f"{at}/min_values", "mismatch", "must be 1 or more where something is required")
        if part.get("type") == INPUT:
            yield from _typed(part, at)


def _typed(part: dict[str, Any], at: str) -> Iterator[Problem]:
    least, most, value = part.get("min_length"), part.get("max_length"), part.get("value")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem(f"{at}/min_length", "mismatch", "must be no more than max_length")
    if isinstance(value, str) and isinstance(most, int) and units(value) > most:
        yield Problem(f"{at}/value", "mismatch", "must be no longer than max_length")


def _across(parts: list[Found]) -> Iterator[Problem]:
    """What holds of every tree of components."""
    yield from _unique("custom_id", parts)
    yield from _unique("id", [(at, part) for at, part in parts if part.get("id")])
    for at, part in parts:
        match part.get("type"):
            case kind if kind == ROW:
                yield from _row(part, at)
            case kind if kind == BUTTON:
                yield from _button(part, at)
            case kind if kind in (*SELECTS, UPLOAD, RADIO, CHECKBOXES):
                yield from _picked(part, at)


def _unique(name: str, parts: list[Found]) -> Iterator[Problem]:
    seen: set[Any] = set()
    for at, part in parts:
        value = part.get(name)
        if isinstance(value, str | int):
            if value in seen:
                yield Problem(f"{at}/{name}", "duplicate", f"`{name}` {value!r} is used twice")
            seen.add(value)


def _row(part: dict[str, Any], at: str) -> Iterator[Problem]:
    kinds = [inner.get("type") for _, inner in dicts(part.get("components"), at)]
    if len(kinds) > 1 and any(kind in SELECTS for kind in kinds):
        yield Problem(f"{at}/components", "mismatch", "up to five buttons or one select")


def _button(part: dict[str, Any], at: str) -> Iterator[Problem]:
    style = part.get("style")
    needed, barred = BUTTONS.get(style, BUTTONS[0]) if isinstance(style, int) else BUTTONS[0]
    if not part.get(needed):
        yield Problem(at, "missing", f"missing required field: {needed}")
    for name in barred:
        if part.get(name):
            yield Problem(f"{at}/{name}", "not_allowed", "not on a button of this style")
    if style != PREMIUM and not str(part.get("label") or "").strip() and not part.get("emoji"):
        yield Problem(at, "missing", "missing required field: label")


def _picked(part: dict[str, Any], at: str) -> Iterator[Problem]:
    options = list(dicts(part.get("options"), f"{at}/options"))
    yield from _unique("value", options)
    least, most = part.get("min_values"), part.get("max_values")
    if isinstance(least, int) and least > (most if isinstance(most, int) else 1):
        yield Problem(f"{at}/min_values", "mismatch", "must be no more than max_values")
    if options and isinstance(most, int) and most > len(options):
        yield Problem(f"{at}/max_values", "mismatch", "must be no more than there are options")
    chosen = sum(option.get("default") is True for _, option in options)
    if options and chosen > (most if isinstance(most, int) else len(options) if part.get("type") == CHECKBOXES else 1):
        yield Problem(f"{at}/options", "mismatch", "more options are chosen than may be")


def _embedded(embed: dict[str, Any]) -> int:
    """Units of an embed as they are counted over a message."""
    said = [embed.get("title"), embed.get("description")]
    for name, inside in (("footer", "text"), ("author", "name")):
        part = embed.get(name)
        said.append(part.get(inside) if isinstance(part, dict) else None)
    for _, one in dicts(embed.get("fields"), ""):
        said += [one.get("name"), one.get("value")]
    return sum(units(text) for text in said if isinstance(text, str))


def _text(part: dict[str, Any]) -> str:
    content = part.get("content")
    return content if part.get("type") == TEXT and isinstance(content, str) else ""


def walk(components: Any, at: str = "/components") -> Iterator[Found]:
    """Every component with its pointer, nested ones behind those that hold them."""
    for where, part in dicts(components, at):
        yield where, part
        yield from walk(part.get("components"), f"{where}/components")
        for name in ("accessory", "component"):
            inner = part.get(name)
            if isinstance(inner, dict):
                yield f"{where}/{name}", inner


def dicts(value: Any, at: str) -> Iterator[Found]:
    """The objects of a list, with their pointers."""
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, dict):
            yield f"{at}/{index}", item
