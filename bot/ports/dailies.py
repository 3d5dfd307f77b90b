"""Dailies: one question put to one group on one study day."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class Daily(NamedTuple):
    """A daily with what its group says about it. `state` queued, open, revealed or missed; `study_day` ISO.

    `big`: the group may have boards of thousands. `apart`: its channels have boards of their own.

    `posted_at`, `reveal_at`, `revealed_at` are aware UTC or None. `answered` counts learners.
    """

    id: int
    group_id: int
    study_day: str
    state: str
    question_id: str
    revision: int
    due_at: datetime
    posted_at: datetime | None
    reveal_at: datetime | None
    revealed_at: datetime | None
    answered: int
    roster: int
    roster_answered: int
    quorum_at: datetime | None
    group_name: str
    zone: str
    verdict: str
    share: int
    season: str
    big: bool
    apart: bool = False


class Held(NamedTuple):
    """A daily, and whether its question is open in any other group as well."""

    daily: Daily
    twins: bool


class Counts(NamedTuple):
    """How many have answered, how many are on the roster, and how many of these have answered."""

    answered: int
    roster: int
    roster_answered: int


class Dailies(Protocol):
    """The dailies of all groups."""

    def get(self, daily_id: int) -> Daily | None: ...

    def hold(self, daily_id: int) -> Held | None:
        """A daily that stays as it is until the commit, but for what this process does: no other one reveals it."""

    def open_of(self, group_id: int) -> Daily | None:
        """The group's open daily."""

    def last_revealed(self, group_id: int) -> Daily | None: ...

    def twins(self, question_id: str, learner_id: int, but: int) -> Sequence[Daily]:
        """Other open dailies of the learner's groups with the same question."""

    def blocked(self, learner_id: int) -> frozenset[str]:
        """Questions that are open or queued in any of the learner's groups."""

    def count_answer(self, daily_id: int, learner_id: int, now: datetime, expected: bool = False) -> Counts | None:
        """One more learner has answered; whoever was not on the roster is added to it. None if it is not open.

        `expected`: the learner is known to be on the roster.
        """

    def reach_quorum(self, daily_id: int, now: datetime) -> None:
        """Quorum is reached; reached once stays reached."""

    def hints_of(self, daily_id: int, learner_id: int) -> int: ...

    def take_hint(self, daily_id: int, learner_id: int, number: int, now: datetime) -> None: ...

    def use_retry(self, daily_id: int, learner_id: int, now: datetime) -> bool:
        """Use up the one free retry; False if it was used before."""
