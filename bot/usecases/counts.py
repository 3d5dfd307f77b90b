"""Counts on a daily's posts: they follow the answers a little later, and never hold one up."""

from bot.ports import Ports
from bot.ports.dailies import Daily


def arm_counts(daily: Daily, ports: Ports) -> None:
    """Let the posts of an open daily show its counts soon. Costs an answer no statement of its own."""
    ports.outbox.arm(daily.id, ports.now)
