"""What every refusal is. No words here: its card is in `bot/view/refusals`."""

from dataclasses import dataclass


@dataclass(eq=False)
class Refusal(Exception):
    """Something that was asked for cannot be done. Nothing was changed."""
