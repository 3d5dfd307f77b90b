"""Who is an admin of a group: admins add admins, and the last one cannot go unreplaced."""

from dataclasses import dataclass

from bot.domain.errors import NotAnAdmin, OnlyAdmin, UnknownPerson, WhichPerson
from bot.intents import AddAdmin, RemoveAdmin
from bot.ports import Ports
from bot.ports.administration import Admin, MemberName
from bot.ports.groups import Group
from bot.refs import AccountRef, Caller
from bot.usecases.administering import administer

SHOWN = 60


@dataclass(frozen=True, slots=True)
class AdminsNow:
    """The admins after `name` became one or ceased to be one; `changed` is False where nothing had to be done."""

    group: Group
    name: str
    admins: tuple[Admin, ...]
    added: bool
    changed: bool = True


def add_admin(intent: AddAdmin, caller: Caller, ports: Ports) -> AdminsNow:
    """Make a member an admin. Raises what `administer` raises, UnknownPerson or WhichPerson."""
    person, group = administer(intent.group, caller, ports)
    found = find_person(intent.person, group, ports)
    before = ports.administration.admins(group.id)
    changed = found.learner_id not in {one.learner_id for one in before}
    if changed:
        ports.administration.appoint(group.id, found.account_id, ports.now)
        ports.administration.log(group.id, person.account_id, "admin", found.name, ports.now)
    return AdminsNow(group, found.name, tuple(ports.administration.admins(group.id)), True, changed)


def remove_admin(intent: RemoveAdmin, caller: Caller, ports: Ports) -> AdminsNow:
    """Take the role back. Raises NotAnAdmin and OnlyAdmin as well."""
    person, group = administer(intent.group, caller, ports)
    found = find_person(intent.person, group, ports)
    ports.administration.lock(group.id)
    learners = {one.learner_id for one in ports.administration.admins(group.id)}
    if found.learner_id not in learners:
        raise NotAnAdmin(name=found.name)
    if learners == {found.learner_id}:
        raise OnlyAdmin(group=group.id)
    ports.administration.dismiss(group.id, found.learner_id)
    ports.administration.log(group.id, person.account_id, "unadmin", found.name, ports.now)
    return AdminsNow(group, found.name, tuple(ports.administration.admins(group.id)), False)


def find_person(said: str, group: Group, ports: Ports) -> MemberName:
    """The member or admin who is meant: by name, by "<platform>:<tenant>:<user>", or by "#<account>" of a list.

    Raises UnknownPerson, or WhichPerson with everybody of that name.
    """
    text = said.strip()
    by_ref = referred(text, group, ports)
    if by_ref is not None:
        return by_ref
    found = ports.administration.named(group.id, text) or ports.administration.named(group.id, text.lstrip("@"))
    learners = {one.learner_id for one in found}
    if not found:
        raise UnknownPerson(said=text[:SHOWN])
    if len(learners) > 1:
        rows = tuple((one.account_id, one.name, place_of_account(one, ports)) for one in found)
        raise WhichPerson(said=text[:SHOWN], found=rows)
    return found[0]


def referred(text: str, group: Group, ports: Ports) -> MemberName | None:
    """The member or admin whom a reference names; None if it is no reference, or names nobody of the group."""
    number = text.removeprefix("#")
    if text.startswith("#") and number.isascii() and number.isdigit() and len(number) < 18:
        person = ports.people.by_account(int(number))
    elif text.count(":") >= 2:
        person = ports.people.find(AccountRef(*text.split(":", 2)))
    else:
        return None
    if person is None:
        return None
    inside = ports.groups.is_member(group.id, person.learner_id) or ports.groups.is_admin(group.id, person.learner_id)
    return MemberName(person.account_id, person.learner_id, person.name, person.visibility) if inside else None


def place_of_account(one: MemberName, ports: Ports) -> str:
    """What tells people of one name apart: the keys of their accounts."""
    return ", ".join(ref.user for ref in ports.people.refs(one.learner_id))
