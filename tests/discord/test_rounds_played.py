"""Mock interview rounds in Discord: alone by forms and commands; live in the thread under the card in the channel."""

from pathlib import Path
from typing import Any

import pytest

from bot.bank.bank import Bank
from bot.domain.question import Question
from tests.clubs import questions
from tests.databases import sqlite_with_tables
from tests.discord.test_play_walk import taken
from tests.discord.world import World, button, words
from tests.discord.world import world as a_world
from tests.usecases.mock import SCREEN, STORIES, STORY


def bank(*more: Question) -> Bank:
    return Bank((*questions(6), *more), (SCREEN, STORIES))


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> str:
    return sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")


def shown(result: Any) -> Any:
    """The card that one person alone is shown."""
    (card,) = [part for part in (result.response, *result.followups) if part is not None and part.components]
    assert card.ephemeral
    return card


async def typed(world: World, who: Any, name: str, **options: Any) -> Any:
    return shown(await who.slash(world.general, name, **options))


async def pressed(who: Any, post: Any, label: str) -> Any:
    return shown(await who.click(post, custom_id=button(post, label)))


async def filled_in(who: Any, card: Any, label: str, values: dict[str, str]) -> Any:
    form = await who.click(card.message, custom_id=button(card, label))
    assert form.modal is not None
    return shown(await who.submit_modal(form, values))


async def test_a_story_is_told_in_four_fields_and_rated_whatever_comes_between(url: str) -> None:
    async with a_world(url, bank(STORY)) as world:
        offer = await typed(world, world.ada, "mock start")
        chosen = {"format": "stories", "band": "mixed", "topics": "", "questions": ""}
        refused = await filled_in(world.ada, offer, "Choose topics, level and time", {**chosen, "minutes": "-4"})
        assert "You wrote: -4" in words(refused)
        begun = await filled_in(world.ada, offer, "Choose topics, level and time", {**chosen, "minutes": "8"})
        asked = await pressed(world.ada, begun.message, "Begin")
        assert "Stage 1 of 2" in words(asked)
        told = {"situation": "A job was slow.", "task": "I had to halve it.", "action": "I read @everyone in it."}
        answered = await filled_in(world.ada, asked, "Write", {**told, "result": "40 to 4 minutes."})
        assert "**what you did yourself:** found" in words(answered)
        paused = await typed(world, world.ada, "mock pause")
        assert "too early" in words(await typed(world, world.ada, "round answer", answer="too early"))
        await world.pass_time(600)
        again = await pressed(world.ada, paused.message, "Go on")
        assert "Stage 2 of 2" in words(again)
        await world.pass_time(481)
        assert "The time was up" in words(await pressed(world.ada, again.message, "Skip this stage"))
        report = await typed(world, world.ada, "mock report")
        rated = await filled_in(world.ada, report, "Rate your answers", {"c1": "2", "c2": "2"})
        assert "Your rating is kept" in words(rated)
        assert "already" in words(await typed(world, world.ada, "mock rate", item=1, levels="2 2"))
        exported = await world.ada.slash(world.general, "mock export")
        assert "as a file" in words(exported.response)
        assert len(exported.followups) == 1
        assert "Stories" in words(await typed(world, world.ada, "mock history"))
        taken(world)


async def test_a_live_round_is_played_in_the_thread_under_its_card(url: str) -> None:
    async with a_world(url, bank()) as world:
        await world.set_up()
        cem = world.guild.add_member(world.env.create_user("cem"))
        opened = await typed(world, world.ada, "mock live", format="screen", questions="2", speed=True)
        assert "is open" in words(opened)
        await world.tick()
        lobby = world.general.last_message
        for who in (world.bob, cem):
            assert "You are in" in words(await pressed(who, lobby, "Join"))
        assert "Its host moves it on" in words(await pressed(world.bob, lobby, "Start"))
        await pressed(world.ada, lobby, "Start")
        await world.tick()
        (thread,) = world.general.threads
        assert thread.id == lobby.id
        first = thread.history()[-1]
        key = next(line for line in words(first).splitlines() if "rrr" in line).split(".")[0].strip("*")
        for who in (world.ada, world.bob):
            answered = words(await pressed(who, first, key))
            assert "Your answer is in" in answered
            assert "rrr" not in answered
        skipped = shown(await cem.slash(thread, "mock skip"))  # typed where the questions are
        assert "do not know" in words(skipped)
        await world.tick()
        told = thread.history()[-1]
        assert "3 answered, 2 of them right." in words(told)
        assert "This question is over" in words(await pressed(world.bob, first, key))

        await pressed(world.ada, told, "Pause (host)")
        assert "Its host moves it on" in words(await pressed(world.bob, told, "Next (host)"))
        await world.pass_time(121)  # ada has gone
        await pressed(world.bob, told, "Next (host)")
        await world.tick()
        assert "Question 2 of 2" in words(thread.history()[-1])
        await world.pass_time(181)
        podium = thread.history()[-1]
        assert "First, together: " in words(podium)
        assert "Score: 50 % of 2" in words(await pressed(world.ada, podium, "My report"))
        assert "This round has ended" in words(await pressed(cem, lobby, "Join"))
        assert len(world.general.threads) == 1
