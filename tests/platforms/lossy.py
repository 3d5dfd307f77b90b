"""A platform that loses things: a messenger over an SQLite file (or memory) with faults on demand.

What it has stored is what people see, whoever dies. It imports nothing of ours but the refs, the card and the
boundary's own exceptions, so that it cannot share a fault with what it checks.

Faults, by what `faults(operation, key)` says before a call (operations: send, edit, find, tell):
"before": fails, nothing was stored; "after": stored, but the answer is lost; "later": TryLater(30); "gone":
Undeliverable; "hang": never returns, nothing stored; "hang after": stored, never returns. None: it works.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.view.card import Card, Text
from bot.view.messenger import CannotLook, TryLater, Undeliverable

Faults = Callable[[str, str], str | None]

TABLES = """
CREATE TABLE IF NOT EXISTS post (id INTEGER PRIMARY KEY, channel TEXT, delivery_key TEXT, title TEXT, state TEXT,
                                 text TEXT, edits INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY, user TEXT, title TEXT);
"""


def works(operation: str, key: str) -> None:
    """No fault at all."""


class Lossy:
    """One platform, `lossy`, as every process sees it that opens the same file."""

    def __init__(self, path: Path | str = ":memory:", faults: Faults = works, *, can_look: bool = True) -> None:
        self.faults = faults
        self.can_look = can_look
        self.counts_for: timedelta | None = None
        self.calls: list[tuple[str, str]] = []
        self._database = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._database.executescript(TABLES)

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        """Post, unless a fault has it otherwise."""
        fault = await self._before("send", delivery_key)
        cursor = self._database.execute(
            "INSERT INTO post (channel, delivery_key, title, state, text) VALUES (?, ?, ?, ?, ?)",
            (channel.key, delivery_key, card.title, card.state, words(card)),
        )
        message = MessageRef("lossy", channel.key, str(cursor.lastrowid))
        await self._after(fault)
        return message

    async def edit(self, message: MessageRef, card: Card) -> None:
        """Replace a post."""
        fault = await self._before("edit", message.key)
        self._database.execute(
            "UPDATE post SET title = ?, state = ?, text = ?, edits = edits + 1 WHERE id = ?",
            (card.title, card.state, words(card), int(message.key)),
        )
        await self._after(fault)

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """The first post of this key."""
        await self._before("find", delivery_key)
        if not self.can_look:
            raise CannotLook
        row = self._database.execute(
            "SELECT min(id) FROM post WHERE channel = ? AND delivery_key = ?", (channel.key, delivery_key)
        ).fetchone()
        return None if row[0] is None else MessageRef("lossy", channel.key, str(row[0]))

    async def tell(self, account: AccountRef, card: Card) -> None:
        """A private message."""
        fault = await self._before("tell", account.user)
        self._database.execute("INSERT INTO told (user, title) VALUES (?, ?)", (account.user, card.title))
        await self._after(fault)

    def posts(self, channel: str | None = None) -> list[tuple[str, str, str]]:
        """What stands in a channel, or in all: (delivery key, state, title), in the order of its coming."""
        return self._database.execute(
            "SELECT delivery_key, state, title FROM post WHERE channel = ? OR ? IS NULL ORDER BY id", (channel, channel)
        ).fetchall()

    def delivered(self, channel: str | None = None) -> list[str]:
        """The delivery keys that stand in a channel."""
        return [row[0] for row in self.posts(channel)]

    def text(self, delivery_key: str) -> str:
        """The words of a post as they stand now."""
        row = self._database.execute("SELECT text FROM post WHERE delivery_key = ?", (delivery_key,)).fetchone()
        return str(row[0])

    def told(self, user: str) -> list[str]:
        """The titles of what somebody was told privately."""
        return [row[0] for row in self._database.execute("SELECT title FROM told WHERE user = ? ORDER BY id", (user,))]

    async def _before(self, operation: str, key: str) -> str | None:
        self.calls.append((operation, key))
        fault = self.faults(operation, key)
        match fault:
            case "before":
                raise ConnectionError("the line broke before anything was stored")
            case "later":
                raise TryLater(30)
            case "gone":
                raise Undeliverable("closed to the bot")
            case "hang":
                await asyncio.Event().wait()
        return fault

    async def _after(self, fault: str | None) -> None:
        if fault == "after":
            raise ConnectionError("the line broke, and nobody knows whether anything was stored")
        if fault == "hang after":
            await asyncio.Event().wait()


def words(card: Card) -> str:
    """The paragraphs of a card."""
    return "\n".join(block.text for block in card.blocks if isinstance(block, Text))
