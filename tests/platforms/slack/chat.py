"""chat.*: posting, changing, deleting and scheduling messages; also what a response_url and a command's answer post."""

import copy
from typing import TYPE_CHECKING, Any

from tests.platforms.slack import events
from tests.platforms.slack.blocks import CUT, UPDATE_MOST, refuse_message, stored
from tests.platforms.slack.workspace import Channel, Post, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.web_api import Request

LATEST = 120 * 24 * 3600
"""Seconds ahead that chat.scheduleMessage takes."""


def wire(ws: Workspace, args: dict[str, Any]) -> dict[str, Any]:
    """A message of the bot, as Slack stores it."""
    body: dict[str, Any] = {
        "type": "message",
        "user": ws.bot.id,
        "bot_id": ws.bot_id,
        "app_id": ws.fake.app.app_id,
        "team": ws.team_id,
        "text": str(args.get("text") or "")[:CUT],
        "ts": ws.next_ts(),
    }
    if args.get("blocks"):
        body["blocks"] = stored(args["blocks"])
    for name in ("attachments", "metadata", "thread_ts"):
        if args.get(name):
            body[name] = copy.deepcopy(args[name])
    return body


def put(ws: Workspace, channel: Channel, body: dict[str, Any]) -> Post:
    """Store a message and tell the app of it where it listens."""
    post = Post(channel, body)
    channel.posts[post.ts] = post
    parent = channel.posts.get(str(body.get("thread_ts")))
    if parent is not None and parent is not post:
        parent.body["thread_ts"] = parent.ts
        parent.body["reply_count"] = parent.body.get("reply_count", 0) + 1
        parent.body["reply_users"] = list(dict.fromkeys([*parent.body.get("reply_users", ()), body["user"]]))
        parent.body["latest_reply"] = post.ts
    if channel.kind == "im":
        events.message(ws, channel, body)
    ws.fake.journal.change()
    return post


def _check(request: "Request", channel: Channel) -> None:
    args = request.args
    if not args.get("text") and not args.get("blocks") and not args.get("attachments"):
        raise request.error("no_text")
    refuse_message(request, args)
    if args.get("thread_ts") and str(args["thread_ts"]) not in channel.posts:
        raise request.error("thread_not_found")


def post_message(request: "Request") -> dict[str, Any]:
    channel = request.channel(posting=True)
    _check(request, channel)
    post = put(request.workspace, channel, wire(request.workspace, request.args))
    return {"channel": channel.id, "ts": post.ts, "message": copy.deepcopy(post.body)}


def post_ephemeral(request: "Request") -> dict[str, Any]:
    channel, user = request.channel(posting=True), str(request.need("user"))
    if user not in request.workspace.people:
        raise request.error("user_not_found")
    if user not in channel.members:
        raise request.error("user_not_in_channel")
    _check(request, channel)
    post = ephemeral(request.workspace, channel, user, request.args)
    return {"message_ts": post.ts}


def ephemeral(ws: Workspace, channel: Channel, user: str, args: dict[str, Any]) -> Post:
    post = Post(channel, wire(ws, args), seen_by=user)
    ws.ephemerals.append(post)
    ws.fake.journal.change()
    return post


def _own(request: "Request", code: str) -> Post:
    channel, ts = request.channel(), str(request.need("ts"))
    post = channel.posts.get(ts)
    if post is None:
        raise request.error("message_not_found")
    if post.body.get("bot_id") != request.workspace.bot_id:
        raise request.error(code)
    return post


def update(request: "Request") -> dict[str, Any]:
    post, args = _own(request, "cant_update_message"), request.args
    if not any(name in args for name in ("text", "blocks", "attachments")):
        raise request.error("no_text")
    if len(str(args.get("text") or "")) > UPDATE_MOST:
        raise request.error("msg_too_long")
    refuse_message(request, args)
    change(post, args)
    edited = {"user": request.workspace.bot.id, "ts": request.workspace.next_ts()}
    post.body["edited"] = edited
    request.fake.journal.change()
    return {"channel": post.channel.id, "ts": post.ts, "text": post.text, "message": copy.deepcopy(post.body)}


def change(post: Post, args: dict[str, Any]) -> None:
    """New content: metadata stay when absent, blocks go when only text is given."""
    if "text" in args:
        post.body["text"] = str(args["text"] or "")
    if args.get("blocks"):
        post.body["blocks"] = stored(args["blocks"])
    elif "text" in args or "blocks" in args:
        post.body.pop("blocks", None)
    for name in ("attachments", "metadata"):
        if name in args:
            post.body[name] = copy.deepcopy(args[name])


def delete(request: "Request") -> dict[str, Any]:
    post = _own(request, "cant_delete_message")
    del post.channel.posts[post.ts]
    return {"channel": post.channel.id, "ts": post.ts}


def schedule(request: "Request") -> dict[str, Any]:
    channel, ws, at = request.channel(posting=True), request.workspace, request.number("post_at", 0)
    _check(request, channel)
    now = request.fake.clock.now()
    if at <= now:
        raise request.error("time_in_past")
    if at > now + LATEST:
        raise request.error("time_too_far")
    name = f"Q{len(ws.scheduled) + 1:07d}"
    args = copy.deepcopy(request.args)

    def due() -> None:
        if ws.scheduled.pop(name, None) and not channel.archived and ws.bot.id in channel.members:
            put(ws, channel, wire(ws, args))

    ws.scheduled[name] = {"id": name, "channel_id": channel.id, "post_at": at, "text": args.get("text", "")}
    request.fake.clock.at(at, due)
    return {
        "channel": channel.id,
        "scheduled_message_id": name,
        "post_at": str(at),
        "message": {"text": args.get("text")},
    }


def unschedule(request: "Request") -> dict[str, Any]:
    if request.workspace.scheduled.pop(str(request.need("scheduled_message_id")), None) is None:
        raise request.error("invalid_scheduled_message_id")
    return {}


def scheduled(request: "Request") -> dict[str, Any]:
    return request.page("scheduled_messages", list(request.workspace.scheduled.values()), default=100)


def permalink(request: "Request") -> dict[str, Any]:
    channel, ts = request.channel(), str(request.need("message_ts"))
    if ts not in channel.posts:
        raise request.error("message_not_found")
    domain = request.workspace.domain
    return {
        "channel": channel.id,
        "permalink": f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}",
    }
