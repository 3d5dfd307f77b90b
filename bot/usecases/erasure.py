"""Delete a learner: the one permitted edit of facts.

The learner id is swapped for a random one everywhere, names and user keys go, free text is blanked. What was answered
when stays, as nobody's: groups' counts, quorums and question statistics hold, and a rebuild still agrees. Whoever
comes back is a new learner.
"""

from dataclasses import dataclass

from bot.domain.errors import LastAdmin
from bot.intents import DeleteData
from bot.ports import Ports
from bot.refs import Caller

LEARNER_IDS = 2**53
"""Learner ids are drawn below this."""


@dataclass(frozen=True, slots=True)
class AskDelete:
    """What would go: counts of what is there."""

    accounts: int
    attempts: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """It is done."""


def delete_data(intent: DeleteData, caller: Caller, ports: Ports) -> AskDelete | Deleted:
    """Say what would go, or with `confirmed` do it. Raises LastAdmin."""
    person = ports.people.enrol(caller, ports.now)
    alone = tuple(ports.memberships.only_admin_of(person.learner_id))
    if alone:
        raise LastAdmin(groups=alone)
    accounts = ports.identity.accounts(person.learner_id)
    stays = ports.memberships.stays(person.learner_id)
    if not intent.confirmed:
        return AskDelete(
            len(accounts),
            ports.attempts.count_of(person.learner_id),
            tuple(stay.group_name for stay in stays if stay.active),
        )
    for stay in stays:
        ports.memberships.end(stay.group_id, person.learner_id, "leave", ports.now)
    if person.visibility != "hidden":
        ports.settings.change(person, "visibility", "hidden", ports.now)
    ports.boards.show(person.learner_id, False)
    marks = [f"erased-{ports.rng.getrandbits(96):024x}" for _ in accounts]
    ports.privacy.blank(person.learner_id, marks, ports.now)
    for old in {person.learner_id, *(account.own_learner_id for account in accounts)}:
        ports.privacy.erase(old, ports.rng.randrange(LEARNER_IDS), ports.now)
    return Deleted()
