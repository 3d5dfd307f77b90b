"""Runs: submitted code on its way to the judge and back. An attempt comes of them, they are none themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.ports.judge import JudgeReport


class RunRow(NamedTuple):
    """A run. `learner_id` is the account's learner now; `report` is None while it is queued."""

    id: int
    account_id: int
    learner_id: int
    question_id: str
    revision: int
    daily_id: int
    channel_id: int | None
    zone: str
    source: str
    queued_at: datetime
    passed: int
    total: int
    ms: int
    report: JudgeReport | None


class NewRun(NamedTuple):
    """A run to be queued. `zone` is empty where the platform tells none."""

    account_id: int
    question_id: str
    revision: int
    daily_id: int
    channel_id: int | None
    zone: str
    source: str


class Runs(Protocol):
    """Runs are queued once, settled once, and never changed after that."""

    def queue(self, new: NewRun, now: datetime) -> int: ...

    def get(self, run_id: int) -> RunRow | None: ...

    def settle(self, run_id: int, report: JudgeReport, now: datetime) -> bool:
        """Keep what a queued run came to; False if that is known already."""

    def queued(self, learner_id: int, since: datetime) -> Sequence[RunRow]:
        """The learner's runs queued since then that wait for the judge, the oldest first."""

    def ahead(self, run_id: int) -> int:
        """How many runs of all learners were queued before this one and still wait."""

    def waiting(self, since: datetime, before: datetime, most: int) -> Sequence[tuple[int, int]]:
        """Run and learner of what was queued between these instants and still waits, the oldest first."""

    def count_waiting(self, since: datetime) -> int: ...

    def last(self, learner_id: int) -> RunRow | None:
        """The learner's newest run."""

    def unanswered(self, daily_id: int) -> Sequence[RunRow]:
        """The newest run of each learner who has runs at the daily and no attempt."""
