"""Mock interview rounds in Slack: alone with forms, pauses and a restart; live under the card in the channel."""

from pathlib import Path

import pytest

from bot.bank.bank import Bank
from bot.domain.format import read_format
from bot.domain.question import Question
from bot.view.question_blocks import LABEL
from tests.clubs import questions
from tests.databases import sqlite_with_tables
from tests.platforms.slack import Actor, FakeSlack, Post, View, Workspace
from tests.slack.test_forms_played import GIVEN
from tests.slack.world import World, button, playing, words
from tests.usecases.mock import SCREEN, STORIES, STORY, phase

KINDS = tuple(kind for kind in GIVEN if kind != "open")
ALL_KINDS = read_format(
    {
        "id": "kinds",
        "title": "Kinds",
        "about": "One of each.",
        "phases": [phase(f"p{n}", 5, kinds=[kind], count=1) for n, kind in enumerate(KINDS)],
    }
)


def bank(*more: Question) -> Bank:
    return Bank((*questions(6), *more), (SCREEN, STORIES, ALL_KINDS))


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> str:
    return sqlite_with_tables(sqlite_template, tmp_path / "quorum.db")


async def typed(world: World, who: Actor, line: str) -> Post:
    """What somebody is shown for a line."""
    before = len(who.ephemerals)
    await who.slash(f"/quorum {line}", world.general)
    return (await world.until(lambda: who.ephemerals[before:]))[-1]


async def pressed(world: World, who: Actor, shown: Post, label: str) -> Post:
    """What somebody is shown for a press."""
    before = len(who.ephemerals)
    await who.click(shown, button(shown, label))
    return (await world.until(lambda: who.ephemerals[before:]))[-1]


async def form_of(world: World, who: Actor, shown: Post | View, label: str) -> View:
    """The form that a button opens."""
    await who.click(shown, button(shown, label))
    return await world.until(lambda: who.views and who.view.callback_id == "form" and who.view)


async def submitted(world: World, who: Actor, form: View, values: dict[str, object], until: str) -> View:
    """The form after it was sent in, once it says something."""
    assert (await who.submit(form, values)).ok
    return await world.until(lambda: until in words(form) and form)


@pytest.fixture
async def acme(slack: FakeSlack) -> Workspace:
    """A workspace with a channel and three people."""
    acme = slack.workspace("acme")
    general = acme.channel("general")
    for name in ("ada", "bob", "cem"):
        acme.user(name).join(general)
    return acme


async def test_a_story_is_told_in_four_fields_and_rated_whatever_comes_between(
    slack: FakeSlack, mode: str, url: str, acme: Workspace
) -> None:
    ada = acme.user("ada")
    async with playing(slack, mode, url, acme, bank(STORY)) as world:
        form = await form_of(world, ada, await typed(world, ada, "mock"), "Choose topics, level and time")
        await submitted(world, ada, form, {"format": "stories", "minutes": "-4"}, "You wrote: -4")
        await submitted(world, ada, form, {"minutes": "8", "topics": "nosuch"}, "You typed: nosuch")
        await submitted(world, ada, form, {"topics": ""}, "Round 1")
        await ada.click(form, button(form, "Begin"))
        await world.until(lambda: "Stage 1 of 2" in words(form))
        story = await form_of(world, ada, form, "Write")
        told = {
            "situation": "A job was slow.",
            "task": "I had to halve it.",
            "action": "I read <!channel> in it.",
        }
        await submitted(world, ada, story, {**told, "result": "40 to 4 minutes."}, "Stage submitted")
        assert "what you did yourself:  found" in words(story)
        paused = await typed(world, ada, "mock pause")
        assert "1 of 2 done" in words(paused)
        assert "too early" in words(await typed(world, ada, "mock answer too early"))
        await slack.clock.advance(600)
    async with playing(slack, mode, url, acme, bank(STORY)) as world:  # the bot was started again
        again = await pressed(world, ada, paused, "Go on")
        assert "Stage 2 of 2" in words(again)
        await world.pass_time(481)
        assert "The time was up" in words(await pressed(world, ada, again, "Skip this stage"))
        report = await typed(world, ada, "mock report")
        rate = await form_of(world, ada, report, "Rate your answers")
        await submitted(world, ada, rate, {name: "2" for _, name in rate.inputs}, "Your rating is kept")
        assert "already" in words(await typed(world, ada, "mock rate 1 2 2"))
        await typed(world, ada, "mock export")
        await world.until(lambda: slack.journal.of("files.completeUploadExternal"))
        (file,) = slack.files.values()
        assert b"A job was slow." in (file.content or b"")
        assert "Stories" in words(await typed(world, ada, "mock history"))


