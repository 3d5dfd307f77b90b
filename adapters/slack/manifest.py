"""What Quorum asks of Slack: scopes with their reasons, events, the command and the shortcut; and the app's manifest.

`python -m adapters.slack.manifest [HOST]` prints the manifest; `manifest.yaml` is what it prints (a test holds that).
It knows the catalogue of commands, and no connection.
"""

import sys
from typing import Any, Final

from bot.commands import CATALOGUE

SCOPES: Final = {
    "commands": "the command /quorum and the shortcut",
    "chat:write": "post the daily and its reveal, keep their counts, answer in private",
    "files:write": "send you your own data when you ask for it",
    "app_mentions:read": "help whoever mentions the bot",
    "users:read": "each learner's time zone, name and language; know bots and deactivated accounts",
    "channels:read": "notice that a public channel was renamed, archived or left",
    "groups:read": "the same in private channels that the bot was invited to",
    "channels:history": "after a crash, look whether the daily was posted, in public channels",
    "groups:history": "the same in private channels",
    "im:history": "answer whoever writes to the bot",
}
"""Every scope that is asked for, and why."""

OPTIONAL: Final = ("channels:history", "groups:history", "im:history")
"""Scopes that a workspace may refuse: without the first two a daily is posted at most once, not exactly once."""

EVENTS: Final = (
    *("app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked", "message.im"),
    *("member_joined_channel", "member_left_channel", "user_change", "team_join"),
    *("channel_archive", "channel_unarchive", "channel_rename", "channel_deleted", "channel_left"),
    *("group_archive", "group_unarchive", "group_rename", "group_deleted", "group_left"),
)
COMMAND: Final = "/quorum"
SHORTCUT: Final = "today"
HOST: Final = "HOST"
USAGE: Final = ("help", "daily", "group setup", "streak", "leaderboard", "settings")
"""Commands that the hint shows; the catalogue has to have them."""


def usage_hint() -> str:
    """What Slack shows behind the command while it is typed."""
    known = {name for command in CATALOGUE for name in command.names} | {"help"}
    return " | ".join(name for name in USAGE if name in known)


def manifest(host: str = HOST, *, socket: bool = True) -> dict[str, Any]:
    """The manifest. With `socket` (the default) Slack needs no address; else it calls `host`."""
    events = f"https://{host}/slack/events"
    command = {
        "command": COMMAND,
        "description": "Study rounds in this channel",
        "usage_hint": usage_hint(),
        "should_escape": True,
    }
    subscriptions: dict[str, Any] = {"bot_events": list(EVENTS)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    scopes: dict[str, Any] = {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL)}}
    if not socket:
        command["url"] = events
        subscriptions = {"request_url": events, **subscriptions}
        interactivity |= {"request_url": events, "message_menu_options_url": events}
        scopes = {"redirect_urls": [f"https://{host}/slack/oauth_redirect"], **scopes}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": "Quorum", "description": "Study rounds for team channels"},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "quorum", "always_online": True},
            "shortcuts": [
                {
                    "name": "Today's question",
                    "type": "global",
                    "callback_id": SHORTCUT,
                    "description": "Open the question of the day",
                }
            ],
            "slash_commands": [command],
        },
        "oauth_config": scopes,
        "settings": {
            "event_subscriptions": subscriptions,
            "interactivity": interactivity,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
            "org_deploy_enabled": False,
        },
    }


def written(host: str = HOST, *, socket: bool = True) -> str:
    """The manifest as YAML."""
    import yaml

    return yaml.safe_dump(manifest(host, socket=socket), sort_keys=False, width=110)


if __name__ == "__main__":
    print(written(sys.argv[1], socket=False) if len(sys.argv) > 1 else written(), end="")
