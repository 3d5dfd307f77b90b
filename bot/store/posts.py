"""Planning, posting and revealing in the tables. Implements `bot.ports.posts.Posts` on one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter

from bot.domain.question import BANDS
from bot.domain.quorum import GroupStreak
from bot.domain.rest import Pause
from bot.domain.schedule import Post, Skip
from bot.domain.selection import RECENT, Served
from bot.ports.groups import Group
from bot.ports.posts import Choice, Expected, Past, Plan
from bot.store import post_statements as sql
from bot.store.groups import GROUP
from bot.store.instants import instant, micros
from bot.store.tx import Tx


class StoredPosts:
    """Posts on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def plan(self, group_id: int) -> Plan | None:
        row = self.tx.one(sql.PLAN, group_id)
        if row is None:
            return None
        at, day, unanswered, asked, warned, streak, best, skips = row[len(GROUP) :]
        following = None if at is None or day is None else Post(date.fromisoformat(day), instant(at))
        turn = GroupStreak(streak, best)
        return Plan(Group(*row[: len(GROUP)]), following, unanswered, instant(asked), instant(warned), turn, skips == 1)

    def keep_next(self, group_id: int, post: Post | None) -> None:
        if post is None:
            self.tx.run(sql.NEXT, group_id, None, None)
        else:
            self.tx.run(sql.NEXT, group_id, micros(post.at), post.day.isoformat())

    def skips(self, group_id: int, since: date) -> tuple[Skip, ...]:
        rows = self.tx.all(sql.SKIPS, group_id, since.isoformat())
        return tuple(Skip(date.fromisoformat(first), date.fromisoformat(last)) for first, last in rows)

    def last(self, group_id: int) -> Post | None:
        row = self.tx.one(sql.LAST, group_id)
        return None if row is None else Post(date.fromisoformat(row[0]), instant(row[1]))

    def past(self, group_id: int) -> Past:
        opened, opened_day, queued, last, day = None, "", None, None, ""
        uses = []
        for row in self.tx.all(sql.PAST, group_id):
            state = row[1]
            if state == "queued":
                queued = (row[0], Choice._make(row[3:7]))
                continue
            if day != row[2]:  # of several on one day the first slot is the day's
                last, day = row, row[2]
            if state == "revealed" or state == "open":
                if row[3] is not None:
                    uses.append((row[7], row))
                if state == "open":
                    opened, opened_day = row[0], day
        uses.sort()
        last_use = {row[3]: at for at, row in uses}
        if self.tx.held(sql.LIVE_ROUNDS, itemgetter(0)):
            for name, at in self.tx.all(sql.SHOWN_LIVE, group_id):
                last_use[name] = max(last_use.get(name, at), at)
        return Past(
            opened,
            opened_day,
            queued,
            None if last is None else Post(date.fromisoformat(last[2]), instant(last[7])),
            last_use,
            [Served(row[5], row[6]) for _, row in uses[-RECENT:] if row[6] in BANDS],
        )

    def elsewhere(self, group_id: int) -> frozenset[str]:
        return frozenset(row[0] for row in self.tx.all(sql.ELSEWHERE, group_id))

    def quarantined(self, group_id: int) -> frozenset[tuple[str, int]]:
        if not self.tx.held(sql.QUARANTINES, itemgetter(0)):
            return frozenset()
        return frozenset((row[0], row[1]) for row in self.tx.all(sql.QUARANTINED, group_id))

    def expected(self, group_id: int) -> Sequence[Expected]:
        return [
            Expected(row[0], instant(row[1]), instant(row[2]), row[3], row[4], row[5] == 1)
            for row in self.tx.all(sql.EXPECTED, group_id)
        ]

    def pauses(self, group_id: int) -> tuple[Mapping[int, Sequence[Pause]], Mapping[int, Sequence[datetime]]]:
        pauses: dict[int, list[Pause]] = {}
        resumes: dict[int, list[datetime]] = {}
        for who, name, value, at in self.tx.all(sql.PAUSES, group_id):
            if name == "pause":
                first, last = value.split("..")
                pauses.setdefault(who, []).append(
                    Pause(instant(at), date.fromisoformat(first), date.fromisoformat(last))
                )
            else:
                resumes.setdefault(who, []).append(instant(at))
        return pauses, resumes

    def queued(self, group_id: int) -> tuple[int, Choice] | None:
        row = self.tx.one(sql.QUEUED, group_id)
        return None if row is None else (row[0], Choice(*row[1:]))

    def queue(self, group_id: int, post: Post, choice: Choice) -> int | None:
        row = self.tx.one(
            sql.QUEUE,
            group_id=group_id,
            study_day=post.day.isoformat(),
            state="queued",
            due_at=micros(post.at),
            **choice._asdict(),
        )
        return None if row is None else row[0]

    def exchange(self, daily_id: int, choice: Choice) -> None:
        self.tx.run(sql.EXCHANGE, daily_id, *choice)

    def unqueue(self, group_id: int) -> None:
        self.tx.run(sql.UNQUEUE, group_id)

    def open_queued(
        self, daily_id: int, day: date, due: datetime, now: datetime, reveal_at: datetime | None, roster: int
    ) -> bool:
        ends = None if reveal_at is None else micros(reveal_at)
        return self.tx.run(sql.OPEN_QUEUED, daily_id, day.isoformat(), micros(due), micros(now), ends, roster) == 1

    def open_new(
        self, group_id: int, day: date, due: datetime, choice: Choice, now: datetime, reveal_at: datetime | None,
        roster: int,
    ) -> int | None:  # fmt: skip
        ends = None if reveal_at is None else micros(reveal_at)
        return self.tx.insert(
            sql.OPEN_NEW, group_id, day.isoformat(), "open", *choice, micros(due), micros(now), ends, roster
        )

    def expect(self, daily_id: int, learners: Collection[int]) -> None:
        self.tx.later(sql.EXPECT, [(daily_id, one, 0) for one in sorted(learners)])

    def miss(self, group_id: int, day: date, due: datetime, now: datetime) -> bool:
        return (
            self.tx.run(
                sql.MISS,
                group_id=group_id,
                study_day=day.isoformat(),
                state="missed",
                due_at=micros(due),
                missed_at=micros(now),
            )
            == 1
        )

    def cover(self, daily_id: int, now: datetime) -> bool:
        return self.tx.run(sql.COVER, daily_id, micros(now)) == 1

    def covered(self, daily_id: int) -> bool:
        row = self.tx.one(sql.COVERED, daily_id)
        return row is not None and row[0] is not None

    def close(self, daily_id: int, now: datetime) -> bool:
        return self.tx.run(sql.CLOSE, daily_id, micros(now)) == 1

    def roster_at_post(self, daily_id: int) -> int:
        row = self.tx.one(sql.AT_POST, daily_id)
        return row[0] if row else 0

    def keep_turn(self, group_id: int, streak: GroupStreak, unanswered: int) -> None:
        self.tx.run(sql.TURN, group_id, streak.length, streak.longest, unanswered)

    def mark_asked(self, group_id: int, now: datetime) -> None:
        self.tx.run(sql.ASKED, group_id, micros(now))

    def mark_warned(self, group_id: int, now: datetime) -> None:
        self.tx.run(sql.WARNED, group_id, micros(now))

    def admin_accounts(self, group_id: int) -> Sequence[int]:
        return [row[0] for row in self.tx.all(sql.ADMINS, group_id)]

    def stop(self, group_id: int) -> bool:
        return self.tx.run(sql.STOP, group_id) == 1

    def log(self, group_id: int, what: str, detail: str, now: datetime) -> None:
        self.tx.run(sql.LOG, group_id=group_id, what=what, detail=detail, at=micros(now))

    def lose_channel(self, channel_id: int) -> int | None:
        if not self.tx.run(sql.LOSE, channel_id):
            return None
        return self.group_of_channel(channel_id)[0]

    def group_of_channel(self, channel_id: int) -> tuple[int | None, str]:
        row = self.tx.one(sql.GROUP_OF, channel_id)
        return (None, "") if row is None else (row[0], row[1])
