"""What the bot tells a group's admins privately by itself: silence, a bank that runs out, a channel that is gone.

Never in the channel: no channel is shamed. The same news at most once a week.
"""

from datetime import timedelta

from bot.ports import Ports
from bot.ports.posts import Plan

WEEK = timedelta(days=7)
SILENT_ASKS = 5
"""Dailies in a row without an answer until the admins are asked."""
SILENT_STOPS = 10
"""... and until the group pauses itself."""


def tell_admins(group_id: int, kind: str, letter: str, ports: Ports) -> None:
    """One private letter for each admin; `letter` is its kind and ids, the same kind once at one instant."""
    for account_id in ports.posts.admin_accounts(group_id):
        key = f"{kind}:{group_id}:{ports.now:%Y%m%dT%H%M%S}:{account_id}"
        ports.outbox.tell(key, letter, account_id, ports.now)


def tell_of_silence(plan: Plan, ports: Ports) -> None:
    """Nobody answered five dailies running: the admins are asked once, then weekly."""
    group = plan.group
    if group.on_demand or not SILENT_ASKS <= plan.unanswered < SILENT_STOPS:
        return
    if plan.asked_at is not None and ports.now - plan.asked_at < WEEK:
        return
    tell_admins(group.id, "silence", f"silence {group.id}", ports)
    ports.posts.mark_asked(group.id, ports.now)


def tell_of_few_left(plan: Plan, left: int, ports: Ports) -> None:
    """Fewer than ten unused questions are left, or none fits at all (`left` -1)."""
    group = plan.group
    if plan.warned_at is not None and ports.now - plan.warned_at < WEEK:
        return
    tell_admins(group.id, "few", f"few {group.id} {left}", ports)
    ports.posts.mark_warned(group.id, ports.now)
