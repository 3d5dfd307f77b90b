"""The archive of closed seasons in the tables. Implements `bot.ports.seasons.Seasons`."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Text, delete, func, select
from sqlalchemy.dialects.postgresql import insert as plain_insert

from bot.ports.seasons import ClosedSeason, Place
from bot.store.boards import DOWN
from bot.store.instants import instant, micros
from bot.store.schema import season_archive, season_place, total
from bot.store.statement import Statement, insert_or_ignore, param
from bot.store.tx import Row, Tx

LAST_ARCHIVED = Statement(
    select(func.max(season_archive.c.season)).where(season_archive.c.group_id == param("group_id")), "group_id"
)
OPEN_BOARDS = Statement(
    select(total.c.board)
    .distinct()
    .where(total.c.board > param("after", Text), total.c.board < param("before", Text))
    .order_by(total.c.board),
    "after",
    "before",
)
MARK = Statement(
    insert_or_ignore(
        season_archive,
        values={
            "learners": select(func.count())
            .where(total.c.board == param("board", Text), total.c.shown == 1)
            .scalar_subquery()
        },
    ),
    "group_id", "season", "last_day", "board", "archived_at",
)  # fmt: skip
COPY = Statement(
    plain_insert(season_place).from_select(
        ["group_id", "season", "place", "rank", "learner_id", "points", "attempts", "mean"],
        select(
            param("group"),
            param("key", Text),
            func.row_number().over(order_by=DOWN),
            func.rank().over(order_by=total.c.points.desc()),
            total.c.learner_id,
            total.c.points,
            total.c.attempts,
            total.c.mean,
        ).where(total.c.board == param("board", Text), total.c.shown == 1),
    ),
    "group",
    "key",
    "board",
)
REOPEN_PLACES = Statement(
    delete(season_place).where(season_place.c.group_id == param("group"), season_place.c.season == param("key", Text)),
    "group",
    "key",
)
REOPEN = Statement(
    delete(season_archive).where(
        season_archive.c.group_id == param("group"), season_archive.c.season == param("key", Text)
    ),
    "group",
    "key",
)
CLOSED_ROW = select(
    season_archive.c.season, season_archive.c.last_day, season_archive.c.learners, season_archive.c.archived_at
)
CLOSED = Statement(
    CLOSED_ROW.where(season_archive.c.group_id == param("group"))
    .order_by(season_archive.c.season.desc())
    .limit(param("most"))
    .offset(param("start")),
    "group",
    "most",
    "start",
)
GET = Statement(
    CLOSED_ROW.where(season_archive.c.group_id == param("group"), season_archive.c.season == param("key", Text)),
    "group",
    "key",
)
PLACE = select(season_place.c.rank, season_place.c.learner_id, season_place.c.points).where(
    season_place.c.group_id == param("group"), season_place.c.season == param("key", Text)
)
PODIUM = Statement(
    PLACE.where(season_place.c.rank <= 3, season_place.c.points > 0).order_by(season_place.c.place), "group", "key"
)
PLACE_OF = Statement(
    PLACE.where(season_place.c.learner_id == param("learner")).order_by(season_place.c.place).limit(1),
    "group",
    "key",
    "learner",
)


def closed_of(row: Row) -> ClosedSeason:
    """A row of CLOSED_ROW as a ClosedSeason."""
    return ClosedSeason(row[0], date.fromisoformat(row[1]), row[2], instant(row[3]))


class StoredSeasons:
    """The archive on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def to_archive(self, group_id: int, running: date) -> Sequence[str]:
        row = self.tx.one(LAST_ARCHIVED, group_id)
        after = row[0][1:] if row and row[0] else ""
        keys = [
            board.partition("/")[2]
            for kind in "ms"
            for (board,) in self.tx.all(OPEN_BOARDS, f"g{group_id}/{kind}{after}", f"g{group_id}/{kind}{running}")
        ]
        return sorted(keys, key=lambda key: key[1:])

    def archive(self, group_id: int, key: str, kept: str, last: date, now: datetime) -> bool:
        board = f"g{group_id}/{kept}"
        if not self.tx.run(MARK, group_id, key, last.isoformat(), board, micros(now)):
            return False
        self.tx.run(COPY, group_id, key, board)
        return True

    def reopen(self, group_id: int, key: str) -> None:
        self.tx.run(REOPEN_PLACES, group_id, key)
        self.tx.run(REOPEN, group_id, key)

    def closed(self, group_id: int, limit: int, offset: int) -> Sequence[ClosedSeason]:
        return [closed_of(row) for row in self.tx.all(CLOSED, group_id, limit, offset)]

    def get(self, group_id: int, key: str) -> ClosedSeason | None:
        row = self.tx.one(GET, group_id, key)
        return closed_of(row) if row else None

    def podium(self, group_id: int, key: str) -> Sequence[Place]:
        return [Place(*row) for row in self.tx.all(PODIUM, group_id, key)]

    def place_of(self, group_id: int, key: str, learner_id: int) -> Place | None:
        row = self.tx.one(PLACE_OF, group_id, key, learner_id)
        return Place(*row) if row else None
