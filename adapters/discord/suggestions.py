"""What is offered while an option is typed: at most 25 values, each with a name that fits.

It only offers: whatever is typed in the end is judged by the core.
"""

from collections.abc import Iterable
from typing import Final

from discord.app_commands import Choice

from adapters.discord.limits import budget, units
from bot.view.letters import one_line
from bot.view.shortening import shorten
from bot.view.wording import topic_name

MOST: Final = 25
VALUE: Final = 100
NAME: Final = budget(100)


def suggested(typed: str, offered: Iterable[tuple[str, str]]) -> list[Choice[str]]:
    """Those of the offered (value, name) that have what was typed in them, the ones that begin with it first."""
    words = typed.casefold().strip()
    found = [
        (value, one_line(name) or value)
        for value, name in offered
        if (words in name.casefold() or words in value.casefold()) and 0 < units(value) <= VALUE
    ]
    found.sort(key=lambda one: not (one[1].casefold().startswith(words) or one[0].casefold().startswith(words)))
    return [Choice(name=shorten(name, NAME), value=value) for value, name in found[:MOST]]


def suggested_topics(typed: str, topics: Iterable[str]) -> list[Choice[str]]:
    """Topics by their ids and names; behind a comma one more is offered to those before it."""
    before, comma, last = typed.rpartition(",")
    begun = f"{before}{comma}".replace(" ", "")
    taken = set(begun.split(","))
    return suggested(last, ((begun + topic, _named(begun, topic)) for topic in topics if topic not in taken))


def _named(begun: str, topic: str) -> str:
    name = topic_name(topic)
    said = topic if name == topic else f"{topic}: {name}"
    return f"{begun} {said}" if begun else said
