"""HTTP mode: Slack calls the app, on an address that everybody can reach; so every request must be signed.

Bolt checks the signature and knows the bodies. It reads a form with the word "payload" in it as an interaction, so
commands are taken apart here, behind the same check.
"""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

PATH = "/slack/events"
HEALTH = "/healthz"
LARGEST = 4 * 1024 * 1024
"""Bytes of a request: a view comes with all that was typed into it."""
FORM = "application/x-www-form-urlencoded"


def routes(app: AsyncApp, signing_secret: str) -> web.Application:
    """The app's addresses."""
    verifier = SignatureVerifier(signing_secret)

    async def events(request: web.Request) -> web.StreamResponse:
        try:
            raw = await request.text()
        except (UnicodeDecodeError, LookupError):  # no letters, or in an alphabet that nobody knows
            return web.Response(status=401, text="unsigned")
        if not request.headers.get("X-Slack-Request-Timestamp", "").isdigit():
            return web.Response(status=401, text="unsigned")  # the verifier would fail on it
        if request.content_type == FORM:
            said = dict(parse_qsl(raw, keep_blank_values=True))
            if "command" in said and "payload" not in said:
                if not verifier.is_valid_request(raw, dict(request.headers)):
                    return web.Response(status=401, text="the signature does not fit")
                headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
                command = AsyncBoltRequest(body=said, headers=headers, mode="socket_mode")
                return await to_aiohttp_response(await app.async_dispatch(command))
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    served = health()
    served.router.add_post(PATH, events)
    return served


def health() -> web.Application:
    """The address that says that the process lives, and none else."""

    async def ok(request: web.Request) -> web.StreamResponse:
        return web.Response(text="ok")

    served = web.Application(client_max_size=LARGEST)
    served.router.add_get(HEALTH, ok)
    return served
