"""Faults and rates of the fake Slack, and the clock that everything hangs on."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack import FakeClock, FakeSlack, client, delay, drop, malformed, ratelimited, server_error, slack
from tests.platforms.slack.pieces import error_of

__all__ = ["slack"]


@pytest.mark.parametrize("after", [False, True])
async def test_a_dropped_call_is_stored_or_not(slack: FakeSlack, after: bool) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    slack.faults.add("chat.postMessage", drop(after=after))
    with pytest.raises(aiohttp.ClientError):
        await client(slack, acme.bot_token).chat_postMessage(channel=general.id, text="t")
    assert len(general.posts) == after
    (call,) = slack.journal.of("chat.postMessage")
    assert (call.stored, call.status, call.answer) == (after, 0, None)
    await client(slack, acme.bot_token).chat_postMessage(channel=general.id, text="t")
    assert len(general.posts) == after + 1


async def test_the_handlers_that_the_sdk_brings_post_twice(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    slack.faults.add("chat.postMessage", drop(after=True))
    await AsyncWebClient(acme.bot_token, base_url=slack.api).chat_postMessage(channel=general.id, text="t")
    assert len(general.posts) == 2


@pytest.mark.parametrize("after", [False, True])
async def test_a_server_error(slack: FakeSlack, after: bool) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    slack.faults.add("chat.postMessage", server_error(after=after))
    with pytest.raises(SlackApiError) as refused:
        await client(slack, acme.bot_token).chat_postMessage(channel=general.id, text="t")
    assert refused.value.response.status_code == 500
    assert len(general.posts) == after


async def test_broken_json(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    slack.faults.add("chat.postMessage", malformed())
    with pytest.raises((SlackApiError, json.JSONDecodeError, AttributeError)):
        await client(slack, acme.bot_token).chat_postMessage(channel=general.id, text="t")
    assert len(general.posts) == 1


@pytest.mark.parametrize("after", [False, True])
async def test_a_slow_answer(slack: FakeSlack, after: bool) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    slack.faults.add("chat.postMessage", delay(10, after=after))
    posting = asyncio.ensure_future(client(slack, acme.bot_token).chat_postMessage(channel=general.id, text="t"))
    await slack.until(lambda: slack.journal.of("chat.postMessage"))
    assert len(general.posts) == after
    await slack.clock.advance(9.9)
    assert not posting.done()
    await slack.clock.advance(0.1)
    assert (await posting)["ok"]
    assert len(general.posts) == 1


async def test_a_fault_waits_for_the_call_that_it_is_meant_for(slack: FakeSlack) -> None:
    acme, beta = slack.workspace("acme"), slack.workspace("beta")
    slack.faults.add("*", server_error(), times=2, when=lambda call: call.team == beta.team_id)
    assert (await client(slack, acme.bot_token).auth_test())["ok"]
    for _ in range(2):
        assert await error_of(client(slack, beta.bot_token).auth_test()) == "internal_error"
    assert (await client(slack, beta.bot_token).auth_test())["ok"]


async def retry_after(call: Any) -> int:
    with pytest.raises(SlackApiError) as refused:
        await call
    answer = refused.value.response
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    return int(answer.headers["Retry-After"])


async def test_one_refusal_by_rate(slack: FakeSlack) -> None:
    acme = slack.workspace("acme")
    general = acme.channel("general")
    slack.faults.add("chat.postMessage", ratelimited(7))
    post = client(slack, acme.bot_token).chat_postMessage
    assert await retry_after(post(channel=general.id, text="t")) == 7
    assert not general.posts
    assert (await post(channel=general.id, text="t"))["ok"]


async def test_a_post_a_second_in_each_channel(slack: FakeSlack) -> None:
    acme, beta = slack.workspace("acme"), slack.workspace("beta")
    general, other = acme.channel("general"), acme.channel("other")
    same_id = beta.channel("general")
    slack.rates.enforced, slack.rates.burst = True, 3
    post, elsewhere = client(slack, acme.bot_token).chat_postMessage, client(slack, beta.bot_token).chat_postMessage
    for _ in range(3):
        await post(channel=general.id, text="t")
    assert await retry_after(post(channel=general.id, text="t")) == 1
    assert (await post(channel=other.id, text="t"))["ok"]
    assert (await elsewhere(channel=same_id.id, text="t"))["ok"]
    await slack.clock.advance(1)
    assert (await post(channel=general.id, text="t"))["ok"]
    assert await retry_after(post(channel=general.id, text="t")) == 1


async def test_each_method_has_its_rate_in_each_workspace(slack: FakeSlack) -> None:
    acme, beta = slack.workspace("acme"), slack.workspace("beta")
    slack.rates.enforced = True
    api = client(slack, acme.bot_token)
    for _ in range(20):
        await api.users_list()
    await slack.clock.advance(10)
    assert await retry_after(api.users_list()) == 50
    assert (await api.users_info(user=acme.bot.id))["ok"]
    assert (await client(slack, beta.bot_token).users_list())["ok"]
    await slack.clock.advance(50)
    assert (await api.users_list())["ok"]


async def test_due_things_fire_in_order_each_at_its_instant() -> None:
    clock, seen = FakeClock(datetime(2026, 10, 24, 12, 0, tzinfo=UTC)), []
    start = clock.now()
    for seconds in (5, 1, 3):
        clock.at(start + seconds, lambda: seen.append(clock.now() - start))
    clock.at(start + 2, lambda: seen.append(-1.0)).cancel()
    clock.at(start + 3, lambda: clock.at(start + 4, lambda: seen.append(4.5)) and None)
    await clock.advance(4)
    assert seen == [1, 3, 4.5]
    await clock.advance(1)
    assert seen[-1] == 5
    assert clock.today() == datetime(2026, 10, 24, 12, 0, 5, tzinfo=UTC)


async def test_time_waits_for_what_began_on_the_way() -> None:
    clock, seen = FakeClock(), []
    start = clock.now()

    async def work(done: "asyncio.Future[None]") -> None:
        await asyncio.sleep(0)
        seen.append(clock.now() - start)
        done.set_result(None)

    def begin() -> None:
        done = asyncio.get_running_loop().create_future()
        clock.hold(done)
        tasks.append(asyncio.ensure_future(work(done)))

    tasks: list[Any] = []
    clock.at(start + 1, begin)
    clock.at(start + 2, lambda: seen.append(2.0))
    await clock.advance(5)
    assert seen == [1.0, 2.0]
