"""Slack and Discord in one process: a group in both, one daily and one board; and one person with two accounts."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.bank.bank import Bank
from bot.store import schema
from bot.store.engine import open_engine
from bot.store.writer import Writer
from bot.view.messenger import Messenger
from tests.clubs import questions
from tests.discord.wire import AN_HOUR, dailies, discord, joined, study_hall
from tests.platforms.discord import FakeDiscord, Guild, Interaction
from tests.platforms.discord.clock import PATIENCE
from tests.platforms.slack import Actor, FakeSlack, Workspace, fake_slack
from tests.slack.world import Turns, button, connected
from tests.slack.world import words as slack_words

__all__ = ["discord"]


@dataclass
class Both:
    """One app that both platforms reach, on one clock."""

    slack: FakeSlack
    discord: FakeDiscord
    acme: Workspace
    circle: Guild
    app: App
    engine: sa.Engine

    async def in_slack(self, who: Actor, line: str) -> str:
        """Type a command in Slack's channel; what only that person is shown then."""
        before = len(who.ephemerals)
        await who.slash(f"/quorum {line}", next(iter(self.acme.channels.values())))
        await self.slack.until(lambda: len(who.ephemerals) > before)
        return slack_words(who.ephemerals[-1])

    async def in_discord(self, who: str, line: str, **options: Any) -> Interaction:
        """A slash command in Discord's channel, answered."""
        done = self.discord.user(who).slash(line, next(iter(self.circle.channels.values())), **options)
        return await done.done()

    def learners(self, name: str) -> set[object]:
        """The learners whose accounts bear a name."""
        return {one["learner_id"] for one in self.rows(schema.account) if name in str(one["name"]).lower()}

    def rows(self, table: sa.Table) -> list[dict[str, object]]:
        with self.engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(sa.select(table))]


def codes(said: str) -> set[str]:
    """The codes in a text."""
    return set(re.findall(r"\b[A-Z2-9]{8}\b", said))


@pytest.fixture
async def both(discord: FakeDiscord, database: str) -> AsyncIterator[Both]:
    circle = study_hall(discord)
    circle.member("eve", "MANAGE_GUILD")
    engine = open_engine(database)
    messengers: dict[str, Messenger] = {}
    async with fake_slack(clock=discord.clock) as slack:
        acme = slack.workspace("acme")
        general = acme.channel("general")
        for name in ("ada", "bob"):
            acme.user(name).join(general)
        with Writer(engine, Random(1), deadline=PATIENCE) as writer:
            app = App(writer, Bank(tuple(questions(30))), discord.clock.today, Random(7), messengers)
            async with (
                connected(slack, "http", app, acme.bot_token, Turns(slack)) as slack_side,
                joined(discord, app) as discord_side,
            ):
                messengers |= {"slack": slack_side.messenger, "discord": discord_side.messenger}
                yield Both(slack, discord, acme, circle, app, engine)
    engine.dispose()


async def test_one_group_in_both_has_one_daily_and_one_board(both: Both) -> None:
    ada = both.acme.user("ada")
    await both.in_slack(ada, "group setup name=Circle at=11:00 zone=Europe/Berlin")
    (code,) = codes(await both.in_slack(ada, "group share"))
    await both.in_discord("eve", "group-admin attach", code=code)
    await both.app.tick(watch=False)
    await both.in_slack(ada, f"group agree {code}")
    hall, general = next(iter(both.circle.channels.values())), next(iter(both.acme.channels.values()))
    await both.discord.clock.advance(AN_HOUR)
    await both.app.tick(watch=False)
    (slack_post,) = [post for post in general.parents if "idk" in str(post.blocks)]
    (discord_post,) = dailies(hall)
    assert len(both.rows(schema.daily)) == 1
    before = len(ada.ephemerals)
    await ada.click(slack_post, button(slack_post, "A"))
    await both.slack.until(lambda: len(ada.ephemerals) > before)
    for letter in ("A", "B"):
        pressed = both.discord.user("eve").press(discord_post, letter)
        await pressed.done()
    assert len(both.rows(schema.attempt)) == 2
    seen = (await both.in_discord("eve", "leaderboard")).text, await both.in_slack(ada, "leaderboard")
    for board in seen:
        assert "ada" in board.lower()
        assert "eve" in board.lower()
    await both.discord.clock.advance(24 * AN_HOUR)
    for _ in range(3):  # Slack takes one message a second in a channel
        await both.app.tick(watch=False, wait=False)
        await both.discord.clock.advance(2)
    await both.slack.until(lambda: general.thread(slack_post.ts))
    await both.discord.until(lambda: hall.threads and len(dailies(hall)) == 1)
    assert dailies(hall) != [discord_post], "the next day's, and the first takes no answer any more"


async def test_a_channel_that_is_lost_on_one_side_holds_up_nothing_on_the_other(both: Both) -> None:
    ada = both.acme.user("ada")
    await both.in_slack(ada, "group setup name=Circle at=11:00 zone=Europe/Berlin")
    (code,) = codes(await both.in_slack(ada, "group share"))
    await both.in_discord("eve", "group-admin attach", code=code)
    await both.app.tick(watch=False)
    await both.in_slack(ada, f"group agree {code}")
    hall, general = next(iter(both.circle.channels.values())), next(iter(both.acme.channels.values()))
    hall.deny("SEND_MESSAGES")
    await both.discord.clock.advance(AN_HOUR)
    await both.app.tick(watch=False)
    assert [post for post in general.parents if "idk" in str(post.blocks)]
    assert dailies(hall) == []
    assert len(both.rows(schema.daily)) == 1


async def test_a_code_joins_two_accounts_into_one_learner(both: Both) -> None:
    bob = both.acme.user("bob")
    await both.in_slack(bob, "join")
    (code,) = codes(await both.in_slack(bob, "link"))
    wrong = await both.in_discord("bob", "redeem", code="AAAAAAAA")
    assert code not in wrong.text
    await both.in_discord("bob", "redeem", code=code)
    await both.in_discord("bob", "agree", code=code)
    await both.app.tick(watch=False)
    assert len(both.learners("bob")) == 2, "one side alone joins nothing"
    await both.in_slack(bob, f"agree {code}")
    assert len(both.learners("bob")) == 1
    await both.in_discord("bob", "unlink", yes=True)
    assert len(both.learners("bob")) == 2
