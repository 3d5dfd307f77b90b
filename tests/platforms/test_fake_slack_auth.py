"""Who may call the fake Slack, and how it reads arguments."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.platforms.slack import FakeSlack, client, slack
from tests.platforms.slack.pieces import error_of, section

__all__ = ["slack"]


@pytest.mark.parametrize(
    ("state", "code"),
    [("revoked", "token_revoked"), ("expired", "token_expired"), ("inactive", "account_inactive")],
)
async def test_a_token_that_is_gone(slack: FakeSlack, state: str, code: str) -> None:
    acme = slack.workspace("acme")
    acme.installation.state = state
    assert await error_of(client(slack, acme.bot_token).auth_test()) == code


async def test_a_token_that_never_was(slack: FakeSlack) -> None:
    assert await error_of(client(slack).auth_test()) == "not_authed"
    assert await error_of(client(slack, "xoxb-nobody").auth_test()) == "invalid_auth"
    assert await error_of(client(slack).apps_connections_open(app_token="xapp-nobody")) == "invalid_auth"


async def test_each_kind_of_token_has_its_methods(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    wrong = client(slack).apps_connections_open(app_token=acme.bot_token)
    assert await error_of(wrong) == "not_allowed_token_type"
    assert await error_of(client(slack, slack.app.app_token).auth_test()) == "not_allowed_token_type"
    assert (await client(slack).apps_connections_open(app_token=slack.app.app_token))["url"].startswith(
        "ws://127.0.0.1"
    )


async def test_a_scope_that_is_missing_is_named(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    acme.installation.scopes.discard("users:read")
    with pytest.raises(SlackApiError) as refused:
        await client(slack, acme.bot_token).users_info(user="U0000001")
    answer = refused.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")
    assert "users:read" not in answer["provided"].split(",")
    assert answer.headers["x-oauth-scopes"] == answer["provided"]


async def test_auth_test_says_who_the_bot_is(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    who = (await client(slack, acme.bot_token).auth_test()).data
    assert who == {
        "ok": True,
        "url": "https://acme.slack.com/",
        "team": "Acme",
        "team_id": "T0000001",
        "user": "quorum",
        "user_id": acme.bot.id,
        "bot_id": acme.bot_id,
        "is_enterprise_install": False,
    }


async def raw(slack: FakeSlack, token: str, **request: Any) -> dict[str, Any]:
    """One request as any other library would make it."""
    verb, method = request.pop("verb", "POST"), request.pop("method")
    headers = {"Authorization": f"Bearer {token}", **request.pop("headers", {})}
    async with slack.http.session().request(verb, f"{slack.api}{method}", headers=headers, **request) as answer:
        assert answer.content_type == "application/json"
        found: dict[str, Any] = await answer.json()
        return found


async def test_arguments_come_in_any_dress(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general, token = acme.channel("general"), acme.bot_token
    blocks = [section("hello")]
    dresses: list[dict[str, Any]] = [
        {"json": {"channel": general.id, "text": "t", "blocks": blocks}},
        {"data": {"channel": general.id, "text": "t", "blocks": json.dumps(blocks)}},
        {"params": {"channel": general.id, "text": "t", "blocks": json.dumps(blocks)}},
        {"params": {"channel": general.id}, "json": {"text": "t", "blocks": blocks}},
        {"verb": "GET", "params": {"channel": general.id, "text": "t", "blocks": json.dumps(blocks)}},
    ]
    for dress in dresses:
        assert (await raw(slack, token, method="chat.postMessage", **dress))["ok"]
        assert general.latest.blocks[0]["text"]["text"] == "hello"
    for truth in ("1", "true"):
        found = await raw(slack, token, method="users.info", data={"user": acme.bot.id, "include_locale": truth})
        assert found["user"]["locale"] == "en-US"
    assert (await raw(slack, "", method="auth.test", data={"token": token}, headers={"Authorization": ""}))["ok"]


async def test_a_long_query_string_is_read(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    blocks = [section("é" * 2900) for _ in range(4)]
    found = await client(slack, acme.bot_token).blocks_validate(blocks=blocks)
    assert found["ok"]


async def test_what_a_listener_adds_to_each_call_is_understood(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    listener = client(slack, acme.bot_token)
    listener.default_params["team_id"] = acme.team_id
    for call in (listener.auth_test(), listener.chat_postMessage(channel=acme.channel("general").id, text="t")):
        assert (await call)["ok"]


async def test_what_slack_does_not_know_fails_the_test(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    api = client(slack, acme.bot_token)
    assert await error_of(api.api_call("chat.teleport")) == "unknown_method"
    assert (await api.api_call("auth.test", params={"color": "red"}))["ok"]
    assert (await raw(slack, acme.bot_token, method="../nowhere"))["error"] == "unknown_address"
    with pytest.raises(AssertionError, match="no argument color"):
        slack.check()
    puzzles, _ = slack.forgive()
    assert [line.split()[0] for line in puzzles] == ["unknown", "auth.test", "POST"]
    slack.check()


CALLS: list[Callable[[Any], Awaitable[Any]]] = [
    lambda api: api.users_info(user=""),
    lambda api: api.views_publish(user_id="", view={}),
    lambda api: api.files_getUploadURLExternal(filename="", length=3),
]


@pytest.mark.parametrize("call", CALLS)
async def test_a_required_argument_is_missed(slack: FakeSlack, call: Callable[[Any], Awaitable[Any]]) -> None:
    acme = slack.workspace("acme")
    assert await error_of(call(client(slack, acme.bot_token))) == "invalid_arguments"
