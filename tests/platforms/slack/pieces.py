"""Small blocks, views and apps that the tests of the fake Slack are made of."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

from tests.platforms.slack.running import client
from tests.platforms.slack.server import FakeSlack
from tests.platforms.slack.workspace import Workspace


def bolt(slack: FakeSlack, ws: Workspace) -> AsyncApp:
    return AsyncApp(
        client=client(slack, ws.bot_token), signing_secret=slack.app.signing_secret, process_before_response=True
    )


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str, text: str = "press", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": text}, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    title, submit = {"type": "plain_text", "text": "Title"}, {"type": "plain_text", "text": "Send"}
    return {"type": "modal", "callback_id": "form", "title": title, "submit": submit, "blocks": list(blocks), **more}


def question(name: str, **element: Any) -> dict[str, Any]:
    made = {"type": "plain_text_input", "action_id": name, **element}
    return {"type": "input", "block_id": f"b-{name}", "label": {"type": "plain_text", "text": name}, "element": made}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks)}


async def error_of(call: Any) -> str:
    """The error code with which Slack refuses a call of the SDK."""
    from slack_sdk.errors import SlackApiError

    try:
        await call
    except SlackApiError as refused:
        return str(refused.response["error"])
    raise AssertionError("Slack took the call")


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.upper()}, "value": value}


def element(kind: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": action_id, **more}


OPTIONS = [option("a"), option("b"), option("c")]


def recorder(slack: FakeSlack, acme: Workspace) -> tuple[AsyncApp, list[dict[str, Any]]]:
    """An app that acknowledges everything and keeps the bodies."""
    app, seen = bolt(slack, acme), []

    async def keep(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack()

    app.action(re.compile(".*"))(keep)
    app.view(re.compile(".*"))(keep)
    app.view_closed(re.compile(".*"))(keep)
    app.shortcut(re.compile(".*"))(keep)
    app.command(re.compile(".*"))(keep)
    return app, seen
