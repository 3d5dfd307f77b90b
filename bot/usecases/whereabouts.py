"""Which group and which daily a caller means, and whether the caller may speak there.

Every call is authorised here again: a control that somebody can see, or forge, is no permission.
"""

from bot.domain.errors import AskWhichGroup, NoGroupHere, NoOpenDaily, NotForYou, UnknownDaily
from bot.domain.study_day import local_date
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.ports.groups import Group, Place
from bot.ports.people import Person
from bot.refs import Caller


def place_of(caller: Caller, ports: Ports) -> Place | None:
    """The channel that the caller speaks in; None in a direct message or in a channel never seen before."""
    return ports.groups.place(caller.channel) if caller.channel else None


def group_of(group: int | None, caller: Caller, person: Person, ports: Ports) -> Group:
    """The group that is meant: the named one, else the channel's, else the caller's only one.

    Raises NoGroupHere, AskWhichGroup (with the groups to choose from) or NotForYou.
    """
    place = place_of(caller, ports)
    if group is None and place and place.group_id is not None:
        group = place.group_id
    if group is None:
        mine = ports.groups.of_learner(person.learner_id)
        if not mine:
            raise NoGroupHere(in_channel=caller.channel is not None)
        if len(mine) > 1:
            raise AskWhichGroup(groups=tuple((g.id, g.name) for g in mine))
        return mine[0]
    found = ports.groups.get(group)
    if found is None or not may_see(group, place, person, ports):
        raise NotForYou()
    return found


def may_see(group_id: int, place: Place | None, person: Person, ports: Ports) -> bool:
    """Members may, and whoever speaks in one of the group's channels."""
    if place is not None and place.group_id == group_id:
        return True
    return ports.groups.is_member(group_id, person.learner_id)


def answered(daily: Daily, person: Person, ports: Ports) -> bool:
    """One's own answers stay readable after leaving the group."""
    return ports.attempts.of_daily(daily.id, person.learner_id) is not None


def open_daily(daily: int | None, caller: Caller, person: Person, ports: Ports) -> Daily:
    """The daily that is meant: the named one, else the one open here. It may be closed by now.

    Raises what `group_of` raises, UnknownDaily, or NoOpenDaily with the group's name.
    """
    return daily_from(daily, place_of(caller, ports) if daily is not None else None, caller, person, ports)


def daily_from(daily: int | None, place: Place | None, caller: Caller, person: Person, ports: Ports) -> Daily:
    """The same for a caller whose `place` is known; without a `daily` it is looked up anyway."""
    if daily is not None:
        return shown_to(ports.dailies.get(daily), place, person, ports)
    group = group_of(None, caller, person, ports)
    found = ports.dailies.open_of(group.id)
    if found is None:
        raise nothing_open(group, ports)
    return found


def shown_to(found: Daily | None, place: Place | None, person: Person, ports: Ports) -> Daily:
    """A daily that was named, if this person may see it. Raises UnknownDaily or NotForYou."""
    if found is None or found.state not in ("open", "revealed"):
        raise UnknownDaily()
    if not may_see(found.group_id, place, person, ports) and not answered(found, person, ports):
        raise NotForYou()
    return found


def nothing_open(group: Group, ports: Ports) -> NoOpenDaily:
    """Why nothing is open in a group, and what comes next there."""
    plan = ports.posts.plan(group.id) if group.state == "active" else None
    last = ports.posts.last(group.id)
    waits = bool(plan and group.on_demand) and (last is None or last.day < local_date(ports.now, group.zone))
    return NoOpenDaily(group.name, group.state, plan.next.at if plan and plan.next else None, waits)
