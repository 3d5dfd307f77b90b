"""`quorum doctor` on Slack: real calls to the fake, and a sentence for each thing that can be wrong."""

import asyncio
from typing import Any

import pytest

from adapters.cli import doctor as cli
from adapters.slack.doctor import examine, look
from adapters.slack.manifest import OPTIONAL, SCOPES
from tests.platforms.slack import FakeSlack, Workspace, drop, malformed
from tests.slack.tenants import environment as for_many

SECRETS = ("xoxb-", "xapp-1", "s3cret", "s1gning")


@pytest.fixture
def acme(slack: FakeSlack) -> Workspace:
    """A workspace with the bot in one channel."""
    acme = slack.workspace("acme")
    acme.channel("general")
    return acme


def environment(slack: FakeSlack, acme: Workspace, **changes: str) -> dict[str, str]:
    given = {"SLACK_BOT_TOKEN": acme.bot_token, "SLACK_APP_TOKEN": slack.app.app_token, "SLACK_API_URL": slack.api}
    return {**given, **changes}


async def found(given: dict[str, str]) -> dict[str, tuple[str, str]]:
    """State and text by check; the worst line of a check counts."""
    lines: dict[str, tuple[str, str]] = {}
    async for check, state, text in look(given):
        assert not any(secret in text for secret in SECRETS), text
        if check not in lines or (state, lines[check][0]) in (("fix", "ok"), ("fix", "note"), ("note", "ok")):
            lines[check] = (state, text)
    return lines


async def test_all_is_well(slack: FakeSlack, acme: Workspace) -> None:
    assert await found(environment(slack, acme)) == {
        "slack bot": ("ok", "quorum in Acme (T0000001)"),
        "slack scopes": ("ok", "all 7 that are needed"),
        "slack channels": ("ok", "the bot is in #general"),
        "slack sockets": ("ok", "Slack opens a connection"),
    }


def test_without_slack_there_is_no_line() -> None:
    assert list(examine({"PATH": "/bin"})) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is not a bot token"),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN is not an app-level token"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_CLIENT_ID": "1.2"}, "unset one"),
    ],
)
async def test_what_is_not_set_right_is_named(
    slack: FakeSlack, acme: Workspace, changes: dict[str, str], said: str
) -> None:
    (line,) = [one async for one in look(environment(slack, acme, **changes))]
    assert line[:2] == ("slack", "fix")
    assert said in line[2]


@pytest.mark.parametrize("state", ["revoked", "inactive"])
async def test_a_token_that_is_gone(slack: FakeSlack, acme: Workspace, state: str) -> None:
    acme.installation.state = state
    lines = await found(environment(slack, acme))
    assert lines["slack bot"][0] == "fix"
    assert "install the app" in lines["slack bot"][1]
    assert "slack scopes" not in lines


@pytest.mark.parametrize("scope", SCOPES)
async def test_each_scope_that_is_missing_is_named_with_its_reason(
    slack: FakeSlack, acme: Workspace, scope: str
) -> None:
    acme.installation.scopes.discard(scope)
    state, text = (await found(environment(slack, acme)))["slack scopes"]
    assert state == ("note" if scope in OPTIONAL else "fix")
    assert scope in text
    if scope not in OPTIONAL:
        assert SCOPES[scope] in text


async def test_a_scope_too_many_is_named(slack: FakeSlack, acme: Workspace) -> None:
    acme.installation.scopes.add("users:read.email")
    assert (await found(environment(slack, acme)))["slack scopes"] == (
        "note",
        "Not needed by Quorum: users:read.email.",
    )


async def test_a_bot_in_no_channel_is_told_to_be_invited(slack: FakeSlack) -> None:
    bolt = slack.workspace("bolt")
    bolt.channel("elsewhere", bot=False)
    assert (await found(environment(slack, bolt)))["slack channels"][1].endswith("in the one to study in.")


async def test_many_channels_are_counted_over_all_pages(slack: FakeSlack, acme: Workspace) -> None:
    for number in range(450):
        acme.channel(f"c{number}", private=number % 2 == 0)
    assert (await found(environment(slack, acme)))["slack channels"][1].endswith("and 446 more")
    assert len(slack.journal.of("users.conversations")) == 3


async def test_socket_mode_that_is_off(slack: FakeSlack, acme: Workspace) -> None:
    slack.app.socket_mode_enabled = False
    assert "Socket Mode is off" in (await found(environment(slack, acme)))["slack sockets"][1]


async def test_an_app_token_that_is_another_apps(slack: FakeSlack, acme: Workspace) -> None:
    state, text = (await found(environment(slack, acme, SLACK_APP_TOKEN="xapp-2")))["slack sockets"]
    assert (state, "invalid_auth" in text) == ("fix", True)


async def test_a_token_that_will_end(slack: FakeSlack) -> None:
    slack.app.token_rotation_enabled = True
    acme = slack.workspace("acme")
    state, text = (await found(environment(slack, acme)))["slack bot"]
    assert (state, "SLACK_CLIENT_ID" in text) == ("fix", True)


@pytest.mark.parametrize("trouble", [drop(), malformed()])
async def test_a_slack_that_cannot_be_reached_or_read(slack: FakeSlack, acme: Workspace, trouble: Any) -> None:
    slack.faults.add("auth.test", trouble)
    assert (await found(environment(slack, acme)))["slack bot"][0] == "fix"


async def test_many_workspaces(slack: FakeSlack) -> None:
    well = await found(for_many(slack))
    assert well["slack app"] == ("ok", "workspaces install it at https://quorum.test/slack/install")
    assert well["slack http"][0] == "note"
    wrong = await found(for_many(slack, SLACK_CLIENT_SECRET="x"))
    assert wrong["slack app"][0] == "fix"
    assert "bad_client_secret" in wrong["slack app"][1]
    (line,) = [one async for one in look(for_many(slack, QUORUM_SECRET_KEY=""))]
    assert "Fernet.generate_key" in line[2]


async def test_the_command_asks_each_platform_by_name(slack: FakeSlack, acme: Workspace) -> None:
    given = environment(slack, acme)
    lines = await asyncio.to_thread(lambda: list(cli.platforms(given)))
    assert [line.check for line in lines] == ["slack bot", "slack scopes", "slack channels", "slack sockets"]
    assert list(cli.platforms({})) == []


def test_a_platform_that_cannot_be_examined_hides_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.slack import doctor

    def broken(environment: object) -> list[Any]:
        raise KeyError("xoxb-secret")

    monkeypatch.setattr(doctor, "examine", broken)
    (line,) = cli.platforms({})
    assert (line.check, line.state, "xoxb" in line.text) == ("slack", "fix", False)
