"""A live round over the wire: its thread, a lost answer, a start anew, a thread that was locked in the middle."""

import pytest

from bot.bank.bank import Bank
from tests.clubs import questions
from tests.discord.wire import Wire, discord, playing, study_hall
from tests.platforms.discord import POST_MESSAGE, FakeDiscord, Guild, Message, drop
from tests.usecases.mock import SCREEN

__all__ = ["discord"]

BANK = Bank(tuple(questions(6)), (SCREEN,))
A_DEADLINE = 181


@pytest.fixture
async def circle(discord: FakeDiscord) -> Guild:
    return study_hall(discord)


async def begun(wire: Wire) -> Message:
    """A round of two that has begun; the card that invited to it."""
    await wire.set_up()
    await (await wire.ada.slash("round live", wire.general, format="screen", questions="2")).done()
    await wire.tick()
    lobby = wire.general.latest
    await (await wire.bob.press(lobby, "Join")).done()
    await (await wire.ada.press(lobby, "Start")).done()
    return lobby


async def test_a_lost_answer_and_a_start_anew_leave_one_question_in_the_thread(
    discord: FakeDiscord, database: str, circle: Guild
) -> None:
    async with playing(discord, database, circle, BANK) as wire:
        lobby = await begun(wire)
        discord.faults.add(POST_MESSAGE, drop(after=True))
        await wire.tick()
    async with playing(discord, database, circle, BANK) as wire:
        for _ in range(3):
            await wire.pass_time(15)
        (thread,) = wire.general.threads
        assert thread.id == lobby.id
        asked = [one for one in thread.messages if "Question 1 of 2" in one.text]
        assert len(asked) == 1
        assert "Your answer is in" in (await wire.answer(wire.bob, asked[0])).text
        assert "do not know" in (await (await wire.ada.slash("mock skip", thread)).done()).text
        await wire.tick()
        assert "2 answered" in thread.latest.text


async def test_a_thread_that_is_locked_sends_the_rest_into_the_channel(
    discord: FakeDiscord, database: str, circle: Guild
) -> None:
    async with playing(discord, database, circle, BANK) as wire:
        await begun(wire)
        await wire.tick()
        (thread,) = wire.general.threads
        thread.archive(locked=True)
        for _ in range(3):
            await wire.pass_time(A_DEADLINE)
        assert "Question 1 of 2" in thread.latest.text
        assert any("Question 2 of 2" in one.text for one in wire.general.messages)
        assert "has ended" in wire.general.latest.text
