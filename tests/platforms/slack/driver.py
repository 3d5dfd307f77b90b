"""What a person does in Slack: the verbs that tests are written in. Nothing here speaks HTTP.

Every verb that reaches the app gives a `Delivery`: await it to have the app's acknowledgement. Only what the person
sees now can be pressed or filled in; `stale` gives the blocks that a lagging client still shows.
"""

import re
from typing import TYPE_CHECKING, Any

from tests.platforms.slack import acks, chat, events, interactions, oauth, responses, widgets
from tests.platforms.slack.delivery import Delivery
from tests.platforms.slack.views import View, close_all, close_top, stack_of
from tests.platforms.slack.widgets import NotThere
from tests.platforms.slack.workspace import Channel, Post, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.people import Person


class Actor:
    """A person at their client."""

    def __init__(self, ws: Workspace, person: "Person") -> None:
        self.ws, self.person = ws, person
        self._typed: dict[str, dict[widgets.Key, dict[str, Any]]] = {}
        self._offered: dict[str, list[dict[str, Any]]] = {}

    # -- what they see

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def view(self) -> View:
        """The modal in front."""
        stack = stack_of(self.ws, self.id)
        if not stack:
            raise NotThere(f"{self.person.name} has no modal open")
        return stack[-1]

    @property
    def views(self) -> list[View]:
        """The open modals, the front one last."""
        return list(stack_of(self.ws, self.id))

    @property
    def home(self) -> View:
        if self.id not in self.ws.homes:
            raise NotThere(f"the Home of {self.person.name} was never published")
        return self.ws.homes[self.id]

    @property
    def ephemerals(self) -> list[Post]:
        """What only they see, oldest first."""
        return self.ws.ephemerals_of(self.id)

    @property
    def dms(self) -> list[Post]:
        """The direct messages with the bot, oldest first."""
        return list(self.ws.dm(self.id).posts.values())

    # -- commands, components, modals

    def slash(self, line: str, channel: Channel | None = None) -> Delivery:
        """`/quorum start`, in a channel or to the bot. @name and #name become mentions, the rest is escaped."""
        command, _, text = line.partition(" ")
        if command not in self.ws.fake.app.commands:
            raise NotThere(f"{command} is not a command of the app")
        where = channel or self.ws.dm(self.id)
        body = interactions.command(self.ws, self.person, command, typed(self.ws, text), where)

        def told(answer: Any) -> None:
            if answer:
                acks.heed(self.ws, lambda: responses.respond(self.ws, where, self.id, answer, None))

        return self._send("command", body, told)

    def click(
        self,
        where: Post | View,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        stale: list[dict[str, Any]] | None = None,
    ) -> Delivery:
        """Press a button, or choose `value` (as for `submit`) in a select, a checkbox list, a menu."""
        shown = self._shown(where) if stale is None else stale
        block, element = widgets.find(shown, action_id, block_id)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise NotThere(f"{action_id} is an input without dispatch_action: it tells the app nothing until submitted")
        state = None
        if element["type"] == "overflow":
            state = {"selected_option": widgets.option(element, value)}
        elif element["type"] in widgets.TYPED:
            state = widgets.filled(element, value, self._offered.get(action_id))
        inputs = where.inputs if isinstance(where, View) else self._inputs(where)
        if state and element["type"] in widgets.TYPED:
            inputs[block["block_id"], action_id] = state
        if isinstance(where, View):
            body = interactions.view_action(self.ws, self.person, where, block, element, state)
        else:
            body = interactions.message_action(self.ws, self.person, where, block, element, state, inputs)
        return self._send("interactive", body)

    def fill(self, where: Post | View, given: dict[str, Any]) -> None:
        """Enter values by action_id (or by block_id), without sending anything."""
        shown = self._shown(where)
        inputs = where.inputs if isinstance(where, View) else self._inputs(where)
        for name, value in given.items():
            ids = [
                b["block_id"]
                for b, e in widgets.elements(shown)
                if b["block_id"] == name and e["type"] in widgets.TYPED
            ]
            action = name
            if ids:
                action = next(e["action_id"] for b, e in widgets.elements(shown) if b["block_id"] == name)
            block, element = widgets.find(shown, action, ids[0] if ids else None)
            inputs[block["block_id"], action] = widgets.filled(element, value, self._offered.get(action))

    def submit(self, view: View, given: dict[str, Any] | None = None) -> Delivery:
        """Fill in and press the submit button. Raises NotThere when the client would not submit: required and empty."""
        self.fill(view, given or {})
        if view is not self.view:
            raise NotThere("only the modal in front can be submitted")
        missing = widgets.unfilled(view.blocks, view.inputs)
        if missing:
            raise NotThere(f"required and empty: {missing}")
        body = interactions.submission(self.ws, self.person, view)
        return self._send(
            "interactive", body, lambda answer: acks.heed(self.ws, lambda: acks.submitted(view, answer or {}))
        )

    def close(self, view: View | None = None, *, whole_stack: bool = False) -> Delivery | None:
        """Close the modal in front; the app hears of it only with notify_on_close."""
        view = view or self.view
        cleared = whole_stack or bool(view.body.get("clear_on_close"))
        body = interactions.closing(self.ws, self.person, view, cleared=cleared)
        if cleared:
            close_all(self.ws, self.id)
        else:
            close_top(self.ws, self.id)
        return self._send("interactive", body) if view.body.get("notify_on_close") else None

    def suggest(self, where: Post | View, action_id: str, typed: str) -> Delivery:
        """Type into an external select; what the app offers can be chosen from then on."""
        block, element = widgets.find(self._shown(where), action_id)

        def offered(answer: Any) -> None:
            self._offered[action_id] = acks.offered(self.ws, answer or {})

        body = interactions.suggestion(self.ws, self.person, where, block, element, typed)
        return self._send("interactive", body, offered)

    def shortcut(self, callback_id: str) -> Delivery:
        """Choose a global shortcut."""
        if callback_id not in self.ws.fake.app.shortcuts:
            raise NotThere(f"{callback_id} is not a shortcut of the app")
        return self._send("interactive", interactions.shortcut(self.ws, self.person, callback_id))

    # -- events

    def open_home(self, tab: str = "home") -> Delivery:
        """Open the app's page."""
        event: dict[str, Any] = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self.ws.dm(self.id).id,
            "tab": tab,
        }
        if self.id in self.ws.homes and tab == "home":
            event["view"] = self.ws.homes[self.id].wire()
        return self._must(events.send(self.ws, {**event, **events.stamp(self.ws)}))

    def say(self, channel: Channel, text: str, thread_ts: str | None = None) -> Post:
        """Write a message in a channel; the app hears of it only in a direct message."""
        body = {"type": "message", "user": self.id, "team": self.ws.team_id, "text": typed(self.ws, text)}
        body["ts"] = self.ws.next_ts()
        if thread_ts:
            body["thread_ts"] = thread_ts
        return chat.put(self.ws, channel, body)

    def dm(self, text: str) -> Delivery:
        """Write to the bot."""
        before = len(self.ws.fake.journal.deliveries)
        self.say(self.ws.dm(self.id), text)
        return self._must(next(iter(self.ws.fake.journal.deliveries[before:]), None))

    def mention(self, channel: Channel, text: str = "") -> Delivery:
        """Mention the bot in a channel that it is in."""
        if self.ws.bot.id not in channel.members:
            raise NotThere(f"the bot is not in {channel.name}: it would not hear of it")
        post = self.say(channel, "")
        post.body["text"] = f"<@{self.ws.bot.id}> {typed(self.ws, text)}".strip()
        event = {"type": "app_mention", "user": self.id, "text": post.text, "ts": post.ts, "channel": channel.id}
        return self._must(events.send(self.ws, {**event, "team": self.ws.team_id, "event_ts": post.ts}))

    def react(self, post: Post, name: str) -> Delivery | None:
        """React to a message; the app hears of it only if it subscribed."""
        post.body.setdefault("reactions", []).append({"name": name, "users": [self.id], "count": 1})
        item = {"type": "message", "channel": post.channel.id, "ts": post.ts}
        event = {"type": "reaction_added", "user": self.id, "reaction": name, "item": item}
        return events.send(self.ws, {**event, **events.stamp(self.ws)})

    def join(self, channel: Channel) -> Delivery | None:
        channel.members.add(self.id)
        return events.joined(self.ws, channel, self.id) if self.ws.bot.id in channel.members else None

    def leave(self, channel: Channel) -> Delivery | None:
        channel.members.discard(self.id)
        return events.left(self.ws, channel, self.id, self.id) if self.ws.bot.id in channel.members else None

    def invite_bot(self, channel: Channel) -> Delivery | None:
        channel.members.add(self.ws.bot.id)
        return events.joined(self.ws, channel, self.ws.bot.id, self.id)

    def remove_bot(self, channel: Channel) -> Delivery | None:
        channel.members.discard(self.ws.bot.id)
        return events.left(self.ws, channel, self.ws.bot.id, self.id)

    def archive(self, channel: Channel) -> Delivery | None:
        channel.archived = True
        return events.channel_changed(self.ws, channel, "archive", user=self.id)

    def unarchive(self, channel: Channel) -> Delivery | None:
        channel.archived = False
        return events.channel_changed(self.ws, channel, "unarchive", user=self.id)

    def delete_channel(self, channel: Channel) -> Delivery | None:
        channel.deleted = True
        return events.channel_changed(self.ws, channel, "deleted", actor_id=self.id)

    def rename(self, channel: Channel, name: str) -> Delivery | None:
        channel.name = name
        about = {"id": channel.id, "name": name, "created": int(self.ws.fake.clock.now())}
        return events.send(self.ws, {"type": f"{channel.kind}_rename", "channel": about, **events.stamp(self.ws)})

    def change(self, **fields: Any) -> Delivery | None:
        """Change the account (zone, name, locale, `deleted`): user_change."""
        for name, value in fields.items():
            if not hasattr(self.person, name):
                raise NotThere(f"a person has no {name}")
            setattr(self.person, name, value)
        return events.person(self.ws, "user_change", self.id)

    def join_team(self) -> Delivery | None:
        return events.person(self.ws, "team_join", self.id)

    async def visit(self, install_url: str) -> oauth.Consent:
        """Open the app's install page; approve or deny on the consent page that it leads to."""
        return await oauth.visit(self.ws.fake, self.ws, self.id, install_url)

    # -- inside

    def _send(self, kind: str, body: dict[str, Any], on_ack: Any = None) -> Delivery:
        return self.ws.fake.deliveries.send(kind, self.ws, body, self.id, on_ack)

    def _must(self, delivery: Delivery | None) -> Delivery:
        if delivery is None:
            raise NotThere("the app has not subscribed to that event, or is not installed")
        return delivery

    def _shown(self, where: Post | View) -> list[dict[str, Any]]:
        if isinstance(where, View):
            if where.owner != self.id or not (where.is_open):
                raise NotThere(f"{self.person.name} does not have that view open")
            return where.blocks
        kept = where in self.ws.ephemerals if where.seen_by else where.channel.posts.get(where.ts) is where
        if not kept or where.seen_by not in (None, self.id):
            raise NotThere(f"{self.person.name} does not see that message")
        if where.channel.kind != "channel" and self.id not in where.channel.members:
            raise NotThere(f"{self.person.name} is not in that conversation")
        return where.blocks

    def _inputs(self, post: Post) -> dict[widgets.Key, dict[str, Any]]:
        key = f"{post.channel.id}/{post.ts}"
        self._typed[key] = widgets.states(post.blocks, self._typed.get(key, {}))
        return self._typed[key]


def typed(ws: Workspace, text: str) -> str:
    """What the client sends for typed text: @name and #name as mentions, the rest escaped."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    names = {person.name: person.id for person in ws.people.values()}
    rooms = {channel.name: channel.id for channel in ws.channels.values()}

    def person(found: re.Match[str]) -> str:
        return f"<@{names[found[1]]}>" if found[1] in names else found[0]

    def room(found: re.Match[str]) -> str:
        return f"<#{rooms[found[1]]}|{found[1]}>" if found[1] in rooms else found[0]

    return re.sub(r"(?<!\S)#([\w-]+)", room, re.sub(r"(?<!\S)@(\w+)", person, text))
