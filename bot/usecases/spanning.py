"""Let a group live in more channels: of its own space by its admin, of another one by a code that both sides agree to.

The code is shown to an admin of the group, typed by an admin of the other space in the channel that is to be added, and
confirmed on the first side. From the next daily on there is one daily with one delivery per channel.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import ChannelHasGroup, GroupElsewhere, NoGroupHere, OnlyInAChannel, SpaceAdminsOnly
from bot.intents import AddChannel, ConfirmShare, ShareGroup
from bot.ports import Ports
from bot.ports.groups import Group, Place
from bot.ports.people import Person
from bot.ports.shares import Share
from bot.refs import Caller
from bot.usecases.administering import LIVING, administer, administered, is_admin
from bot.usecases.channel_boards import part
from bot.usecases.linking import ALPHABET, HOLDS, LENGTH, TRIES


@dataclass(frozen=True, slots=True)
class ShareCode:
    """A new code for the group, to be typed in the other space's channel before `until`."""

    group: Group
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NoSuchShare:
    """Used, run out, unknown, not typed on the other side yet, or one try too many: the same to whoever types it."""

    waits: timedelta


@dataclass(frozen=True, slots=True)
class ShareTyped:
    """The other side has typed the code in its channel; the group's admin is asked to agree."""

    group: Group
    place: Place
    code: str
    by: str
    until: datetime


@dataclass(frozen=True, slots=True)
class ChannelAdded:
    """The channel is one of the group's from the next daily on; `again` if it was before."""

    group: Group
    place: Place
    again: bool = False


@dataclass(frozen=True, slots=True)
class AskWhereTo:
    """Several groups could have this channel."""

    groups: tuple[Group, ...]


def share(intent: ShareGroup, caller: Caller, ports: Ports) -> ShareCode:
    """A new code; earlier ones of the group end. Raises what `administer` raises."""
    person, group = administer(intent.group, caller, ports)
    while True:
        code = "".join(ALPHABET[ports.rng.randrange(len(ALPHABET))] for _ in range(LENGTH))
        if ports.shares.open(code, person.account_id, group.id, ports.now):
            ports.administration.log(group.id, person.account_id, "share", "", ports.now)
            return ShareCode(group, code, ports.now + HOLDS)


def add_channel(
    intent: AddChannel, caller: Caller, ports: Ports
) -> ChannelAdded | ShareTyped | NoSuchShare | AskWhereTo:
    """Make this channel one of a group's: by its code, else of a group that the caller administers in this space.

    Raises OnlyInAChannel, ChannelHasGroup, SpaceAdminsOnly, GroupElsewhere or what `administer` raises.
    """
    if caller.channel is None:
        raise OnlyInAChannel()
    person = ports.people.enrol(caller, ports.now)
    place = ports.places.see(caller.channel, caller.channel_name)
    there = ports.groups.get(place.group_id) if place.group_id is not None else None
    if there is not None and there.state in LIVING:
        if intent.group == there.id:
            return ChannelAdded(there, place, again=True)
        raise ChannelHasGroup(group=there.id, name=there.name)
    if intent.code.strip():
        return type_code(intent.code, place, person, caller, ports)
    near = near_groups(person, caller, ports)
    if intent.group is None:
        if len(near) > 1:
            return AskWhereTo(tuple(near))
        if not near:
            raise NoGroupHere(in_channel=True)
        group = near[0]
    else:
        _, group = administer(intent.group, caller, ports)
        if group.id not in {one.id for one in near}:
            raise GroupElsewhere(name=group.name)
    return take_in(group, place, person.account_id, ports)


def type_code(said: str, place: Place, person: Person, caller: Caller, ports: Ports) -> ShareTyped | NoSuchShare:
    """The other side types the code in the channel that is to be added. A wrong one counts against the account."""
    if not (caller.space_admin or near_groups(person, caller, ports)):
        raise SpaceAdminsOnly()
    known = usable(said, person, ports)
    group = ports.groups.get(known.group_id) if known is not None else None
    if known is None or group is None or group.state not in LIVING:
        ports.identity.fail(person.account_id, ports.now)
        return NoSuchShare(HOLDS)
    ports.shares.accept(known.code, person.account_id, place.id)
    ports.outbox.tell(f"shareask:{known.code}:{place.id}", f"shareask {known.code}", known.account_id, ports.now)
    return ShareTyped(group, place, known.code, person.name, known.created_at + HOLDS)


def confirm_share(intent: ConfirmShare, caller: Caller, ports: Ports) -> ChannelAdded | NoSuchShare:
    """The first side agrees; both sides are told. Raises ChannelHasGroup or what `administer` raises."""
    person = ports.people.enrol(caller, ports.now)
    known = usable(intent.code, person, ports)
    if known is None or known.channel_id is None:
        ports.identity.fail(person.account_id, ports.now)
        return NoSuchShare(HOLDS)
    _, group = administer(known.group_id, caller, ports)
    place = ports.places.get(known.channel_id)
    if place is None or place.state != "active":
        return NoSuchShare(HOLDS)
    added = take_in(group, place, person.account_id, ports)
    ports.shares.close(known.code, ports.now)
    if known.other_account_id is not None:
        ports.outbox.tell(f"shared:{known.code}", f"shared {group.id} {place.id}", known.other_account_id, ports.now)
    return added


def usable(said: str, person: Person, ports: Ports) -> Share | None:
    """The code, if it is open and not run out, and the account has tries left."""
    if ports.identity.failed_tries(person.account_id, ports.now - HOLDS) >= TRIES:
        return None
    known = ports.shares.find("".join(said.upper().split()).replace("-", "")[:40])
    if known is None or known.closed or ports.now >= known.created_at + HOLDS:
        return None
    return known


def take_in(group: Group, place: Place, account_id: int, ports: Ports) -> ChannelAdded:
    """Let the group live in the channel as well. Raises ChannelHasGroup."""
    there = ports.groups.get(place.group_id) if place.group_id is not None else None
    if there is not None and there.state in LIVING:
        raise ChannelHasGroup(group=there.id, name=there.name)
    if not ports.places.claim(place, group.id):
        raise ChannelHasGroup()
    part(group.id, ports)
    ports.administration.log(group.id, account_id, "attach", place.name, ports.now)
    return ChannelAdded(group, place._replace(group_id=group.id))


def near_groups(person: Person, caller: Caller, ports: Ports) -> list[Group]:
    """Groups with a channel in the caller's space that the caller administers."""
    if caller.space is None:
        return []
    return [
        one
        for one in administered(person, caller, ports)
        if one.state in LIVING
        and is_admin(one, person, caller, ports)
        and ports.places.has_group_in(caller.space, one.id)
    ]


def load_share_asked(ids: tuple[str, ...], ports: Ports) -> ShareTyped | None:
    """What the group's admin is asked, if the code is open still."""
    known = ports.shares.find(ids[0])
    if known is None or known.closed or known.channel_id is None or known.other_account_id is None:
        return None
    group, place = ports.groups.get(known.group_id), ports.places.get(known.channel_id)
    by = ports.people.by_account(known.other_account_id)
    if group is None or place is None or ports.now >= known.created_at + HOLDS:
        return None
    return ShareTyped(group, place, known.code, by.name if by else "", known.created_at + HOLDS)


def load_shared(ids: tuple[str, ...], ports: Ports) -> ChannelAdded | None:
    """What the other side is told."""
    group, place = ports.groups.get(int(ids[0])), ports.places.get(int(ids[1]))
    return None if group is None or place is None else ChannelAdded(group, place)
