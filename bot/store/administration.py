"""What admins do to groups, in the tables. Implements `bot.ports.administration.Administration`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, Text, delete, func, literal, or_, select, update

from bot.domain.schedule import Skip, merged
from bot.ports.administration import Admin, Life, LogRow, MemberName, NewGroup
from bot.ports.groups import Group
from bot.store.groups import GROUP
from bot.store.instants import instant, micros
from bot.store.schema import (
    account,
    channel,
    daily,
    group_admin,
    group_log,
    group_setting,
    learner,
    member,
    skip,
    study_group,
)
from bot.store.statement import Statement, insert, insert_or_ignore, param
from bot.store.tx import Tx

TEXTS = ("name", "zone", "post_at", "weekdays", "topics", "bands", "verdict", "season", "rounds")
NUMBERS = ("reveal_min", "share", "window_min")
PINNED = ("zone", "verdict", "share", "season")

MAKE = Statement(insert(study_group, columns=[*NewGroup._fields, "created_at"]).returning(study_group.c.id))
FACT = Statement(insert(group_setting))
CHANGES = {  # one for each column: whoever changes another at the same time loses nothing
    name: Statement(
        update(study_group)
        .where(study_group.c.id == param("group"))
        .values({name: param("value", Text if name in TEXTS else BigInteger)}),
        "group",
        "value",
    )
    for name in (*TEXTS, *NUMBERS)
}
LOCK = Statement(select(study_group.c.id).where(study_group.c.id == param("group")).with_for_update(), "group")
PIN = Statement(
    update(daily)
    .where(daily.c.group_id == param("group"), daily.c.state != "queued")
    .values(
        zone=func.coalesce(daily.c.zone, param("old_zone", Text)),
        verdict=func.coalesce(daily.c.verdict, param("old_verdict", Text)),
        share=func.coalesce(daily.c.share, param("old_share")),
        season=func.coalesce(daily.c.season, param("old_season", Text)),
    )
)
SET_STATE = Statement(
    update(study_group)
    .where(study_group.c.id == param("group"))
    .values(state=param("new_state", Text), ended_at=param("end")),
    "group",
    "new_state",
    "end",
)
LIFE = Statement(
    select(
        study_group.c.next_post_at, study_group.c.next_day, study_group.c.ended_at, study_group.c.streak,
        study_group.c.best_streak,
    ).where(study_group.c.id == param("group")),
    "group",
)  # fmt: skip
BLANK = Statement(
    update(study_group)
    .where(study_group.c.id == param("group"))
    .values(name="", state="erased", ended_at=None, next_post_at=None, next_day=None),
    "group",
)
FREE = Statement(update(channel).where(channel.c.group_id == param("group")).values(group_id=None), "group")
NO_ADMINS = Statement(delete(group_admin).where(group_admin.c.group_id == param("group")), "group")
BLANK_LOG = Statement(update(group_log).where(group_log.c.group_id == param("group")).values(detail=""), "group")
BLANK_NAMES = Statement(
    update(group_setting)
    .where(group_setting.c.group_id == param("group"), group_setting.c.name == "name")
    .values(value=""),
    "group",
)

ADMINS = Statement(
    select(group_admin.c.account_id, account.c.learner_id, account.c.name)
    .join(account, account.c.id == group_admin.c.account_id)
    .where(group_admin.c.group_id == param("group"))
    .order_by(group_admin.c.since, group_admin.c.account_id),
    "group",
)
APPOINT = Statement(insert_or_ignore(group_admin), "group_id", "account_id", "since")
DISMISS = Statement(
    delete(group_admin).where(
        group_admin.c.group_id == param("group"),
        group_admin.c.account_id.in_(select(account.c.id).where(account.c.learner_id == param("learner"))),
    ),
    "group",
    "learner",
)
OF_ADMIN = Statement(
    select(*GROUP)
    .where(
        study_group.c.id.in_(
            select(group_admin.c.group_id)
            .join(account, account.c.id == group_admin.c.account_id)
            .where(account.c.learner_id == param("learner"))
        ),
        study_group.c.state != "erased",
    )
    .order_by(study_group.c.id),
    "learner",
)

OLDEST = select(func.min(account.c.id)).where(account.c.learner_id == member.c.learner_id).correlate(member)
MEMBERS = Statement(
    select(account.c.id, member.c.learner_id, account.c.name, learner.c.visibility)
    .select_from(member)
    .join(account, account.c.id == OLDEST.scalar_subquery())
    .join(learner, learner.c.id == member.c.learner_id)
    .where(member.c.group_id == param("group"), member.c.active == 1)
    .order_by(member.c.joined_at, member.c.learner_id)
    .limit(param("most"))
    .offset(param("start")),
    "group",
    "most",
    "start",
)
COUNT_MEMBERS = Statement(
    select(func.count(member.c.learner_id)).where(member.c.group_id == param("group"), member.c.active == 1), "group"
)
INSIDE = or_(
    account.c.learner_id.in_(
        select(member.c.learner_id).where(member.c.group_id == param("group"), member.c.active == 1)
    ),
    account.c.id.in_(select(group_admin.c.account_id).where(group_admin.c.group_id == param("group"))),
)
NAMES = Statement(
    select(account.c.id, account.c.learner_id, account.c.name, learner.c.visibility)
    .join(learner, learner.c.id == account.c.learner_id)
    .where(INSIDE, func.lower(account.c.name) == func.lower(param("wanted", Text)))
    .order_by(account.c.id)
    .limit(literal(10)),
    "group",
    "wanted",
)

LOG = Statement(insert(group_log))
LOG_PAGE = Statement(
    select(group_log.c.what, group_log.c.detail, account.c.name, group_log.c.at)
    .outerjoin(account, account.c.id == group_log.c.account_id)
    .where(group_log.c.group_id == param("group"))
    .order_by(group_log.c.id.desc())
    .limit(param("most"))
    .offset(param("start")),
    "group",
    "most",
    "start",
)
WHY_PAUSED = Statement(
    select(group_log.c.detail)
    .where(group_log.c.group_id == param("group"), group_log.c.what == "pause")
    .order_by(group_log.c.id.desc())
    .limit(1),
    "group",
)
VACATE = Statement(update(daily).where(daily.c.id == param("row")).values(slot=daily.c.id), "row")
REPLACED = Statement(
    select(daily.c.id)
    .where(daily.c.group_id == param("group"), daily.c.study_day == param("day", Text), daily.c.slot != 0)
    .limit(1),
    "group",
    "day",
)
REPLACED_WITH_QUORUM = Statement(
    select(daily.c.id)
    .where(
        daily.c.group_id == param("group"),
        daily.c.study_day == param("day", Text),
        daily.c.slot != 0,
        daily.c.quorum_at.is_not(None),
    )
    .limit(1),
    "group",
    "day",
)

SKIPS = Statement(
    select(skip.c.first_day, skip.c.last_day)
    .where(skip.c.group_id == param("group"), skip.c.undone_at.is_(None))
    .order_by(skip.c.first_day),
    "group",
)
UNDO = Statement(
    update(skip).where(skip.c.group_id == param("group"), skip.c.undone_at.is_(None)).values(undone_at=param("at")),
    "group",
    "at",
)
ADD_SKIP = Statement(insert(skip, columns=["group_id", "first_day", "last_day", "at"]))


class StoredAdministration:
    """Groups as their admins see and change them, on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def make(self, new: NewGroup, now: datetime) -> int:
        at = micros(now)
        row = self.tx.one(MAKE, **new._asdict(), created_at=at)
        assert row is not None, "a new row has an id"
        self._facts(row[0], new._asdict(), None, at)
        return int(row[0])

    def change(self, group: Group, values: Mapping[str, str | int], effective: date | None, now: datetime) -> None:
        old = group._asdict()
        if any(name in values for name in PINNED):
            self.tx.run(PIN, group=group.id, **{f"old_{name}": old[name] for name in PINNED})
        for name, value in values.items():
            self.tx.run(CHANGES[name], group.id, value)
        self._facts(group.id, values, effective, micros(now))

    def _facts(self, group_id: int, values: Mapping[str, str | int], effective: date | None, at: int) -> None:
        day = effective.isoformat() if effective else None
        for name, value in values.items():
            self.tx.run(FACT, group_id=group_id, name=name, value=str(value), effective=day, at=at)

    def set_state(self, group_id: int, state: str, now: datetime) -> None:
        at = micros(now)
        self.tx.run(SET_STATE, group_id, state, at if state == "ended" else None)
        self._facts(group_id, {"state": state}, None, at)

    def life(self, group_id: int) -> Life:
        row = self.tx.one(LIFE, group_id)
        if row is None:
            return Life(None, None, None, 0, 0)
        return Life(instant(row[0]), date.fromisoformat(row[1]) if row[1] else None, instant(row[2]), row[3], row[4])

    def erase(self, group_id: int, now: datetime) -> None:
        for statement in (BLANK, FREE, NO_ADMINS, BLANK_LOG, BLANK_NAMES):
            self.tx.run(statement, group_id)
        self._facts(group_id, {"state": "erased"}, None, micros(now))

    def admins(self, group_id: int) -> Sequence[Admin]:
        return [Admin(*row) for row in self.tx.all(ADMINS, group_id)]

    def appoint(self, group_id: int, account_id: int, now: datetime) -> bool:
        return self.tx.run(APPOINT, group_id, account_id, micros(now)) == 1

    def lock(self, group_id: int) -> None:
        self.tx.one(LOCK, group_id)

    def dismiss(self, group_id: int, learner_id: int) -> bool:
        return self.tx.run(DISMISS, group_id, learner_id) > 0

    def of_admin(self, learner_id: int) -> Sequence[Group]:
        return [Group(*row) for row in self.tx.all(OF_ADMIN, learner_id)]

    def members(self, group_id: int, limit: int, offset: int) -> Sequence[MemberName]:
        return [MemberName(*row) for row in self.tx.all(MEMBERS, group_id, limit, offset)]

    def count_members(self, group_id: int) -> int:
        row = self.tx.one(COUNT_MEMBERS, group_id)
        return row[0] if row else 0

    def named(self, group_id: int, name: str) -> Sequence[MemberName]:
        return [MemberName(*row) for row in self.tx.all(NAMES, group_id, name)]

    def log(self, group_id: int, account_id: int | None, what: str, detail: str, now: datetime) -> None:
        self.tx.run(LOG, group_id=group_id, account_id=account_id, what=what, detail=detail, at=micros(now))

    def log_page(self, group_id: int, limit: int, offset: int) -> Sequence[LogRow]:
        return [LogRow._make((*row[:3], instant(row[3]))) for row in self.tx.all(LOG_PAGE, group_id, limit, offset)]

    def replaced_with_quorum(self, group_id: int, study_day: str) -> bool:
        return self.tx.one(REPLACED_WITH_QUORUM, group_id, study_day) is not None

    def why_paused(self, group_id: int) -> str:
        row = self.tx.one(WHY_PAUSED, group_id)
        return row[0] if row else ""

    def vacate(self, daily_id: int) -> None:
        self.tx.run(VACATE, daily_id)

    def was_replaced(self, group_id: int, study_day: str) -> bool:
        return self.tx.one(REPLACED, group_id, study_day) is not None

    def skips(self, group_id: int) -> tuple[Skip, ...]:
        return merged(
            Skip(date.fromisoformat(row[0]), date.fromisoformat(row[1])) for row in self.tx.all(SKIPS, group_id)
        )

    def keep_skips(self, group_id: int, skips: Sequence[Skip], now: datetime) -> None:
        at = micros(now)
        self.tx.run(UNDO, group_id, at)
        for span in skips:
            self.tx.run(
                ADD_SKIP,
                group_id=group_id,
                first_day=span.first.isoformat(),
                last_day=span.last.isoformat(),
                at=at,
            )
