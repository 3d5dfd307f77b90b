"""The routes of threads: opened from a message or without one, joined, left, archived."""

from functools import partial
from typing import Any

from tests.platforms.discord import checks, events, known, payloads
from tests.platforms.discord.access import channel_of, may, message_of, need
from tests.platforms.discord.places import PRIVATE_THREAD, PUBLIC_THREAD, Channel
from tests.platforms.discord.reply import Refusal
from tests.platforms.discord.rest import Answer, Request, route

DURATIONS = (60, 1440, 4320, 10_080)
thread_body = partial(known.strangers, keys=known.THREAD)


@route("POST /channels/{channel_id}/messages/{message_id}/threads", body=thread_body)
def from_message(request: Request) -> Answer:
    channel = channel_of(request)
    message = message_of(request, channel)
    need(request, channel, "CREATE_PUBLIC_THREADS")
    if message.thread is not None:
        raise Refusal(160004)
    return 201, payloads.channel(opened(request, channel, message.id, PUBLIC_THREAD))


@route("POST /channels/{channel_id}/threads", body=thread_body)
def alone(request: Request) -> Answer:
    channel, kind = channel_of(request), int(request.body.get("type", PRIVATE_THREAD))
    if kind not in (PUBLIC_THREAD, PRIVATE_THREAD):
        raise Refusal(50035, "/type", "not a type of thread")
    need(request, channel, "CREATE_PUBLIC_THREADS" if kind == PUBLIC_THREAD else "CREATE_PRIVATE_THREADS")
    return 201, payloads.channel(opened(request, channel, request.fake.snowflake(), kind))


def opened(request: Request, channel: Channel, thread_id: str, kind: int) -> Channel:
    """A new thread with the bot in it; THREAD_CREATE."""
    fake, body = request.fake, request.body
    checks.hold("thread", body)
    duration = int(body.get("auto_archive_duration") or 4320)
    if duration not in DURATIONS:
        raise Refusal(50035, "/auto_archive_duration", f"one of {DURATIONS}")
    thread = Channel(fake, thread_id, str(body["name"]), channel.guild, kind, channel, owner_id=fake.app.id)
    thread.auto_archive, thread.joined = duration, {fake.app.id}
    fake.channels[thread.id] = thread
    events.channel(thread, "CREATE")
    return thread


def thread_of(request: Request) -> Channel:
    channel = channel_of(request)
    if not channel.is_thread:
        raise Refusal(50003)
    return channel


@route("PATCH /channels/{channel_id}", body=partial(known.strangers, keys=known.CHANNEL_EDIT))
def edit(request: Request) -> Answer:
    """Change a thread; other channels are not ours to change."""
    channel, body = channel_of(request), request.body
    if not channel.is_thread:
        need(request, channel, "MANAGE_CHANNELS")
    mine = channel.owner_id == request.fake.app.id
    opening = body.get("archived") is False
    if (channel.locked or "locked" in body or not (mine or opening)) and not may(request, channel, "MANAGE_THREADS"):
        raise Refusal(50013)
    if channel.archived and not opening:
        raise Refusal(50083)
    channel.name = str(body.get("name", channel.name))
    channel.archived = bool(body.get("archived", channel.archived))
    channel.locked = bool(body.get("locked", channel.locked))
    channel.auto_archive = int(body.get("auto_archive_duration", channel.auto_archive))
    events.channel(channel, "UPDATE")
    return 200, payloads.channel(channel)


@route("DELETE /channels/{channel_id}")
def delete(request: Request) -> Answer:
    channel = channel_of(request)
    need(request, channel, "MANAGE_THREADS" if channel.is_thread else "MANAGE_CHANNELS")
    channel.delete()
    return 200, payloads.channel(channel)


@route("GET /channels/{channel_id}/thread-members", query="limit after with_member")
def members(request: Request) -> Answer:
    thread = thread_of(request)
    return 200, [member(thread, one) for one in sorted(thread.joined)]


@route("PUT /channels/{channel_id}/thread-members/{user_id}")
def add(request: Request) -> Answer:
    return moved(request, request.path("user_id"), inside=True)


@route("PUT /channels/{channel_id}/thread-members/@me")
def join(request: Request) -> Answer:
    return moved(request, request.fake.app.id, inside=True)


@route("DELETE /channels/{channel_id}/thread-members/{user_id}")
def remove(request: Request) -> Answer:
    return moved(request, request.path("user_id"), inside=False)


@route("DELETE /channels/{channel_id}/thread-members/@me")
def leave(request: Request) -> Answer:
    return moved(request, request.fake.app.id, inside=False)


def moved(request: Request, user_id: str, *, inside: bool) -> Answer:
    """Somebody comes into a thread or goes."""
    thread = thread_of(request)
    if thread.archived:
        raise Refusal(50083)
    assert thread.guild is not None
    if user_id not in thread.guild.members:
        raise Refusal(10007)
    (thread.joined.add if inside else thread.joined.discard)(user_id)
    events.thread_members(thread, user_id, added=inside)
    return 204, None


def member(thread: Channel, user_id: str) -> dict[str, Any]:
    return {"id": thread.id, "user_id": user_id, "join_timestamp": thread.fake.stamp(), "flags": 0}
