"""What an admin does to the next daily and to the one of today: look at it beforehand, post it now, replace it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import (
    GroupIsPaused,
    NoQuestionMatches,
    ReplacedAlready,
    SlotUsed,
    TooSoonToPost,
)
from bot.domain.question import Question
from bot.domain.schedule import POSTS_APART, can_post_now
from bot.domain.study_day import local_date
from bot.intents import PostNow, PreviewDaily, ReplaceDaily
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.ports.groups import Group
from bot.ports.posts import Plan
from bot.refs import Caller
from bot.usecases.administering import administer
from bot.usecases.post_daily import post
from bot.usecases.queue_daily import queue_next
from bot.usecases.reveal_daily import reveal
from bot.usecases.sitting import question_of, shown_order
from bot.usecases.whereabouts import nothing_open


@dataclass(frozen=True, slots=True)
class Preview:
    """The question that comes next. The stem may be shown only with `opened`: that has cost its points."""

    group: Group
    question: Question
    shown: tuple[str, ...]
    plan: Plan | None
    opened: bool
    exposed: bool


@dataclass(frozen=True, slots=True)
class DailyPosted:
    """A daily that an admin put up; None when the group paused itself instead."""

    group: Group
    daily: Daily | None
    replaced: Daily | None = None


@dataclass(frozen=True, slots=True)
class AskReplace:
    """What replacing would do; nothing is done until it is confirmed."""

    group: Group
    daily: Daily


def preview(intent: PreviewDaily, caller: Caller, ports: Ports) -> Preview:
    """Choose the next question now; with `stem` its text is opened, and the admin gets no points for it any more.

    Raises what `administer` raises, or NoQuestionMatches.
    """
    person, group = administer(intent.group, caller, ports)
    daily = queue_next(group, ports)
    question = question_of(daily, ports)
    if intent.stem:
        ports.attempts.expose(person.account_id, question.id, "preview", ports.now)
        ports.administration.log(group.id, person.account_id, "preview", question.id, ports.now)
    return Preview(
        group,
        question,
        shown_order(question, daily),
        ports.posts.plan(group.id),
        intent.stem,
        ports.attempts.past(question.id, person.learner_id).exposed,
    )


def post_now(intent: PostNow, caller: Caller, ports: Ports) -> DailyPosted:
    """Post the daily of today at once. Raises GroupIsPaused, SlotUsed, TooSoonToPost or NoQuestionMatches."""
    person, group = administer(intent.group, caller, ports)
    if group.state != "active":
        raise GroupIsPaused(group=group.id, name=group.name)
    today = local_date(ports.now, group.zone)
    last = ports.posts.last(group.id)
    if last is not None and last.day >= today:
        raise SlotUsed(day=last.day.isoformat(), group=group.id)
    if last is not None and not can_post_now(ports.now, last):
        raise TooSoonToPost(at=last.at + POSTS_APART)
    daily = post(group.id, today, ports.now, ports)
    if daily is None and is_active(group.id, ports):
        raise NoQuestionMatches(group=group.name)
    ports.administration.log(group.id, person.account_id, "postnow", today.isoformat(), ports.now)
    return DailyPosted(group, daily)


def replace(intent: ReplaceDaily, caller: Caller, ports: Ports) -> DailyPosted | AskReplace:
    """Reveal the open daily and put up another question on the same study day, once a day.

    Answers to the first keep their points and days; if it had reached its quorum, so has the group's day.
    Raises NoOpenDaily, ReplacedAlready or NoQuestionMatches.
    """
    person, group = administer(intent.group, caller, ports)
    daily = ports.dailies.open_of(group.id)
    if daily is None:
        raise nothing_open(group, ports)
    if ports.administration.was_replaced(group.id, daily.study_day):
        raise ReplacedAlready(day=daily.study_day)
    if not intent.confirmed:
        return AskReplace(group, daily)
    ports.administration.vacate(daily.id)
    reveal(daily, ports, replaced=True)
    new = post(group.id, date.fromisoformat(daily.study_day), ports.now, ports, again=True)
    if new is None:
        raise NoQuestionMatches(group=group.name)
    ports.administration.log(group.id, person.account_id, "replace", daily.question_id, ports.now)
    return DailyPosted(group, new, daily)


def is_active(group_id: int, ports: Ports) -> bool:
    """Whether the group posts still."""
    group = ports.groups.get(group_id)
    return group is not None and group.state == "active"
