"""Where something was asked: workspace, person, channel, and the ways back to that person.

A modal brings none of it but the person, so a `Where` travels in the modal's metadata as well.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from adapters.slack.messenger import place
from adapters.slack.people import Person
from adapters.slack.settings import PLATFORM
from bot.refs import AccountRef, Caller, ChannelRef, MessageRef, SpaceRef

NAMELESS: Final = frozenset({"directmessage", "privategroup", ""})
"""What Slack says in place of a channel's name."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place to answer to. `tenant` is what the person's account belongs to: the organisation, else the workspace."""

    team: str
    user: str
    tenant: str = ""
    user_name: str = ""
    channel: str = ""
    channel_name: str = ""
    thread: str = ""
    response_url: str = ""
    trigger: str = ""
    view: str = ""
    quiet: bool = False  # the card with the control was seen by this person alone
    message: str = ""  # the message with the control
    once: str = ""  # by what this one command, press or form is known, however often it is brought

    @property
    def private(self) -> bool:
        """Whether it is a direct message, or no conversation at all."""
        return not self.channel or self.channel.startswith("D")

    @property
    def metadata(self) -> dict[str, str]:
        """What a modal keeps of it."""
        kept = {"c": self.channel, "n": self.channel_name, "h": self.thread}
        return {name: value for name, value in kept.items() if value}

    def caller(self, person: Person) -> Caller:
        """The person as the core knows them, in this place."""
        channel = None if self.private else ChannelRef(PLATFORM, self.team, self.channel)
        return Caller(
            account=AccountRef(PLATFORM, self.tenant or self.team, self.user),
            name=person.name,
            space=SpaceRef(PLATFORM, self.team),
            channel=channel,
            channel_name=self.channel_name if channel else "",
            space_admin=person.admin,
            zone=person.zone,
            locale=person.locale,
            pressed=MessageRef(PLATFORM, place(channel), self.message) if channel and self.message else None,
        )


def of_command(body: Mapping[str, Any]) -> Where:
    """The place of a slash command."""
    return Where(
        team=body.get("team_id") or body.get("enterprise_id") or "",
        user=body.get("user_id") or "",
        tenant=body.get("enterprise_id") or "",
        user_name=body.get("user_name") or "",
        channel=body.get("channel_id") or "",
        channel_name=named(body.get("channel_name")),
        response_url=body.get("response_url") or "",
        trigger=body.get("trigger_id") or "",
        once=key_of(body, body.get("trigger_id")),
    )


def of_interaction(body: Mapping[str, Any]) -> Where:
    """The place of a press, a modal's answer or a shortcut."""
    user, container = body.get("user") or {}, body.get("container") or {}
    channel, view = body.get("channel") or {}, body.get("view") or {}
    team = (body.get("team") or {}).get("id") or user.get("team_id") or view.get("team_id") or ""
    here = Where(
        team=team,
        user=user.get("id") or "",
        tenant=(body.get("enterprise") or {}).get("id") or "",
        user_name=user.get("name") or user.get("username") or "",
        channel=channel.get("id") or container.get("channel_id") or "",
        channel_name=named(channel.get("name")),
        thread=container.get("thread_ts") or "",
        response_url=body.get("response_url") or "",
        trigger=body.get("trigger_id") or "",
        quiet=bool(container.get("is_ephemeral")),
        message="" if container.get("is_ephemeral") else container.get("message_ts") or "",
        once=key_of(body, *known_by(body, user, container, view)),
    )
    if not view:
        return here
    kept = read_metadata(view)
    return replace(
        here,
        channel=str(kept.get("c", "")),
        channel_name=str(kept.get("n", "")),
        thread=str(kept.get("h", "")),
        view=view.get("id") or "" if view.get("type") == "modal" else "",
        message="",
    )


def known_by(
    body: Mapping[str, Any], user: Mapping[str, Any], container: Mapping[str, Any], view: Mapping[str, Any]
) -> tuple[Any, ...]:
    """What tells one interaction from all others: it has no id of its own."""
    if body.get("type") == "view_submission":
        return view.get("id"), view.get("hash"), body.get("trigger_id")
    action = (body.get("actions") or [{}])[0]
    where = container.get("message_ts") or container.get("view_id")
    return user.get("id"), where, action.get("action_id"), action.get("action_ts"), body.get("trigger_id")


def key_of(body: Mapping[str, Any], *parts: Any) -> str:
    """The key of these parts; none if one of them is missing, so that nothing is ever taken for something else."""
    team = body.get("team_id") or (body.get("team") or {}).get("id")
    return ":".join(map(str, (PLATFORM, team, *parts))) if team and all(parts) else ""


def of_event(body: Mapping[str, Any], user: str = "", channel: str = "") -> Where:
    """The place of an event."""
    given = (body.get("authorizations") or [{}])[0]
    return Where(body.get("team_id") or "", user, tenant=given.get("enterprise_id") or "", channel=channel)


def read_metadata(view: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept in a view; an empty page if it is none of ours."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def named(said: str | None) -> str:
    """A channel's name, unless Slack says none."""
    return "" if said is None or said in NAMELESS else said
