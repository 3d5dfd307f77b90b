"""Rounds in their tables. Implements `bot.ports.rounds.Rounds`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Text, exists, func, select, update

from bot.ports.rounds import Item, NewItem, PairWish, Player, Rating, Round, RoundAnswer
from bot.store.instants import instant, micros
from bot.store.round_tables import pair_wish, round_, round_answer, round_here, round_item, round_player, round_rating
from bot.store.schema import account, attempt
from bot.store.statement import NewRow, Statement, insert, insert_or_ignore, param
from bot.store.tx import Row, Tx

SECOND = 1_000_000
levels_of = msgspec.json.Decoder(dict[str, int]).decode

MINE = select(account.c.id).where(account.c.learner_id == param("learner"))
ROUND = [
    round_.c[name]
    for name in (
        "id", "mode", "format", "host_id", "group_id", "channel_id", "wish", "state", "phase", "created_at",
        "started_at", "ended_at", "moved_at",
    )
]  # fmt: skip
ITEM = [
    round_item.c[name]
    for name in (
        "id", "round_id", "place", "phase", "question_id", "revision", "stage", "state", "opened_at", "spent", "why",
        "due_at",
    )
]  # fmt: skip
BEGIN = NewRow(
    insert_or_ignore(
        round_,
        keys=["active"],
        columns=["mode", "format", "host_id", "wish", "state", "active", "created_at", "started_at"],
    ),
    round_.c.id,
)
LOBBY = NewRow(
    insert_or_ignore(
        round_,
        keys=["active"],
        columns=[
            "mode", "format", "host_id", "group_id", "channel_id", "wish", "state", "active", "created_at", "moved_at",
        ],
    ),
    round_.c.id,
)  # fmt: skip
LAY_OUT = Statement(
    update(round_)
    .where(round_.c.id == param("which"))
    .values(state="running", wish=param("wanted", Text), started_at=param("now"), moved_at=param("now")),
    "which",
    "wanted",
    "now",
)
PIN = Statement(
    update(round_)
    .where(round_.c.id == param("which"))
    .values(zone=param("by_zone", Text), season=param("by_season", Text)),
    "which",
    "by_zone",
    "by_season",
)
MOVE = Statement(update(round_).where(round_.c.id == param("which")).values(moved_at=param("now")), "which", "now")
BACK = Statement(
    update(round_player)
    .where(
        round_player.c.round_id == param("which"),
        round_player.c.account_id == param("who"),
        round_player.c.left_at.is_not(None),
    )
    .values(left_at=None),
    "which",
    "who",
)
LEAVE = Statement(
    update(round_player)
    .where(round_player.c.round_id == param("which"), round_player.c.account_id == param("who"))
    .values(left_at=param("now")),
    "which",
    "who",
    "now",
)
PLAYERS = Statement(
    select(
        round_player.c.account_id, account.c.learner_id, round_player.c.left_at, round_player.c.role, round_here.c.at
    )
    .join(account, account.c.id == round_player.c.account_id)
    .outerjoin(
        round_here,
        (round_here.c.round_id == round_player.c.round_id) & (round_here.c.account_id == round_player.c.account_id),
    )
    .where(round_player.c.round_id == param("round"))
    .order_by(round_player.c.joined_at, round_player.c.account_id),
    "round",
)
OPEN_PAIR = NewRow(
    insert(round_, columns=["mode", "format", "host_id", "group_id", "wish", "state", "created_at"]), round_.c.id
)
COME = Statement(insert_or_ignore(round_here), "round_id", "account_id", "at")
WISH = Statement(
    insert_or_ignore(
        pair_wish,
        keys=["active"],
        columns=["group_id", "account_id", "format", "band", "language", "zone", "slots", "active", "skipped", "at"],
    )
)
PAIR_WISH = [
    pair_wish.c.id, pair_wish.c.group_id, pair_wish.c.account_id, account.c.learner_id, pair_wish.c.format,
    pair_wish.c.band, pair_wish.c.language, pair_wish.c.zone, pair_wish.c.slots, pair_wish.c.skipped, pair_wish.c.at,
]  # fmt: skip
WISHES = Statement(
    select(*PAIR_WISH)
    .join(account, account.c.id == pair_wish.c.account_id)
    .where(pair_wish.c.group_id == param("group"), pair_wish.c.state == "waiting")
    .order_by(pair_wish.c.id),
    "group",
)
WISH_OF = Statement(
    select(*PAIR_WISH)
    .join(account, account.c.id == pair_wish.c.account_id)
    .where(pair_wish.c.active == param("active", Text)),
    "active",
)
SETTLE_WISH = Statement(
    update(pair_wish).where(pair_wish.c.id == param("which")).values(state=param("to", Text), active=None),
    "which",
    "to",
)
SKIP_WISH = Statement(
    update(pair_wish).where(pair_wish.c.id == param("which")).values(skipped=pair_wish.c.skipped + 1), "which"
)
_mine = round_player.alias("mine")
PARTNERS = Statement(
    select(account.c.learner_id)
    .distinct()
    .select_from(
        round_.join(_mine, _mine.c.round_id == round_.c.id)
        .join(round_player, round_player.c.round_id == round_.c.id)
        .join(account, account.c.id == round_player.c.account_id)
    )
    .where(
        round_.c.mode == "pair",
        _mine.c.account_id.in_(MINE),
        _mine.c.role != "observer",
        round_player.c.role != "observer",
        account.c.learner_id != param("learner"),
    ),
    "learner",
)
DUE = Statement(
    update(round_item).where(round_item.c.id == param("item")).values(due_at=param("until")), "item", "until"
)
GET = Statement(select(*ROUND).where(round_.c.id == param("round")), "round")
ACTIVE = Statement(select(*ROUND).where(round_.c.active == param("active", Text)), "active")
PLAYS = Statement(
    select(round_player.c.role)
    .where(round_player.c.round_id == param("round"), round_player.c.account_id.in_(MINE))
    .limit(1),
    "round",
    "learner",
)
OF_LEARNER = Statement(
    select(*ROUND)
    .where(
        round_.c.id.in_(select(round_player.c.round_id).where(round_player.c.account_id.in_(MINE))),
        round_.c.state == "ended",
    )
    .order_by(round_.c.ended_at.desc(), round_.c.id.desc())
    .limit(param("most"))
    .offset(param("offset")),
    "learner",
    "most",
    "offset",
)
JOIN = Statement(
    insert_or_ignore(round_player, columns=["round_id", "account_id", "role", "joined_at"]),
    "round_id",
    "account_id",
    "role",
    "joined_at",
)
NEW_ITEM = Statement(
    insert(round_item, columns=["round_id", "place", "phase", "question_id", "revision", "stage"]),
    "round_id",
    "place",
    "phase",
    "question_id",
    "revision",
    "stage",
)
ITEMS = Statement(select(*ITEM).where(round_item.c.round_id == param("round")).order_by(round_item.c.place), "round")
ONE_ITEM = Statement(select(*ITEM).where(round_item.c.id == param("item")), "item")
OPEN = Statement(
    update(round_item).where(round_item.c.id == param("item")).values(state="open", opened_at=param("now")),
    "item",
    "now",
)
STOP = Statement(
    update(round_item).where(round_item.c.id == param("item")).values(opened_at=None, spent=param("used")),
    "item",
    "used",
)
CLOSE = Statement(
    update(round_item)
    .where(round_item.c.id == param("item"))
    .values(state="closed", opened_at=None, spent=param("used"), why=param("how", Text)),
    "item",
    "used",
    "how",
)
SET_STATE = Statement(
    update(round_).where(round_.c.id == param("which")).values(state=param("to", Text), phase=param("at_phase")),
    "which",
    "to",
    "at_phase",
)
END = Statement(
    update(round_)
    .where(round_.c.id == param("which"))
    .values(state=param("to", Text), phase=param("at_phase"), ended_at=param("now"), active=None),
    "which",
    "to",
    "at_phase",
    "now",
)
ANSWER = Statement(insert_or_ignore(round_answer, keys=["item_id", "account_id"]))
ANSWER_COLUMNS = [
    round_answer.c[name]
    for name in ("item_id", "account_id", "response", "score", "points", "took", "attempt_id", "at")
]
ANSWER_OF = Statement(
    select(*ANSWER_COLUMNS).where(round_answer.c.item_id == param("item"), round_answer.c.account_id.in_(MINE)),
    "item",
    "learner",
)
MISSING = Statement(
    select(func.count())
    .select_from(round_player)
    .where(
        round_player.c.round_id
        == select(round_item.c.round_id).where(round_item.c.id == param("item")).scalar_subquery(),
        round_player.c.left_at.is_(None),
        ~exists(
            select(round_answer.c.id).where(
                round_answer.c.item_id == param("item"), round_answer.c.account_id == round_player.c.account_id
            )
        ),
    ),
    "item",
)
ANSWERS = Statement(
    select(*ANSWER_COLUMNS)
    .join(round_item, round_item.c.id == round_answer.c.item_id)
    .where(round_item.c.round_id == param("round"))
    .order_by(round_answer.c.id),
    "round",
)  # fmt: skip
RATE = Statement(insert_or_ignore(round_rating, keys=["round_id", "item_id", "rater_id", "about_id"]))
RATINGS = Statement(
    select(
        round_rating.c.item_id, round_rating.c.rater_id, round_rating.c.about_id, round_rating.c.levels,
        round_rating.c.comment, round_rating.c.at,
    )
    .where(round_rating.c.round_id == param("round"))
    .order_by(round_rating.c.id),
    "round",
)  # fmt: skip
MET = Statement(
    select(attempt.c.question_id, func.max(attempt.c.id))
    .where(attempt.c.account_id.in_(MINE))
    .group_by(attempt.c.question_id),
    "learner",
)


class StoredRounds:
    """Rounds on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def begin(
        self, mode: str, format: str, host_id: int, wish: str, active: str, items: Sequence[NewItem], now: datetime
    ) -> int | None:
        at = micros(now)
        made = self.tx.insert(
            BEGIN, mode=mode, format=format, host_id=host_id, wish=wish, state="running", active=active, created_at=at,
            started_at=at,
        )  # fmt: skip
        if made is None:
            return None
        self.tx.run(JOIN, made, host_id, "player", at)
        self.tx.many(NEW_ITEM, [(made, place, *item) for place, item in enumerate(items, 1)])
        return made

    def open_lobby(
        self, format: str, host_id: int, group_id: int, channel_id: int, wish: str, active: str, now: datetime
    ) -> int | None:
        at = micros(now)
        made = self.tx.insert(
            LOBBY, mode="live", format=format, host_id=host_id, group_id=group_id, channel_id=channel_id, wish=wish,
            state="lobby", active=active, created_at=at, moved_at=at,
        )  # fmt: skip
        if made is not None:
            self.tx.run(JOIN, made, host_id, "player", at)
        return made

    def lay_out(self, round_id: int, wish: str, items: Sequence[NewItem], now: datetime) -> None:
        self.tx.run(LAY_OUT, round_id, wish, micros(now))
        self.tx.many(NEW_ITEM, [(round_id, place, *item) for place, item in enumerate(items, 1)])

    def pin(self, round_id: int, zone: str, season: str) -> None:
        self.tx.run(PIN, round_id, zone, season)

    def move(self, round_id: int, now: datetime) -> None:
        self.tx.run(MOVE, round_id, micros(now))

    def join(self, round_id: int, account_id: int, role: str, now: datetime) -> bool:
        new = self.tx.run(JOIN, round_id, account_id, role, micros(now)) == 1
        return new or self.tx.run(BACK, round_id, account_id) == 1

    def leave(self, round_id: int, account_id: int, now: datetime) -> None:
        self.tx.run(LEAVE, round_id, account_id, micros(now))

    def players(self, round_id: int) -> Sequence[Player]:
        return [
            Player(row[0], row[1], row[2] is not None, row[3], row[4] is not None)
            for row in self.tx.all(PLAYERS, round_id)
        ]

    def open_pair(
        self, format: str, host_id: int, group_id: int, wish: str, roles: Mapping[int, str], now: datetime
    ) -> int:
        at = micros(now)
        made = self.tx.insert(
            OPEN_PAIR, mode="pair", format=format, host_id=host_id, group_id=group_id, wish=wish, state="lobby",
            created_at=at,
        )  # fmt: skip
        assert made is not None, "nothing stands in the way of a pair"
        self.tx.many(JOIN, [(made, account_id, role, at) for account_id, role in roles.items()])
        return made

    def come(self, round_id: int, account_id: int, now: datetime) -> bool:
        return self.tx.run(COME, round_id, account_id, micros(now)) == 1

    def wish(self, wish: PairWish, active: str) -> bool:
        stored = wish._asdict()
        del stored["id"], stored["learner_id"]
        return self.tx.run(WISH, **{**stored, "active": active, "at": micros(wish.at)}) == 1

    def wishes(self, group_id: int) -> Sequence[PairWish]:
        return [PairWish._make((*row[:10], instant(row[10]))) for row in self.tx.all(WISHES, group_id)]

    def wish_of(self, active: str) -> PairWish | None:
        row = self.tx.one(WISH_OF, active)
        return None if row is None else PairWish._make((*row[:10], instant(row[10])))

    def settle_wish(self, wish_id: int, state: str) -> None:
        self.tx.run(SETTLE_WISH, wish_id, state)

    def skip_wish(self, wish_id: int) -> None:
        self.tx.run(SKIP_WISH, wish_id)

    def partners(self, learner_id: int) -> frozenset[int]:
        return frozenset(row[0] for row in self.tx.all(PARTNERS, learner_id))

    def answer_of(self, item_id: int, learner_id: int) -> RoundAnswer | None:
        row = self.tx.one(ANSWER_OF, item_id, learner_id)
        return None if row is None else answer_of(row)

    def missing(self, item_id: int) -> int:
        row = self.tx.one(MISSING, item_id)
        return int(row[0]) if row else 0

    def due(self, item_id: int, due_at: datetime | None) -> None:
        self.tx.run(DUE, item_id, None if due_at is None else micros(due_at))

    def get(self, round_id: int) -> Round | None:
        return round_of(self.tx.one(GET, round_id))

    def active(self, active: str) -> Round | None:
        return round_of(self.tx.one(ACTIVE, active))

    def plays(self, round_id: int, learner_id: int) -> bool:
        return self.tx.one(PLAYS, round_id, learner_id) is not None

    def of_learner(self, learner_id: int, offset: int, most: int) -> Sequence[Round]:
        found = (round_of(row) for row in self.tx.all(OF_LEARNER, learner_id, most, offset))
        return [one for one in found if one is not None]

    def items(self, round_id: int) -> Sequence[Item]:
        return [item_of(row) for row in self.tx.all(ITEMS, round_id)]

    def item(self, item_id: int) -> Item | None:
        row = self.tx.one(ONE_ITEM, item_id)
        return None if row is None else item_of(row)

    def open_item(self, item_id: int, now: datetime) -> None:
        self.tx.run(OPEN, item_id, micros(now))

    def stop_clock(self, item_id: int, spent: float) -> None:
        self.tx.run(STOP, item_id, round(spent * SECOND))

    def close_item(self, item_id: int, spent: float, why: str) -> None:
        self.tx.run(CLOSE, item_id, round(spent * SECOND), why)

    def set_state(self, round_id: int, state: str, phase: int, ended_at: datetime | None) -> None:
        if ended_at is None:
            self.tx.run(SET_STATE, round_id, state, phase)
        else:
            self.tx.run(END, round_id, state, phase, micros(ended_at))

    def answer(self, answer: RoundAnswer) -> bool:
        stored = {**answer._asdict(), "took": round(answer.took * SECOND), "at": micros(answer.at)}
        return self.tx.run(ANSWER, **stored) == 1

    def answers(self, round_id: int) -> Sequence[RoundAnswer]:
        return [answer_of(row) for row in self.tx.all(ANSWERS, round_id)]

    def rate(self, round_id: int, rating: Rating) -> bool:
        levels = msgspec.json.encode(dict(rating.levels)).decode()
        stored = {**rating._asdict(), "levels": levels, "at": micros(rating.at), "round_id": round_id}
        return self.tx.run(RATE, **stored) == 1

    def ratings(self, round_id: int) -> Sequence[Rating]:
        return [
            Rating._make((*row[:3], levels_of(row[3]), row[4], instant(row[5])))
            for row in self.tx.all(RATINGS, round_id)
        ]

    def met(self, learner_id: int) -> Mapping[str, int]:
        return {row[0]: row[1] for row in self.tx.all(MET, learner_id)}


def round_of(row: Row | None) -> Round | None:
    """A row of ROUND."""
    return None if row is None else Round._make((*row[:9], *map(instant, row[9:])))


def item_of(row: Row) -> Item:
    """A row of ITEM."""
    return Item._make((*row[:8], instant(row[8]), row[9] / SECOND, row[10], instant(row[11])))


def answer_of(row: Row) -> RoundAnswer:
    """A row of ANSWER_COLUMNS."""
    return RoundAnswer._make((*row[:5], row[5] / SECOND, row[6], instant(row[7])))
