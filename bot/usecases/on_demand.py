"""A group without a schedule: its daily opens when somebody asks for it, once a study day.

For a channel that nobody watches over at nine, such as one on a person's own machine. Its members owe every day but
their rest days, as a learner without a group does.
"""

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import OnlyInAChannel
from bot.domain.study_day import local_date
from bot.intents import OpenOnDemand
from bot.ports import Ports
from bot.ports.administration import NewGroup
from bot.ports.dailies import Daily
from bot.ports.groups import Group
from bot.refs import Caller
from bot.usecases.post_daily import post

EVERY_DAY = "0,1,2,3,4,5,6"
DEFAULT_BANDS = "30/50/20"


@dataclass(frozen=True, slots=True)
class OpenedGroup:
    """The channel's group; `new` when this call made it."""

    group: Group
    new: bool


def open_on_demand(intent: OpenOnDemand, caller: Caller, ports: Ports) -> OpenedGroup:
    """The channel's group, made on the spot with the caller as its admin if there is none. Raises OnlyInAChannel."""
    if caller.channel is None:
        raise OnlyInAChannel()
    person = ports.people.enrol(caller, ports.now)
    place = ports.groups.place(caller.channel)
    if place is None or place.state != "active":
        ports.places.see(caller.channel, caller.channel_name)
        place = ports.groups.place(caller.channel)
    assert place is not None, "a channel that was just seen is known"
    if place.group_id is not None:
        there = ports.groups.get(place.group_id)
        assert there is not None, "a channel's group exists"
        return OpenedGroup(there, new=False)
    zone = caller.zone or person.zone or "UTC"
    made = ports.administration.make(
        NewGroup(intent.name or caller.channel_name, zone, "00:00", EVERY_DAY, "", DEFAULT_BANDS, 0, on_demand=1),
        ports.now,
    )
    group = ports.groups.get(made)
    assert group is not None, "a group that was just made can be read"
    ports.administration.appoint(made, person.account_id, ports.now)
    ports.administration.log(made, person.account_id, "setup", group.name, ports.now)
    ports.places.claim(place, made)
    return OpenedGroup(group, new=True)


def open_today(group: Group, ports: Ports) -> Daily | None:
    """The on-demand group's daily of today, opened now if it is not yet; else whatever is still open."""
    today = local_date(ports.now, group.zone)
    daily = ports.dailies.open_of(group.id)
    if daily is not None and date.fromisoformat(daily.study_day) >= today:
        return daily
    return post(group.id, today, ports.now, ports) or ports.dailies.open_of(group.id)
