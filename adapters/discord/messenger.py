"""Delivery to Discord: posts, edits, threads, private messages, and the look whether a post is there.

A message is known by its channel and id; the channel of a `MessageRef` names its server too ("7/9"). Channels and
people are reached by id alone, so that any process delivers to all shards. It must not know what a card says.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final, NoReturn

import discord
from discord import ui

from adapters.discord.attachments import attachment
from adapters.discord.controls import mark_of, nonce_of, number_of, read_custom_id
from adapters.discord.faults import (
    CLOSED,
    LOST,
    MESSAGE_GONE,
    NO_PRIVATE,
    OLD_MESSAGE,
    OUR_BUG,
    PAUSE,
    THREAD_THERE,
    code_of,
    fields,
    said,
)
from adapters.discord.pace import Pace
from adapters.discord.permissions import held_in
from adapters.discord.render import draw, fallback
from adapters.discord.where import message_ref, read_place
from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.view.card import Card
from bot.view.messenger import CannotLook, TryLater, Undeliverable

log = logging.getLogger(__name__)

BEFORE: Final = timedelta(seconds=60)
"""From so long before the first attempt on the history is read: clocks differ."""
HOLDS: Final = timedelta(seconds=60)
"""For so long the same nonce surely makes no second message."""
NOBODY: Final = discord.AllowedMentions.none()
THREAD_NAME: Final = 100
A_DAY: Final = 1440
"""Minutes without a word after which a thread is put away."""


class DiscordMessenger:
    """Discord's `Messenger`. A message older than an hour takes few edits: counts stop before, the last state comes."""

    counts_for: timedelta | None = timedelta(minutes=50)

    def __init__(self, client: discord.Client, pace: Pace, clock: Callable[[], datetime]) -> None:
        self.client = client
        self.pace = pace
        self.clock = clock
        self.unreachable: Callable[[AccountRef], Awaitable[None]] | None = None
        """Told of whoever takes no private message: perhaps they have left."""
        self.threads: set[str] = set()
        """Messages under which a thread is known to be open; it has the message's id."""

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        """Post a card. What belongs `under` another goes into its thread, if the card is read there; else it is a new
        message, and the discussion's thread opens with it."""
        if under is not None and card.thread and await self._in_thread(channel, under, card.thread):
            inside = thread_of(channel, under)
            try:
                return message_ref(inside, await self._send(inside, card, delivery_key))
            except Undeliverable as closed:
                log.info("no post in a thread of %s: %s", channel.key, closed)
                self.threads.discard(under.key)
        sent = await self._send(channel, card, delivery_key)
        if under is not None and not card.thread:
            await self._open_thread(channel, sent, card.title)
        return message_ref(channel, sent)

    async def post(self, channel: ChannelRef, card: Card) -> None:
        """Post a card that nobody will look for."""
        await self._send(channel, card, None)

    async def edit(self, message: MessageRef, card: Card) -> None:
        """Replace a post."""
        guild, channel, key = read_place(message)
        post = self.client.get_partial_messageable(channel, guild_id=guild).get_partial_message(key)
        view = draw(card)
        view.stop()
        try:
            await self.pace.call(lambda: post.edit(view=view, allowed_mentions=NOBODY))
        except discord.HTTPException as problem:
            if problem.code == MESSAGE_GONE:
                raise Undeliverable("the post was deleted") from None
            if problem.code == OLD_MESSAGE:
                raise TryLater(PAUSE) from None
            refused(problem)

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """The first post with that key; of several the later ones are deleted. Raises CannotLook."""
        found, empty = await self._look(channel, delivery_key, since - BEFORE)
        if not found and under is not None:
            inside = await self._look_inside(thread_of(channel, under), delivery_key, since - BEFORE)
            if inside is not None:
                return inside
        if not found:
            if empty and not await self._may_look(channel):
                if self.clock() - since < HOLDS:
                    return None  # sent again with the same nonce, it is still one message
                raise CannotLook
            return None
        first, *others = sorted(found)
        for other in others:
            await self._delete(channel, other)
        if under is not None:
            await self._open_thread(channel, first, "")
        return message_ref(channel, first)

    async def tell(self, account: AccountRef, card: Card) -> None:
        """A direct message; a file of the card follows it there."""
        view = draw(card)
        view.stop()
        file = attachment(card)
        try:
            talk = await self.pace.call(lambda: self.client.create_dm(discord.Object(int(account.user))))
            await self.pace.call(lambda: talk.send(view=view, allowed_mentions=NOBODY))
            if file is not None:
                await self.pace.call(lambda: talk.send(file=file, allowed_mentions=NOBODY))
        except discord.HTTPException as problem:
            if problem.code in NO_PRIVATE and self.unreachable is not None:
                await self.unreachable(account)
            refused(problem)

    # --- inside

    async def _send(self, channel: ChannelRef, card: Card, key: str | None) -> int:
        """The id of the message."""
        named: dict[str, Any] = {"nonce": nonce_of(key)} if key else {}
        there = self.client.get_partial_messageable(int(channel.key), guild_id=int(channel.space))
        view = draw(card, key or "")
        view.stop()
        try:
            return (await self.pace.call(lambda: there.send(view=view, allowed_mentions=NOBODY, **named))).id
        except discord.HTTPException as problem:
            if problem.code != OUR_BUG:
                refused(problem)
            log.error("Discord does not take a card: %s", fields(problem))
        plain = fallback(card, key or "")
        plain.stop()
        return (await self.pace.call(lambda: there.send(view=plain, allowed_mentions=NOBODY, **named))).id

    async def _look(self, channel: ChannelRef, key: str, after: datetime) -> tuple[list[int], bool]:
        """Our own messages with that key since then; and whether there was nothing to be seen at all."""
        there = self.client.get_partial_messageable(int(channel.key), guild_id=int(channel.space))
        mark, number, me = mark_of(key), number_of(key), self.client.user
        found: list[int] = []
        empty = True
        before = self.clock() + BEFORE

        async def read() -> None:
            nonlocal empty
            async for message in there.history(limit=None, after=after, before=before, oldest_first=True):
                empty = False
                if me is not None and message.author.id == me.id and carries(message, mark, number):
                    found.append(message.id)

        try:
            await self.pace.call(read)
        except discord.HTTPException as problem:
            if problem.status >= 500:
                raise TryLater(30.0) from None
            refused(problem)
        return found, empty

    async def _look_inside(self, thread: ChannelRef, key: str, after: datetime) -> MessageRef | None:
        """The first post with that key in a thread, which may not be there."""
        try:
            found, _ = await self._look(thread, key, after)
        except Undeliverable:
            return None
        return message_ref(thread, min(found)) if found else None

    async def _may_look(self, channel: ChannelRef) -> bool:
        """Whether an empty history means that there is nothing. Discord does not say it otherwise."""
        try:
            held = await held_in(self.client, int(channel.space), int(channel.key))
        except discord.HTTPException as problem:
            refused(problem)
        return held.view_channel and held.read_message_history

    async def _in_thread(self, channel: ChannelRef, under: MessageRef, title: str) -> bool:
        """Whether there is a thread under the message, once it was opened."""
        if under.key not in self.threads and await self._open_thread(channel, int(under.key), title):
            self.threads.add(under.key)
        return under.key in self.threads

    async def _open_thread(self, channel: ChannelRef, message: int, title: str) -> bool:
        """Open a thread where that is permitted; whether it is there, now or since before."""
        name = (title.strip() or "Discussion")[:THREAD_NAME]
        begin = self.client.http.start_thread_with_message  # PartialMessage asks for a server of this process' shards
        try:
            await self.pace.call(lambda: begin(int(channel.key), message, name=name, auto_archive_duration=A_DAY))
        except (*LOST, TryLater) as problem:
            if code_of(problem) == THREAD_THERE:
                return True
            log.info("no thread under a post in %s: %s", channel.key, said(problem))
            return False
        return True

    async def _delete(self, channel: ChannelRef, message: int) -> None:
        there = self.client.get_partial_messageable(int(channel.key), guild_id=int(channel.space))
        try:
            await self.pace.call(there.get_partial_message(message).delete)
        except (*LOST, TryLater) as problem:
            if code_of(problem) != MESSAGE_GONE:
                log.warning("a second post of one letter stays in %s: %s", channel.key, said(problem))


def thread_of(channel: ChannelRef, under: MessageRef) -> ChannelRef:
    """The thread under a message has its id."""
    return ChannelRef(channel.platform, channel.space, under.key)


def carries(message: discord.Message, mark: str, number: int) -> bool:
    """Whether a message is the post of a delivery: by the mark in its controls, else by its container's number."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in view.walk_children():
        if isinstance(item, ui.Container) and item.id == number:
            return True
        said = getattr(item, "custom_id", None)
        if isinstance(said, str) and read_custom_id(said).mark == mark:
            return True
    return False


def refused(problem: discord.HTTPException) -> NoReturn:
    """Say what a refusal means: closed for good, or whatever the caller makes of it."""
    if problem.code in CLOSED:
        raise Undeliverable(f"Discord says {problem.code}") from None
    raise problem
