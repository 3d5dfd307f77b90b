"""People of a workspace, as users.info and its neighbours tell of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from tests.platforms.slack.web_api import Request


@dataclass(eq=False)
class Person:
    """One account. `tz` None: Slack tells no zone, as for strangers. Every flag is as in users.info."""

    id: str
    name: str
    team_id: str
    real_name: str = ""
    display_name: str = ""
    tz: str | None = "Europe/Berlin"
    locale: str = "en-US"
    email: str | None = None
    deleted: bool = False
    is_bot: bool = False
    is_app_user: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_invited_user: bool = False

    def wire(self, now: datetime, *, with_locale: bool) -> dict[str, Any]:
        """The user object; a stranger's lacks zone and mail."""
        shown = self.display_name or self.name
        flags = ("deleted", "is_bot", "is_app_user", "is_admin", "is_owner", "is_restricted", "is_ultra_restricted")
        body: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name or self.name.title(),
            "profile": {"display_name": shown, "real_name": self.real_name or self.name.title(), "team": self.team_id},
            "updated": int(now.timestamp()),
            **{flag: getattr(self, flag) for flag in flags},
        }
        if self.is_stranger:
            body["is_stranger"] = True
        if self.is_invited_user:
            body["is_invited_user"] = True
        if self.tz:
            local = now.astimezone(ZoneInfo(self.tz))
            offset = local.utcoffset()
            body |= {
                "tz": self.tz,
                "tz_label": local.tzname(),
                "tz_offset": int(offset.total_seconds() if offset else 0),
            }
        if with_locale and not self.is_stranger:
            body["locale"] = self.locale
        return body


def users_info(request: "Request") -> dict[str, Any]:
    person = request.workspace.people.get(str(request.need("user")))
    if person is None:
        raise request.error("user_not_found")
    return {"user": person.wire(request.fake.clock.today(), with_locale=request.truth("include_locale"))}


def users_list(request: "Request") -> dict[str, Any]:
    now, with_locale = request.fake.clock.today(), request.truth("include_locale")
    people = [person.wire(now, with_locale=with_locale) for person in request.workspace.people.values()]
    return request.page("members", people, default=1000)


def users_conversations(request: "Request") -> dict[str, Any]:
    from tests.platforms.slack.conversations import channel_wire, wanted_channels

    member = str(request.args.get("user") or request.workspace.bot.id)
    found = [channel for channel in wanted_channels(request) if member in channel.members]
    return request.page("channels", [channel_wire(request, channel) for channel in found], default=100)


def team_info(request: "Request") -> dict[str, Any]:
    ws = request.workspace
    return {"team": {"id": ws.team_id, "name": ws.domain.title(), "domain": ws.domain}}


def bots_info(request: "Request") -> dict[str, Any]:
    ws = request.workspace
    if request.args.get("bot") != ws.bot_id:
        raise request.error("bot_not_found")
    app = request.fake.app
    return {
        "bot": {"id": ws.bot_id, "deleted": False, "name": app.bot_name, "app_id": app.app_id, "user_id": ws.bot.id}
    }
