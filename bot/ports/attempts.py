"""Attempts and their verdicts."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.ports.dailies import Daily
from bot.ports.people import Person
from bot.refs import AccountRef


class AttemptRow(NamedTuple):
    """A stored attempt with the verdict that holds. `points` in hundredths; `response` is the stored JSON."""

    id: int
    account_id: int
    learner_id: int
    question_id: str
    revision: int
    source: str
    daily_id: int | None
    group_id: int | None
    study_day: str
    response: str
    hints: int
    counts: bool
    at: datetime
    score: float
    points: int


class NewAttempt(NamedTuple):
    """An attempt to be stored; the use case has decided everything about it."""

    account_id: int
    learner_id: int
    question_id: str
    revision: int
    source: str
    daily_id: int | None
    group_id: int | None
    channel_id: int | None
    space_id: int | None
    study_day: str
    response: str
    hints: int
    counts: bool
    at: datetime
    self_assessed: bool = False


class Past(NamedTuple):
    """What a learner has had to do with a question before."""

    last_at: datetime | None  # the latest attempt at it, by any account of the learner
    exposed: bool  # saw its key or stem without answering


class Before(NamedTuple):
    """What an answer to a daily depends on, found in one look."""

    attempt_id: int | None  # the learner's own attempt at the daily, if there is one
    last_at: datetime | None  # the latest attempt at its question, by any account of the learner
    exposed: bool  # saw the question's key or stem without answering
    hints: int
    member: bool
    expected: bool  # on the daily's roster


class Attempts(Protocol):
    """What learners submitted and how it was graded."""

    def get(self, attempt_id: int) -> AttemptRow | None: ...

    def of_daily(self, daily_id: int, learner_id: int) -> AttemptRow | None:
        """The learner's attempt at the daily, made by any of the learner's accounts."""

    def held(self, daily_id: int, learner_id: int) -> AttemptRow | None:
        """The attempt at the daily that was stored as the learner's, even if its account has left the learner since."""

    def all_of_daily(self, daily_id: int) -> Sequence[AttemptRow]: ...

    def past(self, question_id: str, learner_id: int) -> Past: ...

    def met(self, daily: Daily, ref: AccountRef) -> tuple[Person, Before] | None:
        """Who this account is, and what that learner has had to do with the daily and its question; None if unknown."""

    def store(self, attempt: NewAttempt) -> int | None:
        """The new attempt's id, or None if the learner has one for this daily already (the first is final)."""

    def judge(
        self, attempt_id: int, revision: int, score: float, points: int, why: str, at: datetime, detail: str = ""
    ) -> None:
        """Append a verdict; the newest holds. `detail` is JSON: the levels of a self-assessment."""

    def levels_of(self, attempt_id: int) -> dict[str, int]:
        """The levels of the newest self-assessment, by criterion; empty when there was none."""

    def last_open_daily(self, learner_id: int) -> int | None:
        """The newest daily that the learner answered with a text to be assessed."""

    def count_of(self, learner_id: int) -> int:
        """How many attempts all the learner's accounts have made."""

    def expose(self, account_id: int, question_id: str, why: str, at: datetime) -> None:
        """Remember that this account saw the key (or an admin the stem) before it answered."""

    def history(self, learner_id: int, limit: int, offset: int) -> Sequence[tuple[int, AttemptRow | None]]:
        """Revealed dailies of the learner's groups, newest first: (daily id, own attempt)."""
