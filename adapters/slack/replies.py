"""How answers reach the person who asked: in the modal, by the response_url, as an ephemeral message, else directly.

Each way can be closed (a modal that was shut, an address used up, a bot that was never invited); then the next one is
taken. What nobody could be told is logged: it is stored all the same, and a command shows it.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from adapters.slack.clients import Clients, Workspace, code_of
from adapters.slack.forms import again, form_view, is_whole, waiting_view, written
from adapters.slack.messenger import UNFURL, SlackMessenger
from adapters.slack.pace import LOST, PATIENCE, Pace
from adapters.slack.render import Drawn, message, modal
from adapters.slack.where import Where
from bot.view.card import Card, Reply
from bot.view.form import Form
from bot.view.form_card import KEPT

log = logging.getLogger(__name__)

JSON: Final = {"Content-Type": "application/json; charset=utf-8"}

OUTSIDE: Final = ("not_in_channel", "channel_not_found")
"""What Slack says of a channel that the bot was not invited to, a public and a private one."""
INVITE: Final = (
    "I cannot post in <#{channel}> yet, because nobody invited me there. Type `/invite` and <@{bot}> in that channel; "
    "everything else is set."
)


class Replies:
    """The ways back to a person."""

    def __init__(self, clients: Clients, pace: Pace, messenger: SlackMessenger, session: aiohttp.ClientSession) -> None:
        self._clients = clients
        self._pace = pace
        self._messenger = messenger
        self._session = session
        self._proxy = load_http_proxy_from_env()  # as the SDK's own calls do

    async def give(self, where: Where, replies: Sequence[Reply]) -> None:
        """Show what came of something, each reply where it belongs."""
        own = [reply for reply in replies if reply.to != "channel" or where.private]
        if own and not (where.view and await self.update(where, modal([one.card for one in own], metadata(where)))):
            for one in own:
                await self._tell(where, one.card, in_place=one.to == "update" and where.quiet)
        for one in own:
            if one.card.attachment is not None and not await self._attach(where, one.card):
                log.warning("a file for %s in %s went astray", where.user, where.team)
        for reply in replies:  # last: a channel may have to wait for its turn
            if reply.to == "channel" and not where.private:
                await self._post(where, reply.card)

    async def open(self, where: Where) -> str:
        """Open a modal at once, before its content is known; its id, empty if it would not open."""
        try:
            workspace = await self._clients.of(where.team)
            said = await self._pace.call(
                workspace, "views_open", trigger_id=where.trigger, view=waiting_view(where.metadata)
            )
        except LOST as problem:
            log.info("a modal would not open for %s in %s: %s", where.user, where.team, code(problem))
            return ""
        return str(said["view"]["id"])

    async def ask(self, where: Where, form: Form) -> bool:
        """Put a form into the open modal; whether it is there."""
        return await self.update(where, form_view(form, where.metadata))

    async def give_back(self, where: Where, view: Mapping[str, Any], replies: Sequence[Reply]) -> None:
        """The form again with what was typed, under the words of what went wrong; typed text is never lost."""
        cards = [reply.card for reply in replies]
        shown = again(view, cards)
        if await self.update(where, shown):
            if is_whole(view, shown):
                return
        else:
            for card in cards:
                await self._tell(where, card)
        for typed in written(view):
            await self._say(where, {"text": KEPT, "blocks": typed})

    async def update(self, where: Where, view: Drawn) -> bool:
        """Replace what stands in the open modal; whether it is there."""
        try:
            workspace = await self._clients.of(where.team)
            await self._pace.call(workspace, "views_update", patience=PATIENCE, view_id=where.view, view=view)
        except LOST as problem:
            log.info("a modal of %s in %s is gone: %s", where.user, where.team, code(problem))
            return False
        return True

    async def say(self, where: Where, text: str) -> None:
        """A line of the adapter's own, for one person."""
        await self._say(where, {"text": text})

    # --- the ways

    async def _post(self, where: Where, card: Card) -> None:
        """For all in the channel."""
        workspace = await self._clients.of(where.team)
        try:
            await self._pace.turn(workspace, where.channel)
            await self._pace.call(
                workspace, "chat_postMessage", patience=PATIENCE, channel=where.channel, **message(card), **UNFURL
            )
        except LOST as problem:
            log.warning("the channel %s in %s was not told: %s", where.channel, where.team, code(problem))
            if code(problem) in OUTSIDE:
                await self.say(where, INVITE.format(bot=workspace.bot_user, channel=where.channel))

    async def _tell(self, where: Where, card: Card, *, in_place: bool = False) -> None:
        """For one person."""
        await self._say(where, message(card), in_place=in_place)

    async def _say(self, where: Where, drawn: Drawn, *, in_place: bool = False) -> None:
        thread = {"thread_ts": where.thread} if where.thread else {}
        if await self._respond(where, {**drawn, **thread}, in_place=in_place):
            return
        try:
            workspace = await self._clients.of(where.team)
            if not where.private and await self._ephemeral(workspace, where, {**drawn, **thread}):
                return
            await self._pace.turn(workspace, where.user)
            await self._pace.call(
                workspace, "chat_postMessage", patience=PATIENCE, channel=where.user, **drawn, **UNFURL
            )
        except LOST as problem:
            log.warning("%s in %s was not answered: %s", where.user, where.team, code(problem))

    async def _respond(self, where: Where, drawn: Drawn, *, in_place: bool) -> bool:
        if not where.response_url:
            return False
        body = msgspec.json.encode({**drawn, "response_type": "ephemeral", "replace_original": in_place})
        try:
            async with self._session.post(where.response_url, data=body, headers=JSON, proxy=self._proxy) as answer:
                said = await answer.text()
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            log.info("a response_url broke: %s", type(problem).__name__)
            return False
        if answer.status != 200:
            log.info("a response_url says %d %s", answer.status, said[:200])
        return answer.status == 200

    async def _ephemeral(self, workspace: Workspace, where: Where, drawn: Drawn) -> bool:
        try:
            await self._pace.call(
                workspace, "chat_postEphemeral", patience=PATIENCE, channel=where.channel, user=where.user, **drawn
            )
        except LOST as problem:
            log.info("no ephemeral message in %s: %s", where.channel, code(problem))
            return False
        return True

    async def _attach(self, where: Where, card: Card) -> bool:
        """A file can only lie in a conversation that lasts: the card goes there with it."""
        try:
            await self._messenger.tell_in(await self._clients.of(where.team), where.user, card)
        except LOST as problem:
            log.warning("no file: %s", code(problem))
            return False
        return True


def metadata(where: Where) -> str:
    """What a modal keeps."""
    return json.dumps(where.metadata)


def code(problem: BaseException) -> str:
    """What went wrong, in a word; never a token or a text."""
    if isinstance(problem, SlackApiError):
        return code_of(problem) or "unreadable"
    return type(problem).__name__
