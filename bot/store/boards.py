"""Standings and question statistics in the tables. Implements `bot.ports.boards.Boards`.

Ranks of a board of thousands come from its tally (points -> learners), whose row -1 holds their number; smaller boards
have none and are counted. A tally begins when somebody looks at a board that has grown big; from then on every credit
to a board of that scope looks whether there is a tally to keep. Rows are always found by seeking in `total_by_rank`:
one seek for each column that may differ, because one predicate with OR makes PostgreSQL scan.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Text, case, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert as plain_insert

from bot.domain.leaderboard import ACCURACY_FROM
from bot.ports.boards import BILLION, Gain, Named, TopicAttempt, Total
from bot.refs import SpaceRef
from bot.store.attempts import NEWEST
from bot.store.instants import instant, micros
from bot.store.schema import (
    account,
    anonymous,
    attempt,
    channel,
    daily,
    learner,
    question_stat,
    set_aside,
    space,
    study_group,
    tally,
    total,
    verdict,
)
from bot.store.shared import Sums, Waiting
from bot.store.statement import Statement, any_of, insert_or_ignore, param, upsert
from bot.store.tx import Row, Tx

BIG = 5_000
"""Learners from which on a board has a tally."""
LONGEST_OPEN = timedelta(days=60)
"""Attempts at dailies that were posted longer ago than this do not reach a topic's board."""

CREDIT = Waiting(
    upsert(
        total,
        ["board", "learner_id"],
        lambda old, new: {
            "points": old.points + new.points,
            "attempts": old.attempts + new.attempts,
            "score": old.score + new.score,
            "mean": case(
                (
                    old.attempts + new.attempts >= ACCURACY_FROM,
                    (old.score + new.score) // (old.attempts + new.attempts),
                ),
                else_=-1,
            ),
            "opens": old.opens + new.opens,
            "open_score": old.open_score + new.open_score,
            "reached_at": case(
                ((new.points > 0) & ((old.points == 0) | (new.reached_at > old.reached_at)), new.reached_at),
                # One that was held back comes later than it was made.
                ((new.points == 0) & (old.points == 0) & (new.reached_at < old.reached_at), new.reached_at),
                else_=old.reached_at,
            ),
        },
    ),
    "board", "learner_id", "points", "attempts", "score", "mean", "opens", "open_score", "shown", "reached_at",
    sort=True,
)  # fmt: skip
COUNT = Sums(
    upsert(
        question_stat,
        ["question_id", "revision"],
        lambda old, new: {
            "attempts": old.attempts + new.attempts,
            "score": old.score + new.score,
            "unknown": old.unknown + new.unknown,
        },
    ),
    ["question_id", "revision"],
    ["attempts", "score", "unknown"],
)

ALL = -1
"""The row of a tally that counts everybody."""
TALLIED = Statement(select(tally.c.board).where(any_of(tally.c.board, "boards"), tally.c.points == ALL), "boards")
BEFORE = Statement(
    select(total.c.board, total.c.points, total.c.shown).where(
        any_of(total.c.board, "boards"), total.c.learner_id == param("learner")
    ),
    "boards",
    "learner",
)
TALLY = Statement(
    upsert(tally, ["board", "points"], lambda old, new: {"learners": old.learners + new.learners}),
    "board",
    "points",
    "learners",
)
COUNTED = Statement(
    select(tally.c.learners).where(tally.c.board == param("board", Text), tally.c.points == param("points")),
    "board",
    "points",
)
AHEAD_BY_TALLY = Statement(
    select(func.coalesce(func.sum(tally.c.learners), 0)).where(
        tally.c.board == param("board", Text), tally.c.points > param("points")
    ),
    "board",
    "points",
)
_fresh = select(total.c.board, total.c.points, func.count().label("learners")).where(
    total.c.board == param("board", Text), total.c.shown == 1
)
_fill = plain_insert(tally).from_select(["board", "points", "learners"], _fresh.group_by(total.c.board, total.c.points))
FILL_TALLY = Statement(
    _fill.on_conflict_do_update(index_elements=["board", "points"], set_={"learners": _fill.excluded.learners}), "board"
)
HIDDEN_OR_NOT = Statement(
    select(total.c.board, total.c.points).where(
        total.c.learner_id == param("learner"), total.c.shown != param("shown")
    ),
    "learner",
    "shown",
)
SHOW = Statement(
    update(total)
    .where(total.c.learner_id == param("learner"), total.c.shown != param("shown"))
    .values(shown=param("shown")),
    "learner",
    "shown",
)
MARKS = {
    letter: Statement(update(table).where(table.c.id == param("which")).values(big=1), "which")
    for letter, table in (("g", study_group), ("c", channel), ("s", space))
}

