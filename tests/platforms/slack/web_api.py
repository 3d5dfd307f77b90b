"""The Web API: how a request is read, who may make it, and which method answers it.

Arguments come as query string, form, multipart or JSON, in any mixture, for every method. An argument or a method
that Slack does not have is answered as Slack does and fails the test at its end.
"""

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platforms.slack.journal import Call
from tests.platforms.slack.methods import METHODS, Method
from tests.platforms.slack.workspace import Channel, Installation, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.faults import Fault
    from tests.platforms.slack.server import FakeSlack

JSON_ARGUMENTS = {"blocks", "view", "metadata", "attachments", "files", "message"}
ANYWHERE = {"token", "team_id"}


class ApiError(Exception):
    """`{"ok": false, "error": code, …}`."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code, self.extra = code, extra


@dataclass
class Request:
    """One call as a method sees it: merged arguments, and the installation whose token made it."""

    fake: "FakeSlack"
    method: str
    args: dict[str, Any]
    installation: Installation | None = None
    basic: tuple[str, str] | None = None
    text_only: set[str] = field(default_factory=set)

    error = ApiError

    @property
    def workspace(self) -> Workspace:
        assert self.installation is not None
        return self.fake.workspaces[self.installation.team_id]

    def need(self, name: str, code: str = "invalid_arguments") -> Any:
        value = self.args.get(name)
        if value in (None, ""):
            raise ApiError(code, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
        return value

    def truth(self, name: str, default: bool = False) -> bool:
        value = self.args.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.args.get(name) or default)
        except ValueError:
            raise ApiError("invalid_arguments") from None

    def channel(self, *, posting: bool = False, code: str = "channel_not_found") -> Channel:
        """The channel named in the call. A private one without the bot does not exist; `posting` also opens DMs."""
        ws, name = self.workspace, str(self.need("channel", code))
        if posting and name in ws.people:
            return self.direct(name)
        channel = ws.channels.get(name)
        inside = channel is not None and ws.bot.id in channel.members
        if channel is None or channel.deleted or (channel.kind != "channel" and not inside):
            raise ApiError(code)
        if posting:
            if not inside:
                raise ApiError("not_in_channel")
            if channel.archived:
                raise ApiError("is_archived")
            if channel.restricted:
                raise ApiError("restricted_action")
        return channel

    def direct(self, user_id: str) -> Channel:
        person = self.workspace.people.get(user_id)
        if person is None:
            raise ApiError("user_not_found")
        if person.deleted:
            raise ApiError("user_disabled")
        if person.is_bot or user_id == self.workspace.bot.id:
            raise ApiError("cannot_dm_bot")
        return self.workspace.dm(user_id)

    def page(self, name: str, items: list[Any], *, default: int, most: int = 1000) -> dict[str, Any]:
        """One page of `items` under `name`, with the cursor of the next."""
        limit = min(self.number("limit", default), most)
        try:
            start = int(base64.b64decode(str(self.args.get("cursor") or "MA==")).decode())
        except ValueError:
            raise ApiError("invalid_cursor") from None
        end = start + limit
        cursor = base64.b64encode(str(end).encode()).decode() if end < len(items) else ""
        return {name: items[start:end], "response_metadata": {"next_cursor": cursor}}


async def answer(fake: "FakeSlack", http: web.Request) -> web.StreamResponse:
    """Serve `/api/<method>`."""
    name = http.match_info["method"]
    args, basic, token = await _read(http)
    installation = fake.installation_of(token)
    call = Call(fake.clock.now(), name, installation.team_id if installation else None, args, token)
    fake.journal.calls.append(call)
    request = Request(fake, name, args, installation, basic)

    def store() -> tuple[int, dict[str, Any], dict[str, str]]:
        call.stored = True
        return _run(request, token)

    return await spoiled(fake, http, call, fake.faults.take(call), store)


async def spoiled(
    fake: "FakeSlack", http: web.Request, call: Call, fault: "Fault | None", store: Any
) -> web.StreamResponse:
    """Store the call and answer it, unless a fault stands before or after. `store` gives status, body, headers."""
    call.fault = str(fault) if fault else None
    kind, after = (fault.kind, fault.after) if fault else ("", False)
    status = 0
    body: Any = {}
    headers: dict[str, str] = {}
    if fault and kind == "ratelimited":
        status, body, headers = 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(int(fault.seconds))}
    if fault and kind == "delay" and not after:
        fake.journal.change()
        await fake.clock.sleep(fault.seconds)
    if not status and (after or kind in ("", "delay")):
        status, body, headers = store()
    if fault and kind == "delay" and after:
        fake.journal.change()
        await fake.clock.sleep(fault.seconds)
    call.status, call.answer = status, body
    if kind == "drop":
        call.status, call.answer = 0, None
        fake.journal.change()
        if http.transport is not None:
            http.transport.abort()
        return web.Response()
    if kind == "error":
        call.status, call.answer = 500, {"ok": False, "error": "internal_error"}
        status, body, headers = 500, call.answer, {}
    fake.journal.change()
    if kind == "malformed":
        call.status, call.answer = 200, None
        return web.Response(text='{"ok": tr', content_type="application/json")
    if isinstance(body, str):
        return web.Response(text=body, status=status, headers=headers)
    return web.json_response(body, status=status, headers=headers)


async def _read(http: web.Request) -> tuple[dict[str, Any], tuple[str, str] | None, str | None]:
    args: dict[str, Any] = dict(http.query)
    if http.content_type == "application/json":
        raw = await http.text()
        args |= json.loads(raw) if raw else {}
    elif http.can_read_body:
        args |= dict(await http.post())
    for name in JSON_ARGUMENTS & args.keys():
        if isinstance(args[name], str):
            try:
                args[name] = json.loads(args[name])
            except ValueError:
                args[name] = {"not json": args[name]}
    kind, _, secret = http.headers.get("Authorization", "").partition(" ")
    basic = None
    if kind == "Basic":
        client, _, password = base64.b64decode(secret).decode().partition(":")
        basic = (client, password)
    return args, basic, (secret if kind == "Bearer" else None) or args.get("token")


def _run(request: Request, token: str | None) -> tuple[int, dict[str, Any], dict[str, str]]:
    fake = request.fake
    headers = {}
    if request.installation is not None:
        headers["x-oauth-scopes"] = ",".join(sorted(request.installation.scopes))
    try:
        known = METHODS.get(request.method)
        if known is None:
            fake.journal.puzzle(f"unknown method {request.method}")
            raise ApiError("unknown_method", req_method=request.method)
        strange = set(request.args) - known.args - ANYWHERE
        if strange:
            fake.journal.puzzle(f"{request.method} has no argument {', '.join(sorted(strange))}")
        _admit(request, known, token)
        if request.installation is not None:
            where = request.args.get("channel")
            wait = fake.rates.wait_for(request.method, request.installation.team_id, str(where) if where else None)
            if wait:
                return 429, {"ok": False, "error": "ratelimited"}, {**headers, "Retry-After": str(wait)}
        return 200, {"ok": True, **known.run(request)}, headers
    except ApiError as refused:
        return 200, {"ok": False, "error": refused.code, **refused.extra}, headers


def _admit(request: Request, method: Method, token: str | None) -> None:
    if method.token == "none":
        return
    if not token:
        raise ApiError("not_authed")
    is_app_level = token.startswith("xapp-")
    if is_app_level != (method.token == "app") and (is_app_level or request.installation is not None):
        raise ApiError("not_allowed_token_type")
    if is_app_level:
        if token != request.fake.app.app_token:
            raise ApiError("invalid_auth")
        return
    installation = request.installation
    if installation is None:
        raise ApiError("invalid_auth")
    now = request.fake.clock.now()
    if installation.state == "active" and installation.expires_at is not None and now >= installation.expires_at:
        installation.state = "expired"
    gone = {"revoked": "token_revoked", "expired": "token_expired", "inactive": "account_inactive"}
    if installation.state in gone:
        raise ApiError(gone[installation.state])
    if method.scopes and not installation.scopes & set(method.scopes):
        raise ApiError("missing_scope", needed=method.scopes[0], provided=",".join(sorted(installation.scopes)))
