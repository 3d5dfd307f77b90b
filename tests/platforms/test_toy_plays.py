"""A third platform needs no change of the core: the toy sets a group up and plays a daily to its reveal."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.app import App
from bot.bank.bank import Bank
from bot.intents import BotInvited
from bot.store.engine import open_engine
from bot.store.writer import Writer
from tests.clubs import questions
from tests.platforms.toy import PLATFORM, Room, controls_on

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class World:
    """A room of the toy with an app behind it."""

    def __init__(self, url: str) -> None:
        self.now = MONDAY
        self.room = Room()
        self.engine = open_engine(url)
        self.writer = Writer(self.engine, Random(1))
        self.app = App(
            self.writer, Bank(tuple(questions(12))), lambda: self.now, Random(2), messengers={PLATFORM: self.room}
        )

    async def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)
        await self.app.tick(watch=False)

    def posts(self, words: str) -> list[dict[str, Any]]:
        """The room's posts whose titles hold these words."""
        return [post for post in self.room.posts.values() if words in post["title"]]


@pytest.fixture
def world(stored_url: str) -> Iterator[World]:
    world = World(stored_url)
    yield world
    world.writer.close()
    world.engine.dispose()


async def test_from_the_invitation_to_the_reveal(world: World) -> None:
    ada = world.room.member(world.app, "ada")
    world.app.handle(BotInvited(), ada.caller)
    await world.pass_time()
    ada.seen.extend(world.room.posts.values())

    await ada.fill("Set up", {"name": "Backend", "at": "10:00", "zone": "UTC"})
    await ada.fill("Continue", {})
    mine, told_to_all = ada.seen[-2:]
    assert "Backend" in told_to_all["title"]
    ada.press("Post the first one now", mine)
    await world.pass_time(seconds=1)
    [post] = world.posts("Mon 2 Mar")
    letters = [control["label"] for control in controls_on(post) if len(control["label"]) == 1]

    people = {letter: world.room.member(world.app, letter) for letter in letters}
    for letter, person in people.items():
        person.press(letter, post)
    [key] = [letter for letter, person in people.items() if person.seen[0]["state"] == "right"]
    wrong = next(letter for letter in letters if letter != key)
    assert "Welcome" in people[wrong].seen[1]["title"]
    assert "answered this already" in people[key].press(wrong, post)["text"]
    assert people[key].seen[-1]["state"] == "right"
    await world.pass_time(seconds=3)
    assert f"{len(letters)} answers so far" in world.posts("Mon 2 Mar")[0]["text"]

    await world.pass_time(days=1, hours=1)
    assert len(world.posts("Tue 3 Mar")) == 1
    told = "".join(one["text"] for one in world.posts("Mon 2 Mar"))
    assert f"The key: {key}" in told
