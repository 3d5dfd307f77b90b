"""HTTP mode: signed requests to the app's request URL."""

import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp

if TYPE_CHECKING:
    from tests.platforms.slack.delivery import Attempt
    from tests.platforms.slack.server import FakeSlack

REDIRECTS = 2
FORM = "application/x-www-form-urlencoded"


class Http:
    """The request URL of the app; without one the app is reached by Socket Mode."""

    def __init__(self, fake: "FakeSlack") -> None:
        self._fake = fake
        self.request_url: str | None = None
        self._session: aiohttp.ClientSession | None = None

    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def carry(self, attempt: "Attempt") -> None:
        task = self._fake.spawn(self._carry(attempt))
        attempt.done.add_done_callback(lambda _: attempt.outcome == "timeout" and task.cancel())

    async def _carry(self, attempt: "Attempt") -> None:
        delivery, headers = attempt.delivery, {}
        if attempt.number:
            headers = {"X-Slack-Retry-Num": str(attempt.number), "X-Slack-Retry-Reason": attempt.reason}
        if delivery.kind == "event":
            raw, kind = json.dumps(delivery.body), "application/json"
        elif delivery.kind == "command":
            raw, kind = urlencode(delivery.body), FORM
        else:
            raw, kind = urlencode({"payload": json.dumps(delivery.body)}), FORM
        try:
            status, answer, said = await self.post(raw, kind, headers=headers)
        except aiohttp.TooManyRedirects:
            attempt.cause = "too_many_redirects"
            self._fake.deliveries.settle(attempt, "refused")
            return
        except aiohttp.ClientError:
            self._fake.deliveries.settle(attempt, "dropped")
            return
        attempt.status = status
        attempt.no_retry = said.get("x-slack-no-retry") == "1"
        if 200 <= status < 300:
            self._fake.deliveries.settle(attempt, "acked", answer)
        else:
            self._fake.deliveries.settle(attempt, "refused")

    async def post(
        self,
        raw: str,
        content_type: str,
        *,
        headers: dict[str, str] | None = None,
        secret: str | None = None,
        timestamp: str | None = None,
    ) -> tuple[int, Any, Any]:
        """Send one signed request and give status, answer (JSON, or `{"text": …}`, or None) and headers.

        The timestamp is of real time, since the app's verifier reads the real clock. `secret` and `timestamp` forge.
        """
        assert self.request_url, "the app has no request URL"
        stamp = timestamp or str(int(time.time()))
        key = (secret or self._fake.app.signing_secret).encode()
        signed = hmac.new(key, f"v0:{stamp}:{raw}".encode(), hashlib.sha256).hexdigest()
        sent = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed}",
            **(headers or {}),
        }
        session = self.session()
        async with session.post(self.request_url, data=raw.encode(), headers=sent, max_redirects=REDIRECTS) as response:
            text = await response.text()
            return response.status, _answer(text), response.headers

    async def url_verification(self, challenge: str = "3eZbrw1aB1") -> tuple[int, Any]:
        """What Slack sends when the request URL is entered: answered with the challenge."""
        body = {"token": self._fake.app.verification_token, "challenge": challenge, "type": "url_verification"}
        status, answer, _ = await self.post(json.dumps(body), "application/json")
        return status, answer

    async def ssl_check(self) -> int:
        """Slack's occasional look at the certificate."""
        raw = urlencode({"ssl_check": "1", "token": self._fake.app.verification_token})
        return (await self.post(raw, FORM))[0]


def _answer(text: str) -> Any:
    if not text:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"text": text}
