"""The routes of messages: post once per nonce, read, edit, delete."""

from functools import partial

from tests.platforms.discord import known, payloads
from tests.platforms.discord.access import channel_of, may, may_post, message_of, need
from tests.platforms.discord.places import THREADS, Message
from tests.platforms.discord.posting import change, write
from tests.platforms.discord.reply import Refusal
from tests.platforms.discord.rest import Answer, Request, route

NONCE_SECONDS = 120
"""How long the same nonce gives the first message; Discord says "the past few minutes"."""
HOUR = 3_600
MOST = 100
ONE = "/channels/{channel_id}/messages/{message_id}"


@route("POST /channels/{channel_id}/messages", body=partial(known.strangers, keys=known.MESSAGE))
def post(request: Request) -> Answer:
    channel, body = channel_of(request), request.body
    may_post(request, channel)
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        for message in reversed(channel.messages):
            if message.created < request.now - NONCE_SECONDS:
                break
            if message.nonce == str(nonce) and message.author_id == request.fake.app.id and not message.deleted:
                return 200, payloads.message(message, nonce=True)
    message = write(request, channel, body, nonce=None if nonce is None else str(nonce))
    return 200, payloads.message(message, nonce=True)


@route("GET /channels/{channel_id}/messages", query="limit before after around")
def history(request: Request) -> Answer:
    channel = channel_of(request)
    limit = int(request.query("limit", "50"))
    if not 1 <= limit <= MOST:
        raise Refusal(50035, "/limit", "int value should be between 1 and 100")
    if channel.guild is not None and not may(request, channel, "READ_MESSAGE_HISTORY"):
        return 200, []
    found = [one for one in channel.messages if not one.deleted]
    if before := request.query("before"):
        found = [one for one in found if int(one.id) < int(before)]
    if after := request.query("after"):
        found = [one for one in found if int(one.id) > int(after)][:limit]
    if around := request.query("around"):
        found = sorted(found, key=lambda one: abs(int(one.id) - int(around)))[:limit]
    found.sort(key=lambda one: int(one.id), reverse=True)
    return 200, [payloads.message(one) for one in found[:limit]]


@route(f"GET {ONE}")
def read(request: Request) -> Answer:
    channel = channel_of(request)
    if channel.guild is not None:
        need(request, channel, "READ_MESSAGE_HISTORY")
    return 200, payloads.message(message_of(request, channel))


@route(f"PATCH {ONE}", body=partial(known.strangers, keys=known.EDIT))
def edit(request: Request) -> Answer:
    channel = channel_of(request)
    message = message_of(request, channel)
    if message.author_id != request.fake.app.id:
        raise Refusal(50005)
    if channel.archived:
        raise Refusal(50083)
    spend_old_edit(request, message)
    return 200, payloads.message(change(request, message, request.body))


def spend_old_edit(request: Request, message: Message) -> None:
    """Edits of messages older than an hour have a budget of their own."""
    app = request.fake.app
    if app.old_edits is None or message.created > request.now - HOUR:
        return
    if app.old_edits <= 0:
        raise Refusal(30046)
    app.old_edits -= 1


@route(f"DELETE {ONE}")
def delete(request: Request) -> Answer:
    channel = channel_of(request)
    message = message_of(request, channel)
    if message.author_id != request.fake.app.id:
        need(request, channel, "MANAGE_MESSAGES")
    if channel.type in THREADS and channel.archived:
        raise Refusal(50083)
    message.deleted = True
    del channel.posts[message.id]
    return 204, None
