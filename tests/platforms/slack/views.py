"""views.*: the modal stack of each person, the Home, and the inputs that stand in them."""

import copy
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.slack import widgets
from tests.platforms.slack.blocks import refuse_view, stored
from tests.platforms.slack.workspace import Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.web_api import Request

DEEPEST = 3
TRIGGER_SECONDS = 3
_ids = itertools.count(1)
Key = tuple[str, str]


@dataclass(eq=False)
class View:
    """One modal or Home as its owner sees it."""

    ws: Workspace
    owner: str
    body: dict[str, Any]
    root_id: str = ""
    previous_id: str | None = None
    id: str = field(default_factory=lambda: f"V{next(_ids):07d}")
    hash: str = ""
    inputs: dict[Key, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """What the last submission was told, by block_id."""
    is_open: bool = True

    def __post_init__(self) -> None:
        self.root_id = self.root_id or self.id
        self.show(self.body)

    def show(self, body: dict[str, Any]) -> None:
        """New content: what was typed stays where block_id and action_id stay."""
        self.body = copy.deepcopy(body)
        self.body["blocks"] = stored(body.get("blocks"))
        self.hash = f"{int(self.ws.fake.clock.now())}.{next(_ids):08x}"
        self.inputs = widgets.states(self.body["blocks"], self.inputs)
        self.errors = {}

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.body["blocks"])

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))

    def wire(self) -> dict[str, Any]:
        """The view as payloads and answers carry it."""
        app, ws = self.ws.fake.app, self.ws
        full = {
            "id": self.id,
            "team_id": ws.team_id,
            "type": self.body["type"],
            "blocks": self.body["blocks"],
            "private_metadata": self.body.get("private_metadata", ""),
            "callback_id": self.callback_id,
            "state": {"values": widgets.values(self.inputs)},
            "hash": self.hash,
            "title": self.body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": self.body.get("clear_on_close", False),
            "notify_on_close": self.body.get("notify_on_close", False),
            "close": self.body.get("close"),
            "submit": self.body.get("submit"),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": app.app_id,
            "external_id": self.body.get("external_id", ""),
            "app_installed_team_id": ws.team_id,
            "bot_id": ws.bot_id,
        }
        return copy.deepcopy(full)


@dataclass(eq=False)
class Trigger:
    """A trigger_id: for one workspace and person, three seconds, once."""

    ws: Workspace
    user: str
    born: float
    used: bool = False


class Triggers:
    """All trigger ids of a fake."""

    def __init__(self) -> None:
        self._known: dict[str, Trigger] = {}

    def new(self, ws: Workspace, user: str) -> str:
        name = f"{len(self._known) + 1}.{ws.team_id[1:]}.{user}"
        self._known[name] = Trigger(ws, user, ws.fake.clock.now())
        return name

    def use(self, request: "Request") -> Trigger:
        trigger = self._known.get(str(request.need("trigger_id")))
        if trigger is None or trigger.ws is not request.workspace:
            raise request.error("invalid_trigger_id")
        if trigger.used:
            raise request.error("exchanged_trigger_id")
        if request.fake.clock.now() - trigger.born >= TRIGGER_SECONDS:
            raise request.error("expired_trigger_id")
        trigger.used = True
        return trigger


def stack_of(ws: Workspace, user: str) -> list[View]:
    """The open modals of a person, the top one last."""
    return ws.stacks.setdefault(user, [])


def _unique(request: "Request", body: dict[str, Any], but: View | None = None) -> None:
    wanted = body.get("external_id")
    for stack in request.workspace.stacks.values():
        if wanted and any(view.body.get("external_id") == wanted and view is not but for view in stack):
            raise request.error("duplicate_external_id")


def open_view(request: "Request") -> dict[str, Any]:
    body = request.need("view")
    refuse_view(request, body, "modal")
    _unique(request, body)
    trigger = request.fake.triggers.use(request)
    close_all(request.workspace, trigger.user)
    view = View(request.workspace, trigger.user, body)
    stack_of(request.workspace, trigger.user).append(view)
    return {"view": view.wire()}


def push_view(request: "Request") -> dict[str, Any]:
    body = request.need("view")
    refuse_view(request, body, "modal")
    _unique(request, body)
    trigger = request.fake.triggers.use(request)
    if len(stack_of(request.workspace, trigger.user)) >= DEEPEST:
        raise request.error("push_limit_reached")
    return {"view": push(request.workspace, trigger.user, body).wire()}


def push(ws: Workspace, user: str, body: dict[str, Any]) -> View:
    stack = stack_of(ws, user)
    top = stack[-1] if stack else None
    view = View(ws, user, body, top.root_id if top else "", top.id if top else None)
    stack.append(view)
    return view


def close_all(ws: Workspace, user: str) -> None:
    for view in stack_of(ws, user):
        view.is_open = False
    stack_of(ws, user).clear()


def close_top(ws: Workspace, user: str) -> None:
    stack_of(ws, user).pop().is_open = False


def _hash(request: "Request", view: View | None) -> None:
    given = request.args.get("hash")
    if given and view is not None and given != view.hash:
        raise request.error("hash_conflict")


def update_view(request: "Request") -> dict[str, Any]:
    body, view_id, external = request.need("view"), request.args.get("view_id"), request.args.get("external_id")
    if not view_id and not external:
        raise request.error("invalid_arguments")
    shown = [view for stack in request.workspace.stacks.values() for view in stack]
    shown += request.workspace.homes.values()
    found = next(
        (one for one in shown if one.id == view_id or (external and one.body.get("external_id") == external)), None
    )
    if found is None:
        raise request.error("not_found")
    refuse_view(request, body, found.body["type"])
    _unique(request, body, found)
    _hash(request, found)
    found.show(body)
    return {"view": found.wire()}


def publish_view(request: "Request") -> dict[str, Any]:
    ws, user, body = request.workspace, str(request.need("user_id")), request.need("view")
    if not request.fake.app.home_tab_enabled:
        raise request.error("not_enabled")
    if user not in ws.people:
        raise request.error("user_not_found")
    refuse_view(request, body, "home")
    home = ws.homes.get(user)
    _hash(request, home)
    if home is None:
        home = ws.homes[user] = View(ws, user, body)
    else:
        home.show(body)
    return {"view": home.wire()}
