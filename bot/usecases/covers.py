"""Days that nobody can be blamed for: a post that was missed or whose fate is unknown, and times when the bot was down.

A cover may come late, when the days after it are settled: so it marks the streaks that it may change as stale, and they
are rebuilt from the facts when they are next looked at.
"""

from datetime import date, datetime, timedelta

from bot.ports import Ports

LONGEST_GAP = timedelta(minutes=5)
"""Between two heartbeats; a longer one means that the bot was down."""
BEAT = timedelta(minutes=1)


def record_miss(group_id: int, day: date, due: datetime, ports: Ports) -> None:
    """The group's post was missed: the day is covered for its members."""
    if ports.posts.miss(group_id, day, due, ports.now):
        ports.streaks.doubt_group(group_id)


def cover(daily_id: int, group_id: int, ports: Ports) -> None:
    """A posted daily covers its day as well: nobody knows whether it was ever to be seen, or it cannot be graded."""
    if ports.posts.cover(daily_id, ports.now):
        ports.streaks.doubt_group(group_id)


def cover_if_unseen(daily_id: int, ports: Ports) -> None:
    """Cover a daily that is in no channel for certain and waits for none. One failing channel is not a miss."""
    if ports.outbox.out_or_waiting(daily_id):
        return
    daily = ports.dailies.get(daily_id)
    if daily is None or daily.state not in ("open", "revealed"):
        return
    plan = ports.posts.plan(daily.group_id)
    if plan is not None and not plan.group.on_demand:  # such a group is told what it asks for, not posted to
        cover(daily_id, daily.group_id, ports)


def keep_watch(last: datetime | None, ports: Ports) -> None:
    """Move the heartbeat; a gap since the last one is recorded as an outage."""
    if last is not None and ports.now - last < BEAT:
        return
    if ports.agenda.beat(last, ports.now) and last is not None and ports.now - last > LONGEST_GAP:
        ports.agenda.note_outage(last, ports.now)
        ports.streaks.doubt_since(last)
