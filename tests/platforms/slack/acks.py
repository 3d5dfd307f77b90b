"""What an acknowledgement makes Slack do. What Slack would refuse fails the test."""

from collections.abc import Callable
from typing import Any

from adapters.slack import limits
from tests.platforms.slack.blocks import refuse_view
from tests.platforms.slack.views import DEEPEST, View, close_all, close_top, push, stack_of
from tests.platforms.slack.web_api import ApiError, Request
from tests.platforms.slack.workspace import Workspace


def heed(ws: Workspace, act: Callable[[], None]) -> None:
    """Do what the acknowledgement asks for."""
    try:
        act()
    except ApiError as refused:
        ws.fake.journal.puzzle(f"an acknowledgement that Slack refuses: {refused.code} {refused.extra}")


def submitted(view: View, answer: dict[str, Any]) -> None:
    """The answer to view_submission: nothing closes the view, else a response_action says what happens."""
    ws, owner = view.ws, view.owner
    request = Request(ws.fake, "view_submission", answer)
    match answer.get("response_action"):
        case None if not answer:
            close_top(ws, owner)
        case "clear":
            close_all(ws, owner)
        case "errors":
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            if not answer.get("errors") or not set(answer["errors"]) <= inputs:
                raise ApiError("invalid_errors", known=sorted(inputs))
            view.errors = dict(answer["errors"])
        case "update":
            refuse_view(request, answer.get("view"), "modal")
            view.show(answer["view"])
        case "push":
            refuse_view(request, answer.get("view"), "modal")
            if len(stack_of(ws, owner)) >= DEEPEST:
                raise ApiError("push_limit_reached")
            push(ws, owner, answer["view"])
        case other:
            raise ApiError("invalid_response_action", given=other)


def offered(ws: Workspace, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The options in the answer to block_suggestion."""
    found = limits.problems("options", answer)
    if found:
        ws.fake.journal.puzzle(f"options that Slack would refuse: {found}")
    groups = [option for group in answer.get("option_groups", ()) for option in group["options"]]
    return [*answer.get("options", ()), *groups]
