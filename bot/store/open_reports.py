"""All reports of questions, with what is kept of the questions' answers: what an operator looks through.

It reads on a connection of its own and changes nothing. Whether a report is still open depends on the bank's revision,
which the caller knows.
"""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Engine, select

from bot.ports.reports import EVERYWHERE, ReportedQuestion
from bot.store.instants import instant
from bot.store.schema import quarantine, question_stat, report

BILLIONTHS = 10**9
"""Scores are summed in billionths."""


def reported_questions(engine: Engine) -> tuple[ReportedQuestion, ...]:
    """Every reported revision of a question, the one reported first at the head."""
    held: dict[tuple[str, int], list[tuple[int | None, str, int]]] = defaultdict(list)
    with engine.connect() as connection:
        for row in connection.execute(select(report).order_by(report.c.at, report.c.id)):
            held[row.question_id, row.revision].append((row.space_id, row.reason, row.at))
        lifted = quarantine.c.lifted_at.is_(None)
        paused: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for row in connection.execute(select(quarantine).where(lifted)):
            paused[row.question_id, row.revision].append((row.space_id, row.at))
        stats = {(row.question_id, row.revision): row for row in connection.execute(select(question_stat))}
    found = []
    for (name, revision), rows in held.items():
        stat, places = stats.get((name, revision)), paused[name, revision]
        found.append(
            ReportedQuestion(
                question_id=name,
                revision=revision,
                reasons=tuple(reason for _, reason, _ in rows),
                spaces=len({space for space, _, _ in rows if space is not None}),
                first_at=instant(rows[0][2]),
                quarantined=_where(places),
                quarantined_at=_first(places),
                answers=stat.attempts if stat is not None else 0,
                mean_score=stat.score / stat.attempts / BILLIONTHS if stat is not None and stat.attempts else None,
                unknown=stat.unknown if stat is not None else 0,
            )
        )
    return tuple(found)


def _where(places: list[tuple[int, int]]) -> str:
    """Where the revision is out of play: nowhere (""), everywhere, or in how many spaces."""
    if any(space == EVERYWHERE for space, _ in places):
        return "everywhere"
    return f"{len(places)} space{'s' * (len(places) > 1)}" if places else ""


def _first(places: list[tuple[int, int]]) -> datetime | None:
    return instant(min(at for _, at in places)) if places else None
