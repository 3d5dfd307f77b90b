"""Quorum: who is expected to answer a daily, when enough have, and the group's own streak.

Knows members and counts as plain values. Must not know names, posts or how a count is kept.

The readings, where the design is silent:

- Members who are off for the day (paused, resting) are not on the roster, but are added when they answer.
- "Within 14 days" and "within 7" count back from the instant of the post, both ends included.
- An open daily without quorum leaves the group's streak as it is; it breaks at the reveal.
- A roster that was empty at the post and found no quorum afterwards leaves the streak as it is. A roster of one can
  have no quorum alone, so its posted days break.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from bot.domain.errors import BadShare

ATTEMPTED_WITHIN = timedelta(days=14)
JOINED_WITHIN = timedelta(days=7)
HALF = 50
LEAST_ROSTER = 2

Fate = Literal["posted", "missed", "outage", "open"]
"""A daily's fate: revealed, missed (or of unknown fate), hit by an outage, or still open."""


class Member(msgspec.Struct, frozen=True):
    """A member at the post. `off` says that the learner is paused or rests on that study day."""

    learner: int
    joined_at: datetime
    last_attempt_at: datetime | None = None
    off: bool = False


class Turnout(msgspec.Struct, frozen=True):
    """ "4 of 6": learners on the roster, those added later included; how many answered; whether quorum was reached."""

    roster: int
    answered: int = 0
    reached: bool = False


class DailyOutcome(msgspec.Struct, frozen=True):
    """What a daily means for the group's streak: its fate, the roster at the post, and whether quorum was reached."""

    fate: Fate
    roster: int
    reached: bool


class GroupStreak(msgspec.Struct, frozen=True):
    """Days with quorum in a row, and the most there ever were."""

    length: int = 0
    longest: int = 0


def roster(members: Iterable[Member], posted_at: datetime) -> frozenset[int]:
    """The learners expected to answer: not off, and active within 14 days or new within 7."""
    return frozenset(
        member.learner
        for member in members
        if not member.off
        and (
            posted_at - member.joined_at <= JOINED_WITHIN
            or (member.last_attempt_at is not None and posted_at - member.last_attempt_at <= ATTEMPTED_WITHIN)
        )
    )


def check_share(percent: int) -> int:
    """The share in per cent that the answers must exceed, 1 to 99, or BadShare."""
    if not 1 <= percent <= 99:
        raise BadShare(percent)
    return percent


def is_quorum(roster: int, answered: int, share: int = HALF) -> bool:
    """Whether more than `share` per cent of a roster of at least 2 have answered."""
    return roster >= LEAST_ROSTER and answered * 100 > share * roster


def answered(turnout: Turnout, on_roster: bool, share: int = HALF) -> Turnout:
    """The turnout after one more learner's first answer; who was not on the roster is added to it."""
    size = turnout.roster + (not on_roster)
    count = turnout.answered + 1
    return Turnout(size, count, turnout.reached or is_quorum(size, count, share))


def after_daily(streak: GroupStreak, daily: DailyOutcome) -> GroupStreak:
    """The group's streak after one more daily."""
    if daily.reached:
        length = streak.length + 1
        return GroupStreak(length, max(length, streak.longest))
    if daily.fate != "posted" or daily.roster == 0:
        return streak
    return GroupStreak(0, streak.longest)


def group_streak(dailies: Iterable[DailyOutcome]) -> GroupStreak:
    """The group's streak from all its dailies in the order of their study days, one for each study day."""
    streak = GroupStreak()
    for daily in dailies:
        streak = after_daily(streak, daily)
    return streak
