"""What a letter of the outbox says at the moment when it leaves: from its ids to the facts that its card is made of.

A loader gives None when there is nothing to say any more; the letter is dropped then.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.question import Question
from bot.domain.quorum import GroupStreak
from bot.domain.response import DontKnow, Judged, Located, Picked, decode
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.usecases.sitting import shown_order

FROM_ANSWERS = 3
"""Fewer answers are not counted out: it could be told who chose what."""

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """A daily as its channel sees it; nothing of the key may be drawn from it while it is open."""

    daily: Daily
    question: Question
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turnout:
    """What a channel is told of the answers: how many were fully right, said that they don't know, chose each part.

    `chosen` is by the id of an option, a statement (judged true) or a cause; empty for kinds without such parts.
    """

    answers: int
    right: int
    unknown: int
    chosen: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Revealed:
    """A revealed daily for its channel. `turnout` is None below 3 answers."""

    daily: Daily
    question: Question
    shown: tuple[str, ...]
    turnout: Turnout | None
    streak: GroupStreak


@dataclass(frozen=True, slots=True)
class GroupNews:
    """Something that a group's admins are told. `count` and `word` are what the news is about."""

    group_id: int
    group: str
    count: int = 0
    word: str = ""


def load_post(ids: Ids, ports: Ports) -> Posted | None:
    """The post of a daily that is open still."""
    posted = load_state(ids, ports)
    return posted if posted is not None and posted.daily.state == "open" else None


def load_state(ids: Ids, ports: Ports) -> Posted | None:
    """The post as it is to look now, open or revealed."""
    daily = ports.dailies.get(int(ids[0]))
    question = ports.bank.get(daily.question_id) if daily else None
    if daily is None or question is None or daily.state not in ("open", "revealed"):
        return None
    return Posted(daily, question, shown_order(question, daily))


def counting_since(posted: Posted) -> datetime | None:
    """Since when the post does no more than count answers; None once there is the reveal to show."""
    return posted.daily.posted_at if posted.daily.state == "open" else None


def load_reveal(ids: Ids, ports: Ports) -> Revealed | None:
    """What is told at the reveal."""
    posted = load_state(ids, ports)
    if posted is None or posted.daily.state != "revealed":
        return None
    plan = ports.posts.plan(posted.daily.group_id)
    streak = plan.streak if plan else GroupStreak()
    return Revealed(posted.daily, posted.question, posted.shown, turnout_of(posted.daily, ports), streak)


def turnout_of(daily: Daily, ports: Ports) -> Turnout | None:
    """Counts over all answers, never who gave them; None below 3."""
    attempts = ports.attempts.all_of_daily(daily.id)
    if len(attempts) < FROM_ANSWERS:
        return None
    chosen: Counter[str] = Counter()
    unknown = 0
    for attempt in attempts:
        match decode(attempt.response):
            case Picked(options=options):
                chosen.update(options)
            case Judged(statements=statements):
                chosen.update(name for name, said in statements.items() if said)
            case Located(cause=str(cause)):
                chosen[cause] += 1
            case DontKnow():
                unknown += 1
            case _:
                pass
    right = sum(attempt.score >= 1 for attempt in attempts)
    return Turnout(len(attempts), right, unknown, dict(chosen))


def load_silence(ids: Ids, ports: Ports) -> GroupNews | None:
    """How many dailies in a row nobody answered, if that is so still."""
    plan = ports.posts.plan(int(ids[0]))
    if plan is None or plan.group.state != "active" or plan.unanswered == 0:
        return None
    return GroupNews(plan.group.id, plan.group.name, plan.unanswered)


def load_few_left(ids: Ids, ports: Ports) -> GroupNews | None:
    """How many unused questions are left; -1: none fits at all."""
    plan = ports.posts.plan(int(ids[0]))
    return None if plan is None else GroupNews(plan.group.id, plan.group.name, int(ids[1]))


def load_stopped(ids: Ids, ports: Ports) -> GroupNews | None:
    """Why the group paused by itself, if it is paused still."""
    plan = ports.posts.plan(int(ids[0]))
    if plan is None or plan.group.state != "paused":
        return None
    return GroupNews(plan.group.id, plan.group.name, word=ids[1])


def load_lost(ids: Ids, ports: Ports) -> GroupNews | None:
    """Which channel cannot be reached."""
    group_id, name = ports.posts.group_of_channel(int(ids[0]))
    plan = ports.posts.plan(group_id) if group_id is not None else None
    return None if plan is None else GroupNews(plan.group.id, plan.group.name, word=name)
