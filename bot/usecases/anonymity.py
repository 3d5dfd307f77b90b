"""Names on boards: an anonymous learner reads "Learner 3" everywhere in a scope, podium and archive too.

Numbers are given when a row is first shown, in an order that tells nothing, and are kept.
"""

from collections.abc import Sequence

from bot.domain.leaderboard import anonymous_numbers
from bot.ports import Ports

ANONYMOUS = "Learner {number}"
TRIES = 3


def shown_names(scope: str, learners: Sequence[int], ports: Ports) -> dict[int, str]:
    """The names to show for these learners on a scope's boards; who is hidden, or gone, has none."""
    named = ports.boards.names(learners)
    names = {learner: one.name for learner, one in named.items() if one.visibility == "named"}
    unnamed = [learner for learner, one in named.items() if one.visibility == "anonymous"]
    if unnamed:
        numbers = numbers_of(scope, unnamed, ports)
        names |= {learner: ANONYMOUS.format(number=numbers[learner]) for learner in unnamed}
    return names


def numbers_of(scope: str, learners: Sequence[int], ports: Ports) -> dict[int, int]:
    """The kept numbers of these learners; who has none gets one. Another replica may take a number first: try again."""
    given = dict(ports.boards.numbers(scope))
    for _ in range(TRIES):
        new = [learner for learner in learners if learner not in given]
        if not new:
            break
        drawn = anonymous_numbers(scope, new, given)
        for learner in new:
            ports.boards.number(scope, learner, drawn[learner])
        given = dict(ports.boards.numbers(scope))
    return anonymous_numbers(scope, learners, given)
