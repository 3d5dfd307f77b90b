"""How answers reach the person who asked: one first response, then edits of it, then further private messages.

A watch defers whatever is not answered in time, so that a slow minute costs nobody their answer; a modal can only be
the first response. What nobody could be told is logged: it is stored all the same, and a command shows it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

import discord
from discord import ui

from adapters.discord.attachments import attachment
from adapters.discord.faults import ACKNOWLEDGED, LOST, NO_PERMISSION, OUR_BUG, code_of, fields, said
from adapters.discord.forms import modal
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.permissions import cannot_write
from adapters.discord.render import fallback
from adapters.discord.still import stills
from adapters.discord.where import Where
from bot.app.tasks import Tasks
from bot.view.card import Card, Reply
from bot.view.form import Form
from bot.view.form_card import broken, offer
from bot.view.messenger import TryLater, Undeliverable

log = logging.getLogger(__name__)

PATIENCE: Final = 1.0
"""Seconds until an interaction is deferred; Discord waits for three."""
NOBODY: Final = discord.AllowedMentions.none()


class Answer:
    """The answer to one interaction."""

    __slots__ = ("_turn", "_watch", "interaction", "messenger", "state", "tasks", "where")

    def __init__(
        self, interaction: discord.Interaction, where: Where, messenger: DiscordMessenger, tasks: Tasks
    ) -> None:
        self.interaction = interaction
        self.where = where
        self.messenger = messenger
        self.tasks = tasks
        self.state: Literal["open", "deferred", "answered", "over"] = "over" if messenger.pace.shut else "open"
        self._turn = asyncio.Lock()
        self._watch = asyncio.get_running_loop().call_later(PATIENCE, self._late)

    def done(self) -> None:
        """Nothing more will be said."""
        self._watch.cancel()

    async def give(self, replies: Sequence[Reply]) -> None:
        """Show what came of something, each reply where it belongs."""
        own = [reply for reply in replies if reply.to != "channel" or self.where.private]
        for reply in own:
            await self.show(reply.card, in_place=reply.to == "update" and self.where.quiet)
        for reply in replies:  # last: a channel may have to wait for its turn
            if reply.to == "channel" and not self.where.private:
                await self._post(reply.card)

    async def show(self, card: Card, *, in_place: bool = False) -> None:
        """A card for this person alone; `in_place` of the card with the control."""
        async with self._turn:
            self._watch.cancel()
            try:
                await self._shown(card, in_place=in_place)
            except LOST as problem:
                if code_of(problem) == OUR_BUG and isinstance(problem, discord.HTTPException):
                    log.error("Discord does not take a card: %s", fields(problem))
                    await self._plainly(card)
                else:
                    self._lost(problem)

    async def ask(self, form: Form) -> None:
        """Open a form; where that is too late, a card whose control opens it."""
        async with self._turn:
            if self.state == "open":
                self._watch.cancel()
                drawn = modal(form)
                drawn.stop()
                try:
                    await self.interaction.response.send_modal(drawn)
                    self.state = "answered"
                except LOST as problem:
                    if code_of(problem) == ACKNOWLEDGED:
                        self.state = "answered"
                    elif code_of(problem) != OUR_BUG:
                        self._lost(problem)
                    else:
                        log.error("Discord does not take a form: %s", said(problem))
                        await self._plainly(broken())
                return
        await self.show(offer(form.intent))

    async def defer(self) -> None:
        """Say that an answer is coming. It promises nothing."""
        async with self._turn:
            if self.state != "open":
                return
            try:
                await self.interaction.response.defer(ephemeral=True, thinking=True)
                self.state = "deferred"
            except LOST as problem:
                if code_of(problem) == ACKNOWLEDGED:
                    self.state = "deferred"
                else:
                    self._lost(problem)

    # --- inside

    def _late(self) -> None:
        self.tasks.spawn(self.defer())

    async def _shown(self, card: Card, *, in_place: bool) -> None:
        file = attachment(card)
        view, *further = stills(card if file is None else replace(card, attachment=None))
        if self.state == "open":
            response = self.interaction.response
            if in_place and file is None:
                await self._first(lambda: response.edit_message(view=view, allowed_mentions=NOBODY), view)
            else:
                await self._first(
                    lambda: response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY), view
                )
            self.state = "answered"
        elif self.state == "deferred":
            await self._edit(view)
            self.state = "answered"
        elif self.state == "answered":
            further = [view, *further]
        if self.state == "answered":
            for page in further:
                await self.interaction.followup.send(view=page, ephemeral=True, allowed_mentions=NOBODY)
            if file is not None:
                await self.interaction.followup.send(file=file, ephemeral=True, allowed_mentions=NOBODY)

    async def _first(self, send: Callable[[], Awaitable[Any]], view: ui.LayoutView) -> None:
        """The first response. A broken line leaves open whether it arrived, so it is tried once more."""
        for last in (False, True):
            try:
                await send()
                return
            except LOST as problem:
                if code_of(problem) == ACKNOWLEDGED:  # our own, whose answer was lost, or another process's
                    await self._edit(view)
                    return
                if last or isinstance(problem, discord.DiscordException):
                    raise

    async def _edit(self, view: ui.LayoutView) -> None:
        await self.interaction.edit_original_response(view=view, allowed_mentions=NOBODY)

    async def _plainly(self, card: Card) -> None:
        """The words of a card that Discord did not take."""
        view = fallback(card)
        view.stop()
        try:
            if self.state == "open":
                await self.interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)
            elif self.state == "deferred":
                await self._edit(view)
            else:
                await self.interaction.followup.send(view=view, ephemeral=True, allowed_mentions=NOBODY)
            self.state = "answered"
        except LOST as problem:
            self._lost(problem)

    async def _post(self, card: Card) -> None:
        """For all in the channel; whoever asked is told when the bot may not write there."""
        channel = self.where.caller.channel
        assert channel is not None, "a place that is not private has a channel"
        try:
            if not self.where.may_post:
                raise Undeliverable("no permission")
            await self.messenger.post(channel, card)
        except Undeliverable:
            await self.show(cannot_write(self.interaction.app_permissions))
        except (*LOST, TryLater) as problem:
            log.warning("a channel was not told: %s", said(problem))
            if code_of(problem) in NO_PERMISSION:
                await self.show(cannot_write(self.interaction.app_permissions))

    def _lost(self, problem: BaseException) -> None:
        self.state = "over"
        self.messenger.pace.heed(problem)
        log.info("interaction %d was not answered: %s", self.interaction.id, said(problem))
