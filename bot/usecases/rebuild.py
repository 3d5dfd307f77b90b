"""Work out anew whatever is derived from a learner's facts: for a link, an unlink, and the operator's rebuild."""

from bot.ports import Ports
from bot.usecases.streaks import rebuild_streak


def rebuild_learner(learner_id: int, ports: Ports) -> None:
    """Filled days, streak and ledger, memberships and boards of one learner, from the facts alone.

    A learner whose accounts have all gone to another is left with nothing.
    """
    if ports.streaks.refill(learner_id):
        rebuild_streak(learner_id, ports)
    ports.memberships.rebuild(learner_id)
