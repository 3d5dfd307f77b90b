"""Link two accounts of one person by a code: shown on one side, typed on the other, confirmed on both; and undo it.

Attempts stay with their accounts. A link moves the accounts of the younger learner to the older one, an unlink gives
each account the learner back that it began with; then everything that is derived is worked out anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import AlreadyLinked, NotLinked, NotTypedYet, SameAccount
from bot.intents import ConfirmLink, RedeemLink, StartLink, Unlink
from bot.ports import Ports
from bot.ports.identity import AccountRow, LinkCode
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.rebuild import rebuild_learner
from bot.usecases.reminders import plan_reminder, plan_reminder_of

ALPHABET = "ABCDEFGHJKMNPQRTUVWXYZ2346789"
"""Nothing that looks like something else: no 0, 1, 5, I, L, O, S."""
LENGTH = 8
HOLDS = timedelta(minutes=10)
TRIES = 5
FIRST, SECOND, BOTH = 1, 2, 3


@dataclass(frozen=True, slots=True)
class CodeShown:
    """A new code, to be typed on the other account before `until`."""

    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NoSuchCode:
    """Used, run out, unknown or one try too many: the same to whoever types it."""

    waits: timedelta


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """The code was typed; both sides have to agree. `other` is the name of the account on the other side."""

    code: str
    other: str
    platform: str
    until: datetime
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Both accounts are one learner now."""

    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskUnlink:
    """What unlinking would do."""

    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Each account has its own again; the names of those that went."""

    accounts: tuple[str, ...]


def start_link(intent: StartLink, caller: Caller, ports: Ports) -> CodeShown:
    """A new code; earlier ones of this account end."""
    person = ports.people.enrol(caller, ports.now)
    while True:
        code = "".join(ALPHABET[ports.rng.randrange(len(ALPHABET))] for _ in range(LENGTH))
        if ports.identity.open_code(code, person.account_id, ports.now):
            return CodeShown(code, ports.now + HOLDS)


def redeem(intent: RedeemLink, caller: Caller, ports: Ports) -> LinkAsked | NoSuchCode:
    """Type a code that another account was shown. Raises SameAccount or AlreadyLinked."""
    person = ports.people.enrol(caller, ports.now)
    found = code_for(intent.code, person, ports)
    if found is None:
        return refused(person, ports)
    if found.account_id == person.account_id:
        raise SameAccount()
    if found.other_account_id not in (None, person.account_id):
        return refused(person, ports)
    first = ports.people.by_account(found.account_id)
    assert first is not None, "a code's account exists"
    if first.learner_id == person.learner_id:
        raise AlreadyLinked()
    ports.identity.take(found.code, person.account_id)
    return asked(found, first, ports, agreed=bool(found.agreed & SECOND))


def confirm_link(intent: ConfirmLink, caller: Caller, ports: Ports) -> LinkAsked | Linked | NoSuchCode:
    """Agree on this side; the second to agree links. Raises NotTypedYet or AlreadyLinked."""
    person = ports.people.enrol(caller, ports.now)
    found = code_for(intent.code, person, ports)
    if found is None or person.account_id not in (found.account_id, found.other_account_id):
        return refused(person, ports)
    if found.other_account_id is None:
        raise NotTypedYet(code=found.code)
    mine = FIRST if person.account_id == found.account_id else SECOND
    other = ports.people.by_account(found.other_account_id if mine == FIRST else found.account_id)
    assert other is not None, "a code's accounts exist"
    if other.learner_id == person.learner_id:
        raise AlreadyLinked()
    ports.identity.agree(found.code, mine)
    if found.agreed | mine != BOTH:
        return asked(found, other, ports, agreed=True)
    ports.identity.close(found.code, ports.now)
    return link(person, other, ports)


def link(one: Person, other: Person, ports: Ports) -> Linked:
    """Move the younger learner's accounts to the older one."""
    born = {person.learner_id: ports.identity.born(person.learner_id) for person in (one, other)}
    older, younger = sorted(born, key=lambda learner: (born[learner], learner))
    for account in ports.identity.accounts(younger):
        ports.identity.move(account.id, older, ports.now)
    ports.identity.carry_hints(younger, older)
    for learner in (younger, older):
        rebuild_learner(learner, ports)
        plan_reminder_of(learner, ports)
    return Linked(tuple(account.name for account in ports.identity.accounts(older)))


def unlink(intent: Unlink, caller: Caller, ports: Ports) -> AskUnlink | Unlinked:
    """Give this account its own learner back; the account that the learner began with sends the others away.

    Raises NotLinked.
    """
    person = ports.people.enrol(caller, ports.now)
    accounts = ports.identity.accounts(person.learner_id)
    mine = next(account for account in accounts if account.id == person.account_id)
    if mine.own_learner_id == person.learner_id:
        leaving = [account for account in accounts if account.own_learner_id != person.learner_id]
    else:
        leaving = [mine]
    if not leaving:
        raise NotLinked()
    names = tuple(account.name for account in leaving)
    if not intent.confirmed:
        return AskUnlink(names)
    remember_keys([account for account in accounts if account not in leaving], leaving, ports)
    for account in leaving:
        ports.identity.move(account.id, account.own_learner_id, ports.now)
        ports.identity.carry_hints(person.learner_id, account.own_learner_id)
    for learner in (person.learner_id, *(account.own_learner_id for account in leaving)):
        rebuild_learner(learner, ports)
        plan_reminder_of(learner, ports)
    plan_reminder(ports.people.enrol(caller, ports.now), ports)
    return Unlinked(names)


def remember_keys(staying: Sequence[AccountRow], leaving: Sequence[AccountRow], ports: Ports) -> None:
    """While they were one, each side was shown the keys that the other had earned: they bring it no points any more."""
    met = {account.id: ports.identity.keys_met(account.id) for account in (*staying, *leaving)}
    homes = {account.id: account.own_learner_id for account in leaving}
    for mine, own in met.items():
        theirs = [keys for other, keys in met.items() if homes.get(other) != homes.get(mine)]
        for question in sorted(frozenset().union(*theirs) - own):
            ports.attempts.expose(mine, question, "linked", ports.now)


def code_for(said: str, person: Person, ports: Ports) -> LinkCode | None:
    """The code that was typed, if it is open and this account has tries left."""
    code = "".join(said[:40].split()).replace("-", "").upper()
    if ports.identity.failed_tries(person.account_id, ports.now - HOLDS) >= TRIES:
        return None
    found = ports.identity.code(code) if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
    if found is None or found.closed_at is not None or ports.now >= found.created_at + HOLDS:
        return None
    return found


def refused(person: Person, ports: Ports) -> NoSuchCode:
    """Count the try: whoever guesses has to wait after five."""
    ports.identity.fail(person.account_id, ports.now)
    return NoSuchCode(HOLDS)


def asked(code: LinkCode, other: Person, ports: Ports, *, agreed: bool) -> LinkAsked:
    """What both sides are asked."""
    row = next(account for account in ports.identity.accounts(other.learner_id) if account.id == other.account_id)
    return LinkAsked(code.code, other.name, row.platform, code.created_at + HOLDS, agreed)
