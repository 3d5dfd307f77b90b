"""Many workspaces with the whole adapter in both modes: installed by the browser, each with a daily of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from adapters.slack.connection import Connection, Time
from adapters.slack.install_settings import read_install_settings
from adapters.slack.platform import connect
from adapters.slack.settings import read_settings
from bot.app import App
from bot.view.messenger import Messenger
from tests.platforms.slack import FakeSlack
from tests.platforms.slack.events import lifecycle
from tests.slack.tenants import core, environment, messengers
from tests.slack.world import button, words

__all__ = ["core", "messengers"]


@contextlib.asynccontextmanager
async def served(slack: FakeSlack, core: App, messengers: dict[str, Messenger], mode: str) -> AsyncIterator[Connection]:
    """A process that workspaces install from. Its port is free only once it is taken: so it is started twice."""
    given = environment(slack, SLACK_APP_TOKEN=slack.app.app_token, HOST="127.0.0.1", PORT="0")
    given["QUORUM_PUBLIC_URL"] = "http://127.0.0.1:9"
    for _ in range(2):
        settings = read_settings(given, http=mode == "http")
        made = await Connection.open(
            core, settings, Time(slack.clock.now, slack.clock.sleep, ping=0.5), read_install_settings(given)
        )
        serving = asyncio.create_task(made.serve())
        before = len(slack.sockets.open)
        await made.ready.wait()
        given["QUORUM_PUBLIC_URL"] = f"http://127.0.0.1:{made.port}"
        given["PORT"] = str(made.port)
        if settings.port:
            break
        await ended(made, serving)
    slack.app.redirect_urls = {f"http://127.0.0.1:{made.port}/slack/oauth_redirect"}
    if mode == "http":
        slack.http.request_url = f"http://127.0.0.1:{made.port}/slack/events"
    else:
        await slack.until(lambda: len(slack.sockets.open) >= max(before, 1))
    messengers["slack"] = made.messenger
    try:
        yield made
    finally:
        slack.http.request_url = None
        await ended(made, serving)


async def ended(made: Connection, serving: "asyncio.Task[None]") -> None:
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await made.close()


async def test_two_workspaces_play_apart(
    slack: FakeSlack, core: App, messengers: dict[str, Messenger], mode: str
) -> None:
    acme, bolt = (slack.workspace(name, installed=False) for name in ("acme", "bolt"))
    async with served(slack, core, messengers, mode) as made:
        for ws in (acme, bolt):
            landed = await (await ws.user("ada").visit(f"http://127.0.0.1:{made.port}/slack/install")).approve()
            assert landed.status == 200, landed.text
            general = ws.channel("general")
            ws.user("ada").join(general)
        # ids of people and channels are the same in both: only acme sets a group up
        general = acme.channels["C0000001"]
        await acme.user("ada").slash("/quorum group setup name=Circle at=11:00 zone=Europe/Berlin", general)
        await slack.until(lambda: acme.user("ada").ephemerals)
        await bolt.user("ada").slash("/quorum group show", bolt.channels["C0000001"])
        await slack.until(lambda: bolt.user("ada").ephemerals)
        assert "Circle" not in words(bolt.user("ada").ephemerals[-1])
        await slack.clock.advance(2 * 3600)
        await core.tick(watch=False)
        assert [post for post in general.parents if "Circle" in words(post)]
        assert bolt.channels["C0000001"].parents == []
        # a control of acme's group pressed in bolt is no way in
        posted = next(post for post in general.parents if any("~" not in i and "idk" in i for i in actions(post)))
        before = len(acme.user("ada").ephemerals)
        await acme.user("ada").click(posted, button(posted, "A"))
        await slack.until(lambda: len(acme.user("ada").ephemerals) > before)
        before = len(bolt.user("ada").ephemerals)
        await bolt.user("ada").slash("/quorum leaderboard", bolt.channels["C0000001"])
        await slack.until(lambda: len(bolt.user("ada").ephemerals) > before)
        assert "(you)" not in words(bolt.user("ada").ephemerals[-1])


def actions(post: object) -> list[str]:
    """The controls of a message."""
    blocks = post.blocks  # type: ignore[attr-defined]
    return [element["action_id"] for block in blocks if block["type"] == "actions" for element in block["elements"]]


async def test_an_uninstalled_workspace_is_told_nothing_more(
    slack: FakeSlack, core: App, messengers: dict[str, Messenger], mode: str
) -> None:
    acme = slack.workspace("acme", installed=False)
    async with served(slack, core, messengers, mode) as made:
        await (await acme.user("ada").visit(f"http://127.0.0.1:{made.port}/slack/install")).approve()
        general = acme.channel("general")
        acme.user("ada").join(general)
        await acme.user("ada").slash("/quorum group setup name=Circle at=11:00 zone=Europe/Berlin", general)
        await slack.until(lambda: acme.user("ada").ephemerals)
        await core.tick(watch=False)
        before = len(general.parents)
        await slack.clock.advance(60)
        slack.uninstall(acme, tell=False)
        for kind in ("tokens_revoked", "app_uninstalled"):
            await lifecycle(acme, kind)
        found = await core.keep(lambda ports: ports.installations.find("slack", acme.team_id))
        assert not found.active
        calls = len(slack.journal.of("chat.postMessage"))
        await slack.clock.advance(2 * 3600)
        await core.tick(watch=False)
        assert len(general.parents) == before
        assert len(slack.journal.of("chat.postMessage")) == calls


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"QUORUM_SECRET_KEY": ""}, "Fernet.generate_key"),
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "unset one"),
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET"),
    ],
)
async def test_it_refuses_to_start_and_says_why(
    slack: FakeSlack, core: App, changes: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        await connect(core, environment(slack, **changes), http=True)


async def test_many_workspaces_need_no_bot_token() -> None:
    from adapters.cli.platforms import offer

    slack = offer("slack")
    assert slack.lacks({}) == ["SLACK_BOT_TOKEN or SLACK_CLIENT_ID"]
    assert slack.lacks({"SLACK_CLIENT_ID": "1.2"}) == slack.lacks({"SLACK_BOT_TOKEN": "xoxb-1"}) == []
