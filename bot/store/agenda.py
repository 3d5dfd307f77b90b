"""The agenda in its table, the heartbeat, and the one query that a tick with nothing to do asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Text, delete, func, select, update

from bot.store.instants import instant, micros
from bot.store.schema import agenda, heartbeat, outage, outbox
from bot.store.shared import Waiting
from bot.store.statement import Statement, any_of, insert, insert_or_ignore, param, upsert
from bot.store.tx import ReadTx, Tx

SET = Waiting(
    upsert(
        agenda,
        ["key"],
        lambda _, new: {"what": new.what, "subject": new.subject, "due_at": new.due_at, "tries": 0},
        columns=["key", "what", "subject", "due_at"],
    ),
    "key",
    "what",
    "subject",
    "due_at",
)
DROP = Statement(delete(agenda).where(agenda.c.key == param("key", Text)), "key")
DUE = Statement(
    select(agenda.c.id)
    .where(agenda.c.due_at <= param("now"))
    .order_by(agenda.c.due_at, agenda.c.id)
    .limit(param("most")),
    "now",
    "most",
)
TAKE = Statement(
    delete(agenda)
    .where(
        agenda.c.id.in_(
            select(agenda.c.id)
            .where(any_of(agenda.c.id, "ids"), agenda.c.due_at <= param("now"))
            .with_for_update(skip_locked=True)
        )
    )
    .returning(agenda.c.id, agenda.c.what, agenda.c.subject),
    "ids",
    "now",
)
TRIES = Statement(
    select(agenda.c.what, agenda.c.subject, agenda.c.tries).where(
        agenda.c.id == param("id"), agenda.c.due_at <= param("now")
    ),
    "id",
    "now",
)
PUT_OFF = Statement(
    update(agenda)
    .where(agenda.c.id == param("row"), agenda.c.tries == param("before"))
    .values(due_at=param("until"), tries=agenda.c.tries + 1),
    "row",
    "before",
    "until",
)
PULSE = Statement(
    select(
        select(func.min(agenda.c.due_at)).scalar_subquery(),
        select(func.min(outbox.c.due_at)).where(outbox.c.state == "queued").scalar_subquery(),
        select(func.min(outbox.c.due_at)).where(outbox.c.state == "sending").scalar_subquery(),
        select(heartbeat.c.at).where(heartbeat.c.id == 1).scalar_subquery(),
    )
)
FIRST_BEAT = Statement(insert_or_ignore(heartbeat), "id", "at")
BEAT = Statement(
    update(heartbeat).where(heartbeat.c.id == 1, heartbeat.c.at == param("last")).values(at=param("now")), "last", "now"
)
DOWN = Statement(insert(outage), "began_at", "ended_at")
OUTAGES_SINCE = Statement(
    select(outage.c.began_at, outage.c.ended_at).where(outage.c.ended_at >= param("since")).order_by(outage.c.ended_at),
    "since",
)


class Pulse(NamedTuple):
    """When something is due next, and when the last heartbeat was."""

    agenda: datetime | None
    letters: datetime | None
    heartbeat: datetime | None

    @property
    def due(self) -> datetime | None:
        """The next instant at which there is something to do."""
        return min((at for at in (self.agenda, self.letters) if at is not None), default=None)


def pulse(tx: ReadTx) -> Pulse:
    """What is due when: one query on four indices."""
    row = tx.one(PULSE) or (None, None, None, None)
    letters = min((at for at in row[1:3] if at is not None), default=None)
    return Pulse(instant(row[0]), instant(letters), instant(row[3]))


def due_rows(tx: ReadTx, now: datetime, most: int) -> list[int]:
    """The ids of agenda rows that are due, the oldest first."""
    return [row[0] for row in tx.all(DUE, micros(now), most)]


def take(tx: Tx, rows: Sequence[int], now: datetime) -> list[tuple[str, int]]:
    """Take due rows off the agenda: what each asks, and about whom. Those are left out that somebody else has."""
    found = {row[0]: (row[1], row[2]) for row in tx.all(TAKE, rows, micros(now))}
    return [found[row] for row in rows if row in found]


def failed(tx: Tx, row: int, now: datetime) -> tuple[str, int, int] | None:
    """What a row that failed asks, about whom, and how often it had failed before; None if it is not due any more."""
    found = tx.one(TRIES, row, micros(now))
    return None if found is None else (found[0], found[1], found[2])


def put_off(tx: Tx, row: int, before: int, until: datetime) -> None:
    """Make a row that failed wait."""
    tx.run(PUT_OFF, row, before, micros(until))


class StoredAgenda:
    """The agenda on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def set(self, key: str, what: str, subject: int, due: datetime) -> None:
        self.tx.later(SET, ((key, what, subject, micros(due)),))

    def drop(self, key: str) -> None:
        self.tx.run(DROP, key)

    def beat(self, last: datetime | None, now: datetime) -> bool:
        if last is None:
            return self.tx.run(FIRST_BEAT, 1, micros(now)) == 1
        return self.tx.run(BEAT, micros(last), micros(now)) == 1

    def note_outage(self, began_at: datetime, ended_at: datetime) -> None:
        self.tx.run(DOWN, micros(began_at), micros(ended_at))

    def outages_since(self, since: datetime) -> Sequence[tuple[datetime, datetime]]:
        return [(instant(row[0]), instant(row[1])) for row in self.tx.all(OUTAGES_SINCE, micros(since))]
