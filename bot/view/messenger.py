"""An adapter's way to deliver cards. Nothing here says how a card looks."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.view.card import Card


class Undeliverable(Exception):
    """The channel or account is gone or closed to the bot: trying again is of no use. `reason` is for the admins."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(Exception):
    """Surely not delivered; try again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class CannotLook(Exception):
    """The history of the channel cannot be read, so nobody knows whether the message is there."""


class Messenger(Protocol):
    """One platform's delivery. Any exception but the three above leaves it open whether the message was delivered.

    `counts_for`: how long after a daily's post its counts are worth an edit there; None, or no such attribute: always.
    Where edits of older messages are dear, the post stands still from then until its last state.
    """

    counts_for: timedelta | None = None

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        """Post a card that carries `delivery_key`, so that `find` can recognise it.

        It belongs `under` a message: in its thread, where the platform has threads that suit.
        """

    async def edit(self, message: MessageRef, card: Card) -> None:
        """Replace a posted card; repeatable."""

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """The message with this key, if it is there, posted `since` then. Raises CannotLook."""

    async def tell(self, account: AccountRef, card: Card) -> None:
        """A private message."""
