"""The Events API: bodies of events, and the events that follow from what happens in a workspace."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.platforms.slack.delivery import Delivery
    from tests.platforms.slack.workspace import Channel, Workspace

LIFECYCLE = ("app_uninstalled", "tokens_revoked")


def body(ws: "Workspace", event: dict[str, Any], at: float | None = None) -> dict[str, Any]:
    """The whole body; lifecycle events carry no authorizations."""
    app, now = ws.fake.app, ws.fake.clock.now() if at is None else at
    full: dict[str, Any] = {
        "token": app.verification_token,
        "team_id": ws.team_id,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": ws.next_event_id(),
        "event_time": int(now),
        "event_context": f"4-{ws.team_id}-{event['type']}",
        "is_ext_shared_channel": False,
    }
    if event["type"] not in LIFECYCLE:
        who = {"enterprise_id": None, "team_id": ws.team_id, "user_id": ws.bot.id, "is_bot": True}
        full["authorizations"] = [{**who, "is_enterprise_install": False}]
    return full


def send(
    ws: "Workspace", event: dict[str, Any], *, subscription: str | None = None, at: float | None = None
) -> "Delivery | None":
    """Deliver an event if the app subscribed to it; lifecycle events also when the app is already gone."""
    wanted = (subscription or event["type"]) in ws.fake.app.events
    if not wanted or not (ws.installed or event["type"] in LIFECYCLE):
        return None
    return ws.fake.deliveries.send("event", ws, body(ws, event, at))


def message(ws: "Workspace", channel: "Channel", sent: dict[str, Any]) -> "Delivery | None":
    """A message in a direct message with the bot, also the bot's own."""
    event = {**sent, "channel": channel.id, "channel_type": channel.kind, "event_ts": sent["ts"]}
    return send(ws, event, subscription=f"message.{channel.kind}")


def stamp(ws: "Workspace") -> dict[str, str]:
    return {"event_ts": ws.next_ts()}


def lifecycle(ws: "Workspace", kind: str, *, at: float | None = None) -> "Delivery | None":
    """app_uninstalled, or tokens_revoked with the ids of the users whose tokens went."""
    event: dict[str, Any] = {"type": kind, **stamp(ws)}
    if kind == "tokens_revoked":
        event["tokens"] = {"oauth": [], "bot": [ws.bot.id]}
    return send(ws, event, at=at)


def channel_changed(ws: "Workspace", channel: "Channel", what: str, **more: Any) -> "Delivery | None":
    """channel_archive and its like; of a private channel the event is called group_…."""
    return send(ws, {"type": f"{channel.kind}_{what}", "channel": channel.id, **more, **stamp(ws)})


def joined(ws: "Workspace", channel: "Channel", user: str, inviter: str | None = None) -> "Delivery | None":
    event = {"type": "member_joined_channel", "user": user, "channel": channel.id, "team": ws.team_id, **stamp(ws)}
    event["channel_type"] = "C" if channel.kind == "channel" else "G"
    if inviter:
        event["inviter"] = inviter
    return send(ws, event)


def left(ws: "Workspace", channel: "Channel", user: str, actor: str) -> "Delivery | None":
    """Of its own removal the bot learns by channel_left or group_left alone."""
    if user == ws.bot.id:
        return send(ws, {"type": f"{channel.kind}_left", "channel": channel.id, "actor_id": actor, **stamp(ws)})
    kind = "C" if channel.kind == "channel" else "G"
    event = {"type": "member_left_channel", "user": user, "channel": channel.id, "channel_type": kind}
    return send(ws, {**event, "team": ws.team_id, **stamp(ws)})


def person(ws: "Workspace", kind: str, user_id: str) -> "Delivery | None":
    """user_change and team_join carry the person as an object."""
    who = ws.people[user_id].wire(ws.fake.clock.today(), with_locale=True)
    return send(ws, {"type": kind, "user": who, **stamp(ws)})
