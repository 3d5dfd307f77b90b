"""The README's way from an empty workspace to the first daily, walked with the real command against the fake."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import yaml

from tests.platforms.slack import FakeSlack, View
from tests.slack.world import button, words

HOUSE = Path(__file__).parents[2]


def steps() -> list[str]:
    """The numbered steps of the section on Slack."""
    section = (HOUSE / "README.md").read_text().partition("\n## Slack\n")[2].partition("\n## ")[0]
    return [line.partition(". ")[2] for line in section.splitlines() if line[:1].isdigit()]


def typed(step: str) -> list[str]:
    """What a step tells to type."""
    return step.split("`")[1::2]


def drawn(view: View) -> bool:
    """Whether a modal shows what it was opened for."""
    return "One moment" not in words(view)


@contextlib.asynccontextmanager
async def quorum(line: str, environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """A `quorum` command while it runs."""
    words = line.split()
    assert words[0] == "quorum"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.cli.main", *words[1:], cwd=HOUSE, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def test_from_an_empty_workspace_to_the_first_daily(slack: FakeSlack, tmp_path: Path) -> None:
    create, install, level, look, run, invite, set_up, post_now, answer, more = steps()
    given = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "QUORUM_"))}
    given |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'quorum.db'}", "SLACK_API_URL": slack.api, "HOME": str(tmp_path)}

    manifest = yaml.safe_load((HOUSE / typed(create)[0]).read_text())
    slack.app.scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    slack.app.events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    slack.app.commands = {one["command"] for one in manifest["features"]["slash_commands"]}
    slack.app.shortcuts = {one["callback_id"] for one in manifest["features"]["shortcuts"]}
    slack.app.socket_mode_enabled = manifest["settings"]["socket_mode_enabled"]

    acme = slack.workspace("acme")
    ada, study = acme.user("ada"), acme.channel("study", bot=False)
    ada.join(study)
    given[typed(install)[0].split()[1].partition("=")[0]] = acme.bot_token
    assert typed(level)[0] == "connections:write"

    async with quorum(typed(look)[0], given) as doctor:  # before the app token is set
        told = (await doctor.communicate())[0].decode()
    assert doctor.returncode == 1
    assert "fix   slack" in told
    given[typed(level)[1].split()[1].partition("=")[0]] = slack.app.app_token
    async with quorum(typed(look)[0], given) as doctor:
        told = (await doctor.communicate())[0].decode()
    assert doctor.returncode == 0, told
    assert "ok    slack sockets" in told
    assert "/invite @quorum" in told

    async with quorum(typed(run)[0], given):
        await slack.until(lambda: slack.sockets.open)
        assert typed(invite)[0] == "/invite @quorum"
        await ada.invite_bot(study)
        (card,) = await slack.until(lambda: study.parents)
        await ada.click(card, button(card, set_up.split("*")[1]))
        await slack.until(lambda: ada.views and drawn(ada.view))
        while ada.views and ada.view.callback_id == "form":
            page = ada.view.hash
            await ada.submit(ada.view)
            await slack.until(lambda page=page: not ada.views or (drawn(ada.view) and ada.view.hash != page))
        shown = ada.view if ada.views else ada.ephemerals[-1]
        before = len(study.parents)
        await ada.click(shown, button(shown, post_now.split("*")[1]))
        await slack.until(lambda: any("idk" in str(post.blocks) for post in study.parents[before - 1 :]))
        daily = next(post for post in study.parents if "idk" in str(post.blocks))
        before = len(ada.ephemerals)
        assert "letter" in answer
        await ada.click(daily, button(daily, "A"))
        await slack.until(lambda: len(ada.ephemerals) > before)
        await ada.slash(typed(more)[0], study)
        await slack.until(lambda: any("What you can ask for" in words(post) for post in ada.ephemerals))
        await ada.open_home()
        await slack.until(lambda: ada.id in acme.homes)
