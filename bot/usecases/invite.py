"""What a platform notices of channels: the bot was invited, a channel is gone or has a new name, a space is gone.

Nobody asked, so nobody is answered: what is to be said leaves by the outbox, once.
"""

from dataclasses import dataclass

from bot.domain.errors import OnlyInAChannel
from bot.intents import BotInvited, ChannelLost, ChannelRenamed, SpaceLost
from bot.ports import Ports
from bot.ports.groups import Group, Place
from bot.refs import Caller, SpaceRef
from bot.usecases.administering import LIVING
from bot.usecases.group_life import start
from bot.usecases.stop_group import lose_channel

OFFERED = 4
"""How many of the space's groups an invitation offers to add the channel to."""


@dataclass(frozen=True, slots=True)
class Invited:
    """The bot is new in a channel without a group; `groups` are those that the space has."""

    place: Place
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class CameBack:
    """The bot is back in a group's channel."""

    place: Place
    group: Group


@dataclass(frozen=True, slots=True)
class Noticed:
    """Nobody is told."""


def invited(intent: BotInvited, caller: Caller, ports: Ports) -> Noticed:
    """Know the channel and greet it: once, and again when it had been lost. A group that lost it goes on there.

    Raises OnlyInAChannel.
    """
    if caller.channel is None:
        raise OnlyInAChannel()
    before = ports.groups.place(caller.channel)
    place = ports.places.see(caller.channel, caller.channel_name)
    lost = before is not None and before.state != "active"
    group = ports.groups.get(place.group_id) if place.group_id is not None else None
    if lost and group is not None:
        ports.administration.log(group.id, None, "channel back", place.name, ports.now)
        if group.state == "paused" and ports.administration.why_paused(group.id) == "channels":
            start(group.id, "resume", None, ports)
    elif group is not None and group.state in LIVING:
        return Noticed()
    # A redelivered notice has the key of the first; a new invitation after a loss has its own.
    key = f"invite:{place.id}:{ports.now:%Y%m%dT%H%M%S}" if lost else f"invite:{place.id}"
    ports.outbox.post(key, f"invite {place.id} again" if lost else f"invite {place.id}", place.id, None, ports.now)
    return Noticed()


def load_invite(ids: tuple[str, ...], ports: Ports) -> Invited | CameBack | None:
    """What the greeting says by now: nothing new where a group was set up before it could leave."""
    place = ports.places.get(int(ids[0]))
    if place is None or place.state != "active":
        return None
    group = ports.groups.get(place.group_id) if place.group_id is not None else None
    if group is not None and group.state in LIVING:
        return CameBack(place, group) if ids[1:] else None
    space = SpaceRef(place.ref.platform, place.ref.space)
    return Invited(place, tuple(ports.places.groups_of_space(space)[:OFFERED]))


def channel_lost(intent: ChannelLost, caller: Caller, ports: Ports) -> Noticed:
    """Suspend the channel; its group pauses when it was the last."""
    place = ports.groups.place(caller.channel) if caller.channel else None
    if place is not None:
        lose_channel(place.id, ports)
    return Noticed()


def channel_renamed(intent: ChannelRenamed, caller: Caller, ports: Ports) -> Noticed:
    """Keep the new name; nothing else changes."""
    place = ports.groups.place(caller.channel) if caller.channel else None
    if place is not None and caller.channel_name:
        ports.places.rename(place.id, caller.channel_name)
    return Noticed()


def space_lost(intent: SpaceLost, caller: Caller, ports: Ports) -> Noticed:
    """The bot was removed: all channels of the space are suspended."""
    space = caller.space
    if space is not None:
        for place in ports.places.of_space(space):
            lose_channel(place.id, ports)
        ports.places.lose_space(space)
    return Noticed()
