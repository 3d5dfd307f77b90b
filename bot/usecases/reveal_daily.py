"""The reveal: the daily closes, the group's own streak follows, and the key is told in every channel.

Whatever was committed before is in time. `reveal` is for whoever ends a daily early as well: pause, replace, end.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.quorum import DailyOutcome, Fate, after_daily
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.usecases.admin_letters import tell_of_silence
from bot.usecases.covers import cover_if_unseen
from bot.usecases.held_back import credit_held_back
from bot.usecases.seasons import close_what_waited
from bot.usecases.settle_run import close_runs

REVEAL = "reveal"
LAST_HOURS = timedelta(hours=6)
MOST_DOWN = timedelta(hours=2)


def reveal_key(daily_id: int) -> str:
    """The agenda's key of a reveal."""
    return f"reveal:{daily_id}"


def reveal_due(daily_id: int, ports: Ports) -> None:
    """The agenda says that a daily's time is over."""
    daily = ports.dailies.get(daily_id)
    if daily is not None:
        reveal(daily, ports)


def reveal(daily: Daily, ports: Ports, *, replaced: bool = False) -> bool:
    """Reveal an open daily; False if it is not open any more. Nothing is said anywhere before the commit.

    One that is `replaced` does not count for the group's streak: its study day has another.
    """
    close_runs(daily, ports)
    if not ports.posts.close(daily.id, ports.now):
        return False
    ports.agenda.drop(reveal_key(daily.id))
    ports.outbox.drop_posts(daily.id)
    cover_if_unseen(daily.id, ports)
    closed = ports.dailies.get(daily.id)
    plan = ports.posts.plan(daily.group_id)
    assert closed is not None, "what was just revealed can be read"
    assert plan is not None, "a daily has a group"
    credit_held_back(closed, ports)
    close_what_waited(closed, ports)
    reached = closed.quorum_at is not None or ports.administration.replaced_with_quorum(
        closed.group_id, closed.study_day
    )
    outcome = DailyOutcome(fate_of(closed, ports), roster_of(closed, ports), reached)
    unanswered = plan.unanswered + 1 if closed.answered == 0 else 0
    streak = plan.streak if replaced else after_daily(plan.streak, outcome)
    ports.posts.keep_turn(daily.group_id, streak, unanswered)
    for place in ports.groups.places(daily.group_id):
        if place.state == "active" and not plan.group.on_demand:
            key, under = f"reveal:{daily.id}:{place.id}", f"daily:{daily.id}:{place.id}"
            ports.outbox.post(key, f"reveal {daily.id}", place.id, daily.id, ports.now, under)
    ports.outbox.arm_now(daily.id, ports.now)
    tell_of_silence(plan._replace(unanswered=unanswered), ports)
    return True


def fate_of(daily: Daily, ports: Ports) -> Fate:
    """What became of a revealed daily, as the group's streak sees it."""
    if ports.posts.covered(daily.id):
        return "missed"
    posted, revealed = daily.posted_at, daily.revealed_at
    if posted is None or revealed is None:
        return "open"
    down = was_down(ports.agenda.outages_since(posted), posted, min(daily.reveal_at or revealed, revealed))
    return "outage" if down else "posted"


def was_down(outages: Sequence[tuple[datetime, datetime]], posted_at: datetime, ended: datetime) -> bool:
    """Whether the bot was down for more than 2 of the last 6 hours in which the daily was to be answered."""
    since = max(posted_at, ended - LAST_HOURS)
    spent = timedelta(0)
    told = since
    for began, over in outages:
        begin, end = max(began, told), min(over, ended)
        if end > begin:
            spent += end - begin
            told = end
    return spent > MOST_DOWN


def roster_of(daily: Daily, ports: Ports) -> int:
    """The roster at the post; it matters only where quorum was not reached."""
    return daily.roster if daily.quorum_at is not None else ports.posts.roster_at_post(daily.id)
