"""What arrives from Slack and what it asks for: one listener for each kind, acknowledged first.

Commands, presses, modals and shortcuts are acknowledged at once and carried out behind; events (events.py) only when
they are stored, since Slack brings them again otherwise. What is asked for is the core's to carry out.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from adapters.slack.controls import PICK, read_action_id
from adapters.slack.forms import FORM, mistakes, values, waiting_view
from adapters.slack.people import People
from adapters.slack.replies import Replies
from adapters.slack.rich import unescape
from adapters.slack.settings import PLATFORM
from adapters.slack.where import Where, of_command, of_interaction, read_metadata
from bot import intents as ask
from bot.app import App
from bot.app.tasks import Tasks
from bot.commands import Refusal, UnknownCommand, parse, wants_form
from bot.intents import Intent, ShowDaily
from bot.refs import Caller
from bot.view import refusals
from bot.view.card import Button, Buttons, Card, Reply
from bot.view.form_card import BROKEN, TOO_LATE, offer
from bot.view.wire import DoesNotTravel, decode, encode

log = logging.getLogger(__name__)

ANY: Final = re.compile(".*", re.DOTALL)
SHORTCUTS: Final[Mapping[str, Intent]] = {"today": ShowDaily()}
"""callback_id of a global shortcut -> what it asks for."""
GIVEN_BACK: Final = ("refused", "warning")
"""States of a card after which a form comes back with what was typed."""

LOOKS: Final = (
    *(ask.ShowDaily, ask.ShowResult, ask.ShowYesterday, ask.ShowHistory, ask.Practise, ask.ShowStreak),
    *(ask.ExplainStreak, ask.ShowLeaderboard, ask.ShowSeasons, ask.ShowSettings, ask.ShowHelp, ask.ShowGroup),
    *(ask.PreviewDaily, ask.ShowLog),
)
"""What changes nothing, however often it is asked for."""
AT_ONCE: Final = 8
"""Answers that are drawn between two looks at what came in."""

Body = Mapping[str, Any]
Ack = Callable[..., Awaitable[Any]]


class Inbound:
    """The listeners, and what they do behind their acknowledgement."""

    def __init__(self, door: App, people: People, replies: Replies, tasks: Tasks) -> None:
        self.door = door
        self.people = people
        self.replies = replies
        self.tasks = tasks
        self.changed: Callable[[Where, Intent], None] = lambda where, intent: None
        """Told of what was carried out for somebody, whose page may look different now."""
        self._few = asyncio.Semaphore(AT_ONCE)
        self._asked = 0  # how many wait for the database, or for their turn
        self.own: dict[str, Callable[[Where, str], Awaitable[None]]] = {}
        """Who takes controls that the adapter has for itself, by the word before the tilde."""

    def listen(self, bolt: AsyncApp) -> None:
        """Register one listener for each kind of what people do; Bolt tries them in this order."""
        bolt.action(ANY)(self.on_action)
        bolt.command(ANY)(self.on_command)
        bolt.view(ANY)(self.on_view)
        bolt.shortcut(ANY)(self.on_shortcut)
        bolt.view_closed(ANY)(self.on_nothing)
        bolt.options(ANY)(self.on_nothing)

    # --- listeners: acknowledge and hand on, never raise afterwards

    async def on_command(self, ack: Ack, body: Body) -> None:
        """`/quorum <verb> ...`."""
        await ack()
        where = of_command(body)  # like the others below, it takes what is missing as empty: nothing may fail here
        self.begin(self.said(where, body.get("text") or ""), where)

    async def on_action(self, ack: Ack, body: Body) -> None:
        """A press."""
        await ack()
        where = of_interaction(body)
        self.begin(self.pressed(where, body), where)

    async def on_view(self, ack: Ack, body: Body) -> None:
        """A form was sent: what can be told at once is told in the acknowledgement."""
        view = body.get("view") or {}
        if view.get("callback_id") != FORM:
            await ack()
            return
        if wrong := mistakes(view):
            await ack(response_action="errors", errors=wrong)
            return
        where = of_interaction(body)
        await ack(response_action="update", view=waiting_view(where.metadata))
        self.begin(self.submitted(where, view), where)

    async def on_shortcut(self, ack: Ack, body: Body) -> None:
        """A shortcut: there is no conversation to answer in, so a modal opens."""
        await ack()
        intent = SHORTCUTS.get(body.get("callback_id", ""))
        where = of_interaction(body)
        if intent is not None:
            self.begin(self.shown(where, intent), where)

    async def on_nothing(self, ack: Ack) -> None:
        """What needs no more than its acknowledgement."""
        await ack()

    def begin(self, work: Coroutine[Any, Any, None], where: Where) -> None:
        """Carry on behind the acknowledgement; who waits is told when it fails."""
        if not (where.team and where.user):
            work.close()
            log.warning("something came from nobody")
            return
        self.tasks.spawn(work, lambda: self.replies.say(where, BROKEN))

    # --- what is done

    async def said(self, where: Where, text: str, *, forms: bool = True) -> None:
        """Carry out a typed line. Without `forms` nothing can be opened: a control offers it."""
        try:
            intent = parse(readable(text, where.tenant or where.team), forms=True)
        except UnknownCommand as unknown:
            if forms:
                await self.replies.give(where, [Reply(refusals.present(unknown))])
            else:  # whoever talks to the bot reads what it can be told
                await self.carry_out(where, ask.ShowHelp())
            return
        except Refusal as refusal:
            await self.replies.give(where, [Reply(refusals.present(refusal))])
            return
        if wants_form(intent) and not forms:
            await self.replies.give(where, [Reply(offer(intent))])
        else:
            await self.carry_out(where, intent, form=wants_form(intent))

    async def pressed(self, where: Where, body: Body) -> None:
        """Carry out what a control asks for."""
        action = body["actions"][0]
        name = action.get("action_id") or ""
        if (own := self.own.get(name.partition("~")[0])) is not None:
            await own(where, name)
            return
        press = read_action_id(name)
        if press is None:
            return
        try:
            intent = decode(press.token)
        except Refusal as refusal:
            await self.replies.give(where, [Reply(refusals.present(refusal))])
            return
        if press.whole:
            await self.shown(where, intent)
            return
        if press.many:
            intent = picked(intent, body, action.get("block_id", ""))
        if not where.view and (body.get("view") or {}).get("type") == "home" and not press.form:
            await self.shown(where, intent)
        else:
            await self.carry_out(where, intent, form=press.form)

    async def carry_out(self, where: Where, intent: Intent, *, form: bool = False) -> None:
        """Carry out an intent and show what came of it; or open its form."""
        if form:
            await self.fill_in(where, intent)
        else:
            caller = await self.caller(where)
            self._asked += 1
            try:
                found = await self.door.call(intent, caller, once_of(intent, where))
                if self._asked > AT_ONCE:
                    await self.turn()
            finally:
                self._asked -= 1
            replies = again(intent, found)
            await self.replies.give(where, replies)
            self.changed(where, intent)

    async def turn(self) -> None:
        """Wait while a few others draw: the database answers many at once, and to draw for all of them takes longer
        than what comes in meanwhile may wait for its acknowledgement.
        """
        async with self._few:
            await asyncio.sleep(0)

    async def shown(self, where: Where, intent: Intent) -> None:
        """The same in a modal of its own."""
        where = replace(where, view=await self.replies.open(where))
        await self.carry_out(where, intent)

    async def fill_in(self, where: Where, intent: Intent) -> None:
        """Open the form of an intent: the modal first, since it can be opened for three seconds only."""
        if not where.view:
            where = replace(where, view=await self.replies.open(where))
            if not where.view:
                await self.replies.say(where, TOO_LATE)
                return
        form = await self.door.form(intent, await self.caller(where))
        if isinstance(form, Card):
            await self.replies.give(where, [Reply(form)])
        else:
            await self.replies.ask(where, form)

    async def submitted(self, where: Where, view: Body) -> None:
        """Carry out what a form was filled in for; what does not fit comes back as it was typed."""
        kept = read_metadata(view)
        try:
            intent = decode(str(kept.get("t", "")))
        except Refusal as refusal:
            await self.replies.give_back(where, view, [Reply(refusals.present(refusal))])
            return
        replies = await self.door.submit(intent, values(view), await self.caller(where), once_of(intent, where))
        if replies and all(reply.card.state in GIVEN_BACK for reply in replies):
            if elsewhere(intent, replies):
                await self.replies.give(where, replies)
            else:
                await self.replies.give_back(where, view, replies)
        elif kept.get("p", 1) < kept.get("of", 1) and (further := further_page(replies)) is not None:
            await self.fill_in(where, further)
        else:
            await self.replies.give(where, replies)
            self.changed(where, intent)

    async def caller(self, where: Where) -> Caller:
        """Who asks, as the core knows them."""
        return where.caller(await self.people.of(where.team, where.user, where.user_name))


def readable(text: str, tenant: str) -> str:
    """A typed line as the core reads it: people by reference, channels by name, nothing escaped."""
    text = re.sub(r"<@([A-Z0-9]+)(?:\|[^>]*)?>", rf"{PLATFORM}:{tenant}:\1", text)
    text = re.sub(r"<#[A-Z0-9]+(?:\|([^>]*))?>", lambda found: f"#{found[1] or ''}", text)
    text = re.sub(
        r"<(?:(https?://[^|>]+)|mailto:[^|>]+\|([^>]+))(?:\|[^>]*)?>", lambda found: found[1] or found[2], text
    )
    return unescape(text)


def again(intent: Intent, replies: Sequence[Reply]) -> Sequence[Reply]:
    """Replies whose cards know what shows them once more: where nothing else does, the same look does."""
    if not isinstance(intent, LOOKS) or not travels(intent):
        return replies
    return [replace(one, card=replace(one.card, whole=one.card.whole or intent)) for one in replies]


def once_of(intent: Intent, where: Where) -> str:
    """The key by which it is carried out once; none for what gives the same card again, which is better than none."""
    return "" if isinstance(intent, (*LOOKS, ask.Answer, ask.DontKnow)) else where.once


def travels(intent: Intent) -> bool:
    """Whether a control can carry it: a long text that was typed cannot be."""
    try:
        encode(intent)
    except DoesNotTravel:
        return False
    return True


def picked(intent: Intent, body: Body, block: str) -> Intent:
    """The intent with the letters that were picked beside its button."""
    state = (body.get("state") or {}).get("values", {}).get(block, {}).get(PICK, {})
    letters = " ".join(option["value"] for option in state.get("selected_options") or ())
    said: dict[str, Any] = {"said": letters} if "said" in {part.name for part in fields(intent)} else {}
    return replace(intent, **said)


def form_buttons(replies: Sequence[Reply]) -> list[Button]:
    """The controls of cards that open a form."""
    rows = (block for reply in replies for block in reply.card.blocks if isinstance(block, Buttons))
    return [button for row in rows for button in row.buttons if button.form]


def further_page(replies: Sequence[Reply]) -> Intent | None:
    """What the next page of a form asks for."""
    asked = [reply for reply in replies if reply.card.state == "ask"]
    return next((button.intent for button in form_buttons(asked)), None)


def elsewhere(intent: Intent, replies: Sequence[Reply]) -> bool:
    """Whether what does not fit stands on another page of the same form."""
    page = getattr(intent, "page", None)
    return any(
        type(button.intent) is type(intent) and getattr(button.intent, "page", None) != page
        for button in form_buttons(replies)
    )
