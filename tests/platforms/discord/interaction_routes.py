"""The routes by which the app answers people: the callback, the original response, follow-ups. No bot token here."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.platforms.discord import checks, known, payloads
from tests.platforms.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interaction, Modal
from tests.platforms.discord.permissions import BITS, in_channel
from tests.platforms.discord.places import EPHEMERAL, LOADING, Message
from tests.platforms.discord.posting import change, hidden, laid_out, write
from tests.platforms.discord.reply import Refusal
from tests.platforms.discord.rest import Answer, Request, route

ALLOWED = {COMMAND: (4, 5, 9), COMPONENT: (4, 5, 6, 7, 9), AUTOCOMPLETE: (8,), SUBMIT: (4, 5)}
"""Which callbacks an interaction takes; a modal that a component opened also takes 6 and 7, and never another modal."""
FOREIGN_FOLLOW_UPS = 5
HOOK = "/webhooks/{webhook_id}/{webhook_token}"
TOGETHER = "with_components thread_id"
webhook_body = partial(known.strangers, keys=known.WEBHOOK)
edit_body = partial(known.strangers, keys=known.EDIT)


def callback_keys(body: Any) -> Iterator[str]:
    """The keys of a callback that Discord does not have, by its type."""
    yield from known.strangers({key: value for key, value in body.items() if key != "data"}, known.CALLBACK)
    data = body.get("data")
    if data is not None:
        yield from known.strangers(data, known.CALLBACK_DATA.get(body.get("type"), set()), "/data")


@route(
    "POST /interactions/{interaction_id}/{interaction_token}/callback",
    query="with_response",
    body=callback_keys,
    token=False,
)
def callback(request: Request) -> Answer:
    one = request.fake.interactions.all.get(request.path("interaction_id"))
    if one is None or one.token != request.path("interaction_token"):
        raise Refusal(10062)
    if one.kind is not None:
        raise Refusal(40060)
    if one.late:
        raise Refusal(10062)
    kind, data = int(request.body["type"]), request.body.get("data") or {}
    if kind not in ALLOWED[one.type] and not (one.from_component and kind in (6, 7)):
        raise Refusal(50035, "/type", f"callback {kind} is not for this interaction")
    answered(request, one, kind, data)
    one.kind = kind
    about: dict[str, Any] = {"id": one.id, "type": one.type}
    if one.original is None:
        return 200, {"interaction": about}
    about |= {
        "response_message_id": one.original.id,
        "response_message_loading": one.original.loading,
        "response_message_ephemeral": bool(one.original.flags & EPHEMERAL),
    }
    shown = {"resource": {"type": kind, "message": payloads.message(one.original)}} if kind != 6 else {}
    return 200, {"interaction": about, **shown}


def answered(request: Request, one: Interaction, kind: int, data: dict[str, Any]) -> None:
    """Do what the callback says."""
    if kind == 4:
        one.original = message(request, one, data)
    elif kind == 5:
        if int(data.get("flags") or 0) & ~EPHEMERAL:
            raise Refusal(50035, "/data/flags", "only EPHEMERAL goes with a deferred response")
        one.original = thinking(request, one, int(data.get("flags") or 0))
    elif kind in (6, 7):
        assert one.source is not None
        one.original = one.source
        if kind == 7:
            change(request, one.source, data)
    elif kind == 8:
        checks.hold("autocomplete", data, "/data")
        one.choices = list(data["choices"])
    else:
        checks.hold("modal", data, "/data")
        one.modal = Modal(one, {**data, "components": laid_out(data["components"], {})})
        one.person.modal = one.modal


def message(request: Request, one: Interaction, body: dict[str, Any]) -> Message:
    """A message that answers an interaction; ephemerals stand in no channel."""
    body = {**body, "flags": forced(one, int(body.get("flags") or 0))}
    made = write(request, one.channel, body, seen_by=one.person.id if hidden(body) else None)
    if made.seen_by:
        one.person.ephemerals.append(made)
    return made


def forced(one: Interaction, flags: int) -> int:
    """What an app that is not in the server says there is ephemeral, unless the person may show it."""
    may_show = in_channel(one.channel, one.person.id) & BITS["USE_EXTERNAL_APPS"]
    return flags if not one.foreign or may_show else flags | EPHEMERAL


def thinking(request: Request, one: Interaction, flags: int) -> Message:
    """ "Quorum is thinking": an empty message that the next edit or follow-up fills."""
    flags = forced(one, flags) | LOADING
    made = Message(request.fake.snowflake(), one.channel, request.fake.app.id, {"flags": flags}, request.now)
    if flags & EPHEMERAL:
        made.seen_by = one.person.id
        one.person.ephemerals.append(made)
    else:
        one.channel.posts[made.id] = made
    return made


def interaction_of(request: Request) -> Interaction:
    """The interaction of a webhook's token: 10015 when it is unknown, unanswered or older than 15 minutes."""
    one = request.fake.interactions.of_token(request.path("webhook_token"))
    if one is None or one.kind is None or one.expired or request.path("webhook_id") != request.fake.app.id:
        raise Refusal(10015)
    return one


def original_of(one: Interaction) -> Message:
    if one.original is None or one.original.deleted:
        raise Refusal(10008)
    return one.original


def follow_up_of(request: Request, one: Interaction) -> Message:
    wanted = request.path("message_id")
    mine = [*one.follow_ups, *([one.original] if one.original else [])]
    found = next((each for each in mine if each.id == wanted and not each.deleted), None)
    if found is None:
        raise Refusal(10008)
    return found


@route(f"POST {HOOK}", query=f"wait {TOGETHER}", body=webhook_body, token=False)
def follow_up(request: Request) -> Answer:
    one = interaction_of(request)
    if one.original is not None and one.original.loading:
        # the first follow-up after "thinking" fills the message that is there
        one.changes += 1
        return 200, payloads.message(change(request, one.original, request.body))
    if one.foreign and len(one.follow_ups) >= FOREIGN_FOLLOW_UPS:
        raise Refusal(40094)
    made = message(request, one, request.body)
    one.follow_ups.append(made)
    return 200, payloads.message(made)


@route(f"GET {HOOK}/messages/@original", query="thread_id", token=False)
def read_original(request: Request) -> Answer:
    return 200, payloads.message(original_of(interaction_of(request)))


@route(f"PATCH {HOOK}/messages/@original", query=TOGETHER, body=edit_body, token=False)
def edit_original(request: Request) -> Answer:
    one = interaction_of(request)
    return edited(request, one, original_of(one))


@route(f"DELETE {HOOK}/messages/@original", query="thread_id", token=False)
def delete_original(request: Request) -> Answer:
    return deleted(original_of(interaction_of(request)))


@route(f"GET {HOOK}/messages/{{message_id}}", query="thread_id", token=False)
def read(request: Request) -> Answer:
    return 200, payloads.message(follow_up_of(request, interaction_of(request)))


@route(f"PATCH {HOOK}/messages/{{message_id}}", query=TOGETHER, body=edit_body, token=False)
def edit(request: Request) -> Answer:
    one = interaction_of(request)
    return edited(request, one, follow_up_of(request, one))


@route(f"DELETE {HOOK}/messages/{{message_id}}", query="thread_id", token=False)
def delete(request: Request) -> Answer:
    return deleted(follow_up_of(request, interaction_of(request)))


def edited(request: Request, one: Interaction, found: Message) -> Answer:
    change(request, found, request.body)
    one.changes += 1
    return 200, payloads.message(found)


def deleted(found: Message) -> Answer:
    found.deleted = True
    found.channel.posts.pop(found.id, None)
    return 204, None
