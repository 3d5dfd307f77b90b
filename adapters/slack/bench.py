"""Clicks for `quorum bench click slack`: envelopes as Slack brings them, and a wire that leads nowhere.

Envelopes go where Socket Mode hands them over, into the very connection that `quorum run` serves; what the bot sends
is taken in memory and kept, so that its HTTP can be measured apart. It must not know what is measured.
"""

import asyncio
import json
from collections.abc import Sequence
from time import perf_counter
from typing import Any, Final, Self

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import OneWorkspace, Workspace, web_client
from adapters.slack.connection import Connection, new_session
from adapters.slack.inbound import ANY, Ack
from adapters.slack.render import message
from adapters.slack.replies import JSON
from adapters.slack.settings import API, PLATFORM, Settings
from bot.app import App
from bot.view.card import Card

TOKEN: Final = "xoxb-bench"
HOOK: Final = "https://hooks.slack.invalid/"
TENANT: Final = "bench"
BOT: Final = "B0"
CHANNEL: Final = "1"


class Heard:
    """An answer of Slack, as the SDK reads it."""

    status = 200
    headers: Final = {"Content-Type": "application/json"}
    content_type = "application/json"

    def __init__(self, said: str) -> None:
        self._said = said

    async def text(self, encoding: str | None = None) -> str:
        """Its body."""
        return self._said

    async def json(self, **_: Any) -> Any:
        """Its body, read."""
        return json.loads(self._said)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


class Wire:
    """A session to a Slack that takes everything at once; `waiting`: who waits for what, by address."""

    closed = False

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Future[bytes]] = {}
        self.sent: list[bytes] = []

    def post(self, url: str, *, data: bytes, **_: Any) -> Heard:
        """Take an answer; whoever waits for it is told what it says."""
        self.sent.append(data)
        self.waiting.pop(url).set_result(data)
        return Heard("ok")

    def request(self, method: str, url: str, **more: Any) -> Heard:
        """Take a call of the Web API: the only one is to ask who somebody is."""
        user = (more.get("params") or {}).get("user") or "U"
        return Heard(json.dumps({"ok": True, "user": {"id": user, "name": f"Member {user}", "tz": "Europe/Berlin"}}))

    async def close(self) -> None:
        """There is nothing to let go of."""
        self.closed = True


class Clicks:
    """A connection without a network, and a bare Bolt with a listener that does nothing."""

    platform = PLATFORM
    tenant = TENANT
    space = TENANT

    def __init__(self, app: App) -> None:
        self.wire = Wire()
        session: Any = self.wire
        client = web_client(API, session, TOKEN)
        clients = OneWorkspace(Workspace(TENANT, client, "U0", BOT))
        self.connection = Connection(app, Settings(TOKEN, "xapp-bench"), session, clients)
        self.bare = bare(web_client(API, session))
        self.shown: dict[str, Any] = {}

    def show(self, card: Card) -> None:
        """The post whose controls are pressed from now on."""
        self.shown = {"type": "message", "ts": "1700000000.000100", "bot_id": BOT, **message(card, "daily:1:1")}

    async def idle(self, number: int, token: str) -> None:
        """The floor: a click to the listener that does nothing."""
        await deliver(self.bare, envelope(number, token, self.shown))

    async def click(self, number: int, token: str) -> tuple[float, bytes]:
        """A click until it is answered: seconds to its acknowledgement, and the answer."""
        body = envelope(number, token, self.shown)
        answered = self.wire.waiting[body["response_url"]] = asyncio.get_running_loop().create_future()
        received = perf_counter()
        acknowledging = asyncio.create_task(deliver(self.connection.bolt, body))  # as the SDK begins with each
        await acknowledging
        acknowledged = perf_counter() - received
        return acknowledged, await answered

    def answers(self) -> Sequence[bytes]:
        """The bodies of all answers so far."""
        return self.wire.sent

    async def send_again(self, bodies: Sequence[bytes], address: str) -> None:
        """Send answers over HTTP, one after the other, as the connection does."""
        async with new_session() as session:
            for body in bodies:
                async with session.post(address, data=body, headers=JSON) as answer:
                    await answer.text()

    async def close(self) -> None:
        """End in order."""
        await self.connection.tasks.drain(1)
        await self.connection.close()


def envelope(number: int, token: str, shown: dict[str, Any]) -> dict[str, Any]:
    """The press of a control on the post, as Slack describes it."""
    user, ts = str(number), shown["ts"]
    return {
        "type": "block_actions",
        "team": {"id": TENANT, "domain": "bench"},
        "user": {"id": user, "username": f"member{user}", "name": f"member{user}", "team_id": TENANT},
        "api_app_id": "A0",
        "token": "bench",
        "container": {"type": "message", "message_ts": ts, "channel_id": CHANNEL, "is_ephemeral": False},
        "trigger_id": f"1.{user}",
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": CHANNEL, "name": "bench"},
        "message": shown,
        "state": {"values": {}},
        "response_url": f"{HOOK}{user}",
        "actions": [
            {
                "type": "button", "block_id": shown["blocks"][-1]["block_id"], "action_id": token,
                "text": {"type": "plain_text", "text": "A"}, "action_ts": f"1700000000.{user.zfill(6)}",
            }
        ],
    }  # fmt: skip


async def deliver(app: AsyncApp, body: dict[str, Any]) -> None:
    """Hand an envelope to Bolt as the Socket Mode handler does; returns when it is acknowledged."""
    answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    if answer.status != 200:
        raise RuntimeError(f"Bolt says {answer.status} {answer.body}")


def bare(client: AsyncWebClient) -> AsyncApp:
    """Bolt with one listener, which acknowledges and does nothing."""
    known = AuthorizeResult(enterprise_id=None, team_id=TENANT, bot_user_id="U0", bot_id=BOT, bot_token=TOKEN)

    async def authorize(**_: Any) -> AuthorizeResult:
        return known

    async def nothing(ack: Ack) -> None:
        await ack()

    made = AsyncApp(client=client, authorize=authorize, signing_secret="bench", process_before_response=True)
    made.action(ANY)(nothing)
    return made
