"""The way in: sockets that drop, HTTP that is signed, tokens that are not taken, and an orderly end."""

import asyncio
import json
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack import platform
from adapters.slack.connection import Connection, Time
from adapters.slack.inbound import readable
from adapters.slack.settings import Settings, read_settings
from adapters.slack.sockets import DEAD_AFTER, Sockets
from bot.refs import AccountRef
from bot.view.card import card
from tests.platforms.slack import FakeSlack, delay, malformed, ratelimited, server_error
from tests.platforms.slack.faults import Fault
from tests.slack.world import World, words
from tests.slack.world import world as a_world

BOT, APP, SECRET = "xoxb-secret-of-the-bot", "xapp-secret-of-the-app", "secret-of-the-signature"
GOOD = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET}


class TestSettings:
    def test_sockets_are_the_default(self) -> None:
        assert read_settings(GOOD, http=False) == Settings(BOT, APP, SECRET)

    def test_http_takes_host_and_port(self) -> None:
        read = read_settings(
            {**GOOD, "PORT": "8080", "HOST": "::1", "SLACK_API_URL": "https://gov.test/api"}, http=True
        )
        assert (read.port, read.host, read.api) == (8080, "::1", "https://gov.test/api/")

    @pytest.mark.parametrize(
        ("name", "said", "http", "why"),
        [
            ("SLACK_BOT_TOKEN", APP, False, "SLACK_BOT_TOKEN is not a bot token"),
            ("SLACK_APP_TOKEN", BOT, False, "SLACK_APP_TOKEN is not an app-level token"),
            ("SLACK_APP_TOKEN", "", False, "quorum run --web"),
            ("SLACK_SIGNING_SECRET", " ", True, "SLACK_SIGNING_SECRET is missing"),
            ("PORT", "http", True, "PORT is not a port"),
            ("PORT", "65536", True, "PORT is not a port"),
            ("SLACK_API_URL", "slack.com", True, "SLACK_API_URL is no address"),
        ],
    )
    def test_a_mistake_is_named_without_the_secret(self, name: str, said: str, http: bool, why: str) -> None:
        with pytest.raises(ValueError, match=why) as told:
            read_settings({**GOOD, name: said}, http=http)
        assert not any(secret in str(told.value) for secret in (BOT, APP, SECRET))


class TestTokens:
    async def connect(self, slack: FakeSlack, **given: str) -> None:
        acme = slack.workspace("acme")
        environment: Mapping[str, str] = {
            "SLACK_BOT_TOKEN": acme.bot_token, "SLACK_APP_TOKEN": slack.app.app_token, "SLACK_API_URL": slack.api,
            **given,
        }  # fmt: skip
        connection = await platform.connect(None, environment, http=False)
        await connection.close()

    async def test_good_ones_connect(self, slack: FakeSlack) -> None:
        await self.connect(slack)

    @pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
    async def test_a_bad_one_fails_loudly(self, slack: FakeSlack, name: str) -> None:
        bad = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}[name]
        with pytest.raises(ValueError, match=rf"does not take {name} \(invalid_auth\)") as told:
            await self.connect(slack, **{name: bad})
        assert bad not in str(told.value)

    @pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
    @pytest.mark.parametrize("fault", [malformed(), server_error(), ratelimited(30)], ids=str)
    async def test_a_busy_slack_is_no_bad_token(self, slack: FakeSlack, method: str, fault: Fault) -> None:
        slack.faults.add(method, fault)
        with pytest.raises(ValueError, match=r"cannot be reached \((its|internal_error|ratelimited)"):
            await self.connect(slack)

    async def test_no_slack_at_all_is_said(self, slack: FakeSlack) -> None:
        with pytest.raises(ValueError, match="cannot be reached"):
            await self.connect(slack, SLACK_API_URL="http://127.0.0.1:1/api")


@pytest.fixture
def mode(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "socket"))


in_http = pytest.mark.parametrize("mode", ["http"], indirect=True)


