"""Rounds in their tables. Implements `bot.ports.rounds.Rounds`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from bot.ports.rounds import Item, NewItem, PairWish, Player, Rating, Round, RoundAnswer
from bot.store import round_statements as sql
from bot.store.instants import instant, micros
from bot.store.tx import Row, Tx

SECOND = 1_000_000
levels_of = msgspec.json.Decoder(dict[str, int]).decode


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
            sql.BEGIN, mode=mode, format=format, host_id=host_id, wish=wish, state="running", active=active,
            created_at=at, started_at=at,
        )  # fmt: skip
        if made is None:
            return None
        self.tx.run(sql.JOIN, made, host_id, "player", at)
        self.tx.many(sql.NEW_ITEM, [(made, place, *item) for place, item in enumerate(items, 1)])
        return made

    def open_lobby(
        self, format: str, host_id: int, group_id: int, channel_id: int, wish: str, active: str, now: datetime
    ) -> int | None:
        at = micros(now)
        made = self.tx.insert(
            sql.LOBBY, mode="live", format=format, host_id=host_id, group_id=group_id, channel_id=channel_id, wish=wish,
            state="lobby", active=active, created_at=at, moved_at=at,
        )  # fmt: skip
        if made is not None:
            self.tx.run(sql.JOIN, made, host_id, "player", at)
        return made

    def lay_out(self, round_id: int, wish: str, items: Sequence[NewItem], now: datetime) -> None:
        self.tx.run(sql.LAY_OUT, round_id, wish, micros(now))
        self.tx.many(sql.NEW_ITEM, [(round_id, place, *item) for place, item in enumerate(items, 1)])

    def pin(self, round_id: int, zone: str, season: str) -> None:
        self.tx.run(sql.PIN, round_id, zone, season)

    def move(self, round_id: int, now: datetime) -> None:
        self.tx.run(sql.MOVE, round_id, micros(now))

    def join(self, round_id: int, account_id: int, role: str, now: datetime) -> bool:
        new = self.tx.run(sql.JOIN, round_id, account_id, role, micros(now)) == 1
        return new or self.tx.run(sql.BACK, round_id, account_id) == 1

    def leave(self, round_id: int, account_id: int, now: datetime) -> None:
        self.tx.run(sql.LEAVE, round_id, account_id, micros(now))

    def players(self, round_id: int) -> Sequence[Player]:
        return [
            Player(row[0], row[1], row[2] is not None, row[3], row[4] is not None)
            for row in self.tx.all(sql.PLAYERS, round_id)
        ]

    def open_pair(
        self, format: str, host_id: int, group_id: int, wish: str, roles: Mapping[int, str], now: datetime
    ) -> int:
        at = micros(now)
        made = self.tx.insert(
            sql.OPEN_PAIR, mode="pair", format=format, host_id=host_id, group_id=group_id, wish=wish, state="lobby",
            created_at=at,
        )  # fmt: skip
        assert made is not None, "nothing stands in the way of a pair"
        self.tx.many(sql.JOIN, [(made, account_id, role, at) for account_id, role in roles.items()])
        return made

    def come(self, round_id: int, account_id: int, now: datetime) -> bool:
        return self.tx.run(sql.COME, round_id, account_id, micros(now)) == 1

    def wish(self, wish: PairWish, active: str) -> bool:
        stored = wish._asdict()
        del stored["id"], stored["learner_id"]
        return self.tx.run(sql.WISH, **{**stored, "active": active, "at": micros(wish.at)}) == 1

    def wishes(self, group_id: int) -> Sequence[PairWish]:
        return [PairWish._make((*row[:10], instant(row[10]))) for row in self.tx.all(sql.WISHES, group_id)]

    def wish_of(self, active: str) -> PairWish | None:
        row = self.tx.one(sql.WISH_OF, active)
        return None if row is None else PairWish._make((*row[:10], instant(row[10])))

    def settle_wish(self, wish_id: int, state: str) -> None:
        self.tx.run(sql.SETTLE_WISH, wish_id, state)

    def skip_wish(self, wish_id: int) -> None:
        self.tx.run(sql.SKIP_WISH, wish_id)

    def partners(self, learner_id: int) -> frozenset[int]:
        return frozenset(row[0] for row in self.tx.all(sql.PARTNERS, learner_id))

    def answer_of(self, item_id: int, learner_id: int) -> RoundAnswer | None:
        row = self.tx.one(sql.ANSWER_OF, item_id, learner_id)
        return None if row is None else answer_of(row)

    def missing(self, item_id: int) -> int:
        row = self.tx.one(sql.MISSING, item_id)
        return int(row[0]) if row else 0

    def due(self, item_id: int, due_at: datetime | None) -> None:
        self.tx.run(sql.DUE, item_id, None if due_at is None else micros(due_at))

    def get(self, round_id: int) -> Round | None:
        return round_of(self.tx.one(sql.GET, round_id))

    def active(self, active: str) -> Round | None:
        return round_of(self.tx.one(sql.ACTIVE, active))

    def plays(self, round_id: int, learner_id: int) -> bool:
        return self.tx.one(sql.PLAYS, round_id, learner_id) is not None

    def of_learner(self, learner_id: int, offset: int, most: int) -> Sequence[Round]:
        found = (round_of(row) for row in self.tx.all(sql.OF_LEARNER, learner_id, most, offset))
        return [one for one in found if one is not None]

    def items(self, round_id: int) -> Sequence[Item]:
        return [item_of(row) for row in self.tx.all(sql.ITEMS, round_id)]

    def item(self, item_id: int) -> Item | None:
        row = self.tx.one(sql.ONE_ITEM, item_id)
        return None if row is None else item_of(row)

    def open_item(self, item_id: int, now: datetime) -> None:
        self.tx.run(sql.OPEN, item_id, micros(now))

    def stop_clock(self, item_id: int, spent: float) -> None:
        self.tx.run(sql.STOP, item_id, round(spent * SECOND))

    def close_item(self, item_id: int, spent: float, why: str) -> None:
        self.tx.run(sql.CLOSE, item_id, round(spent * SECOND), why)

    def set_state(self, round_id: int, state: str, phase: int, ended_at: datetime | None) -> None:
        if ended_at is None:
            self.tx.run(sql.SET_STATE, round_id, state, phase)
        else:
            self.tx.run(sql.END, round_id, state, phase, micros(ended_at))

    def answer(self, answer: RoundAnswer) -> bool:
        stored = {**answer._asdict(), "took": round(answer.took * SECOND), "at": micros(answer.at)}
        return self.tx.run(sql.ANSWER, **stored) == 1

    def answers(self, round_id: int) -> Sequence[RoundAnswer]:
        return [answer_of(row) for row in self.tx.all(sql.ANSWERS, round_id)]

    def rate(self, round_id: int, rating: Rating) -> bool:
        levels = msgspec.json.encode(dict(rating.levels)).decode()
        stored = {**rating._asdict(), "levels": levels, "at": micros(rating.at), "round_id": round_id}
        return self.tx.run(sql.RATE, **stored) == 1

    def ratings(self, round_id: int) -> Sequence[Rating]:
        return [
            Rating._make((*row[:3], levels_of(row[3]), row[4], instant(row[5])))
            for row in self.tx.all(sql.RATINGS, round_id)
        ]

    def met(self, learner_id: int) -> Mapping[str, int]:
        return {row[0]: row[1] for row in self.tx.all(sql.MET, learner_id)}


def round_of(row: Row | None) -> Round | None:
    """A row of sql.ROUND."""
    return None if row is None else Round._make((*row[:9], *map(instant, row[9:])))


def item_of(row: Row) -> Item:
    """A row of sql.ITEM."""
    return Item._make((*row[:8], instant(row[8]), row[9] / SECOND, row[10], instant(row[11])))


def answer_of(row: Row) -> RoundAnswer:
    """A row of sql.ANSWER_COLUMNS."""
    return RoundAnswer._make((*row[:5], row[5] / SECOND, row[6], instant(row[7])))
