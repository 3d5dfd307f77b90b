"""Bodies of commands and of what comes of components, modals and shortcuts."""

import copy
from typing import TYPE_CHECKING, Any

from tests.platforms.slack import widgets
from tests.platforms.slack.views import View
from tests.platforms.slack.workspace import Channel, Post, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.people import Person


def _from(ws: Workspace, person: "Person", kind: str) -> dict[str, Any]:
    app = ws.fake.app
    return {
        "type": kind,
        "team": {"id": ws.team_id, "domain": ws.domain},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": ws.team_id},
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "trigger_id": ws.fake.triggers.new(ws, person.id),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def command(ws: Workspace, person: "Person", name: str, text: str, channel: Channel) -> dict[str, Any]:
    """The form fields of a slash command."""
    return {
        "token": ws.fake.app.verification_token,
        "team_id": ws.team_id,
        "team_domain": ws.domain,
        "channel_id": channel.id,
        "channel_name": {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": ws.fake.app.app_id,
        "is_enterprise_install": "false",
        "response_url": ws.fake.responses.new(ws, channel, person.id),
        "trigger_id": ws.fake.triggers.new(ws, person.id),
    }


def _action(
    ws: Workspace, block: dict[str, Any], element: dict[str, Any], state: dict[str, Any] | None
) -> dict[str, Any]:
    ids = {"block_id": block["block_id"], "action_id": element["action_id"], "action_ts": ws.next_ts()}
    return {**widgets.pressed(element, state), **ids}


def message_action(
    ws: Workspace,
    person: "Person",
    post: Post,
    block: dict[str, Any],
    element: dict[str, Any],
    state: dict[str, Any] | None,
    inputs: dict[widgets.Key, dict[str, Any]],
) -> dict[str, Any]:
    """block_actions from a message; of an ephemeral one the blocks do not come along."""
    channel, is_ephemeral = post.channel, post.seen_by is not None
    container = {"type": "message", "message_ts": post.ts, "channel_id": channel.id, "is_ephemeral": is_ephemeral}
    if post.thread_ts:
        container["thread_ts"] = post.thread_ts
    body = _from(ws, person, "block_actions")
    body |= {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": widgets.values(inputs)},
        "response_url": ws.fake.responses.new(ws, channel, person.id, post),
        "actions": [_action(ws, block, element, state)],
    }
    if not is_ephemeral:
        body["message"] = copy.deepcopy(post.body)
    return body


def view_action(
    ws: Workspace,
    person: "Person",
    view: View,
    block: dict[str, Any],
    element: dict[str, Any],
    state: dict[str, Any] | None,
) -> dict[str, Any]:
    """block_actions from a modal or a Home."""
    body, shown = _from(ws, person, "block_actions"), view.wire()
    return body | {
        "container": {"type": "view", "view_id": view.id},
        "view": shown,
        "hash": view.hash,
        "state": shown["state"],
        "actions": [_action(ws, block, element, state)],
    }


def submission(ws: Workspace, person: "Person", view: View) -> dict[str, Any]:
    return _from(ws, person, "view_submission") | {"view": view.wire(), "response_urls": []}


def closing(ws: Workspace, person: "Person", view: View, *, cleared: bool) -> dict[str, Any]:
    return _from(ws, person, "view_closed") | {"view": view.wire(), "is_cleared": cleared}


def suggestion(
    ws: Workspace, person: "Person", where: Post | View, block: dict[str, Any], element: dict[str, Any], typed: str
) -> dict[str, Any]:
    """block_suggestion: what a person typed into an external select."""
    body = _from(ws, person, "block_suggestion")
    del body["trigger_id"]
    body |= {"block_id": block["block_id"], "action_id": element["action_id"], "value": typed}
    if isinstance(where, View):
        return body | {"container": {"type": "view", "view_id": where.id}, "view": where.wire()}
    container = {"type": "message", "message_ts": where.ts, "channel_id": where.channel.id, "is_ephemeral": False}
    channel = {"id": where.channel.id, "name": where.channel.name}
    return body | {"container": container, "channel": channel, "message": copy.deepcopy(where.body)}


def shortcut(ws: Workspace, person: "Person", callback_id: str) -> dict[str, Any]:
    return _from(ws, person, "shortcut") | {"callback_id": callback_id, "action_ts": ws.next_ts()}
