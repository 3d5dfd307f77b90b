"""The limits held against what the app sends, through the one table that the renderer reads too."""

from typing import Any

from adapters.discord import limits
from tests.platforms.discord.reply import Refusal


def hold(surface: str, payload: Any, at: str = "") -> None:
    """Refuse with 50035 and the path of the first field that is out of bounds, as Discord does."""
    first(limits.problems(surface, payload), at)


def hold_files(sizes: list[int]) -> None:
    """The same of the sizes, in bytes, of the files of one call."""
    first(limits.heavy(sizes))


def first(found: list[limits.Problem], at: str = "") -> None:
    if found:
        raise Refusal(50035, f"{at}{found[0].pointer}" or "/", found[0].message)
