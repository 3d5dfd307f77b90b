"""The request URL: signatures, the form of each kind, and what Slack sends besides."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.platforms.slack import FakeSlack, http_app, slack
from tests.platforms.slack.pieces import bolt

__all__ = ["slack"]
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ({}, 200),
        ({"secret": "another"}, 401),
        ({"timestamp": "400 s ago"}, 401),
        ({"timestamp": "in 400 s"}, 401),
        ({"timestamp": "yesterday"}, 500),
    ],
)
async def test_a_signature_is_good_wrong_or_old(slack: FakeSlack, forged: dict[str, str], status: int) -> None:
    acme = slack.workspace("acme")
    shifts = {"400 s ago": -400, "in 400 s": 400}
    if forged.get("timestamp") in shifts:
        forged = {"timestamp": str(int(time.time()) + shifts[forged["timestamp"]])}
    app = bolt(slack, acme)

    @app.event("app_mention")
    async def heard() -> None: ...

    body = {"type": "event_callback", "team_id": acme.team_id, "event": {"type": "app_mention", "user": "U1"}}
    async with http_app(slack, app):
        got, _, _ = await slack.http.post(json.dumps(body), "application/json", **forged)
    assert got == status


async def test_the_address_is_verified_and_its_certificate_checked(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    async with http_app(slack, bolt(slack, acme)):
        assert await slack.http.url_verification("challenge me") == (200, {"challenge": "challenge me"})
        assert await slack.http.ssl_check() == 200


async def test_a_command_with_the_word_payload_is_lost_by_bolt(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    app = bolt(slack, acme)

    @app.command("/quorum")
    async def heard(ack: Any) -> None:
        await ack()

    async with http_app(slack, app):
        assert (await acme.user("ada").slash("/quorum what is it?")).ok
        assert (await acme.user("ada").slash("/quorum what is a payload?")).outcomes == ["refused"]
    _, failures = slack.forgive()
    assert [one.kind for one in failures] == ["operation_timeout"]


async def test_what_nobody_listens_to_is_refused(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    async with http_app(slack, bolt(slack, acme)):
        told = await acme.user("ada").mention(acme.channel("general"), "hi")
        status, _, _ = await slack.http.post(urlencode({"payload": "{}"}), FORM)
    assert told.outcomes == ["refused", "refused"]
    assert [attempt.status for attempt in told.attempts] == [404, 404]
    assert status == 404
