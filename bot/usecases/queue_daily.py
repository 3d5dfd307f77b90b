"""Choose the next daily's question ahead of its post, for admins who look at it beforehand."""

from bot.domain.errors import NoQuestionMatches
from bot.domain.schedule import Post
from bot.domain.study_day import ONE_DAY, local_date
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.ports.groups import Group
from bot.usecases.choose_question import choose_question, still_fits


def queue_next(group: Group, ports: Ports) -> Daily:
    """The group's queued daily: the one that waits already, else a new one for the next study day.

    Its study day is only where it stands in the queue; the post decides. Raises NoQuestionMatches.
    """
    waiting = ports.posts.queued(group.id)
    if waiting is not None:
        queued, choice = waiting
        if not still_fits(choice, group, ports):
            chosen = choose_question(group, ports)
            if chosen is not None:
                ports.posts.exchange(queued, chosen[0])
    else:
        chosen = choose_question(group, ports)
        if chosen is None:
            raise NoQuestionMatches(group=group.name)
        new = ports.posts.queue(group.id, next_slot(group, ports), chosen[0])
        assert new is not None, "the day after the last one is free"
        queued = new
    daily = ports.dailies.get(queued)
    assert daily is not None, "what was just queued can be read"
    return daily


def next_slot(group: Group, ports: Ports) -> Post:
    """The next study day that has no daily, by the plan or, without one, by the calendar."""
    plan = ports.posts.plan(group.id)
    if plan is not None and plan.next is not None:
        return plan.next
    today = local_date(ports.now, group.zone)
    last = ports.posts.last(group.id)
    return Post(today if last is None or last.day < today else last.day + ONE_DAY, ports.now)
