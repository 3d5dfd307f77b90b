"""A kata is answered in Slack: code in a modal or in a fence in a direct message, and the verdict as its answer."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.app.judging import Judging
from bot.bank.bank import Bank
from bot.judge.sandbox import Sandbox
from tests.platforms.slack import FakeSlack
from tests.slack.world import World, button, words
from tests.slack.world import world as a_world
from tests.usecases.test_runs import KATA, RIGHT, WRONG


@pytest.fixture(scope="module")
def judge() -> Iterator[Sandbox]:
    made = Sandbox(wrap=False)
    yield made
    made.close()


@pytest.fixture
async def world(slack: FakeSlack, mode: str, database: str, judge: Sandbox) -> AsyncIterator[World]:
    async with a_world(slack, mode, database, Bank((KATA,))) as made:
        made.app.judging = Judging(judge, made.app.writer, made.app.ports, made.app.bank)
        yield made
        made.app.close()


async def test_code_is_written_in_a_modal_run_and_changed(world: World) -> None:
    post = await world.post_daily()
    assert "def double(xs: list[int])" in words(post)
    await world.ada.click(post, button(post, "Write code"))
    form = await world.until(lambda: world.ada.views and world.ada.view.callback_id == "form" and world.ada.view)
    assert (await world.ada.submit(form, {"text": WRONG})).ok
    await world.until(lambda: "1 of 3 tests passed" in words(form))
    assert world.count("attempt") == 0
    await world.ada.click(form, button(form, "Change and run again"))
    again = await world.until(lambda: world.ada.view.callback_id == "form" and world.ada.view)
    assert (await world.ada.submit(again, {"text": RIGHT})).ok
    await world.until(lambda: "Your code passed 3 of 3 tests" in words(again))
    assert (world.count("run"), world.count("attempt")) == (2, 1)


async def test_a_fence_in_a_direct_message_is_an_answer(world: World) -> None:
    await world.post_daily()
    await world.ada.slash("/quorum join", world.general)
    await world.until(lambda: world.count("member") == 1)
    await world.ada.dm(f"```\n{RIGHT}\n```")
    await world.until(lambda: world.count("attempt") == 1)
    assert world.count("run") == 1
