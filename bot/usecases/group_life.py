"""Pause a group, resume it, end it, restore it; and erase one that was not restored in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import NoChannelLeft, NotEnded
from bot.intents import EndGroup, PauseGroup, RestoreGroup, ResumeGroup
from bot.ports import Ports
from bot.ports.groups import Group
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.administering import administer
from bot.usecases.group_view import GroupView, view
from bot.usecases.plan_daily import plan
from bot.usecases.reveal_daily import reveal
from bot.usecases.seasons import close_season, plan_season, reopen_season

ERASE = "erase"
"""What the agenda calls the end of a group's end."""
KEPT = timedelta(days=30)
"""How long a group that has ended can be restored."""


@dataclass(frozen=True, slots=True)
class LifeChanged:
    """What became of the group: pause, resume, end or restore. `again`: it was so before; `revealed`: a daily was.

    `erased_at` is when a group that has ended will be erased.
    """

    view: GroupView
    what: str
    again: bool = False
    revealed: bool = False
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskEnd:
    """What ending would do; nothing is done until it is confirmed."""

    view: GroupView


def pause(intent: PauseGroup, caller: Caller, ports: Ports) -> LifeChanged:
    """Post nothing until resumed; the open daily is revealed. Raises what `administer` raises."""
    person, group = administer(intent.group, caller, ports)
    if group.state == "paused":
        return told(group.id, "pause", person, caller, ports, again=True)
    revealed = stop(group, "paused", "pause", person, ports)
    return told(group.id, "pause", person, caller, ports, revealed=revealed)


def resume(intent: ResumeGroup, caller: Caller, ports: Ports) -> LifeChanged:
    """Post again from the next scheduled date. Raises NoChannelLeft, or what `administer` raises."""
    person, group = administer(intent.group, caller, ports)
    if group.state == "active":
        return told(group.id, "resume", person, caller, ports, again=True)
    if not any(place.state == "active" for place in ports.groups.places(group.id)):
        raise NoChannelLeft(name=group.name)
    start(group.id, "resume", person.account_id, ports)
    return told(group.id, "resume", person, caller, ports)


def end(intent: EndGroup, caller: Caller, ports: Ports) -> LifeChanged | AskEnd:
    """Reveal, archive and stop, once that is confirmed. Raises what `administer` raises."""
    person, group = administer(intent.group, caller, ports, ended=True)
    if group.state == "ended":
        return told(group.id, "end", person, caller, ports, again=True)
    if not intent.confirmed:
        return AskEnd(view(group, person, caller, ports))
    revealed = stop(group, "ended", "end", person, ports)
    close_season(group.id, ports)
    ports.agenda.set(erase_key(group.id), ERASE, group.id, ports.now + KEPT)
    return told(group.id, "end", person, caller, ports, revealed=revealed)


def restore(intent: RestoreGroup, caller: Caller, ports: Ports) -> LifeChanged:
    """Undo the end within 30 days; without a channel left it comes back paused. Raises NotEnded."""
    person, group = administer(intent.group, caller, ports, ended=True)
    if group.state != "ended":
        raise NotEnded(name=group.name)
    ports.agenda.drop(erase_key(group.id))
    reopen_season(group, ports)
    if any(place.state == "active" for place in ports.groups.places(group.id)):
        start(group.id, "restore", person.account_id, ports)
    else:
        ports.administration.set_state(group.id, "paused", ports.now)
        ports.administration.log(group.id, person.account_id, "restore", "", ports.now)
    return told(group.id, "restore", person, caller, ports)


def stop(group: Group, state: str, what: str, person: Person, ports: Ports) -> bool:
    """Stop posting, log it, reveal what is open; whether anything was."""
    ports.administration.set_state(group.id, state, ports.now)
    ports.administration.log(group.id, person.account_id, what, "", ports.now)
    ports.posts.unqueue(group.id)
    daily = ports.dailies.open_of(group.id)
    revealed = daily is not None and reveal(daily, ports)
    plan(group.id, ports)
    return revealed


def start(group_id: int, what: str, account_id: int | None, ports: Ports) -> None:
    """Post again from the next scheduled date."""
    ports.administration.set_state(group_id, "active", ports.now)
    ports.administration.log(group_id, account_id, what, "", ports.now)
    plan(group_id, ports)
    group = ports.groups.get(group_id)
    if group is not None:
        plan_season(group, ports)


def told(
    group_id: int, what: str, person: Person, caller: Caller, ports: Ports, *, again: bool = False,
    revealed: bool = False,
) -> LifeChanged:  # fmt: skip
    """The group as it is now."""
    group = ports.groups.get(group_id)
    assert group is not None, "a group is never deleted"
    seen = view(group, person, caller, ports)
    gone = seen.life.ended_at + KEPT if seen.life.ended_at is not None else None
    return LifeChanged(seen, what, again, revealed, gone)


def erase_key(group_id: int) -> str:
    """The agenda's key of a group's erasure."""
    return f"erase:{group_id}"


def erase_due(group_id: int, ports: Ports) -> None:
    """The agenda says that nobody has restored the group: its names are blanked, its channels and members are free."""
    group = ports.groups.get(group_id)
    ended_at = ports.administration.life(group_id).ended_at
    if group is None or group.state != "ended" or ended_at is None:
        return
    if ports.now < ended_at + KEPT:
        ports.agenda.set(erase_key(group_id), ERASE, group_id, ended_at + KEPT)
        return
    while members := ports.administration.members(group_id, 100, 0):
        for member in members:
            ports.memberships.end(group_id, member.learner_id, "leave", ports.now)
    ports.administration.erase(group_id, ports.now)
