"""A card's file as Discord takes it: for the reader alone, in a message of its own."""

from io import BytesIO

import discord

from bot.view.card import Card


def attachment(card: Card) -> discord.File | None:
    """The file of a card."""
    if card.attachment is None:
        return None
    name, text = card.attachment
    return discord.File(BytesIO(text.encode("utf-8", "replace")), filename=name)