@in_http
class TestHttp:
    async def test_the_word_payload_in_a_command(self, world: World) -> None:
        assert (await world.ada.slash("/quorum what is a payload?", world.general)).ok
        said = (await world.until(lambda: world.ada.ephemerals))[0]
        assert "do not know that command" in said.text

    async def test_a_wrong_signature_is_refused(self, world: World) -> None:
        http = world.slack.http
        for text in ("help", "what is a payload?"):
            raw = urlencode({"command": "/quorum", "text": text, "team_id": world.acme.team_id, "user_id": "U1"})
            status, _, _ = await http.post(raw, "application/x-www-form-urlencoded", secret="forged")
            assert status == 401
            status, _, _ = await http.post(raw, "application/x-www-form-urlencoded", timestamp="1")
            assert status == 401
            status, _, _ = await http.post(raw, "application/x-www-form-urlencoded", timestamp="yesterday")
            assert status == 401
        assert not world.slack.journal.of("users.info")

    async def test_what_is_no_text_is_refused(self, world: World) -> None:
        url, kinds = world.slack.http.request_url or "", ("application/json", "text/plain; charset=martian")
        for kind in kinds:
            headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=0"}
            async with world.connection.session.post(url, data=b"\xff\xfe{", headers=headers) as answer:
                assert answer.status == 401

    async def test_what_nobody_did_is_acknowledged_and_nothing_comes_of_it(self, world: World) -> None:
        bodies: list[dict[str, object]] = [
            {"type": "block_actions", "team": {"id": world.acme.team_id}, "actions": [{"action_id": "q1:daily"}]},
            {
                "type": "view_submission",
                "team": {"id": world.acme.team_id},
                "view": {"type": "modal", "callback_id": "form"},
            },
            {"type": "shortcut", "team": {"id": world.acme.team_id}, "callback_id": "today"},
        ]
        before = len(world.slack.journal.calls)
        for body in bodies:
            raw = urlencode({"payload": json.dumps({**body, "user": {"id": ""}})})
            status, _, _ = await world.slack.http.post(raw, "application/x-www-form-urlencoded")
            assert status == 200
        assert len(world.slack.journal.calls) == before

    async def test_slacks_own_checks(self, world: World) -> None:
        assert await world.slack.http.url_verification("abc") == (200, {"challenge": "abc"})
        assert await world.slack.http.ssl_check() == 200
        body = {"type": "app_rate_limited", "team_id": world.acme.team_id, "minute_rate_limited": 1, "api_app_id": "A"}
        assert (await world.slack.http.post(json.dumps(body), "application/json"))[0] == 200

    async def test_health(self, world: World) -> None:
        url = f"http://127.0.0.1:{world.connection.port}/healthz"
        async with world.connection.session.get(url) as answer:
            assert (answer.status, await answer.text()) == (200, "ok")


class TestSockets:
    async def test_an_event_of_a_dropped_socket_comes_again_and_counts_once(self, world: World) -> None:
        for when in ("before", "after"):
            hall = world.acme.channel(f"hall-{when}", bot=False)
            world.slack.sockets.drop_next(when)
            delivery = world.ada.invite_bot(hall)
            assert delivery is not None
            await world.until(lambda: delivery.attempts[0].outcome)  # noqa: B023
            await world.until(lambda: world.slack.sockets.open)
            await world.slack.clock.advance(60)
            await world.until(lambda: delivery.ok)  # noqa: B023
            await world.tick()
            assert len(hall.parents) == 1

    async def test_a_press_survives_a_refresh_of_the_connection(self, world: World) -> None:
        await world.slack.sockets.open[0].disconnect("refresh_requested")
        await world.until(lambda: world.slack.sockets.open)
        assert (await world.ada.slash("/quorum help", world.general)).ok
        await world.until(lambda: world.ada.ephemerals)

    async def test_a_dead_connection_is_thrown_away(self, world: World) -> None:
        """The SDK tries a refused ticket for ever: only a new handler asks for a new one."""
        slack, looks = world.slack, iter(range(DEAD_AFTER))

        async def look(seconds: float) -> None:
            await (asyncio.sleep(0) if next(looks, None) is not None else asyncio.Event().wait())

        before = len(slack.sockets.open)
        slack.faults.add("apps.connections.open", delay(10_000))
        serving = asyncio.ensure_future(Sockets(world.connection.bolt, slack.app.app_token, look, 0.5).serve())
        await slack.until(lambda: len(slack.sockets.open) > before)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)

    async def test_a_token_that_is_not_taken_any_more_ends_it(self, world: World) -> None:

        async def look(seconds: float) -> None:
            await asyncio.sleep(0)

        with pytest.raises(SlackApiError, match="invalid_auth"):
            await Sockets(world.connection.bolt, "xapp-gone", look, 0.5).serve()


@pytest.mark.parametrize("mode", ["socket", "http"], indirect=True)
async def test_what_was_acknowledged_is_finished_at_the_end(slack: FakeSlack, mode: str, database: str) -> None:
    async with a_world(slack, mode, database) as world:
        slack.faults.add("response_url", delay(1))
        assert (await world.ada.slash("/quorum help", world.general)).ok
        await slack.until(lambda: slack.journal.of("response_url"))
        answered = asyncio.ensure_future(slack.clock.advance(1))  # it runs when the end has begun
    await answered
    assert "leaderboard" in words(world.ada.ephemerals[0])


async def test_the_messenger_works_after_the_way_in_is_closed(slack: FakeSlack, database: str) -> None:
    """Letters may leave until `close`."""
    acme = slack.workspace("acme")
    ada = acme.user("ada")
    settings = Settings(acme.bot_token, slack.app.app_token, api=slack.api)
    connection = await Connection.open(None, settings, Time(slack.clock.now, slack.clock.sleep, ping=0.5))  # type: ignore[arg-type]
    serving = asyncio.ensure_future(connection.serve())
    await slack.until(lambda: slack.sockets.open)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await connection.messenger.tell(AccountRef("slack", acme.team_id, ada.id), card("Late", "info"))
    await connection.close()
    assert ada.dms[0].text.startswith("Late")


def test_a_typed_line_is_read_as_it_was_typed() -> None:
    said = (
        "group admin <@U1|ada> in <#C1|general> &lt;b&gt; &amp;amp; <https://example.test/a?b=1|x> <mailto:a@b.c|a@b.c>"
    )
    assert readable(said, "T1") == "group admin slack:T1:U1 in #general <b> &amp; https://example.test/a?b=1 a@b.c"
    assert readable("<#C1|> <@W2>", "E1") == "# slack:E1:W2"
