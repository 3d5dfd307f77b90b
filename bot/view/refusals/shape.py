"""The shape of a table of refusal cards."""

from collections.abc import Callable
from typing import Any

from bot.domain.errors import Refusal
from bot.intents import Intent
from bot.view.card import Card

Cards = dict[type[Refusal], Callable[[Any, Intent | None], Card]]
"""For each class of refusal the function that draws its card from the refusal and from what was asked for."""