SIZE = Statement(select(func.count()).where(total.c.board == param("board", Text), total.c.shown == 1), "board")
AHEAD = Statement(
    select(func.count()).where(
        total.c.board == param("board", Text), total.c.shown == 1, total.c.points > param("points")
    ),
    "board",
    "points",
)
LEVEL = Statement(
    select(func.count()).where(
        total.c.board == param("board", Text), total.c.shown == 1, total.c.points == param("points")
    ),
    "board",
    "points",
)
TOTAL = (
    total.c.learner_id, total.c.points, total.c.attempts, total.c.score, total.c.mean, total.c.opens,
    total.c.open_score, total.c.shown, total.c.reached_at,
)  # fmt: skip
ROW = Statement(
    select(*TOTAL).where(total.c.board == param("board", Text), total.c.learner_id == param("learner")),
    "board",
    "learner",
)
ON_BOARD = select(*TOTAL).where(total.c.board == param("board", Text), total.c.shown == 1)
DOWN = (total.c.points.desc(), total.c.mean.desc(), total.c.reached_at, total.c.learner_id)
UP = (total.c.points, total.c.mean, total.c.reached_at.desc(), total.c.learner_id.desc())
ROWS = Statement(
    ON_BOARD.order_by(*DOWN).limit(param("most")).offset(param("start")),
    "board",
    "most",
    "start",
)
_same = (
    total.c.points == param("points"),
    total.c.mean == param("mean"),
    total.c.reached_at == param("reached"),
)
_KEYS = ("points", "mean", "reached", "learner")
_AFTER = (
    total.c.points < param("points"),
    total.c.mean < param("mean"),
    total.c.reached_at > param("reached"),
    total.c.learner_id > param("learner"),
)
_BEFORE = (
    total.c.points > param("points"),
    total.c.mean > param("mean"),
    total.c.reached_at < param("reached"),
    total.c.learner_id < param("learner"),
)
# Nearest first: rows that differ in the last column only, then in the last but one, and so on.
BELOW = [
    Statement(
        ON_BOARD.where(*_same[:same], _AFTER[same]).order_by(*DOWN).limit(param("most")),
        "board", "most", *_KEYS[: same + 1],
    )
    for same in (3, 2, 1, 0)
]  # fmt: skip
ABOVE = [
    Statement(
        ON_BOARD.where(*_same[:same], _BEFORE[same]).order_by(*UP).limit(param("most")),
        "board", "most", *_KEYS[: same + 1],
    )
    for same in (3, 2, 1, 0)
]  # fmt: skip
_older = account.alias("older")
NAMES = Statement(
    select(account.c.learner_id, account.c.name, learner.c.visibility)
    .join(learner, learner.c.id == account.c.learner_id)
    .where(
        any_of(account.c.learner_id, "learners"),
        ~exists(select(_older.c.id).where(_older.c.learner_id == account.c.learner_id, _older.c.id < account.c.id)),
    ),
    "learners",
)
NUMBERS = Statement(
    select(anonymous.c.learner_id, anonymous.c.number).where(anonymous.c.scope == param("scope", Text)), "scope"
)
NUMBER = Statement(insert_or_ignore(anonymous), "scope", "learner_id", "number")
_of_group = select(study_group.c.verdict).where(study_group.c.id == daily.c.group_id).scalar_subquery()
HELD_BACK = (daily.c.state == "open") & (func.coalesce(daily.c.verdict, _of_group) == "reveal")
"""The daily's verdicts wait for its reveal."""
ON_TOPIC = Statement(
    select(
        attempt.c.channel_id, attempt.c.space_id, account.c.learner_id, learner.c.visibility, verdict.c.points,
        verdict.c.score, attempt.c.self_assessed, attempt.c.at,
    )
    .select_from(daily)
    .join(attempt, attempt.c.daily_id == daily.c.id)
    .join(verdict, verdict.c.id == NEWEST)
    .join(account, account.c.id == attempt.c.account_id)
    .join(learner, learner.c.id == account.c.learner_id)
    .where(
        any_of(daily.c.group_id, "groups"),
        daily.c.topic == param("topic", Text),
        daily.c.study_day >= param("first", Text),
        attempt.c.at >= param("since"),
        attempt.c.at < param("until"),
        attempt.c.counts == 1,
        ~HELD_BACK,
        ~exists(select(set_aside.c.attempt_id).where(set_aside.c.attempt_id == attempt.c.id)),
    ),
    "groups", "topic", "first", "since", "until",
)  # fmt: skip
GROUPS_OF_SPACE = Statement(
    select(channel.c.group_id)
    .distinct()
    .where(channel.c.space_id == param("space"), channel.c.group_id.is_not(None))
    .order_by(channel.c.group_id),
    "space",
)

SPACE_OF = Statement(
    select(space.c.id).where(space.c.platform == param("platform", Text), space.c.key == param("key", Text)),
    "platform",
    "key",
)
SPACE_NAME = Statement(select(space.c.name).where(space.c.id == param("space")), "space")


def total_of(row: Row) -> Total:
    """A row of TOTAL as a Total."""
    return Total._make((*row[:7], row[7] == 1, instant(row[8])))


