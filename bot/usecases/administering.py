"""Who may change a group, and which group an admin means.

An admin is whoever was made one, and whoever administers a space in which the group has a channel. Every call is
authorised here again: a control that somebody can see, or forge, is no permission.
"""

from bot.domain.errors import AdminsOnly, AskWhichGroup, GroupEnded, NoGroupHere, NotForYou
from bot.ports import Ports
from bot.ports.groups import Group
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.whereabouts import group_of, may_see, place_of

LIVING = ("active", "paused")


def administer(group: int | None, caller: Caller, ports: Ports, *, ended: bool = False) -> tuple[Person, Group]:
    """The caller and the group to be changed: the named one, else the channel's, else the only one they administer.

    With `ended` a group that has ended will do as well. Raises AdminsOnly, NotForYou, GroupEnded, AskWhichGroup or
    NoGroupHere.
    """
    person = ports.people.enrol(caller, ports.now)
    place = place_of(caller, ports)
    if group is None and place is not None and place.group_id is not None:
        group = place.group_id
    if group is None:
        found = only_one(person, caller, ports, ended=ended)
    else:
        named = ports.groups.get(group)
        if named is None or named.state == "erased":
            raise NotForYou()
        found = named
    if not is_admin(found, person, caller, ports):
        if may_see(found.id, place, person, ports):
            raise AdminsOnly(group=found.name)
        raise NotForYou()
    if found.state == "ended" and not ended:
        raise GroupEnded(group=found.id, name=found.name)
    return person, found


def only_one(person: Person, caller: Caller, ports: Ports, *, ended: bool) -> Group:
    """The only group that the caller administers; whoever administers none is told what group they cannot change."""
    mine = [
        one for one in administered(person, caller, ports) if one.state in LIVING or (ended and one.state == "ended")
    ]
    if len(mine) > 1:
        raise AskWhichGroup(groups=tuple((one.id, one.name) for one in mine))
    if not mine:
        if caller.channel is not None:
            raise NoGroupHere(in_channel=True)
        return group_of(None, caller, person, ports)
    return mine[0]


def administered(person: Person, caller: Caller, ports: Ports) -> list[Group]:
    """Every group that the caller may change, the oldest first."""
    mine = {one.id: one for one in ports.administration.of_admin(person.learner_id)}
    if caller.space_admin and caller.space is not None:
        mine |= {one.id: one for one in ports.places.groups_of_space(caller.space)}
    return [mine[key] for key in sorted(mine)]


def is_admin(group: Group, person: Person, caller: Caller, ports: Ports) -> bool:
    """Whether the caller may change the group."""
    if ports.groups.is_admin(group.id, person.learner_id):
        return True
    return caller.space_admin and caller.space is not None and ports.places.has_group_in(caller.space, group.id)
