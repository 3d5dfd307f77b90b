"""`quorum run` as a process of its own against the fakes: killed in mid-post, and with both platforms at once."""

import asyncio
import contextlib
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.discord.wire import dailies, is_daily, study_hall
from tests.platforms.discord import POST_MESSAGE, Channel, FakeDiscord, Message, Person, RealClock, delay, fake_discord
from tests.platforms.slack import fake_slack

HOUSE = Path(__file__).parents[2]
FIRST = "Post the first one now"
START = 30
"""Real seconds in which a process has started on a busy machine."""


@contextlib.asynccontextmanager
async def quorum(*words: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A `quorum run` while it runs."""
    given = {name: said for name, said in os.environ.items() if not name.startswith(("SLACK_", "DISCORD_", "QUORUM_"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.cli.main", "run", *words, cwd=HOUSE, env=given | environment,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        said = (await process.communicate())[1].decode()
        assert "Traceback" not in said, said


def reached_at(fake: FakeDiscord, folder: Path) -> dict[str, str]:
    """All that an operator sets, and the addresses of the fake."""
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'quorum.db'}",
        "XDG_CACHE_HOME": str(folder),
        "DISCORD_BOT_TOKEN": fake.app.token,
        "QUORUM_DISCORD_API_BASE": fake.api,
        "QUORUM_DISCORD_GATEWAY_URL": fake.gateway_url,
        "QUORUM_DISCORD_READY_TIMEOUT": "0",
        "QUORUM_DISCORD_IDENTIFY_APART": "0",
    }


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """A running fake on the machine's own clock."""
    async with fake_discord(clock=RealClock()) as running:
        yield running


async def connected(fake: FakeDiscord, *processes: asyncio.subprocess.Process, shards: int = 1) -> None:
    """Until all shards are; at once when a process has ended instead: what it said is looked at there."""
    ended = [asyncio.create_task(process.wait()) for process in processes]
    await fake.journal.until(lambda: len(fake.gateway.ready) == shards or any(one.done() for one in ended), START)
    for one in ended:
        assert not one.done(), "a process has ended by itself"
        one.cancel()


async def test_killed_between_post_and_confirmation_it_has_posted_once(discord: FakeDiscord, tmp_path: Path) -> None:
    """One process with both shards is killed in mid-post; two processes with a shard each go on."""
    discord.app.shards = 2
    circle = study_hall(discord, shard=1)
    general, ada = next(iter(circle.channels.values())), discord.user("ada")
    given = reached_at(discord, tmp_path)
    async with quorum("discord", **given, QUORUM_DISCORD_SHARDS="0-1/2") as process:
        await connected(discord, process, shards=2)
        made = await set_up(ada, general)
        discord.faults.add(POST_MESSAGE, delay(START * 10, after=True), when=is_daily)
        await ada.press(made, FIRST)
        await discord.journal.until(lambda: dailies(general), START)
        process.kill()
        await process.wait()
    later(tmp_path / "quorum.db")
    async with (
        quorum("discord", **given, QUORUM_DISCORD_SHARDS="0/2") as first,
        quorum("discord", **given, QUORUM_DISCORD_SHARDS="1/2") as second,
    ):
        await connected(discord, first, second, shards=2)
        await discord.journal.until(lambda: sent(tmp_path / "quorum.db"), START)
        (post,) = dailies(general)
        shown = await ada.press(post, "A")
        assert (await shown.done()).ephemeral
        for process in (first, second):
            process.terminate()
            assert await process.wait() == 0
    assert len(discord.gateway.identifies) == 4
    assert len(discord.gateway.sessions) == 2, "those of the killed one, which nobody ended"


async def set_up(ada: Person, general: Channel) -> Message:
    """A group; on a machine so busy that the first try was refused, she tries again."""
    for _ in range(5):
        made = await ada.slash("quorum", general, line="group setup name=circle at=11:00 zone=UTC")
        shown = (await made.done()).message
        if FIRST in shown.buttons:
            return shown
    raise AssertionError(shown.text)


def later(database: Path) -> None:
    """Let every lease be over, as it is two minutes later."""
    with contextlib.closing(sqlite3.connect(database)) as store, store:
        assert store.execute("UPDATE outbox SET due_at = 0 WHERE state = 'sending'").rowcount == 1


def sent(database: Path) -> bool:
    with contextlib.closing(sqlite3.connect(database)) as store:
        found: Any = store.execute("SELECT state FROM outbox WHERE delivery_key LIKE 'daily:%'").fetchall()
    return [state for (state,) in found] == ["sent"]


async def test_both_platforms_in_one_process(discord: FakeDiscord, tmp_path: Path) -> None:
    circle = study_hall(discord)
    general, ada = next(iter(circle.channels.values())), discord.user("ada")
    async with fake_slack() as slack:
        acme = slack.workspace("acme")
        hall = acme.channel("general")
        bob = acme.user("bob")
        bob.join(hall)
        more = {
            "SLACK_BOT_TOKEN": acme.bot_token,
            "SLACK_APP_TOKEN": slack.app.app_token,
            "SLACK_API_URL": slack.api,
        }
        async with quorum("slack", "discord", **reached_at(discord, tmp_path), **more) as process:
            await connected(discord, process)
            await slack.journal.until(lambda: slack.sockets.open)
            made = await set_up(ada, general)
            await bob.slash("/quorum group setup name=Circle at=11:00 zone=UTC", hall)
            await slack.until(lambda: bob.ephemerals)
            await bob.slash("/quorum group post", hall)
            await ada.press(made, FIRST)
            await discord.until(lambda: dailies(general))
            await slack.until(lambda: any("idk" in str(post.blocks) for post in hall.parents))
            process.terminate()
            assert await process.wait() == 0
