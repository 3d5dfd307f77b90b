"""Events that come again, in both modes, and connections that end in every way."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from tests.platforms.slack import FakeSlack, client, connected, mode, serve, slack, socket_app
from tests.platforms.slack.pieces import actions, bolt, button, modal, section
from tests.platforms.slack.workspace import Workspace

__all__ = ["mode", "slack"]


def counting(slack: FakeSlack, acme: Workspace, failures: int = 0) -> tuple[AsyncApp, list[tuple[str, str, str]]]:
    """An app whose listener fails the first times; it keeps (event_id, retry number, reason)."""
    app, seen = bolt(slack, acme), []

    @app.command("/quorum")
    async def command(ack: Any) -> None:
        await ack()

    @app.event("app_mention")
    async def heard(body: Any, request: Any) -> None:
        headers = request.headers
        number, reason = headers.get("x-slack-retry-num", [""])[0], headers.get("x-slack-retry-reason", [""])[0]
        seen.append((body["event_id"], number, reason))
        if len(seen) <= failures:
            raise RuntimeError("not stored")

    return app, seen


async def test_an_event_that_fails_comes_again_with_the_same_id(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    ada, general = acme.user("ada"), acme.channel("general")
    app, seen = counting(slack, acme, failures=3)
    async with connected(slack, app, mode):
        told = ada.mention(general, "hi")
        start = slack.clock.now()
        if mode == "socket":  # silence is a failure only after three seconds
            for number, wait in ((1, 3), (2, 3), (2, 60), (3, 3)):
                await slack.until(lambda number=number: len(seen) == number)
                await slack.clock.advance(wait, unanswered=True)
            await slack.clock.advance(300)
        else:
            await told
            await slack.clock.advance(60)
            await slack.clock.advance(300)
        await told
    times = [0.0, 3.0, 66.0, 369.0] if mode == "socket" else [0.0, 0.0, 60.0, 360.0]
    assert slack.clock.now() - start == times[-1]
    assert told.ok
    assert len({event for event, _, _ in seen}) == 1
    reason = "timeout" if mode == "socket" else "http_error"
    first = "0" if mode == "socket" else ""
    assert [entry[1:] for entry in seen] == [(first, ""), ("1", reason), ("2", reason), ("3", reason)]


async def test_after_the_third_retry_it_is_given_up(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    app, seen = counting(slack, acme, failures=99)
    async with connected(slack, app, "http"):
        told = acme.user("ada").mention(acme.channel("general"), "hi")
        await told
        await slack.clock.advance(86_400)
    assert (told.outcomes, len(seen)) == (["refused"] * 4, 4)


async def test_without_a_connection_an_event_waits_for_its_retries(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    app, seen = counting(slack, acme)
    told = await acme.user("ada").mention(acme.channel("general"), "hi")
    assert told.outcomes == ["unconnected", "unconnected"]
    async with socket_app(slack, app):
        await slack.clock.advance(60)
        await told
    assert told.ok
    assert [entry[1] for entry in seen] == ["2"]


async def test_a_refusal_that_wants_no_retry(slack: FakeSlack) -> None:
    acme, asked = slack.workspace("acme"), []

    async def refuse(http: web.Request) -> web.Response:
        asked.append(http.headers.get("X-Slack-Retry-Num"))
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    routes = web.Application()
    routes.router.add_post("/slack/events", refuse)
    async with serve(slack, routes):
        await acme.user("ada").mention(acme.channel("general"), "hi")
        await slack.clock.advance(600)
    assert asked == [None]


async def test_a_redirect_too_many_is_a_failure(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")

    async def elsewhere(http: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(http.path)

    routes = web.Application()
    routes.router.add_post("/slack/events", elsewhere)
    async with serve(slack, routes):
        told = await acme.user("ada").mention(acme.channel("general"), "hi")
    assert told.attempts[1].reason == "too_many_redirects"


async def test_a_listener_that_hangs_over_http(slack: FakeSlack) -> None:
    acme, hang, hung = slack.workspace("acme"), asyncio.Event(), []

    async def wait(http: web.Request) -> web.Response:
        hung.append(http.headers.get("X-Slack-Retry-Reason"))
        if len(hung) == 1:
            await hang.wait()
        return web.Response()

    routes = web.Application()
    routes.router.add_post("/slack/events", wait)
    async with serve(slack, routes):
        told = acme.user("ada").mention(acme.channel("general"), "hi")
        await slack.until(lambda: hung)
        await slack.clock.advance(3)
        await told
        hang.set()
    assert told.outcomes == ["timeout", "acked"]
    assert hung[-1] == "http_timeout"


async def test_a_reconnect_can_bring_the_same_as_if_new(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    app, seen = counting(slack, acme)
    async with connected(slack, app, mode):
        told = await acme.user("ada").mention(acme.channel("general"), "hi")
        await slack.deliveries.repeat(told)
    assert seen[0] == seen[1]
    assert told.attempts[0].envelope_id == told.attempts[1].envelope_id


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_socket_that_drops_in_mid_flight(slack: FakeSlack, when: str) -> None:
    acme = slack.workspace("acme")
    ada, general, (app, seen) = acme.user("ada"), acme.channel("general"), counting(slack, acme)
    async with socket_app(slack, app):
        slack.sockets.drop_next(when)
        told = await ada.mention(general, "hi")
        assert told.outcomes[:2] == ["dropped", "unconnected"]
        assert len(seen) == (when == "after")
        await slack.until(lambda: slack.sockets.open)
        await slack.clock.advance(60)
        await told
        slack.sockets.drop_next(when)
        pressed = await ada.slash("/quorum help", general)
        assert pressed.outcomes == ["dropped"]
        await slack.until(lambda: slack.sockets.open)
    assert told.ok
    assert [entry[1] for entry in seen] == (["2"] if when == "before" else ["0", "2"])
    _, (failure,) = slack.forgive()
    assert failure.kind == "operation_timeout"


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_the_app_moves_to_a_new_connection_when_told(slack: FakeSlack, reason: str) -> None:
    acme = slack.workspace("acme")
    app, seen = counting(slack, acme)
    async with socket_app(slack, app):
        (old,) = slack.sockets.open
        await old.disconnect(reason)
        (new,) = await slack.until(lambda: slack.sockets.open)
        assert new is not old
        assert (await acme.user("ada").mention(acme.channel("general"), "hi")).ok
    assert len(seen) == 1


@pytest.mark.parametrize("strict", [False, True])
async def test_an_answer_that_comes_on_the_next_connection(slack: FakeSlack, strict: bool) -> None:
    acme, hang, seen = slack.workspace("acme"), asyncio.Event(), []
    slack.sockets.strict = strict
    app = bolt(slack, acme)

    @app.event("app_mention")
    async def heard(body: Any) -> None:
        seen.append(body["event_id"])
        if len(seen) == 1:
            await hang.wait()

    async with socket_app(slack, app):
        told = acme.user("ada").mention(acme.channel("general"), "hi")
        (old,) = slack.sockets.open
        await slack.until(lambda: old.sent)
        await slack.until(lambda: seen)
        await old.disconnect()
        await slack.until(lambda: slack.sockets.open and slack.sockets.connections == slack.sockets.open)
        hang.set()
        await told
        if strict:  # the app closed the old connection before it had the new one
            assert told.outcomes == ["dropped", "unconnected"]
            await slack.clock.advance(60)
            await told
    assert told.outcomes[-1] == "acked"
    assert len(seen) == 1 + strict


async def test_every_envelope_goes_to_one_of_the_connections(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    first, seen_by_first = counting(slack, acme)
    second, seen_by_second = counting(slack, acme)
    async with socket_app(slack, first), socket_app(slack, second):
        for _ in range(12):
            await acme.user("ada").mention(acme.channel("general"), "hi")
    assert len(seen_by_first) + len(seen_by_second) == 12
    assert seen_by_first
    assert seen_by_second


async def link(slack: FakeSlack, session: aiohttp.ClientSession, url: str | None = None) -> Any:
    if url is None:
        url = (await client(slack).apps_connections_open(app_token=slack.app.app_token))["url"]
    return await session.ws_connect(url)


async def test_tickets_are_for_one_connection_and_not_for_long(slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session:
        url = (await client(slack).apps_connections_open(app_token=slack.app.app_token))["url"]
        async with await link(slack, session, url) as first:
            hello = await first.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            assert hello["connection_info"] == {"app_id": slack.app.app_id}
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await link(slack, session, url)
            assert refused.value.status == 403
        late = (await client(slack).apps_connections_open(app_token=slack.app.app_token))["url"]
        await slack.clock.advance(30)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await link(slack, session, late)


async def test_the_eleventh_connection_is_turned_away(slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await link(slack, session) for _ in range(11)]
        frames = [await socket.receive_json() for socket in sockets]
        assert [frame["type"] for frame in frames] == ["hello"] * 10 + ["disconnect"]
        assert frames[-1]["reason"] == "too_many_websockets"
        for socket in sockets:
            await socket.close()


async def test_pings_go_both_ways(slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session:
        url = (await client(slack).apps_connections_open(app_token=slack.app.app_token))["url"]
        async with session.ws_connect(url, autoping=False) as socket:
            await socket.receive_json()
            await socket.ping(b"sdk-ping-pong:1.5")
            assert ((await socket.receive()).data) == b"sdk-ping-pong:1.5"
            await slack.sockets.open[0].ping("from Slack")
            assert bytes((await socket.receive()).data) == b"from Slack"


async def test_a_frame_that_acknowledges_nothing_fails_the_test(slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session, await link(slack, session) as socket:
        for frame in ("nonsense", '{"envelope_id": "never sent"}', "[]"):
            await socket.send_str(frame)
        await slack.until(lambda: len(slack.journal.not_understood) == 3)
    slack.forgive()


async def test_socket_mode_can_be_off(slack: FakeSlack) -> None:
    from tests.platforms.slack.pieces import error_of

    slack.app.socket_mode_enabled = False
    assert await error_of(client(slack).apps_connections_open(app_token=slack.app.app_token)) == "forbidden"


async def test_presses_at_once_are_all_answered(slack: FakeSlack, mode: str) -> None:
    acme = slack.workspace("acme")
    general, app = acme.channel("general"), bolt(slack, acme)

    @app.action("a")
    async def answered(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(section("thanks")))

    async with connected(slack, app, mode):
        await client(slack, acme.bot_token).chat_postMessage(
            channel=general.id, text="t", blocks=[actions(button("a"))]
        )
        people = [acme.user(f"user{number}") for number in range(24)]
        presses = [person.click(general.latest, "a") for person in people]
        for press in presses:
            assert (await press).ok
    assert [person.view.blocks[0]["text"]["text"] for person in people] == ["thanks"] * 24
