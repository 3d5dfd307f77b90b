"""conversations.* and reactions.*: what the bot may learn of channels and read in them."""

import copy
from typing import TYPE_CHECKING, Any

from tests.platforms.slack.workspace import Channel, Post

if TYPE_CHECKING:
    from tests.platforms.slack.web_api import Request

EMOJI = {"thumbsup", "+1", "white_check_mark", "eyes", "tada", "x", "one", "two", "three", "four", "five"}


def channel_wire(request: "Request", channel: Channel) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": channel.id,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_member": request.workspace.bot.id in channel.members,
        "created": int(request.fake.clock.now()),
    }
    if channel.kind == "im":
        return body | {"user": next(iter(channel.members - {request.workspace.bot.id}))}
    body |= {"name": channel.name, "name_normalized": channel.name}
    if request.truth("include_num_members"):
        body["num_members"] = len(channel.members)
    return body


def wanted_channels(request: "Request") -> list[Channel]:
    kinds = str(request.args.get("types") or "public_channel").replace(" ", "").split(",")
    named = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    if not set(kinds) <= named.keys():
        raise request.error("invalid_types")
    wanted, bot = {named[kind] for kind in kinds}, request.workspace.bot.id
    return [
        channel
        for channel in request.workspace.channels.values()
        if channel.kind in wanted
        and not channel.deleted
        and (channel.kind == "channel" or bot in channel.members)
        and not (request.truth("exclude_archived") and channel.archived)
    ]


def info(request: "Request") -> dict[str, Any]:
    return {"channel": channel_wire(request, request.channel())}


def list_all(request: "Request") -> dict[str, Any]:
    return request.page("channels", [channel_wire(request, one) for one in wanted_channels(request)], default=100)


def members(request: "Request") -> dict[str, Any]:
    return request.page("members", sorted(request.channel().members), default=100)


def open_dm(request: "Request") -> dict[str, Any]:
    users = [user for user in str(request.args.get("users") or "").split(",") if user]
    if not users and not request.args.get("channel"):
        raise request.error("users_list_not_supplied")
    channel = request.direct(users[0]) if users else request.channel()
    return {"channel": channel_wire(request, channel) if request.truth("return_im") else {"id": channel.id}}


def _read(request: "Request", posts: list[Post]) -> dict[str, Any]:
    args = request.args
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999")
    inclusive = request.truth("inclusive")

    def within(ts: str) -> bool:
        # ts are strings of digits around a point: compared as numbers without the loss of a float
        value, low, high = _key(ts), _key(oldest), _key(latest)
        return low <= value <= high if inclusive else low < value < high

    shown = [copy.deepcopy(post.body) for post in posts if within(post.ts)]
    if not request.truth("include_all_metadata"):
        for body in shown:
            if body.get("metadata"):
                body["metadata"] = {"event_type": body["metadata"]["event_type"]}
    most = 15 if request.fake.app.commercially_distributed else 999
    page = request.page("messages", shown, default=min(100, most), most=most)
    more = bool(page["response_metadata"]["next_cursor"])
    return {**page, "has_more": more} if more else {"messages": page["messages"], "has_more": False}


def _key(ts: str) -> tuple[int, int]:
    whole, _, rest = ts.partition(".")
    return int(whole or 0), int(rest.ljust(6, "0")[:6] or 0)


def _readable(request: "Request") -> Channel:
    channel = request.channel()
    assert request.installation is not None
    scope = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}[channel.kind]
    if scope not in request.installation.scopes:
        raise request.error("missing_scope", needed=scope, provided=",".join(sorted(request.installation.scopes)))
    if request.workspace.bot.id not in channel.members:
        raise request.error("not_in_channel")
    return channel


def history(request: "Request") -> dict[str, Any]:
    return _read(request, _readable(request).parents[::-1])


def replies(request: "Request") -> dict[str, Any]:
    channel, ts = _readable(request), str(request.need("ts"))
    if channel.kind != "im" and not request.fake.app.bot_reads_replies:
        raise request.error("not_allowed_token_type")
    if ts not in channel.posts:
        raise request.error("thread_not_found")
    return _read(request, [channel.posts[ts], *channel.thread(ts)])


def _reaction(request: "Request") -> tuple[Post, str, list[dict[str, Any]]]:
    channel, name = request.channel(), str(request.need("name", "no_item_specified"))
    post = channel.posts.get(str(request.need("timestamp", "no_item_specified")))
    if post is None:
        raise request.error("message_not_found")
    if name not in EMOJI:
        raise request.error("invalid_name")
    return post, name, post.body.setdefault("reactions", [])


def react(request: "Request") -> dict[str, Any]:
    post, name, reactions = _reaction(request)
    add_reaction(request, post, name, reactions)
    return {}


def add_reaction(request: "Request", post: Post, name: str, reactions: list[dict[str, Any]]) -> None:
    bot = request.workspace.bot.id
    found = next((one for one in reactions if one["name"] == name), None)
    if found and bot in found["users"]:
        raise request.error("already_reacted")
    if found:
        found["users"].append(bot)
        found["count"] += 1
    else:
        reactions.append({"name": name, "users": [bot], "count": 1})


def unreact(request: "Request") -> dict[str, Any]:
    _, name, reactions = _reaction(request)
    bot = request.workspace.bot.id
    found = next((one for one in reactions if one["name"] == name and bot in one["users"]), None)
    if found is None:
        raise request.error("no_reaction")
    found["users"].remove(bot)
    found["count"] -= 1
    if not found["users"]:
        reactions.remove(found)
    return {}
