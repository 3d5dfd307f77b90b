"""Look at a group: its settings, channels, admins, members and next dates. Members see it, admins get more to press."""

from dataclasses import dataclass

from bot.domain.question import needs_of
from bot.domain.schedule import Skip
from bot.domain.selection import Candidate, matching
from bot.domain.study_day import local_date
from bot.intents import ShowGroup
from bot.ports import Ports
from bot.ports.administration import Admin, Life, MemberName
from bot.ports.dailies import Daily
from bot.ports.groups import Group, Place
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.administering import administer, is_admin
from bot.usecases.choose_question import WORDS, mix_of
from bot.usecases.whereabouts import group_of

NAMES_ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as it stands. `unused` counts questions it has not had; `named` are the members of this page.

    `admin` says that the reader may change it, `member` that the reader is in it.
    """

    group: Group
    life: Life
    places: tuple[Place, ...]
    admins: tuple[Admin, ...]
    members: int
    named: tuple[MemberName, ...]
    skips: tuple[Skip, ...]
    unused: int
    daily: Daily | None
    admin: bool
    member: bool = False
    page: int = 1
    pages: int = 1


def show_group(intent: ShowGroup, caller: Caller, ports: Ports) -> GroupView:
    """The group that is meant. Raises what `group_of` raises."""
    person = ports.people.enrol(caller, ports.now)
    group = seen(intent.group, person, caller, ports)
    return view(group, person, caller, ports, intent.page)


def seen(group: int | None, person: Person, caller: Caller, ports: Ports) -> Group:
    """The group that a member looks at, or one that its admin administers without being a member."""
    if group is not None:
        found = ports.groups.get(group)
        if found is not None and found.state != "erased" and is_admin(found, person, caller, ports):
            return found
    elif caller.channel is None and not ports.groups.of_learner(person.learner_id):
        return administer(None, caller, ports, ended=True)[1]
    return group_of(group, caller, person, ports)


def view(group: Group, person: Person, caller: Caller, ports: Ports, page: int = 1) -> GroupView:
    """Everything about the group that its card shows."""
    count = ports.administration.count_members(group.id)
    pages = max(1, -(-count // NAMES_ON_A_PAGE))
    page = min(max(page, 1), pages)
    today = local_date(ports.now, group.zone)
    return GroupView(
        group=group,
        life=ports.administration.life(group.id),
        places=tuple(ports.groups.places(group.id)),
        admins=tuple(ports.administration.admins(group.id)),
        members=count,
        named=tuple(ports.administration.members(group.id, NAMES_ON_A_PAGE, (page - 1) * NAMES_ON_A_PAGE)),
        skips=tuple(skip for skip in ports.administration.skips(group.id) if skip.last >= today),
        unused=unused(group, ports),
        daily=ports.dailies.open_of(group.id),
        admin=is_admin(group, person, caller, ports),
        member=ports.groups.is_member(group.id, person.learner_id),
        page=page,
        pages=pages,
    )


def unused(group: Group, ports: Ports) -> int:
    """How many questions of the matching bank the group has not had."""
    had = ports.posts.past(group.id).last_use
    fresh = [
        Candidate(one.id, one.topic, one.band)
        for one in ports.bank.served()
        if needs_of(one) <= ports.judged and one.id not in had
    ]
    topics = frozenset(topic for topic in WORDS.split(group.topics) if topic)
    return len(matching(fresh, topics, mix_of(group)))
