"""The manifest says what the code does: its command, shortcut, events and scopes, and nothing more."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.slack import limits
from adapters.slack.events import EVENTS as LISTENED
from adapters.slack.inbound import SHORTCUTS
from adapters.slack.install_settings import REDIRECT_PATH
from adapters.slack.manifest import COMMAND, EVENTS, OPTIONAL, SCOPES, USAGE, manifest, written
from adapters.slack.web import PATH
from bot.commands import CATALOGUE, parse
from tests.platforms.slack import AppConfig

FILE = Path(__file__).parents[2] / "adapters" / "slack" / "manifest.yaml"
README = FILE.parents[2] / "README.md"

NEEDED: dict[str, set[str]] = {
    "chat.postMessage": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.update": {"chat:write"},
    "chat.delete": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "users.conversations": {"channels:read", "groups:read"},
    "users.info": {"users:read"},
}
"""Scopes by method, after Slack's documentation; a method that needs none has none."""
FREE = {"views.open", "views.update", "views.publish", "auth.test", "apps.connections.open", "oauth.v2.access"}
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "user_change": "users:read",
    "team_join": "users:read",
    **dict.fromkeys(
        ("channel_archive", "channel_unarchive", "channel_rename", "channel_deleted", "channel_left"), "channels:read"
    ),
    **dict.fromkeys(("group_archive", "group_unarchive", "group_rename", "group_deleted", "group_left"), "groups:read"),
    **dict.fromkeys(("member_joined_channel", "member_left_channel"), "channels:read"),
}


def called() -> set[str]:
    """The methods that the adapter's source names."""
    found = set()
    for file in FILE.parent.glob("*.py"):
        text = file.read_text()
        for method in NEEDED.keys() | FREE:
            if f'"{method}"' in text or f'"{method.replace(".", "_")}"' in text:
                found.add(method)
            if f".{method.replace('.', '_')}(" in text:
                found.add(method)
    return found


def test_the_file_is_what_the_module_writes() -> None:
    assert FILE.read_text() == written(), "run: python -m adapters.slack.manifest > adapters/slack/manifest.yaml"
    assert yaml.safe_load(FILE.read_text()) == manifest()


def test_every_event_is_listened_to_and_no_other() -> None:
    assert {event.replace("message.im", "message") for event in EVENTS} == set(LISTENED)


def test_the_scopes_are_those_that_methods_and_events_need() -> None:
    needed = {"commands"}.union(*(NEEDED.get(method, set()) for method in called()))
    needed |= {EVENT_SCOPES[event] for event in EVENTS if event in EVENT_SCOPES}
    assert set(SCOPES) == needed
    assert set(OPTIONAL) < set(SCOPES)


def test_the_shortcuts_are_those_that_are_answered() -> None:
    assert {one["callback_id"] for one in manifest()["features"]["shortcuts"]} == set(SHORTCUTS)


def test_the_hint_names_commands_that_exist() -> None:
    names = {name for command in CATALOGUE for name in command.names}
    hint = manifest()["features"]["slash_commands"][0]["usage_hint"]
    assert tuple(hint.split(" | ")) == USAGE
    for name in USAGE:
        assert name in names or name == "help"
        parse(name, forms=True)


def test_what_slack_limits_in_a_manifest() -> None:
    made = manifest()
    command = made["features"]["slash_commands"][0]
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert len(made["features"]["bot_user"]["display_name"]) <= 80
    assert (len(command["command"]) <= 32, len(command["usage_hint"]) <= 1000) == (True, True)
    assert limits.units(command["description"]) <= 2000
    assert command["should_escape"] is True
    assert COMMAND == "/quorum"


def test_the_fake_is_the_same_app() -> None:
    app = AppConfig()
    assert (app.scopes, app.events, app.commands) == (set(SCOPES), set(EVENTS), {COMMAND})
    assert app.shortcuts == set(SHORTCUTS)


@pytest.mark.parametrize("given", [[], ["quorum.example.org"]])
def test_it_prints_a_manifest_for_either_mode(given: list[str]) -> None:
    command = [sys.executable, "-m", "adapters.slack.manifest", *given]
    made: dict[str, Any] = yaml.safe_load(
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=README.parent).stdout
    )
    assert made["settings"]["socket_mode_enabled"] is not bool(given)
    urls = [line for line in yaml.safe_dump(made).splitlines() if "https://" in line]
    if not given:
        assert urls == []
        return
    assert made["settings"]["event_subscriptions"]["request_url"] == f"https://quorum.example.org{PATH}"
    assert made["oauth_config"]["redirect_urls"] == [f"https://quorum.example.org{REDIRECT_PATH}"]


def test_the_readme_gives_each_scope_its_reason() -> None:
    section = README.read_text().partition("\n## Slack\n")[2].partition("\n## ")[0]
    assert section, "README.md has no section on Slack"
    for scope, why in SCOPES.items():
        assert f"| `{scope}` | {why}" in section, scope
    steps = [line for line in section.splitlines() if line[:1].isdigit()]
    assert 0 < len(steps) <= 10
