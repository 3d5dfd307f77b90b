"""Cards for one person as they were drawn once. Many people see the same: the same verdict, the same key, the same why.

A still is a view that is finished before it is sent: discord.py keeps nothing of it, and it can be sent again.
"""

from functools import lru_cache
from typing import Any

from discord import ui

from adapters.discord.pages import pages
from bot.view.card import Card


class Still(ui.LayoutView):
    """A drawn view, of which only what Discord is told is left."""

    def __init__(self, drawn: ui.LayoutView) -> None:
        super().__init__(timeout=None)
        view: Any = drawn
        self.drawn: list[dict[str, Any]] = view.to_components()
        drawn.stop()

    def to_components(self) -> list[dict[str, Any]]:
        """What Discord is told."""
        return self.drawn

    def is_finished(self) -> bool:
        """Nobody waits for it, in whatever loop it was drawn."""
        return True

    def has_components_v2(self) -> bool:
        """A card is never anything else."""
        return True


@lru_cache(maxsize=1024)
def stills(card: Card) -> tuple[Still, ...]:
    """The card in as many messages as it takes."""
    return tuple(Still(page) for page in pages(card))
