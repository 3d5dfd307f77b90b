"""What people do in Discord and what it asks for: presses, commands and sent forms, each carried out and answered.

One class takes every button and select, whatever message it stands on and however old; forms come by `on_interaction`.
Nothing is remembered between two of them. What is asked for is the core's to carry out, and to authorise.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import discord
from discord import ui

from adapters.discord.commands import with_field
from adapters.discord.controls import TEMPLATE, Pressed, read_custom_id
from adapters.discord.forms import values
from adapters.discord.kept import Kept
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.replies import Answer
from adapters.discord.settings import PLATFORM
from adapters.discord.where import where_of
from bot.app import App
from bot.app.tasks import Tasks
from bot.commands import Refusal, wants_form
from bot.intents import Intent
from bot.view import refusals
from bot.view.card import Card, Reply
from bot.view.form_card import broken, given_back, kept
from bot.view.wire import decode

log = logging.getLogger(__name__)

GIVEN_BACK: Final = ("refused", "warning")
"""States of a card after which what was typed into a form comes back."""
OURS: Final = re.compile(TEMPLATE)
Work = Callable[[Answer], Awaitable[None]]


class Press(ui.DynamicItem[ui.Item[Any]], template=TEMPLATE):
    """Every button and select. An exception here would only be logged, so all is done behind `Inbound`."""

    said: str = ""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str]
    ) -> "Press":
        press = cls(item)
        press.said = match["said"]
        return press

    async def callback(self, interaction: discord.Interaction) -> None:
        client: Any = interaction.client
        await client.inbound.pressed(interaction, self.said, getattr(self.item, "values", ()))


class Inbound:
    """What is done with what people do."""

    def __init__(self, door: App, messenger: DiscordMessenger, tasks: Tasks) -> None:
        self.door = door
        self.messenger = messenger
        self.tasks = tasks
        self.kept = Kept()
        self.closed = False
        """Set at the end: another process, or the next start, is to answer."""

    # --- what arrives

    async def pressed(self, interaction: discord.Interaction, said: str, picked: Sequence[str]) -> None:
        """A button, or what was picked in a select."""
        await self.answered(interaction, lambda answer: self._press(answer, said, picked))

    async def asked(self, interaction: discord.Interaction, make: Callable[[], Intent]) -> None:
        """A command; `make` gives its intent or raises a Refusal."""
        await self.answered(interaction, lambda answer: self._command(answer, make))

    async def arrived(self, interaction: discord.Interaction) -> None:
        """Any interaction, after discord.py has handed it out: forms, and controls that nobody has taken."""
        data: Any = interaction.data or {}
        said = str(data.get("custom_id", ""))
        if interaction.type is discord.InteractionType.modal_submit:
            await self.answered(interaction, lambda answer: self._sent(answer, said, data))
        elif interaction.type is discord.InteractionType.component and not OURS.fullmatch(said):
            await self.answered(interaction, lambda answer: self._press(answer, said, ()))

    async def answered(self, interaction: discord.Interaction, work: Work) -> None:
        """Carry out and answer; whatever goes wrong becomes a card."""
        if self.closed:
            return
        answer = Answer(interaction, where_of(interaction), self.messenger, self.tasks)
        with self.tasks.held():
            try:
                await work(answer)
            except Exception:
                log.exception("interaction %d", interaction.id)
                await answer.show(broken())
            finally:
                answer.done()

    # --- what is done

    async def _press(self, answer: Answer, said: str, picked: Sequence[str]) -> None:
        press = read_custom_id(said)
        try:
            intent = decode(press.token)
            if picked:
                intent, press = chosen(intent, press, picked)
        except Refusal as refusal:
            await answer.give([Reply(refusals.present(refusal))])
            return
        if press.form:
            await self._fill_in(answer, intent)
        else:
            await self._carry_out(answer, intent)

    async def _command(self, answer: Answer, make: Callable[[], Intent]) -> None:
        try:
            intent = make()
        except Refusal as refusal:
            await answer.give([Reply(refusals.present(refusal))])
            return
        if wants_form(intent):
            await self._fill_in(answer, intent)
        else:
            await self._carry_out(answer, intent)

    async def _carry_out(self, answer: Answer, intent: Intent) -> None:
        replies = await self.door.call(intent, answer.where.caller, once=key_of(answer.interaction))
        await answer.give(replies)

    async def _fill_in(self, answer: Answer, intent: Intent) -> None:
        caller = answer.where.caller
        form = await self.door.form(intent, caller)
        if isinstance(form, Card):
            await answer.show(form)
        else:
            await answer.ask(self.kept.into(caller.account, form))

    async def _sent(self, answer: Answer, said: str, data: Mapping[str, Any]) -> None:
        """A form was sent: what does not fit comes back with what was typed, which is never lost."""
        caller, filled = answer.where.caller, values(data)
        try:
            intent = decode(read_custom_id(said).token)
        except Refusal as refusal:
            await answer.give([Reply(refusals.present(refusal)), Reply(kept(filled))])
            return
        replies = await self.door.submit(intent, filled, caller, once=key_of(answer.interaction))
        lost = bool(replies) and all(reply.card.state in GIVEN_BACK for reply in replies)
        if lost:
            self.kept.keep(caller.account, intent, filled)
            *others, last = replies
            replies = (*others, replace(last, card=given_back(last.card, filled, intent)))
        else:
            self.kept.drop(caller.account, intent)
        await answer.give(replies)


def chosen(intent: Intent, press: Pressed, picked: Sequence[str]) -> tuple[Intent, Pressed]:
    """What was picked: letters for the control's own intent, or the one token that was picked. Raises Refusal."""
    if press.many:
        return with_field(intent, "said", " ".join(picked)), press
    inner = read_custom_id(picked[0])
    return decode(inner.token), inner


def key_of(interaction: discord.Interaction) -> str:
    """By what one interaction is known, however often and to however many processes it is brought."""
    return f"{PLATFORM}:{interaction.id}"
