"""The limits held against what the app sends, through the one table that the renderer reads too."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.platforms.discord.reply import Refusal

TABLE = "adapters.discord.limits"


def hold(surface: str, payload: Any, at: str = "") -> None:
    """Refuse with 50035 and the path of the first field that is out of bounds, as Discord does."""
    if find_spec(TABLE) is None:
        return
    found = import_module(TABLE).problems(surface, payload)
    if found:
        raise Refusal(50035, f"{at}{found[0].pointer}" or "/", found[0].message)
