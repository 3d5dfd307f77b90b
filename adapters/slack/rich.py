"""Text for Slack: leaves of rich text, which mean themselves; and the few places that take only marked-up text.

A rich text needs no escaping: nothing in it mentions, links or formats. Lengths are counted in UTF-16 units of the
escaped text, the larger of the ways in which Slack may count.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from adapters.slack.limits import escaped_units
from bot.view import shortening
from bot.view.letters import one_line, visible
from bot.view.plain import in_utc

DATE: Final = "{date_short_pretty} {time}"
LEAF: Final = 2_850
"""Units in one leaf; a longer text goes on in the next one."""
DEAREST: Final = 5
"""Units of the dearest character, an ampersand."""

Leaf = dict[str, Any]


def escape(text: str) -> str:
    """Text for a field that Slack reads as markup: no entity, mention or link is left in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed, from what Slack sends."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def shorten(text: str, most: int) -> str:
    """The text in at most `most` units (at least one), shortened at a word with a visible ellipsis."""
    return text if DEAREST * len(text) <= most else shortening.shorten(text, most, escaped_units)


def head(text: str, most: int) -> str:
    """As much of the beginning as fits into `most` units; never half a character."""
    return shortening.head(text, most, escaped_units)


def plain_text(text: str, most: int) -> dict[str, Any]:
    """A plain text object of one line, never empty; `:names:` in it stay words."""
    return {"type": "plain_text", "text": shorten(one_line(text), most) or "–", "emoji": False}


def marked(text: str, most: int, when: datetime | None = None) -> dict[str, Any]:
    """A mrkdwn object that formats and mentions nothing; `{when}` becomes the reader's local time."""
    shown = defused(escape(shorten(visible(text), most))) or "–"
    if when is not None:
        stamp = f"<!date^{int(when.timestamp())}^{DATE}|{in_utc(when)}>"
        shown = shown.replace("{when}", stamp)
    return {"type": "mrkdwn", "text": shown, "verbatim": True}


def defused(text: str) -> str:
    """Text in which no sign of markup has its effect: each is followed by a space of no width."""
    for sign in "*_~`":
        text = text.replace(sign, f"{sign}\u200b")
    return text


def leaves(text: str, *, literal: bool = False, strong: bool = False, when: datetime | None = None) -> Iterator[Leaf]:
    """A text as leaves: spans in back-ticks are code and `{when}` a time, unless it is `literal`."""
    base = {"bold": True} if strong else {}
    if literal:
        yield from _leaf(text, base)
        return
    pieces = text.split("`")
    for at, piece in enumerate(pieces):
        if at % 2 and at < len(pieces) - 1:
            yield from _leaf(piece, {**base, "code": True})
        else:
            yield from _timed(("`" if at % 2 else "") + piece, base, when)


def _timed(text: str, style: dict[str, bool], when: datetime | None) -> Iterator[Leaf]:
    for at, piece in enumerate(text.split("{when}") if when is not None else [text]):
        if at and when is not None:
            yield {"type": "date", "timestamp": int(when.timestamp()), "format": DATE, "fallback": in_utc(when)}
        yield from _leaf(piece, style)


def _leaf(text: str, style: dict[str, bool]) -> Iterator[Leaf]:
    while text:
        if DEAREST * len(text) <= LEAF:
            yield {"type": "text", "text": text, "style": style} if style else {"type": "text", "text": text}
            return
        part = head(text, LEAF) or text[0]
        text = text[len(part) :]
        yield {"type": "text", "text": part, "style": style} if style else {"type": "text", "text": part}


def section(*parts: Leaf) -> dict[str, Any]:
    """A paragraph of leaves."""
    return {"type": "rich_text_section", "elements": list(parts)}


def preformatted(text: str) -> dict[str, Any]:
    """Text to the letter, in columns."""
    return {"type": "rich_text_preformatted", "elements": list(_leaf(text, {}))}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(elements)}