async def test_each_kind_of_question_is_answered_in_a_round(
    slack: FakeSlack, mode: str, url: str, acme: Workspace
) -> None:
    more = [one for kind in KINDS for one in questions(1, kind=kind)]
    ada = acme.user("ada")
    async with playing(slack, mode, url, acme, bank(*more)) as world:
        await typed(world, ada, "mock kinds untimed")
        for number, kind in enumerate(KINDS, 1):
            shown = await typed(world, ada, "mock next")
            assert f"{number} of {len(KINDS)}" in words(shown), kind
            form = await form_of(world, ada, shown, LABEL.get(kind, "Answer"))
            await submitted(world, ada, form, GIVEN[kind], "Next" if number < len(KINDS) else "report")
        assert world.count("attempt") == len(KINDS)


async def test_a_live_round_is_played_under_its_card(slack: FakeSlack, mode: str, url: str, acme: Workspace) -> None:
    ada, bob, cem = (acme.user(name) for name in ("ada", "bob", "cem"))
    async with playing(slack, mode, url, acme, bank()) as world:
        await world.set_up()
        await typed(world, ada, "group change rounds=board")
        assert "lobby" in words(await typed(world, ada, "round live screen questions=2 speed"))
        await world.tick()
        lobby = world.general.latest
        for who in (bob, cem):
            assert "You are in" in words(await pressed(world, who, lobby, "Join"))
        assert "Its host moves it on" in words(await pressed(world, bob, lobby, "Start"))
        await pressed(world, ada, lobby, "Start")
        await world.tick()
        (first,) = world.general.thread(lobby.ts)
        key = right(first)
        for who in (ada, bob):
            assert "Your answer is in" in words(seen := await pressed(world, who, first, key))
            assert seen.thread_ts == lobby.ts
            assert "rrr" not in words(seen)
        assert "The key" not in words(first)
        assert "There is no" not in words(await typed(world, cem, "mock skip"))
        await world.tick()
        told = world.general.thread(lobby.ts)[-1]
        assert "3 answered, 2 of them right." in words(told)
        late = await pressed(world, bob, first, "I don't know")
        assert "This question is over" in words(late)

        assert "Its host moves it on" in words(await pressed(world, bob, told, "Next (host)"))
        await pressed(world, ada, told, "Pause (host)")
        await world.pass_time(121)  # ada has gone
        await pressed(world, bob, told, "Next (host)")
        await world.tick()
        assert "Question 2 of 2" in words(world.general.thread(lobby.ts)[-1])
        await world.pass_time(181)
        podium = world.general.thread(lobby.ts)[-1]
        assert "First, together: " in words(podium)
        assert "Score: 50 % of 2" in words(await pressed(world, ada, podium, "My report"))
        assert "This round has ended" in words(await pressed(world, cem, lobby, "Join"))
        board = words(await typed(world, bob, "board"))
        assert "15" in board
        assert "ada" in board


def right(shown: Post) -> str:
    """The letter of the key: its option is called r."""
    lines = [line for line in words(shown).split("\n") if "rrr" in line]
    return lines[0].split(".", 1)[0].split()[-1]
