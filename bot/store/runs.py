"""Runs in their table. Implements `bot.ports.runs.Runs`."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Text, func, select, update

from bot.ports.judge import JudgeReport
from bot.ports.runs import NewRun, RunRow
from bot.store.instants import instant, micros
from bot.store.run_tables import run
from bot.store.schema import account, attempt
from bot.store.statement import NewRow, Statement, insert, param
from bot.store.tx import Row, Tx

REPORT = msgspec.json.Decoder(JudgeReport).decode
COLUMNS = (
    run.c.id, run.c.account_id, account.c.learner_id, run.c.question_id, run.c.revision, run.c.daily_id,
    run.c.channel_id, run.c.zone, run.c.source, run.c.queued_at, run.c.passed, run.c.total, run.c.ms, run.c.report,
)  # fmt: skip
RUNS = select(*COLUMNS).join(account, account.c.id == run.c.account_id)
MINE = select(account.c.id).where(account.c.learner_id == param("learner"))
NEW = (*NewRun._fields, "state", "queued_at")
QUEUE = NewRow(insert(run, columns=NEW), run.c.id, *NEW)
GET = Statement(RUNS.where(run.c.id == param("run")), "run")
SETTLE = Statement(
    update(run)
    .where(run.c.id == param("run"), run.c.state == "queued")
    .values(
        state="done", done_at=param("now"), passed=param("well"), total=param("all"), ms=param("took"),
        report=param("told", Text),
    ),
    "run", "now", "well", "all", "took", "told",
)  # fmt: skip
QUEUED = Statement(
    RUNS.where(run.c.account_id.in_(MINE), run.c.state == "queued", run.c.queued_at >= param("since")).order_by(
        run.c.id
    ),
    "learner",
    "since",
)
AHEAD = Statement(select(func.count(run.c.id)).where(run.c.state == "queued", run.c.id < param("run")), "run")
COUNT = Statement(
    select(func.count(run.c.id)).where(run.c.state == "queued", run.c.queued_at >= param("since")), "since"
)
WAITING = Statement(
    select(run.c.id, account.c.learner_id)
    .join(account, account.c.id == run.c.account_id)
    .where(run.c.state == "queued", run.c.queued_at >= param("since"), run.c.queued_at < param("before"))
    .order_by(run.c.id)
    .limit(param("most")),
    "since",
    "before",
    "most",
)
LAST = Statement(RUNS.where(run.c.account_id.in_(MINE)).order_by(run.c.id.desc()).limit(1), "learner")
_attempted = select(attempt.c.learner_id).where(attempt.c.daily_id == param("daily"))
UNANSWERED = Statement(
    RUNS.where(run.c.daily_id == param("daily"), account.c.learner_id.not_in(_attempted)).order_by(run.c.id), "daily"
)


def run_of(row: Row) -> RunRow:
    """A row of COLUMNS."""
    return RunRow._make((*row[:9], instant(row[9]), *row[10:13], REPORT(row[13]) if row[13] else None))


class StoredRuns:
    """Runs on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def queue(self, new: NewRun, now: datetime) -> int:
        made = self.tx.insert(QUEUE, *new, "queued", micros(now))
        assert made is not None, "nothing stands in a new run's way"
        return made

    def get(self, run_id: int) -> RunRow | None:
        row = self.tx.one(GET, run_id)
        return None if row is None else run_of(row)

    def settle(self, run_id: int, report: JudgeReport, now: datetime) -> bool:
        told = msgspec.json.encode(report).decode()
        return self.tx.run(SETTLE, run_id, micros(now), report.passed, report.total, round(report.ms), told) > 0

    def queued(self, learner_id: int, since: datetime) -> Sequence[RunRow]:
        return [run_of(row) for row in self.tx.all(QUEUED, learner_id, micros(since))]

    def ahead(self, run_id: int) -> int:
        row = self.tx.one(AHEAD, run_id)
        return row[0] if row else 0

    def waiting(self, since: datetime, before: datetime, most: int) -> Sequence[tuple[int, int]]:
        return [(row[0], row[1]) for row in self.tx.all(WAITING, micros(since), micros(before), most)]

    def count_waiting(self, since: datetime) -> int:
        row = self.tx.one(COUNT, micros(since))
        return row[0] if row else 0

    def last(self, learner_id: int) -> RunRow | None:
        row = self.tx.one(LAST, learner_id)
        return None if row is None else run_of(row)

    def unanswered(self, daily_id: int) -> Sequence[RunRow]:
        newest = {row[2]: row for row in self.tx.all(UNANSWERED, daily_id)}
        return [run_of(row) for row in newest.values()]
