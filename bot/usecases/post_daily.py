"""Post a group's daily, or record that its time is over. What leaves for the channels is only put into the outbox.

Everything happens in one transaction, guarded by one daily per group and study day: whoever comes second, after a
crash or from another replica, finds the day used up.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.quorum import Member, roster
from bot.domain.rest import Pause, acts_from
from bot.domain.schedule import Post, reveal_at
from bot.domain.study_day import local_date
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.ports.groups import Group
from bot.ports.posts import Choice, Past, Plan
from bot.usecases.admin_letters import tell_of_few_left
from bot.usecases.choose_question import choose_question, still_fits
from bot.usecases.covers import record_miss
from bot.usecases.plan_daily import POST, following_post, post_key, replan
from bot.usecases.reveal_daily import REVEAL, reveal, reveal_key
from bot.usecases.stop_group import stop_if_silent


def post_due(group_id: int, ports: Ports) -> None:
    """The agenda says that a group's post is due: post it, or record the miss when it is too late for that."""
    plan = ports.posts.plan(group_id)
    if plan is None or plan.next is None or plan.group.state != "active":
        return
    day, due = plan.next.day, plan.next.at
    if ports.now < due:
        ports.agenda.set(post_key(group_id), POST, group_id, due)
        return
    if ports.now - due >= timedelta(minutes=plan.group.window_min):
        record_miss(group_id, day, due, ports)
        replan(plan.group, Post(day, due), due, ports)
        return
    if open_daily(plan, day, due, ports) is not None:
        return
    after = ports.posts.plan(group_id)
    if after is not None and after.group.state == "active" and after.next == plan.next:
        # No question fits, and the admins know: the day is covered, unless it is used up already.
        record_miss(group_id, day, due, ports)
        replan(plan.group, ports.posts.last(group_id), due, ports)


def post(group_id: int, day: date, due: datetime, ports: Ports, *, again: bool = False) -> Daily | None:
    """Open the group's daily of `day`, revealing the one before it, and plan the next post.

    None when the day is used up (unless `again`: its daily gave up its place), the group has stopped, or no question
    fits.
    """
    plan = ports.posts.plan(group_id)
    opened = None if plan is None else open_daily(plan, day, due, ports, again=again)
    return None if opened is None else ports.dailies.get(opened)


def open_daily(plan: Plan, day: date, due: datetime, ports: Ports, *, again: bool = False) -> int | None:
    """The same for a group at hand: the new daily's id."""
    group, group_id = plan.group, plan.group.id
    past = ports.posts.past(group_id)
    if past.open is not None and past.open_day < day.isoformat():
        plan = reveal_before(past.open, plan, ports)
    used_up = past.last is not None and past.last.day >= day and not again
    if group.state not in ("active", "paused") or used_up or stop_if_silent(plan, ports):
        return None
    choice, waiting = chosen(plan, past, ports)
    if choice is None:
        return None
    following = following_post(group, Post(day, ports.now), ports.now, ports, skips=plan.skips)
    ends = reveal_at(ports.now, following.at if following else None, delay_of(group))
    expected = roster_now(group, ports)
    if waiting is not None:
        opened = waiting if ports.posts.open_queued(waiting, day, due, ports.now, ends, len(expected)) else None
    else:
        opened = ports.posts.open_new(group_id, day, due, choice, ports.now, ends, len(expected))
    if opened is None:
        return None
    ports.posts.expect(opened, expected)
    if not group.on_demand:  # whoever asked for it is shown it
        send_post(opened, group_id, ports)
    if ends is not None:
        ports.agenda.set(reveal_key(opened), REVEAL, opened, ends)
    ports.posts.keep_next(group_id, following)
    if following is not None:
        ports.agenda.set(post_key(group_id), POST, group_id, following.at)
    return opened


def reveal_before(daily_id: int, plan: Plan, ports: Ports) -> Plan:
    """Reveal the daily that is open still; the group's plan as it is then."""
    daily = ports.dailies.get(daily_id)
    if daily is not None:
        reveal(daily, ports)
    return ports.posts.plan(plan.group.id) or plan


def chosen(plan: Plan, past: Past, ports: Ports) -> tuple[Choice | None, int | None]:
    """The question to post, and the queued daily that waits with it, if one does."""
    waiting = past.queued
    if waiting is not None and still_fits(waiting[1], plan.group, ports):
        return waiting[1], waiting[0]
    found = choose_question(plan.group, ports, past)
    if found is None:
        tell_of_few_left(plan, -1, ports)
        return None, None
    if found[1].running_out:
        tell_of_few_left(plan, found[1].unused_left, ports)
    if waiting is not None:
        ports.posts.exchange(waiting[0], found[0])
        return found[0], waiting[0]
    return found[0], None


def send_post(daily_id: int, group_id: int, ports: Ports) -> None:
    """One post for each channel that is there, and its edit, ready to show counts."""
    for place in ports.groups.places(group_id):
        if place.state == "active":
            key = f"daily:{daily_id}:{place.id}"
            ports.outbox.post(key, f"daily {daily_id}", place.id, daily_id, ports.now)
            ports.outbox.edit(f"edit:{daily_id}:{place.id}", f"state {daily_id}", place.id, daily_id, key)


def delay_of(group: Group) -> timedelta | None:
    """From post to reveal; None: at the next post."""
    return timedelta(minutes=group.reveal_min) if group.reveal_min else None


def roster_now(group: Group, ports: Ports) -> frozenset[int]:
    """The learners who are expected to answer a daily that is posted now."""
    expected = ports.posts.expected(group.id)
    if not expected:
        return frozenset()
    pauses, resumes = ports.posts.pauses(group.id) if any(one.paused for one in expected) else ({}, {})
    todays: dict[str, date] = {}
    members = []
    for one in expected:
        zone = one.zone or group.zone
        today = todays.get(zone) or todays.setdefault(zone, local_date(ports.now, zone))
        off = one.rest_days != "" and str(today.weekday()) in one.rest_days.split(",")
        if not off and one.learner_id in pauses:
            off = is_paused(today, zone, pauses[one.learner_id], resumes.get(one.learner_id, ()))
        members.append(Member(one.learner_id, one.joined_at, one.last_attempt_at, off=off))
    return roster(members, ports.now)


def is_paused(day: date, zone: str, pauses: Sequence[Pause], resumes: Sequence[datetime]) -> bool:
    """Whether a learner is paused on a day; a pause and its end act from the next day."""
    return any(
        max(pause.first, acts_from(pause.at, zone)) <= day <= pause.last
        and not any(pause.at < at and acts_from(at, zone) <= day for at in resumes)
        for pause in pauses
    )
