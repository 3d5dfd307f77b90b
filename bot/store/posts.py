"""Planning, posting and revealing in the tables. Implements `bot.ports.posts.Posts` on one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Text, and_, delete, func, or_, select, update

from bot.domain.quorum import GroupStreak
from bot.domain.rest import Pause
from bot.domain.schedule import Post, Skip
from bot.ports.groups import Group
from bot.ports.posts import Choice, Expected, Plan, Standing, Use
from bot.store.groups import GROUP
from bot.store.instants import instant, micros
from bot.store.schema import (
    account,
    attempt,
    channel,
    daily,
    filled_day,
    group_admin,
    group_log,
    learner,
    learner_setting,
    member,
    quarantine,
    roster,
    skip,
    study_group,
)
from bot.store.statement import Statement, insert, insert_or_ignore, param
from bot.store.tx import Tx

AT = func.coalesce(daily.c.posted_at, daily.c.due_at)
PLAN = Statement(
    select(
        *GROUP,
        *(
            study_group.c[name]
            for name in ("next_post_at", "next_day", "unanswered", "asked_at", "warned_at", "streak", "best_streak")
        ),
    ).where(study_group.c.id == param("group")),
    "group",
)
NEXT = Statement(
    update(study_group)
    .where(study_group.c.id == param("group"))
    .values(next_post_at=param("at"), next_day=param("day", Text)),
    "group",
    "at",
    "day",
)
SKIPS = Statement(
    select(skip.c.first_day, skip.c.last_day).where(
        skip.c.group_id == param("group"), skip.c.undone_at.is_(None), skip.c.last_day >= param("since", Text)
    ),
    "group",
    "since",
)
LAST = Statement(
    select(daily.c.study_day, AT)
    .where(daily.c.group_id == param("group"), daily.c.state != "queued")
    .order_by(daily.c.study_day.desc(), daily.c.slot)
    .limit(1),
    "group",
)
USED = Statement(
    select(daily.c.question_id, daily.c.topic, daily.c.band, AT)
    .where(
        daily.c.group_id == param("group"),
        daily.c.question_id.is_not(None),
        (daily.c.state == "open") | (daily.c.state == "revealed"),
    )
    .order_by(AT, daily.c.id),
    "group",
)
THEIRS = member.alias("theirs")
ELSEWHERE = Statement(
    select(daily.c.question_id)
    .select_from(
        member.join(THEIRS, and_(THEIRS.c.learner_id == member.c.learner_id, THEIRS.c.group_id != member.c.group_id))
        .join(daily, daily.c.group_id == THEIRS.c.group_id)
    )
    .where(
        member.c.group_id == param("group"),
        member.c.active == 1,
        THEIRS.c.active == 1,
        or_(daily.c.state == "open", daily.c.state == "queued"),
        daily.c.question_id.is_not(None),
    ),
    "group",
)  # fmt: skip
QUARANTINED = Statement(
    select(quarantine.c.question_id, quarantine.c.revision).where(
        quarantine.c.lifted_at.is_(None),
        or_(
            quarantine.c.space_id == 0,
            quarantine.c.space_id.in_(select(channel.c.space_id).where(channel.c.group_id == param("group"))),
        ),
    ),
    "group",
)
LATEST = (
    select(attempt.c.at)
    .join(filled_day, filled_day.c.attempt_id == attempt.c.id)
    .where(filled_day.c.learner_id == member.c.learner_id)
    .order_by(filled_day.c.study_day.desc())
    .limit(1)
    .correlate(member)
    .scalar_subquery()
)
EXPECTED = Statement(
    select(member.c.learner_id, member.c.joined_at, LATEST, learner.c.rest_days, learner.c.zone)
    .join(learner, learner.c.id == member.c.learner_id)
    .where(member.c.group_id == param("group"), member.c.active == 1),
    "group",
)
PAUSES = Statement(
    select(learner_setting.c.learner_id, learner_setting.c.name, learner_setting.c.value, learner_setting.c.at)
    .join(member, member.c.learner_id == learner_setting.c.learner_id)
    .where(
        member.c.group_id == param("group"),
        member.c.active == 1,
        or_(learner_setting.c.name == "pause", learner_setting.c.name == "resume"),
    )
    .order_by(learner_setting.c.at, learner_setting.c.id),
    "group",
)
STANDING = Statement(
    select(
        daily.c.id, daily.c.state, daily.c.study_day, daily.c.question_id, daily.c.revision, daily.c.topic, daily.c.band
    )
    .where(daily.c.group_id == param("group"), (daily.c.state == "open") | (daily.c.state == "queued"))
    .order_by(daily.c.id),
    "group",
)
QUEUED = Statement(
    select(daily.c.id, daily.c.question_id, daily.c.revision, daily.c.topic, daily.c.band)
    .where(daily.c.group_id == param("group"), daily.c.state == "queued")
    .order_by(daily.c.id)
    .limit(1)
    .with_for_update(),
    "group",
)
CHOICE = ["question_id", "revision", "topic", "band"]
QUEUE = Statement(
    insert_or_ignore(daily, columns=["group_id", "study_day", "state", "due_at", *CHOICE]).returning(daily.c.id)
)
EXCHANGE = Statement(
    update(daily)
    .where(daily.c.id == param("row"), daily.c.state == "queued")
    .values(
        question_id=param("question", Text),
        revision=param("rev"),
        topic=param("subject", Text),
        band=param("level", Text),
    ),
    "row",
    "question",
    "rev",
    "subject",
    "level",
)
UNQUEUE = Statement(delete(daily).where(daily.c.group_id == param("group"), daily.c.state == "queued"), "group")
OPEN_QUEUED = Statement(
    update(daily)
    .where(daily.c.id == param("row"), daily.c.state == "queued")
    .values(
        state="open",
        study_day=param("day", Text),
        due_at=param("due"),
        posted_at=param("now"),
        reveal_at=param("ends"),
        roster=param("size"),
        zone=None,
        verdict=None,
        share=None,
        season=None,
    ),
    "row",
    "day",
    "due",
    "now",
    "ends",
    "size",
)
OPEN_NEW = Statement(
    insert_or_ignore(
        daily,
        columns=["group_id", "study_day", "state", *CHOICE, "due_at", "posted_at", "reveal_at", "roster"],
    ).returning(daily.c.id)
)
EXPECT = Statement(insert_or_ignore(roster, columns=["daily_id", "learner_id", "late"]))
MISS = Statement(insert_or_ignore(daily, columns=["group_id", "study_day", "state", "due_at", "missed_at"]))
COVER = Statement(
    update(daily).where(daily.c.id == param("row"), daily.c.missed_at.is_(None)).values(missed_at=param("now")),
    "row",
    "now",
)
COVERED = Statement(select(daily.c.missed_at).where(daily.c.id == param("row")), "row")
CLOSE = Statement(
    update(daily)
    .where(daily.c.id == param("row"), daily.c.state == "open")
    .values(state="revealed", revealed_at=param("now")),
    "row",
    "now",
)
AT_POST = Statement(
    select(func.count(roster.c.learner_id)).where(roster.c.daily_id == param("row"), roster.c.late == 0), "row"
)
TURN = Statement(
    update(study_group)
    .where(study_group.c.id == param("group"))
    .values(streak=param("length"), best_streak=param("longest"), unanswered=param("silent")),
    "group",
    "length",
    "longest",
    "silent",
)
ASKED = Statement(
    update(study_group).where(study_group.c.id == param("group")).values(asked_at=param("now")), "group", "now"
)
WARNED = Statement(
    update(study_group).where(study_group.c.id == param("group")).values(warned_at=param("now")), "group", "now"
)
ADMINS = Statement(
    select(func.min(account.c.id))
    .join(group_admin, group_admin.c.account_id == account.c.id)
    .where(group_admin.c.group_id == param("group"))
    .group_by(account.c.learner_id)
    .order_by(func.min(account.c.id)),
    "group",
)
STOP = Statement(
    update(study_group)
    .where(study_group.c.id == param("group"), study_group.c.state == "active")
    .values(state="paused"),
    "group",
)
LOG = Statement(insert(group_log, columns=["group_id", "what", "detail", "at"]))
LOSE = Statement(
    update(channel).where(channel.c.id == param("row"), channel.c.state == "active").values(state="lost"), "row"
)
GROUP_OF = Statement(select(channel.c.group_id, channel.c.name).where(channel.c.id == param("row")), "row")


class StoredPosts:
    """Posts on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def plan(self, group_id: int) -> Plan | None:
        row = self.tx.one(PLAN, group_id)
        if row is None:
            return None
        at, day, unanswered, asked, warned, streak, best = row[len(GROUP) :]
        following = None if at is None or day is None else Post(date.fromisoformat(day), instant(at))
        return Plan(
            Group(*row[: len(GROUP)]), following, unanswered, instant(asked), instant(warned), GroupStreak(streak, best)
        )

    def keep_next(self, group_id: int, post: Post | None) -> None:
        if post is None:
            self.tx.run(NEXT, group_id, None, None)
        else:
            self.tx.run(NEXT, group_id, micros(post.at), post.day.isoformat())

    def skips(self, group_id: int, since: date) -> tuple[Skip, ...]:
        rows = self.tx.all(SKIPS, group_id, since.isoformat())
        return tuple(Skip(date.fromisoformat(first), date.fromisoformat(last)) for first, last in rows)

    def last(self, group_id: int) -> Post | None:
        row = self.tx.one(LAST, group_id)
        return None if row is None else Post(date.fromisoformat(row[0]), instant(row[1]))

    def used(self, group_id: int) -> Sequence[Use]:
        return [Use(row[0], row[1], row[2], instant(row[3])) for row in self.tx.all(USED, group_id)]

    def elsewhere(self, group_id: int) -> frozenset[str]:
        return frozenset(row[0] for row in self.tx.all(ELSEWHERE, group_id))

    def quarantined(self, group_id: int) -> frozenset[tuple[str, int]]:
        return frozenset((row[0], row[1]) for row in self.tx.all(QUARANTINED, group_id))

    def expected(self, group_id: int) -> Sequence[Expected]:
        return [
            Expected(row[0], instant(row[1]), instant(row[2]), row[3], row[4])
            for row in self.tx.all(EXPECTED, group_id)
        ]

    def pauses(self, group_id: int) -> tuple[Mapping[int, Sequence[Pause]], Mapping[int, Sequence[datetime]]]:
        pauses: dict[int, list[Pause]] = {}
        resumes: dict[int, list[datetime]] = {}
        for who, name, value, at in self.tx.all(PAUSES, group_id):
            if name == "pause":
                first, last = value.split("..")
                pauses.setdefault(who, []).append(
                    Pause(instant(at), date.fromisoformat(first), date.fromisoformat(last))
                )
            else:
                resumes.setdefault(who, []).append(instant(at))
        return pauses, resumes

    def standing(self, group_id: int) -> Standing:
        opened, day, queued = None, "", None
        for row in self.tx.all(STANDING, group_id):
            if row[1] == "open":
                opened, day = row[0], row[2]
            else:
                queued = queued or (row[0], Choice(*row[3:]))
        return Standing(opened, day, queued)

    def queued(self, group_id: int) -> tuple[int, Choice] | None:
        row = self.tx.one(QUEUED, group_id)
        return None if row is None else (row[0], Choice(*row[1:]))

    def queue(self, group_id: int, post: Post, choice: Choice) -> int | None:
        row = self.tx.one(
            QUEUE,
            group_id=group_id,
            study_day=post.day.isoformat(),
            state="queued",
            due_at=micros(post.at),
            **choice._asdict(),
        )
        return None if row is None else row[0]

    def exchange(self, daily_id: int, choice: Choice) -> None:
        self.tx.run(EXCHANGE, daily_id, *choice)

    def unqueue(self, group_id: int) -> None:
        self.tx.run(UNQUEUE, group_id)

    def open_queued(
        self, daily_id: int, day: date, due: datetime, now: datetime, reveal_at: datetime | None, roster: int
    ) -> bool:
        ends = None if reveal_at is None else micros(reveal_at)
        return self.tx.run(OPEN_QUEUED, daily_id, day.isoformat(), micros(due), micros(now), ends, roster) == 1

    def open_new(
        self, group_id: int, day: date, due: datetime, choice: Choice, now: datetime, reveal_at: datetime | None,
        roster: int,
    ) -> int | None:  # fmt: skip
        row = self.tx.one(
            OPEN_NEW,
            group_id=group_id,
            study_day=day.isoformat(),
            state="open",
            due_at=micros(due),
            posted_at=micros(now),
            reveal_at=None if reveal_at is None else micros(reveal_at),
            roster=roster,
            **choice._asdict(),
        )
        return None if row is None else row[0]

    def expect(self, daily_id: int, learners: Collection[int]) -> None:
        self.tx.many(EXPECT, [{"daily_id": daily_id, "learner_id": one, "late": 0} for one in sorted(learners)])

    def miss(self, group_id: int, day: date, due: datetime, now: datetime) -> bool:
        return (
            self.tx.run(
                MISS,
                group_id=group_id,
                study_day=day.isoformat(),
                state="missed",
                due_at=micros(due),
                missed_at=micros(now),
            )
            == 1
        )

    def cover(self, daily_id: int, now: datetime) -> bool:
        return self.tx.run(COVER, daily_id, micros(now)) == 1

    def covered(self, daily_id: int) -> bool:
        row = self.tx.one(COVERED, daily_id)
        return row is not None and row[0] is not None

    def close(self, daily_id: int, now: datetime) -> bool:
        return self.tx.run(CLOSE, daily_id, micros(now)) == 1

    def roster_at_post(self, daily_id: int) -> int:
        row = self.tx.one(AT_POST, daily_id)
        return row[0] if row else 0

    def keep_turn(self, group_id: int, streak: GroupStreak, unanswered: int) -> None:
        self.tx.run(TURN, group_id, streak.length, streak.longest, unanswered)

    def mark_asked(self, group_id: int, now: datetime) -> None:
        self.tx.run(ASKED, group_id, micros(now))

    def mark_warned(self, group_id: int, now: datetime) -> None:
        self.tx.run(WARNED, group_id, micros(now))

    def admin_accounts(self, group_id: int) -> Sequence[int]:
        return [row[0] for row in self.tx.all(ADMINS, group_id)]

    def stop(self, group_id: int) -> bool:
        return self.tx.run(STOP, group_id) == 1

    def log(self, group_id: int, what: str, detail: str, now: datetime) -> None:
        self.tx.run(LOG, group_id=group_id, what=what, detail=detail, at=micros(now))

    def lose_channel(self, channel_id: int) -> int | None:
        if not self.tx.run(LOSE, channel_id):
            return None
        return self.group_of_channel(channel_id)[0]

    def group_of_channel(self, channel_id: int) -> tuple[int | None, str]:
        row = self.tx.one(GROUP_OF, channel_id)
        return (None, "") if row is None else (row[0], row[1])
