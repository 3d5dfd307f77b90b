"""Two small tables and their statements, so that the store's machinery is tested apart from Quorum's schema."""

import sqlalchemy as sa

from bot.store.shared import Sums
from bot.store.statement import Statement, any_of, insert, insert_or_ignore, param, upsert

metadata = sa.MetaData()
Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")

answer = sa.Table(
    "answer",
    metadata,
    sa.Column("id", Key, primary_key=True),
    sa.Column("who", sa.Text, nullable=False, unique=True),
    sa.Column("points", sa.BigInteger, nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("blob", sa.LargeBinary),
)
total = sa.Table(
    "total",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("seen", sa.BigInteger, nullable=False),
    sa.Column("sum", sa.BigInteger, nullable=False),
)
reply = sa.Table(
    "reply",
    metadata,
    sa.Column("id", Key, primary_key=True),
    sa.Column(
        "answer_id", Key, sa.ForeignKey("answer.id", deferrable=True, initially="DEFERRED"), nullable=False, index=True
    ),
)

ADD = Statement(insert(answer, columns=["who", "points"]), "who", "points")
ADD_FULL = Statement(insert(answer).returning(answer.c.id, answer.c.who, answer.c.score, answer.c.blob))
ADD_ONCE = Statement(
    insert_or_ignore(answer, keys=["who"], columns=["who", "points"]).returning(answer.c.id), "who", "points"
)
ADD_ONCE_COUNTED = Statement(insert_or_ignore(answer, columns=["who", "points"]), "who", "points")
MORE = Statement(
    upsert(answer, ["who"], lambda old, new: {"points": old.points + new.points}, columns=["who", "points"]).returning(
        answer.c.points
    ),
    "who",
    "points",
)
MORE_UNSEEN = upsert(answer, ["who"], lambda old, new: {"points": old.points + new.points}, columns=["who", "points"])
REPLACE = Statement(upsert(answer, ["who"], ["points"], columns=["who", "points"]), "who", "points")
BEST = Statement(
    upsert(
        answer,
        ["who"],
        ["points"],
        columns=["who", "points"],
        where=lambda old, new: old.points < new.points,
    ).returning(answer.c.points),
    "who",
    "points",
)
POINTS_OF = Statement(sa.select(answer.c.points).where(answer.c.who == sa.bindparam("who")), "who")
LOCK = Statement(
    sa.select(answer.c.points).where(answer.c.who == sa.bindparam("who")).with_for_update(),
    "who",
)
LOCK_FREE_ONES = Statement(sa.select(answer.c.who).order_by(answer.c.who).with_for_update(skip_locked=True))
SET_POINTS = Statement(
    sa.update(answer)
    .where(answer.c.who == sa.bindparam("name"))
    .values(points=sa.bindparam("new", type_=sa.BigInteger)),
    "name",
    "new",
)
AMONG = Statement(sa.select(answer.c.who).where(any_of(answer.c.who, "names")).order_by(answer.c.who), "names")
AMONG_POINTS = Statement(
    sa.select(answer.c.who).where(any_of(answer.c.points, "points")).order_by(answer.c.who).limit(param("most"))
)
ALL = Statement(sa.select(answer.c.who, answer.c.points).order_by(answer.c.who))
SUM = Statement(
    sa.select(sa.func.sum(answer.c.points), sa.cast(sa.func.avg(answer.c.points), sa.Float), sa.func.count())
)
FORGET = Statement(sa.delete(answer).where(answer.c.who == sa.bindparam("who")), "who")
REPLY = Statement(insert(reply), "answer_id")
REPLIES = Statement(sa.select(sa.func.count()).select_from(reply))
COUNT = Sums(
    upsert(total, ["name"], lambda old, new: {"seen": old.seen + new.seen, "sum": old.sum + new.sum}),
    keys=["name"],
    amounts=["seen", "sum"],
)
POINTS = Sums(MORE_UNSEEN, keys=["who"], amounts=["points"])
TOTALS = Statement(sa.select(total.c.name, total.c.seen, total.c.sum).order_by(total.c.name))

_numbers = sa.select(sa.literal(1, sa.BigInteger).label("n")).cte("numbers", recursive=True)
_numbers = _numbers.union_all(sa.select(_numbers.c.n + 1))
ENDLESS = Statement(sa.select(_numbers.c.n).where(_numbers.c.n < 0))
"""Counts for ever."""
ENDLESS_WRITE = Statement(
    sa.update(answer).values(points=sa.select(sa.func.count()).select_from(_numbers).scalar_subquery())
)
"""An update that never ends: interrupting it takes SQLite's whole transaction along."""
ROLLING_BACK = Statement(insert(answer, columns=["who", "points"]).prefix_with("OR ROLLBACK"), "who", "points")
"""INSERT OR ROLLBACK; SQLite only."""
