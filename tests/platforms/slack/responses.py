"""response_url: five uses within thirty minutes, then gone."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platforms.slack import chat
from tests.platforms.slack.blocks import refuse_message
from tests.platforms.slack.journal import Call
from tests.platforms.slack.web_api import ApiError, Request, spoiled
from tests.platforms.slack.workspace import Channel, Post, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.server import FakeSlack

USES = 5
SECONDS = 30 * 60
KNOWN = {
    *("text", "blocks", "attachments", "metadata", "response_type", "replace_original", "delete_original"),
    *("thread_ts", "mrkdwn", "unfurl_links", "unfurl_media", "link_names", "parse"),
}


@dataclass(eq=False)
class _Url:
    ws: Workspace
    channel: Channel
    user: str
    born: float
    source: Post | None
    used: int = 0


class Responses:
    """All response URLs of a fake."""

    def __init__(self, fake: "FakeSlack") -> None:
        self._fake = fake
        self._urls: dict[str, _Url] = {}

    def new(self, ws: Workspace, channel: Channel, user: str, source: Post | None = None) -> str:
        """A URL; `source` is the message whose component was used, None for a command."""
        name = str(len(self._urls) + 1)
        self._urls[name] = _Url(ws, channel, user, self._fake.clock.now(), source)
        return f"{self._fake.url}/response/{ws.team_id}/{name}"

    async def answer(self, http: web.Request) -> web.StreamResponse:
        fake, url = self._fake, self._urls.get(http.match_info["name"])
        try:
            args = json.loads(await http.text())
        except ValueError:
            args = {}
            fake.journal.puzzle("a response_url was sent what is not JSON")
        team = url.ws.team_id if url else None
        call = Call(fake.clock.now(), "response_url", team, args)
        fake.journal.calls.append(call)

        def store() -> tuple[int, Any, dict[str, str]]:
            call.stored = True
            if url is None or url.used >= USES:
                return 404, {"ok": False, "error": "used_url"}, {}
            if fake.clock.now() - url.born >= SECONDS:
                return 404, {"ok": False, "error": "expired_url"}, {}
            strange = set(args) - KNOWN
            if strange:
                fake.journal.puzzle(f"response_url has no argument {', '.join(sorted(strange))}")
            try:
                respond(url.ws, url.channel, url.user, args, url.source)
            except ApiError as refused:
                return 400, {"ok": False, "error": refused.code, **refused.extra}, {}
            url.used += 1
            return 200, "ok", {}

        return await spoiled(fake, http, call, fake.faults.take(call), store)


def respond(ws: Workspace, channel: Channel, user: str, args: dict[str, Any], source: Post | None) -> None:
    """Do what a response asks for. A command has no original: there is nothing to replace or delete."""
    request = Request(ws.fake, "response_url", args)
    if args.get("delete_original"):
        if source is not None and source.seen_by:
            ws.ephemerals.remove(source)
        elif source is not None:
            source.channel.posts.pop(source.ts, None)
        return
    if not args.get("text") and not args.get("blocks") and not args.get("attachments"):
        raise ApiError("no_text")
    refuse_message(request, args)
    if args.get("replace_original") and source is not None:
        chat.change(source, args)
    elif args.get("response_type") == "in_channel":
        chat.put(ws, channel, chat.wire(ws, args))
    else:
        chat.ephemeral(ws, channel, user, args)
