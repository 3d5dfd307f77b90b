"""The platform that outlives the killed: an SQLite file that every process opens, and that forgets nothing it took.

It is lossy on demand: it fails before it stores, loses its answer after it has stored, or asks to come later; a channel
whose key begins with "blind" shows nobody its history. It must not know what Quorum keeps: what stands here is what
people see, and the judge holds the database to it.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random

from bot.intents import Answer, DontKnow, Intent
from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.view import wire
from bot.view.card import Buttons, Card, Choices, Text
from bot.view.messenger import CannotLook, TryLater

PLATFORM = "crash"
BLIND = "blind"

TABLES = """
CREATE TABLE IF NOT EXISTS post (id INTEGER PRIMARY KEY, channel TEXT, delivery_key TEXT, under TEXT, at TEXT,
                                 state TEXT, text TEXT, tokens TEXT);
CREATE INDEX IF NOT EXISTS post_by_key ON post (delivery_key);
CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY, user TEXT, title TEXT);
"""

Faults = Callable[[str], str | None]
"""What goes wrong with an operation (send, edit, find, tell): "before", "after", "later", or None."""


def works(operation: str) -> None:
    """Nothing goes wrong."""


def often_fails(rng: Random) -> Faults:
    """A bad line: a quarter of everything goes wrong in some way."""
    ways = {"before": 0.08, "after": 0.11, "later": 0.05}

    def faults(operation: str) -> str | None:
        return rng.choices([*ways, None], [*ways.values(), 1 - sum(ways.values())])[0]

    return faults


def nothing_happens(point: str) -> None:
    """Nobody dies."""


class World:
    """The platform as one process sees it. `at` is told what is about to happen and what has happened, by name."""

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime],
        faults: Faults = works,
        at: Callable[[str], None] = nothing_happens,
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._at = at
        self._database = sqlite3.connect(path, timeout=30, isolation_level=None)
        # Only processes die here, never the machine: what the kernel has, stays.
        for pragma in ("journal_mode=WAL", "synchronous=OFF"):
            self._database.execute(f"PRAGMA {pragma}").fetchall()
        self._database.executescript(TABLES)

    # --- as a messenger

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        """Post, unless the line breaks before; the answer may be lost."""
        kind = delivery_key.split(":", 1)[0]
        fault = self._before("send", kind)
        cursor = self._database.execute(
            "INSERT INTO post (channel, delivery_key, under, at, state, text, tokens) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                channel.key,
                delivery_key,
                thread(under),
                self._clock().isoformat(),
                card.state,
                words(card),
                tokens(card),
            ),
        )
        self._after(fault, kind)
        return MessageRef(PLATFORM, channel.key, str(cursor.lastrowid))

    async def edit(self, message: MessageRef, card: Card) -> None:
        """Replace a post."""
        fault = self._before("edit", "edit")
        self._database.execute(
            "UPDATE post SET state = ?, text = ?, tokens = ? WHERE id = ?",
            (card.state, words(card), tokens(card), int(message.key)),
        )
        self._after(fault, "edit")

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """The first post with this key that came at or after `since`."""
        if channel.key.startswith(BLIND):
            raise CannotLook
        self._before("find", "find")
        row = self._database.execute(
            "SELECT min(id) FROM post WHERE channel = ? AND delivery_key = ? AND under = ? AND at >= ?",
            (channel.key, delivery_key, thread(under), since.isoformat()),
        ).fetchone()
        self._at("find: done")
        return None if row[0] is None else MessageRef(PLATFORM, channel.key, str(row[0]))

    async def tell(self, account: AccountRef, card: Card) -> None:
        """A private message."""
        fault = self._before("tell", "tell")
        self._database.execute("INSERT INTO told (user, title) VALUES (?, ?)", (account.user, card.title))
        self._after(fault, "tell")

    def _before(self, operation: str, kind: str) -> str | None:
        self._at(f"{kind}: before")
        fault = self._faults(operation)
        if fault == "later":
            raise TryLater(20)
        if fault == "before":
            raise ConnectionError("the line broke before anything was stored")
        return fault

    def _after(self, fault: str | None, kind: str) -> None:
        self._at(f"{kind}: done")
        if fault == "after":
            self._at("answer lost")
            raise ConnectionError("the line broke, and nobody knows whether anything was stored")

    # --- as people see it

    def buttons(self, channel: str) -> list[str]:
        """The tokens of what can be pressed on the newest daily of a channel."""
        row = self._database.execute(
            "SELECT tokens FROM post WHERE channel = ? AND delivery_key LIKE 'daily:%' ORDER BY id DESC LIMIT 1",
            (channel,),
        ).fetchone()
        return [] if row is None else json.loads(row[0])

    def standing(self, prefix: str) -> dict[str, list[tuple[str, str]]]:
        """The posts whose key begins so, by key: state and words of each."""
        found: dict[str, list[tuple[str, str]]] = {}
        for key, state, text in self._database.execute("SELECT delivery_key, state, text FROM post ORDER BY id"):
            if key.startswith(prefix):
                found.setdefault(key, []).append((state, text))
        return found

    def told(self) -> dict[str, int]:
        """How many private messages each user got."""
        return dict(self._database.execute("SELECT user, count(*) FROM told GROUP BY user"))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def thread(under: MessageRef | None) -> str:
    """The thread below a message; empty for the channel itself."""
    return "" if under is None else under.key


def words(card: Card) -> str:
    """The paragraphs of a card."""
    return "\n".join(block.text for block in card.blocks if isinstance(block, Text))


def tokens(card: Card) -> str:
    """What can be pressed to answer, as a list in JSON."""
    return json.dumps([wire.encode(intent) for intent in pressable(card)])


def pressable(card: Card) -> Iterator[Intent]:
    """The intents of controls that answer at one press."""
    for block in card.blocks:
        if isinstance(block, Choices):
            yield from (option.intent for option in block.options if isinstance(option.intent, Answer))
        elif isinstance(block, Buttons):
            yield from (one.intent for one in block.buttons if isinstance(one.intent, DontKnow))
