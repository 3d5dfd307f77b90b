"""Delivery to a terminal: a post in the channel `local` appears on the screen.

The channel is the screen of this process and begins empty. So the history can be read: what an earlier process, maybe
killed, has printed is not in it, and printing it again here makes exactly one post on this screen.
"""

from datetime import datetime
from itertools import count

from adapters.terminal.screen import Screen
from adapters.terminal.settings import CHANNEL, HERE, PLATFORM
from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.view.card import Card
from bot.view.messenger import Undeliverable


class ScreenMessenger:
    """The terminal's `Messenger`. `account` is who sits here: only they can be told something."""

    def __init__(self, screen: Screen, account: AccountRef) -> None:
        self.screen = screen
        self.account = account
        self._numbers = count(1)
        self._posts: dict[str, MessageRef] = {}

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        """Print the card under the channel's name."""
        if channel != HERE:
            raise Undeliverable("a terminal has one channel only")
        posted = MessageRef(PLATFORM, CHANNEL, str(next(self._numbers)))
        self.screen.show(card, above=f"#{CHANNEL}")
        self._posts[delivery_key] = posted
        return posted

    async def edit(self, message: MessageRef, card: Card) -> None:
        """Nothing: what is printed stays, and `daily` shows the present state."""

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """The post, if this screen has shown it."""
        return self._posts.get(delivery_key)

    async def tell(self, account: AccountRef, card: Card) -> None:
        """Show a private card to whoever sits here."""
        if account != self.account:
            raise Undeliverable("they are not at this terminal")
        self.screen.show(card, above=f"for {self.account.user} alone")
