"""Make a study group for a channel: whoever completes it is the group's first admin.

The form comes in pages; each page is kept as a draft, so that nothing typed is lost when something in it does not fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.errors import ChannelHasGroup, GroupNameTaken, NoQuestionMatches, OnlyInAChannel, Refusal
from bot.domain.group_settings import DEFAULTS, fits, read_settings
from bot.domain.group_words import read_name
from bot.domain.question import needs_of
from bot.domain.study_day import local_date, zone_of
from bot.intents import SetUpGroup
from bot.ports import Ports
from bot.ports.administration import NewGroup
from bot.ports.groups import Place
from bot.ports.people import Person
from bot.refs import Caller, ChannelRef
from bot.usecases.administering import LIVING
from bot.usecases.group_view import GroupView, view
from bot.usecases.plan_daily import plan
from bot.usecases.seasons import plan_season

PAGES: tuple[tuple[str, ...], ...] = (("name", "at", "zone", "weekdays", "reveal"), ("topics", "bands"))
"""The fields on each page of the form."""
LAST = len(PAGES)
NAMELESS = "Study group"
MOST_KEPT = 4_000
"""Characters of a field that a draft keeps."""


@dataclass(frozen=True, slots=True)
class GroupMade:
    """A new group; `zone_told` says whether anybody said which zone it lives in."""

    view: GroupView
    by: str
    zone_told: bool


@dataclass(frozen=True, slots=True)
class SetupPage:
    """A page of the form with what was filled in before. `topics` are those that the bank serves."""

    page: int
    said: Mapping[str, str]
    zone: str
    topics: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class PageKept:
    """A page was filled in and fits; `next` is the page that follows."""

    next: int


@dataclass(frozen=True, slots=True)
class PageRefused:
    """Something on a page does not fit; the page is kept as it was typed."""

    page: int
    why: Refusal


def set_up_form(intent: SetUpGroup, caller: Caller, ports: Ports) -> SetupPage:
    """The form's page, with the draft in it. Raises OnlyInAChannel."""
    channel = channel_of(caller)
    said = ports.drafts.of(caller.account, draft_name(channel)) | typed(intent)
    page = min(max(intent.page, 1), LAST)
    return SetupPage(page, said, caller.zone or "", topics_of(ports), name_from(caller))


def set_up(intent: SetUpGroup, caller: Caller, ports: Ports) -> GroupMade | GroupView | PageKept | PageRefused:
    """Make the group, or keep a page of its form; a channel that has a group shows it.

    Raises OnlyInAChannel and, when no form asked, the refusal of what does not fit.
    """
    channel = channel_of(caller)
    person = ports.people.enrol(caller, ports.now)
    place = ports.places.see(channel, caller.channel_name)
    if (lives := living_here(place, person, caller, ports)) is not None:
        ports.drafts.drop(person.account_id, draft_name(channel))
        return lives
    if not intent.page:
        return make(typed(intent), place, person, caller, ports)
    sent = {name: getattr(intent, name)[:MOST_KEPT] for name in PAGES[min(intent.page, LAST) - 1]}
    said = ports.drafts.of(caller.account, draft_name(channel)) | sent
    try:
        if intent.page < LAST:
            check(said, place, caller, ports)
            ports.drafts.keep(person.account_id, draft_name(channel), said, ports.now)
            return PageKept(intent.page + 1)
        made = make(said, place, person, caller, ports)
    except Refusal as why:
        ports.drafts.keep(person.account_id, draft_name(channel), said, ports.now)
        return PageRefused(page_of(said, caller, ports, intent.page), why)
    ports.drafts.drop(person.account_id, draft_name(channel))
    return made


def make(said: Mapping[str, str], place: Place, person: Person, caller: Caller, ports: Ports) -> GroupMade:
    """The group, its first admin and its first post. Everything that can be refused is, before anything is stored."""
    told = bool(said.get("zone", "").strip() or caller.zone or person.zone)
    new = check(said, place, caller, ports, person.zone)
    group_id = ports.administration.make(new, ports.now)
    if not ports.places.claim(place, group_id):
        raise ChannelHasGroup()
    ports.administration.appoint(group_id, person.account_id, ports.now)
    ports.administration.log(group_id, person.account_id, "setup", new.name, ports.now)
    plan(group_id, ports)
    group = ports.groups.get(group_id)
    assert group is not None, "a group that was just made can be read"
    plan_season(group, ports)
    return GroupMade(view(group, person, caller, ports), person.name, told)


def check(said: Mapping[str, str], place: Place, caller: Caller, ports: Ports, zone: str = "") -> NewGroup:
    """The group that these words describe, defaults in place. Raises the refusal of what does not fit."""
    zone = caller.zone or zone or "UTC"
    columns = read_settings(said, topics_of(ports), local_date(ports.now, zone))
    columns = {"zone": zone, "name": free_name(name_from(caller), caller, ports), **DEFAULTS, **columns}
    zone_of(str(columns["zone"]))
    if name_taken(str(columns["name"]), caller, ports):
        raise GroupNameTaken(name=str(columns["name"]))
    new = NewGroup(**columns)  # type: ignore[arg-type]
    if not fits(new.topics, new.bands, shelf(ports)):
        raise NoQuestionMatches(group=new.name)
    return new


def page_of(said: Mapping[str, str], caller: Caller, ports: Ports, page: int) -> int:
    """The page on which the fault is: the first whose own fields do not fit, else the one that was sent."""
    for number, names in enumerate(PAGES, 1):
        try:
            own = {name: said.get(name, "") for name in names}
            read_settings(own, topics_of(ports), ports.now.date())
        except Refusal:
            return number
    return page


def living_here(place: Place, person: Person, caller: Caller, ports: Ports) -> GroupView | None:
    """The group that lives in the channel already."""
    group = ports.groups.get(place.group_id) if place.group_id is not None else None
    if group is None or group.state not in LIVING:
        return None
    return view(group, person, caller, ports)


def channel_of(caller: Caller) -> ChannelRef:
    """The channel that the caller speaks in. Raises OnlyInAChannel."""
    if caller.channel is None:
        raise OnlyInAChannel()
    return caller.channel


def draft_name(channel: ChannelRef) -> str:
    """What the draft of a channel's set-up is called."""
    return f"setup {channel.platform} {channel.space} {channel.key}"


def typed(intent: SetUpGroup) -> dict[str, str]:
    """The fields that hold anything."""
    said = {name: getattr(intent, name) for names in PAGES for name in names}
    return {name: text for name, text in said.items() if text.strip()}


def name_from(caller: Caller) -> str:
    """A name for the group, from its channel's."""
    try:
        return read_name(caller.channel_name.lstrip("# ")[:50])
    except Refusal:
        return NAMELESS


def free_name(name: str, caller: Caller, ports: Ports) -> str:
    """The name, with a number behind it if the space has a group of that name."""
    number, free = 2, name
    while name_taken(free, caller, ports):
        free, number = f"{name} {number}", number + 1
    return free


def name_taken(name: str, caller: Caller, ports: Ports, but: int = 0) -> bool:
    """Whether another group of the caller's space is called so."""
    space = caller.space
    if space is None:
        return False
    return any(g.name.casefold() == name.casefold() and g.id != but for g in ports.places.groups_of_space(space))


def topics_of(ports: Ports) -> tuple[str, ...]:
    """Topics that a daily can have."""
    return tuple(sorted({topic for topic, _ in shelf(ports)}))


def shelf(ports: Ports) -> set[tuple[str, str]]:
    """Topic and band of each question that can be a daily."""
    return {(one.topic, one.band) for one in ports.bank.served() if needs_of(one) <= ports.judged}
