"""The REST API: how a request is read, who may make it, which route answers it, and the faults around it.

Routes bear Discord's own templates. A route, a query or a body key that Discord does not have fails the test.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import hdrs, web

from tests.platforms.discord import openapi
from tests.platforms.discord.journal import Call
from tests.platforms.discord.reply import Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.faults import Fault
    from tests.platforms.discord.server import FakeDiscord

Answer = tuple[int, Any]
UNAUTHORIZED = {"message": "401: Unauthorized", "code": 0}


@dataclass
class Request:
    """One call as its route sees it."""

    fake: "FakeDiscord"
    call: Call
    now: float

    @property
    def body(self) -> Any:
        return self.call.body

    def path(self, name: str) -> str:
        return self.call.path[name]

    def query(self, name: str, default: str = "") -> str:
        return self.call.query.get(name, default)


Handler = Callable[[Request], Answer]
Strangers = Callable[[Any], Iterator[str]]


@dataclass(frozen=True)
class Route:
    """One route: `token` whether the bot's token is asked for, `strangers` which keys of a body are not known."""

    method: str
    template: str
    handler: Handler
    token: bool
    query: frozenset[str]
    strangers: Strangers | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template))


ROUTES: list[Route] = []


def route(
    name: str, *, query: str = "", body: Strangers | None = None, token: bool = True
) -> Callable[[Handler], Handler]:
    """Register the handler of "METHOD /template"."""
    method, template = name.split(" ")

    def register(handler: Handler) -> Handler:
        ROUTES.append(Route(method, template, handler, token, frozenset(query.split()), body))
        return handler

    return register


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a path; of several the one with the fewest parameters."""
    found = [
        (one, hit.groupdict()) for one in ROUTES if one.method == method and (hit := _pattern(one).fullmatch(path))
    ]
    return min(found, key=lambda pair: len(pair[1]), default=None)


_patterns: dict[str, re.Pattern[str]] = {}


def _pattern(one: Route) -> re.Pattern[str]:
    if one.template not in _patterns:
        _patterns[one.template] = one.pattern
    return _patterns[one.template]


async def answer(fake: "FakeDiscord", http: web.Request) -> web.StreamResponse:
    """Serve /api/v10/…"""
    path = "/" + http.match_info["path"]
    found = find(http.method, path)
    if found is None:
        fake.journal.puzzle(f"{http.method} {path} is no route of Discord that the fake knows")
        return reply(fake, "", 404, {"message": "404: Not Found", "code": 0})
    served, parameters = found
    body, files = await _read(http)
    call = Call(fake.clock.now(), served.name, parameters, dict(http.query), body, files)
    fake.journal.calls.append(call)
    fake.journal.change()
    _judge(fake, served, call)
    token = http.headers.get(hdrs.AUTHORIZATION)
    return await _spoiled(fake, http, served, call, token)


async def _read(http: web.Request) -> tuple[Any, dict[str, tuple[str, bytes]]]:
    files: dict[str, tuple[str, bytes]] = {}
    body: Any = None
    if http.content_type == "multipart/form-data":
        async for part in await http.multipart():
            name, data = str(part.name), bytes(await part.read())  # type: ignore[union-attr]
            if name == "payload_json":
                body = json.loads(data)
            else:
                files[name] = (str(part.filename), data)  # type: ignore[union-attr]
    elif http.can_read_body:
        body = await http.json()
    return body, files


def _judge(fake: "FakeDiscord", served: Route, call: Call) -> None:
    """Note what Discord's description does not know."""
    for name in sorted(set(call.query) - served.query):
        fake.journal.puzzle(f"{served.name} has no query {name}")
    if served.strangers is None:
        if call.body not in (None, {}):
            fake.journal.puzzle(f"{served.name} takes no body")
        return
    for pointer in served.strangers(call.body):
        fake.journal.puzzle(f"{served.name} does not know {pointer}")
    for name in call.files:
        if not re.fullmatch(r"files\[\d\]", name):
            fake.journal.puzzle(f"{served.name} has no part {name}")
    for problem in openapi.breaches(served.method, served.template, call.body):
        fake.journal.puzzle(f"{served.name}: {problem}")


def run(fake: "FakeDiscord", served: Route, call: Call, token: str | None) -> Answer:
    """What Discord answers when nothing goes wrong on the way."""
    if served.token and (token != f"Bot {fake.app.token}" or not fake.app.token_valid):
        return 401, UNAUTHORIZED
    try:
        status, body = served.handler(Request(fake, call, fake.clock.now()))
    except Refusal as refusal:
        if refusal.code == 50035:
            fake.journal.puzzle(f"{served.name}: {refusal}")
        return refusal.status, refusal.body
    except Exception as mistake:
        fake.journal.puzzle(f"the fake itself failed at {served.name}: {mistake!r}")
        raise
    call.stored = True
    return status, body


async def _spoiled(
    fake: "FakeDiscord", http: web.Request, served: Route, call: Call, token: str | None
) -> web.StreamResponse:
    fault = fake.faults.take(call)
    call.fault = str(fault) if fault else None
    kind = fault.kind if fault else ""
    result: Answer | None = None
    if fault and kind == "delay" and not fault.after:
        await fake.clock.sleep(fault.seconds)
    if fault is None or fault.after or kind == "delay":
        result = run(fake, served, call, token)
    fake.journal.change()
    if fault and kind == "delay" and fault.after:
        await fake.clock.sleep(fault.seconds)
    if fault and kind == "drop":
        if http.transport is not None:
            http.transport.abort()
        return web.Response()
    extra: dict[str, str] = {}
    if fault and kind in ("error", "429", "refuse"):
        result, extra = faulty(fault)
    assert result is not None
    call.status, call.answer = result
    fake.journal.change()
    left = fault.seconds if fault and kind == "exhausted" else None
    return reply(fake, served.name, *result, extra=extra, exhausted=left)


def faulty(fault: "Fault") -> tuple[Answer, dict[str, str]]:
    """Status, body and headers of an answer that a test ordered."""
    if fault.kind == "error":
        return (fault.status, {"message": f"{fault.status}: Server Error", "code": 0}), {}
    if fault.kind == "refuse":
        return (fault.status, {"code": fault.code, "message": "refused by the test"}), {}
    body = {"message": "You are being rate limited.", "retry_after": fault.seconds, "global": fault.scope == "global"}
    headers = {"Retry-After": str(fault.seconds), "X-RateLimit-Scope": fault.scope}
    if fault.scope == "global":
        headers["X-RateLimit-Global"] = "true"
    if not fault.via:
        headers["Via"] = ""
    return (429, body), headers


def reply(
    fake: "FakeDiscord",
    name: str,
    status: int,
    body: Any,
    *,
    extra: dict[str, str] | None = None,
    exhausted: float | None = None,
) -> web.Response:
    """An answer with Discord's headers; the type is exactly application/json, else discord.py takes it for text."""
    after = exhausted if exhausted is not None else 1.0
    headers = {
        "X-RateLimit-Limit": "1000",
        "X-RateLimit-Remaining": "999" if exhausted is None else "0",
        "X-RateLimit-Reset": f"{fake.clock.now() + after:.3f}",
        "X-RateLimit-Reset-After": f"{after:.3f}",
        "X-RateLimit-Bucket": f"{abs(hash(name)):x}"[:16],
        "Via": "1.1 fake",
        **(extra or {}),
    }
    headers = {key: value for key, value in headers.items() if value}
    if status == 204:
        return web.Response(status=204, headers=headers)
    return web.Response(
        status=status, body=json.dumps(body).encode(), headers={**headers, "Content-Type": "application/json"}
    )
