"""Boards of a group's channels: one channel alone has the group's; once a second one joins, each has its own.

Those are filled from the facts, some members at a time. Until all are done, the group's boards are shown.
"""

from bot.ports import Ports
from bot.ports.groups import APART
from bot.usecases.rebuild import rebuild_boards

WHAT = "apart"
AT_ONCE = 5
"""Members whose boards one step works out anew: it shares the writer with everybody's answers."""


def part(group_id: int, ports: Ports) -> None:
    """A channel was added to the group: from the second one on, answers count on the boards of their channels."""
    if len(ports.groups.places(group_id)) > 1 and ports.groups.part(group_id, 0, 1):
        ports.agenda.set(f"{WHAT}:{group_id}", WHAT, group_id, ports.now)


def fill_next(group_id: int, ports: Ports) -> None:
    """Work out the boards of the next members, and plan the step after."""
    group = ports.groups.get(group_id)
    if group is None or group.apart in (0, APART):
        return
    learners = ports.groups.members_from(group_id, group.apart, AT_ONCE)
    for learner in learners:
        rebuild_boards(learner, ports)
    if len(learners) < AT_ONCE:
        ports.groups.part(group_id, group.apart, APART)
    else:
        ports.groups.part(group_id, group.apart, learners[-1] + 1)
        ports.agenda.set(f"{WHAT}:{group_id}", WHAT, group_id, ports.now)
