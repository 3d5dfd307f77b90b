"""Delivery to Slack: posts, edits, threads, private messages, and the look whether a post is there.

A message is known by its channel and `ts`; the channel of a `MessageRef` names its workspace too ("T1/C1"). It must
not know what a card says.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, Final, NoReturn

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.clients import GONE, Clients, UnknownWorkspace, Workspace, code_of
from adapters.slack.pace import LOST, PATIENCE, Pace
from adapters.slack.render import message
from adapters.slack.settings import PLATFORM
from bot.refs import AccountRef, ChannelRef, MessageRef
from bot.view.card import Card
from bot.view.messenger import CannotLook, TryLater, Undeliverable

log = logging.getLogger(__name__)

EVENT: Final = "quorum_card"
BEFORE: Final = 120
"""Seconds before the first attempt from which on the history is read: clocks differ."""
PAGE: Final = 15
CLOSED: Final = GONE | {
    *("channel_not_found", "is_archived", "not_in_channel", "restricted_action", "channel_is_archived"),
    *("user_disabled", "user_not_found", "cannot_dm_bot", "message_not_found", "cant_update_message"),
    *("edit_window_closed", "team_access_not_granted", "thread_not_found", "no_permission"),
}  # fmt: skip
"""Refusals that trying again does not change: the channel, the message or the person is closed to the bot."""
UNFURL: Final = {"unfurl_links": False, "unfurl_media": False}


class SlackMessenger:
    """Slack's `Messenger`."""

    def __init__(self, clients: Clients, pace: Pace, session: aiohttp.ClientSession) -> None:
        self.clients = clients
        self.pace = pace
        self.session = session

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        """Post a card, in the thread of `under` if that is in the same channel."""
        workspace = await self._workspace(channel.space)
        drawn = message(card, delivery_key)
        metadata = {"event_type": EVENT, "event_payload": {"delivery_key": delivery_key}}
        thread: dict[str, Any] = {"thread_ts": under.key} if under and under.channel == place(channel) else {}
        await self.pace.turn(workspace, channel.key)
        try:
            said = await self.pace.call(
                workspace, "chat_postMessage", channel=channel.key, metadata=metadata, **drawn, **thread, **UNFURL
            )
        except SlackApiError as error:
            refused(error)
        return MessageRef(PLATFORM, place(channel), said["ts"])

    async def edit(self, message_ref: MessageRef, card: Card) -> None:
        """Replace a post; its metadata stay."""
        team, _, channel = message_ref.channel.partition("/")
        workspace = await self._workspace(team)
        drawn = message(card, message_ref.key)
        try:
            await self.pace.call(workspace, "chat_update", channel=channel, ts=message_ref.key, parse="none", **drawn)
        except SlackApiError as error:
            refused(error)

    async def find(
        self, channel: ChannelRef, delivery_key: str, since: datetime, under: MessageRef | None = None
    ) -> MessageRef | None:
        """The first post with that key; of several the later ones are deleted. Raises CannotLook."""
        workspace = await self._workspace(channel.space)
        if under is not None and under.channel == place(channel):
            return await self._find_reply(workspace, channel, delivery_key, since, under)
        oldest = f"{max(int(since.timestamp()) - BEFORE, 0)}.000000"
        found = [
            str(said["ts"])
            async for said in self._history(workspace, channel.key, oldest=oldest)
            if is_ours(said, workspace) and carries(said, delivery_key)
        ]
        if not found:
            return None
        first, *others = sorted(found, key=order)
        for ts in others:
            await self._delete(workspace, channel.key, ts)
        return MessageRef(PLATFORM, place(channel), first)

    async def tell(self, account: AccountRef, card: Card) -> None:
        """A direct message; a file of the card follows it there."""
        await self.tell_in(await self._workspace(account.tenant), account.user, card)

    async def tell_in(self, workspace: Workspace, user: str, card: Card) -> None:
        """The same where the workspace is known."""
        await self.pace.turn(workspace, user)
        try:
            said = await self.pace.call(workspace, "chat_postMessage", channel=user, **message(card), **UNFURL)
            if card.attachment is not None:
                await self.attach(workspace, said["channel"], *card.attachment)
        except SlackApiError as error:
            refused(error)

    async def attach(self, workspace: Workspace, channel: str, name: str, text: str) -> None:
        """Put a file into a conversation that the bot has. Raises SlackApiError."""
        raw = text.encode("utf-8", "replace")
        slot = await self.pace.call(
            workspace, "files_getUploadURLExternal", patience=PATIENCE, filename=name, length=len(raw)
        )
        async with self.session.post(slot["upload_url"], data=raw) as answer:
            answer.raise_for_status()
        files = [{"id": slot["file_id"], "title": name}]
        await self.pace.call(
            workspace, "files_completeUploadExternal", patience=PATIENCE, files=files, channel_id=channel
        )

    # --- inside

    async def _workspace(self, key: str) -> Workspace:
        try:
            return await self.clients.of(key)
        except UnknownWorkspace:
            raise Undeliverable("the bot is not in that workspace any more") from None

    async def _find_reply(
        self, workspace: Workspace, channel: ChannelRef, key: str, since: datetime, under: MessageRef
    ) -> MessageRef | None:
        """A reply in a thread. Where replies cannot be read, the parent tells whether the bot replied since then."""
        try:
            said = await self.pace.call(
                workspace, "conversations_replies", channel=channel.key, ts=under.key, include_all_metadata=True
            )
        except SlackApiError as error:
            log.info("the replies cannot be read (%s); the parent is", code_of(error))
        else:
            found = [one for one in said["messages"] if is_ours(one, workspace) and carries(one, key)]
            return MessageRef(PLATFORM, place(channel), found[0]["ts"]) if found else None
        bounds = {"oldest": under.key, "latest": under.key}
        async for parent in self._history(workspace, channel.key, **bounds):
            latest = str(parent.get("latest_reply") or "0")
            if workspace.bot_user in parent.get("reply_users", ()) and order(latest)[0] >= int(since.timestamp()):
                return MessageRef(PLATFORM, place(channel), latest)
        return None

    async def _history(self, workspace: Workspace, channel: str, **bounds: str) -> AsyncIterator[Mapping[str, Any]]:
        """Messages of a channel, newest first, all pages. Raises CannotLook, TryLater or Undeliverable."""
        cursor = ""
        while True:
            said = await self._page(workspace, channel, cursor, bounds)
            for found in said["messages"]:
                yield found
            cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def _page(
        self, workspace: Workspace, channel: str, cursor: str, bounds: Mapping[str, str]
    ) -> Mapping[str, Any]:
        more: dict[str, Any] = {**bounds, "cursor": cursor} if cursor else {**bounds}
        try:
            return await self.pace.call(
                workspace, "conversations_history", channel=channel, inclusive=True, include_all_metadata=True,
                limit=PAGE, **more,
            )  # fmt: skip
        except SlackApiError as error:
            code = code_of(error)
            if error.response.status_code >= 500:
                raise TryLater(PATIENCE) from None
            if code in GONE:
                raise Undeliverable(f"Slack says {code}") from None
            log.warning("the history of %s cannot be read: %s", channel, code)
            raise CannotLook from None

    async def _delete(self, workspace: Workspace, channel: str, ts: str) -> None:
        try:
            await self.pace.call(workspace, "chat_delete", channel=channel, ts=ts)
        except LOST as problem:
            log.warning("a second post of one letter stays in %s: %s", channel, type(problem).__name__)


def place(channel: ChannelRef) -> str:
    """How a message names its channel."""
    return f"{channel.space}/{channel.key}"


def order(ts: str) -> tuple[int, int]:
    """A ts in order of time; never read as a float, which would lose its end."""
    whole, _, rest = ts.partition(".")
    return int(whole or 0), int(rest.ljust(6, "0")[:6])


def is_ours(said: Mapping[str, Any], workspace: Workspace) -> bool:
    """Whether the bot wrote a message."""
    return said.get("bot_id") == workspace.bot_id or said.get("user") == workspace.bot_user


def carries(said: Mapping[str, Any], key: str) -> bool:
    """Whether a message is the post of that delivery key: by its metadata, else by the ids of its blocks."""
    payload = (said.get("metadata") or {}).get("event_payload") or {}
    if payload.get("delivery_key") == key:
        return True
    return any(str(block.get("block_id", "")).startswith(f"q:{key}:") for block in said.get("blocks", ()))


def refused(error: SlackApiError) -> NoReturn:
    """Say what a refusal means: closed for good, or whatever the caller makes of it."""
    code = code_of(error)
    if error.response.status_code == 200 and code in CLOSED:
        raise Undeliverable(f"Slack says {code}") from None
    raise error
