"""Events of a workspace: what they mean to the core, each carried out once, however often Slack brings it.

An event is acknowledged when its row is committed; until then Slack brings it again. EVENTS is the table to read.
"""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.clients import Clients
from adapters.slack.inbound import ANY, Body, Inbound
from adapters.slack.pace import LOST, Pace
from adapters.slack.people import NOBODY
from adapters.slack.settings import PLATFORM
from adapters.slack.where import Where, of_event
from bot.intents import BotInvited, ChannelLost, ChannelRenamed, Intent, LearnerGone, LearnerLeft, SpaceLost
from bot.refs import Caller

log = logging.getLogger(__name__)

Noticed = list[tuple[Intent, Caller]]
Home = Callable[[Where], Coroutine[Any, Any, None]]


class HeldBack(AsyncMiddleware):
    """Slack held back events of a busy minute: there is nothing to do but to know it."""

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[Any]]
    ) -> Any:
        """Acknowledge that notice; it is no event, so no listener would."""
        if req.body.get("type") == "app_rate_limited":
            log.warning("Slack held back events of %s", req.body.get("team_id"))
            return BoltResponse(status=200, body="")
        return await next()


class Events:
    """Takes events. `home`, when given, is told who opened the app's page."""

    def __init__(self, inbound: Inbound, clients: Clients, pace: Pace, home: Home | None = None) -> None:
        self.inbound = inbound
        self.clients = clients
        self.pace = pace
        self.home = home

    def listen(self, bolt: AsyncApp) -> None:
        """Register the one listener for events, and the answer to Slack's notice that it held some back."""
        bolt.event(ANY)(self.on_event)
        bolt.middleware(HeldBack())

    async def on_event(self, body: Body) -> None:
        """Store what an event means; raises when it could not be stored, so that Slack brings it again."""
        meant = EVENTS.get(body["event"]["type"])
        if meant is None:
            return
        try:
            await meant(self, body, body["event"])
        except (KeyError, TypeError, AttributeError):  # it lacks what it is about, and would the next time
            log.exception("an event %s cannot be read", body["event"]["type"])

    async def notice(self, body: Body, noticed: Noticed) -> bool:
        """Carry it out once; False if it was seen before."""
        key = f"{PLATFORM}:{body.get('team_id')}:{body['event_id']}"
        return await self.inbound.door.notice(key, *noticed)

    # --- what they mean

    async def joined(self, body: Body, event: Body) -> None:
        """Somebody came into a channel: that matters when it is the bot."""
        workspace = await self.clients.of(body["team_id"])
        if event.get("user") == workspace.bot_user:
            where = of_event(body, event.get("inviter") or event["user"], event["channel"])
            await self.notice(body, [(BotInvited(), await self.caller(where, named=True))])

    async def left(self, body: Body, event: Body) -> None:
        """Somebody left a channel; of the bot itself another event tells as well, or this one alone."""
        workspace = await self.clients.of(body["team_id"])
        if event.get("user") == workspace.bot_user:
            await self.lost(body, event)
        elif event.get("user"):
            where = of_event(body, event["user"], event["channel"])
            await self.notice(body, [(LearnerLeft(), where.caller(NOBODY))])

    async def back(self, body: Body, event: Body) -> None:
        """A channel is out of the archive: the bot is back where it is still a member."""
        where = of_event(body, event.get("user", ""), event["channel"])
        said = await self.channel(where)
        if said.get("is_member"):
            await self.notice(body, [(BotInvited(), await self.caller(where, said.get("name") or ""))])

    async def lost(self, body: Body, event: Body) -> None:
        """A channel is gone, or the bot was removed from it."""
        reason = str(event["type"]).partition("_")[2].removesuffix("_channel")
        where = of_event(body, event.get("actor_id") or event.get("user") or "", event["channel"])
        await self.notice(body, [(ChannelLost(reason), await self.caller(where))])

    async def renamed(self, body: Body, event: Body) -> None:
        """A channel has a new name."""
        where = of_event(body, channel=event["channel"]["id"])
        await self.notice(body, [(ChannelRenamed(), await self.caller(where, event["channel"].get("name") or ""))])

    async def removed(self, body: Body, event: Body) -> None:
        """The app was taken out of the workspace, or its tokens were: these come in any order, and late."""
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        if await self.clients.is_gone(body["team_id"], float(body.get("event_time") or 0)):
            await self.notice(body, [(SpaceLost(), await self.caller(of_event(body)))])

    async def person(self, body: Body, event: Body) -> None:
        """Somebody's account is new or has changed; who was deactivated is gone."""
        user = event["user"]
        person = self.inbound.people.hear(body["team_id"], user)
        if user.get("deleted") and not user.get("is_bot"):
            where = of_event(body, user["id"])
            await self.notice(body, [(LearnerGone(), where.caller(person))])

    async def mentioned(self, body: Body, event: Body) -> None:
        """The bot was mentioned in a channel: what follows the mention is a line."""
        workspace = await self.clients.of(body["team_id"])
        where = of_event(body, event.get("user") or "", event["channel"])
        where = replace(where, thread=event.get("thread_ts") or "")
        text = (event.get("text") or "").replace(f"<@{workspace.bot_user}>", " ", 1)
        await self.typed(body, where, text, event)

    async def written(self, body: Body, event: Body) -> None:
        """A direct message to the bot is a line."""
        kind = event.get("channel_type") or {"D": "im"}.get(str(event.get("channel"))[:1])
        if kind == "im" and not event.get("subtype"):
            await self.typed(
                body, of_event(body, event.get("user") or "", event["channel"]), event.get("text") or "", event
            )

    async def typed(self, body: Body, where: Where, text: str, event: Body) -> None:
        """Carry out a line behind the acknowledgement, once; bots are not answered."""
        if event.get("bot_id") or not where.user or not await self.notice(body, []):
            return
        self.inbound.begin(self.answered(where, text.strip()), where)

    async def answered(self, where: Where, text: str) -> None:
        """Carry out a line, unless a bot wrote it."""
        person = await self.inbound.people.of(where.team, where.user)
        if person.human:
            await self.inbound.said(where, text, forms=False)

    async def opened(self, body: Body, event: Body) -> None:
        """Somebody opened the app's page."""
        if event.get("tab", "home") == "home" and self.home is not None:
            where = of_event(body, event["user"])
            self.inbound.begin(self.home(where), where)

    # --- inside

    async def caller(self, where: Where, name: str = "", *, named: bool = False) -> Caller:
        """Who did it, in the channel that it is about; with `named` Slack is asked for the channel's name."""
        name = (await self.channel(where)).get("name") or "" if named else name
        person = await self.inbound.people.of(where.team, where.user) if where.user else None
        return replace(where, channel_name=name).caller(person or NOBODY)

    async def channel(self, where: Where) -> Mapping[str, Any]:
        """What Slack tells of a channel; nothing where it tells nothing."""
        try:
            workspace = await self.clients.of(where.team)
            said = await self.pace.call(workspace, "conversations_info", channel=where.channel)
        except LOST as problem:
            log.info("nothing is told of the channel %s: %s", where.channel, type(problem).__name__)
            return {}
        return dict(said.get("channel") or {})


Meant = Callable[[Events, Body, Body], Awaitable[None]]

EVENTS: Final[dict[str, Meant]] = {
    "member_joined_channel": Events.joined,
    "member_left_channel": Events.left,
    **dict.fromkeys(("channel_unarchive", "group_unarchive"), Events.back),
    **dict.fromkeys(("channel_left", "channel_archive", "channel_deleted"), Events.lost),
    **dict.fromkeys(("group_left", "group_archive", "group_deleted"), Events.lost),
    **dict.fromkeys(("channel_rename", "group_rename"), Events.renamed),
    **dict.fromkeys(("app_uninstalled", "tokens_revoked"), Events.removed),
    **dict.fromkeys(("user_change", "team_join"), Events.person),
    "app_mention": Events.mentioned,
    "message": Events.written,
    "app_home_opened": Events.opened,
}
"""Type of an event -> what it means. Whatever is not here is acknowledged and forgotten."""
