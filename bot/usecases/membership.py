"""Join a group, leave it, or be gone from its space. History stays in every case."""

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import LastAdmin, NotAMember
from bot.domain.rest import acts_from
from bot.intents import JoinGroup, LearnerGone, LearnerLeft, LeaveGroup
from bot.ports import Ports
from bot.ports.groups import Group
from bot.refs import Caller
from bot.usecases.whereabouts import group_of, place_of


@dataclass(frozen=True, slots=True)
class Joined:
    """The caller is a member; `again` if they were one before. The group's posts are owed from `owes_from` on."""

    group: Group
    owes_from: date
    again: bool
    open_daily: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """The caller is no member any more. Today still counts; from `free_from` on the group's posts are not owed."""

    group: Group
    free_from: date


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody is told."""


def join(intent: JoinGroup, caller: Caller, ports: Ports) -> Joined:
    """Become a member. Raises what `group_of` raises."""
    person = ports.people.enrol(caller, ports.now)
    group = group_of(intent.group, caller, person, ports)
    new = ports.groups.join(group.id, person.account_id, person.learner_id, ports.now)
    daily = ports.dailies.open_of(group.id)
    return Joined(
        group, acts_from(ports.now, person.zone or caller.zone or group.zone), not new, daily.id if daily else None
    )


def leave(intent: LeaveGroup, caller: Caller, ports: Ports) -> Left:
    """Stop being a member. Raises NotAMember, LastAdmin, or what `group_of` raises."""
    person = ports.people.enrol(caller, ports.now)
    group = group_of(intent.group, caller, person, ports)
    if not ports.groups.is_member(group.id, person.learner_id):
        raise NotAMember(group=group.name)
    alone = tuple(one for one in ports.memberships.only_admin_of(person.learner_id) if one[0] == group.id)
    if alone:
        raise LastAdmin(groups=alone)
    ports.memberships.end(group.id, person.learner_id, "leave", ports.now)
    return Left(group, acts_from(ports.now, person.zone or caller.zone or group.zone))


def gone(intent: LearnerGone, caller: Caller, ports: Ports) -> Gone:
    """The caller has left the space: inactive in its groups."""
    person = ports.people.find(caller.account)
    if person is not None and caller.space is not None:
        for group_id in ports.memberships.in_space(caller.space, person.learner_id):
            ports.memberships.end(group_id, person.learner_id, "gone", ports.now)
    return Gone()


def left_channel(intent: LearnerLeft, caller: Caller, ports: Ports) -> Gone:
    """The caller has left the channel: inactive in its group, whose posts are not owed where nobody sees them."""
    person, place = ports.people.find(caller.account), place_of(caller, ports)
    if person is not None and place is not None and place.group_id is not None:
        ports.memberships.end(place.group_id, person.learner_id, "gone", ports.now)
    return Gone()