class StoredBoards:
    """Standings on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def credit(
        self, boards: Sequence[str], learner_id: int, gain: Gain, at: datetime, shown: bool, big: Sequence[str] = ()
    ) -> None:
        reached = micros(at)
        within = [board for board in boards if board.partition("/")[0] in big] if big else []
        tallied = [row[0] for row in self.tx.all(TALLIED, within)] if within else []
        before = {row[0]: row[1:] for row in self.tx.all(BEFORE, tallied, learner_id)} if tallied else {}
        points, attempts, score, opens, open_score = gain
        row = (learner_id, points, attempts, score, -1, opens, open_score, int(shown), reached)
        self.tx.later(CREDIT, [(board, *row) for board in boards])
        for board in sorted(tallied):
            old = before.get(board)
            if old is None and shown:
                self.tx.run(TALLY, board, ALL, 1)
                self.tx.run(TALLY, board, gain.points, 1)
            elif old is not None and old[1] and gain.points:
                self.tx.run(TALLY, board, old[0], -1)
                self.tx.run(TALLY, board, old[0] + gain.points, 1)

    def count_question(self, question_id: str, revision: int, score: float, unknown: bool) -> None:
        self.tx.add(COUNT, (question_id, revision), (1, round(score * BILLION), int(unknown)))

    def show(self, learner_id: int, shown: bool) -> None:
        points: dict[str, int] = dict(self.tx.all(HIDDEN_OR_NOT, learner_id, int(shown)))
        self.tx.run(SHOW, learner_id, int(shown))
        change = 1 if shown else -1
        for (board,) in sorted(self.tx.all(TALLIED, list(points))):
            self.tx.run(TALLY, board, ALL, change)
            self.tx.run(TALLY, board, points[board], change)

    def size(self, board: str) -> int:
        counted = self.tx.one(COUNTED, board, ALL)
        if counted is not None:
            return int(counted[0])
        row = self.tx.one(SIZE, board)
        size = row[0] if row else 0
        if size > BIG:
            self.tx.run(FILL_TALLY, board)
            self.tx.run(TALLY, board, ALL, size)
            scope = board.partition("/")[0]
            self.tx.run(MARKS[scope[0]], int(scope[1:]))
        return size

    def ahead(self, board: str, points: int) -> int:
        row = self.tx.one(AHEAD_BY_TALLY if self._tallied(board) else AHEAD, board, points)
        return row[0] if row else 0

    def level(self, board: str, points: int) -> int:
        row = self.tx.one(COUNTED if self._tallied(board) else LEVEL, board, points)
        return row[0] if row else 0

    def _tallied(self, board: str) -> bool:
        return self.tx.one(COUNTED, board, ALL) is not None

    def row(self, board: str, learner_id: int) -> Total | None:
        row = self.tx.one(ROW, board, learner_id)
        return total_of(row) if row else None

    def rows(self, board: str, limit: int, offset: int = 0) -> Sequence[Total]:
        return [total_of(row) for row in self.tx.all(ROWS, board, limit, offset)]

    def above(self, board: str, row: Total, limit: int) -> Sequence[Total]:
        return self._near(ABOVE, board, row, limit)[::-1]

    def below(self, board: str, row: Total, limit: int) -> Sequence[Total]:
        return self._near(BELOW, board, row, limit)

    def _near(self, seeks: Sequence[Statement], board: str, row: Total, limit: int) -> list[Total]:
        place = (row.points, row.mean, micros(row.reached_at), row.learner_id)
        found: list[Total] = []
        for same, seek in zip((3, 2, 1, 0), seeks, strict=True):
            if len(found) == limit:
                break
            found += [total_of(one) for one in self.tx.all(seek, board, limit - len(found), *place[: same + 1])]
        return found

    def names(self, learners: Iterable[int]) -> Mapping[int, Named]:
        return {row[0]: Named(row[1], row[2]) for row in self.tx.all(NAMES, sorted(set(learners)))}

    def numbers(self, scope: str) -> Mapping[int, int]:
        return {row[0]: row[1] for row in self.tx.all(NUMBERS, scope)}

    def number(self, scope: str, learner_id: int, number: int) -> bool:
        return self.tx.run(NUMBER, scope, learner_id, number) == 1

    def on_topic(
        self, groups: Sequence[int], topic: str, since: tuple[date, datetime] | None, until: datetime
    ) -> Sequence[tuple[int | None, int | None, TopicAttempt]]:
        first = (since[0] - LONGEST_OPEN).isoformat() if since else ""
        start = micros(since[1]) if since else 0
        return [
            (row[0], row[1], TopicAttempt._make((*row[2:6], row[6] == 1, instant(row[7]))))
            for row in self.tx.all(ON_TOPIC, list(groups), topic, first, start, micros(until))
        ]

    def groups_of_space(self, space_id: int) -> Sequence[int]:
        return [row[0] for row in self.tx.all(GROUPS_OF_SPACE, space_id)]

    def space_of(self, space: SpaceRef) -> int | None:
        row = self.tx.one(SPACE_OF, space.platform, space.key)
        return row[0] if row else None

    def space_name(self, space_id: int) -> str:
        row = self.tx.one(SPACE_NAME, space_id)
        return row[0] if row else ""
