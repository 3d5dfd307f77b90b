"""What planning, posting and revealing dailies need of the store: the group's plan, what it used, who is expected."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.domain.quorum import GroupStreak
from bot.domain.rest import Pause
from bot.domain.schedule import Post, Skip
from bot.domain.selection import Served
from bot.ports.groups import Group


class Plan(NamedTuple):
    """A group with its next post and what its last dailies came to. `unanswered`: dailies in a row without an answer.

    `asked_at`, `warned_at`: when the admins were last told of silence, and of a bank that runs out.
    """

    group: Group
    next: Post | None
    unanswered: int
    asked_at: datetime | None
    warned_at: datetime | None
    streak: GroupStreak
    skips: bool = True  # whether the group has ever skipped a date


class Expected(NamedTuple):
    """A member as the roster sees one. `zone` is empty while it is unknown."""

    learner_id: int
    joined_at: datetime
    last_attempt_at: datetime | None
    rest_days: str
    zone: str
    paused: bool = True  # whether this learner has ever paused


class Choice(NamedTuple):
    """A question chosen for a daily."""

    question_id: str
    revision: int
    topic: str
    band: str


class Past(NamedTuple):
    """A group's dailies so far: the open one with its study day (ISO), the queued one, the last used study day.

    `last_use` has the questions that the group has had and when last, as a number that grows with time; `recent` topics
    and bands, newest last.
    """

    open: int | None
    open_day: str
    queued: tuple[int, Choice] | None
    last: Post | None
    last_use: Mapping[str, int]
    recent: Sequence[Served]


class Posts(Protocol):
    """Dailies on their way: planned, queued, open, missed, revealed."""

    def plan(self, group_id: int) -> Plan | None: ...

    def keep_next(self, group_id: int, post: Post | None) -> None: ...

    def skips(self, group_id: int, since: date) -> tuple[Skip, ...]: ...

    def last(self, group_id: int) -> Post | None:
        """The last study day that has a daily, posted or missed, and its instant."""

    def past(self, group_id: int) -> Past:
        """All that the next daily depends on, found in one look."""

    def elsewhere(self, group_id: int) -> frozenset[str]:
        """Questions that are open or queued in another group of one of this group's members."""

    def quarantined(self, group_id: int) -> frozenset[tuple[str, int]]:
        """Questions and revisions that are not to be served in the group's spaces."""

    def expected(self, group_id: int) -> Sequence[Expected]:
        """The active members."""

    def pauses(self, group_id: int) -> tuple[Mapping[int, Sequence[Pause]], Mapping[int, Sequence[datetime]]]:
        """Pauses and resumes of the active members, by learner."""

    def queued(self, group_id: int) -> tuple[int, Choice] | None:
        """The daily that waits for its post."""

    def queue(self, group_id: int, post: Post, choice: Choice) -> int | None:
        """A new queued daily's id; None if the day has a daily."""

    def exchange(self, daily_id: int, choice: Choice) -> None:
        """Another question for a queued daily."""

    def unqueue(self, group_id: int) -> None:
        """Drop the queued daily."""

    def open_queued(
        self, daily_id: int, day: date, due: datetime, now: datetime, reveal_at: datetime | None, roster: int
    ) -> bool:
        """The queued daily is posted; False if it is not queued any more."""

    def open_new(
        self, group_id: int, day: date, due: datetime, choice: Choice, now: datetime, reveal_at: datetime | None,
        roster: int,
    ) -> int | None:  # fmt: skip
        """A new open daily's id; None if the day has a daily."""

    def expect(self, daily_id: int, learners: Collection[int]) -> None:
        """Fix the roster."""

    def miss(self, group_id: int, day: date, due: datetime, now: datetime) -> bool:
        """Record that the day had no post; False if it has a daily."""

    def cover(self, daily_id: int, now: datetime) -> bool:
        """The daily covers its day; False if it does already."""

    def close(self, daily_id: int, now: datetime) -> bool:
        """Reveal it; False if it is not open. Whoever answers at the same moment comes before or after, as a whole."""

    def covered(self, daily_id: int) -> bool:
        """Whether it covers its day."""

    def roster_at_post(self, daily_id: int) -> int:
        """How many were on the roster from the start."""

    def keep_turn(self, group_id: int, streak: GroupStreak, unanswered: int) -> None:
        """What a revealed daily came to."""

    def mark_asked(self, group_id: int, now: datetime) -> None: ...

    def mark_warned(self, group_id: int, now: datetime) -> None: ...

    def admin_accounts(self, group_id: int) -> Sequence[int]:
        """One account of each admin."""

    def stop(self, group_id: int) -> bool:
        """Pause the group; False if it is not active."""

    def log(self, group_id: int, what: str, detail: str, now: datetime) -> None:
        """What the bot did by itself, for the group's log."""

    def lose_channel(self, channel_id: int) -> int | None:
        """Suspend a channel; the group that lives there, None if it was lost before or belongs to nobody."""

    def group_of_channel(self, channel_id: int) -> tuple[int | None, str]:
        """The channel's group and name."""
