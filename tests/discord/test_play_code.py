"""A kata is answered in Discord: code in a modal, the verdict as its answer, and once more after a change."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.app.judging import Judging
from bot.bank.bank import Bank
from bot.judge.sandbox import Sandbox
from tests.discord.world import World, button, words
from tests.discord.world import world as a_world
from tests.usecases.test_runs import KATA, RIGHT, WRONG


@pytest.fixture(scope="module")
def judge() -> Iterator[Sandbox]:
    made = Sandbox(wrap=False)
    yield made
    made.close()


@pytest.fixture
async def world(database: str, judge: Sandbox) -> AsyncIterator[World]:
    async with a_world(database, Bank((KATA,))) as made:
        made.app.judging = Judging(judge, made.app.writer, made.app.ports, made.app.bank)
        yield made
        made.app.close()


async def test_code_is_written_in_a_modal_run_and_changed(world: World) -> None:
    post = await world.post_daily()
    assert "def double(xs: list[int])" in words(post)
    opened = await world.ada.click(post, custom_id=button(post, "Write code"))
    assert opened.modal is not None
    failed = await world.ada.submit_modal(opened, {"text": WRONG})
    assert failed.ephemeral
    assert "1 of 3 tests passed" in words(failed.response)
    assert world.count("attempt") == 0
    again = await world.ada.click(failed.response.message, custom_id=button(failed.response, "Change and run again"))
    passed = await world.ada.submit_modal(again, {"text": f"```python\n{RIGHT}\n```"})
    assert passed.ephemeral
    assert "Your code passed 3 of 3 tests" in words(passed.response)
    assert (world.count("run"), world.count("attempt")) == (2, 1)


async def test_who_gives_up_sees_a_solution(world: World) -> None:
    post = await world.post_daily()
    opened = await world.ada.click(post, custom_id=button(post, "Write code"))
    failed = await world.ada.submit_modal(opened, {"text": WRONG})
    given_up = await world.ada.click(failed.response.message, custom_id=button(failed.response, "I give up"))
    assert "You gave up on this one" in words(given_up.response)
    assert "return [2 * x for x in xs]" in words(given_up.response)
