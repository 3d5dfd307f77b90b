"""Streaks, filled days and ledgers in the tables. Implements `bot.ports.streaks.Streaks`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec
from sqlalchemy import Text, exists, func, select, update
from sqlalchemy import delete as remove

from bot.domain.rest import Pause, RestChange
from bot.domain.streak import LedgerRow, StreakState
from bot.domain.streak_history import Fill, GroupPost, History, Membership, Outage, ZoneChange
from bot.store.instants import instant, micros
from bot.store.schema import (
    account,
    attempt,
    daily,
    filled_day,
    learner,
    learner_setting,
    ledger,
    member,
    membership,
    outage,
    streak,
    study_group,
)
from bot.store.shared import Waiting
from bot.store.statement import Statement, any_of, insert, insert_or_ignore, param, upsert
from bot.store.tx import Tx

encode_state = msgspec.json.Encoder().encode
decode_state = msgspec.json.Decoder(StreakState).decode

IS_FILLED = Statement(
    select(filled_day.c.attempt_id).where(
        filled_day.c.learner_id == param("learner"), filled_day.c.study_day == param("day", Text)
    ),
    "learner",
    "day",
)
FILL = Statement(insert_or_ignore(filled_day), "learner_id", "study_day", "attempt_id")
FILL_NEXT = Waiting(insert_or_ignore(filled_day), "learner_id", "study_day", "attempt_id")
FILL_SOONER = Statement(
    update(filled_day)
    .where(
        filled_day.c.learner_id == param("learner"),
        filled_day.c.study_day == param("day", Text),
        filled_day.c.attempt_id > param("sooner"),
    )
    .values(attempt_id=param("sooner")),
    "learner",
    "day",
    "sooner",
)
STATE = Statement(
    select(streak.c.state, streak.c.stale).where(streak.c.learner_id == param("learner")).with_for_update(), "learner"
)
KEEP = Statement(
    upsert(
        streak,
        ["learner_id"],
        lambda _, new: {
            "state": new.state,
            "length": new.length,
            "freezes": new.freezes,
            "longest": new.longest,
            "checked_at": new.checked_at,
            "stale": 0,
        },
        columns=["learner_id", "state", "length", "freezes", "longest", "checked_at"],
    ),
    "learner_id",
    "state",
    "length",
    "freezes",
    "longest",
    "checked_at",
)
_last = select(func.coalesce(func.max(ledger.c.seq), 0)).where(ledger.c.learner_id == param("learner_id"))
LEDGER_ROW = ("learner_id", "study_day", "what", "length", "freezes", "at")
ADD_ROW = Waiting(insert(ledger, columns=LEDGER_ROW, values={"seq": _last.scalar_subquery() + 1}), *LEDGER_ROW)
EMPTY = Statement(remove(filled_day).where(filled_day.c.learner_id == param("learner")), "learner")
FORGET = Statement(remove(streak).where(streak.c.learner_id == param("learner")), "learner")
CLEAR = Statement(remove(ledger).where(ledger.c.learner_id == param("learner")), "learner")
LEDGER = Statement(
    select(ledger.c.at, ledger.c.study_day, ledger.c.what, ledger.c.length, ledger.c.freezes)
    .where(ledger.c.learner_id == param("learner"))
    .order_by(ledger.c.seq.desc())
    .limit(param("most"))
    .offset(param("start")),
    "learner",
    "most",
    "start",
)
MINE = select(account.c.id).where(account.c.learner_id == param("learner"))
JOINED = Statement(
    select(func.min(attempt.c.at)).where(attempt.c.account_id.in_(MINE), attempt.c.study_day != ""), "learner"
)
_sooner = attempt.alias("sooner")
ANSWERED_BEFORE = exists(  # by another account of the learner: the same daily fills one day
    select(_sooner.c.id).where(
        _sooner.c.account_id.in_(MINE),
        _sooner.c.question_id == attempt.c.question_id,  # the same daily asks the same; found by this and the account
        _sooner.c.daily_id + 0 == attempt.c.daily_id,
        _sooner.c.id < attempt.c.id,
    )
)
FILLS = Statement(
    select(attempt.c.study_day, func.min(attempt.c.at))
    .where(
        attempt.c.account_id.in_(MINE),
        attempt.c.study_day >= param("since", Text),
        attempt.c.study_day != "",
        ~ANSWERED_BEFORE,
    )
    .group_by(attempt.c.study_day)
    .order_by(func.min(attempt.c.at)),
    "learner",
    "since",
)
REFILL = Statement(
    select(attempt.c.study_day, func.min(attempt.c.id))
    .where(
        attempt.c.account_id.in_(MINE),
        attempt.c.study_day != "",
        ~ANSWERED_BEFORE,
    )
    .group_by(attempt.c.study_day),
    "learner",
)
ZONE = Statement(select(learner.c.zone).where(learner.c.id == param("learner")), "learner")
SETTINGS = Statement(
    select(learner_setting.c.name, learner_setting.c.value, learner_setting.c.at)
    .where(learner_setting.c.learner_id == param("learner"))
    .order_by(learner_setting.c.at, learner_setting.c.id),
    "learner",
)
MEMBERSHIPS = Statement(
    select(membership.c.group_id, membership.c.account_id, membership.c.what, membership.c.at)
    .join(study_group, study_group.c.id == membership.c.group_id)
    .where(membership.c.account_id.in_(MINE), study_group.c.on_demand == 0)  # else a learner owes every day
    .order_by(membership.c.at, membership.c.id),
    "learner",
)
POSTS = Statement(
    select(daily.c.group_id, func.coalesce(daily.c.posted_at, daily.c.due_at), daily.c.missed_at)
    .where(
        any_of(daily.c.group_id, "groups"),
        func.coalesce(daily.c.posted_at, daily.c.missed_at).is_not(None),
        func.coalesce(daily.c.posted_at, daily.c.due_at) >= param("since"),
    )
    .order_by(func.coalesce(daily.c.posted_at, daily.c.due_at), daily.c.id),
    "groups",
    "since",
)
OUTAGES = Statement(
    select(outage.c.began_at, outage.c.ended_at).where(outage.c.ended_at >= param("since")).order_by(outage.c.ended_at),
    "since",
)

DOUBT_GROUP = Statement(
    update(streak)
    .where(
        streak.c.stale == 0,
        streak.c.learner_id.in_(select(member.c.learner_id).where(member.c.group_id == param("group"))),
    )
    .values(stale=1),
    "group",
)
DOUBT_SINCE = Statement(
    update(streak).where(streak.c.stale == 0, streak.c.checked_at >= param("since")).values(stale=1), "since"
)

BACK = timedelta(days=3)
"""How far before a study day facts may lie that concern it: a post's local date, an outage across midnight."""


class StoredStreaks:
    """Streaks on one transaction."""

    __slots__ = ("tx",)

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def is_filled(self, learner_id: int, day: date) -> bool:
        return self.tx.one(IS_FILLED, learner_id, day.isoformat()) is not None

    def fill(self, learner_id: int, day: date, attempt_id: int) -> bool:
        if self.tx.run(FILL, learner_id, day.isoformat(), attempt_id):
            return True
        # Answers that came to two replicas at once may be stored in either order: the smaller id fills the day.
        self.tx.run(FILL_SOONER, learner_id, day.isoformat(), attempt_id)
        return False

    def fill_next(self, learner_id: int, day: date, attempt_id: int) -> None:
        self.tx.later(FILL_NEXT, ((learner_id, day.isoformat(), attempt_id),))

    def state(self, learner_id: int) -> StreakState | None:
        row = self.tx.one(STATE, learner_id)
        if row is None:
            return None
        state = decode_state(row[0])
        return msgspec.structs.replace(state, reopened=True) if row[1] else state  # a reopened state is replayed

    def keep(self, learner_id: int, state: StreakState, rows: Sequence[LedgerRow], anew: bool) -> None:
        self.tx.run(
            KEEP, learner_id, encode_state(state).decode(), state.length, state.freezes, state.best, micros(state.at)
        )
        if anew:
            self.tx.run(CLEAR, learner_id)
        self.tx.later(
            ADD_ROW,
            [(learner_id, row.day.isoformat(), row.what, row.length, row.freezes, micros(row.at)) for row in rows],
        )

    def filled_by(self, learner_id: int) -> Mapping[str, int]:
        return dict(self.tx.all(REFILL, learner_id))

    def refill(self, learner_id: int) -> bool:
        self.tx.run(EMPTY, learner_id)
        rows = self.filled_by(learner_id)
        for day, attempt_id in rows.items():
            self.tx.run(FILL, learner_id, day, attempt_id)
        if not rows:
            self.tx.run(FORGET, learner_id)
            self.tx.run(CLEAR, learner_id)
        return bool(rows)

    def ledger(self, learner_id: int, limit: int, offset: int) -> Sequence[LedgerRow]:
        return [
            LedgerRow(instant(row[0]), date.fromisoformat(row[1]), row[2], row[3], row[4])
            for row in self.tx.all(LEDGER, learner_id, limit, offset)
        ]

    def history(self, learner_id: int, since: date | None = None) -> History:
        joined = self.tx.one(JOINED, learner_id)
        joined_at = instant(joined[0] if joined and joined[0] is not None else 0)
        floor = micros(datetime.combine(since, time(0), UTC) - BACK) if since else 0
        zones, rests, pauses, resumes = self._settings(learner_id, joined_at)
        stays = self._stays(learner_id)
        groups = sorted({stay.group for stay in stays})
        return History(
            joined_at=joined_at,
            zones=zones,
            rests=rests,
            pauses=pauses,
            resumes=resumes,
            memberships=stays,
            posts=tuple(
                GroupPost(row[0], instant(row[1]), instant(row[2])) for row in self.tx.all(POSTS, groups, floor)
            ),
            outages=tuple(Outage(instant(row[0]), instant(row[1])) for row in self.tx.all(OUTAGES, floor)),
            fills=tuple(
                Fill(date.fromisoformat(row[0]), instant(row[1]))
                for row in self.tx.all(FILLS, learner_id, since.isoformat() if since else "0")
            ),
        )

    def _settings(
        self, learner_id: int, joined_at: datetime
    ) -> tuple[tuple[ZoneChange, ...], tuple[RestChange, ...], tuple[Pause, ...], tuple[datetime, ...]]:
        """Zone, rest days and pauses as they were changed. The first zone holds from the start."""
        zones: list[ZoneChange] = []
        rests: list[RestChange] = []
        pauses: list[Pause] = []
        resumes: list[datetime] = []
        for name, value, stored_at in self.tx.all(SETTINGS, learner_id):
            at = instant(stored_at)
            if name == "zone":
                zones.append(ZoneChange(at, value))
            elif name == "rest":
                rests.append(RestChange(at, frozenset(int(day) for day in value.split(",") if day)))
            elif name == "pause":
                first, last = value.split("..")
                pauses.append(Pause(at, date.fromisoformat(first), date.fromisoformat(last)))
            elif name == "resume":
                resumes.append(at)
        if not zones:
            zone = self.tx.one(ZONE, learner_id)
            zones.append(ZoneChange(joined_at, zone[0] if zone and zone[0] else "UTC"))
        return tuple(zones), tuple(rests), tuple(pauses), tuple(resumes)

    def _stays(self, learner_id: int) -> tuple[Membership, ...]:
        """Stays in groups, from the joins and leaves of each of the learner's accounts."""
        stays: list[Membership] = []
        since: dict[tuple[int, int], datetime] = {}
        for group, account_id, what, stored_at in self.tx.all(MEMBERSHIPS, learner_id):
            at, key = instant(stored_at), (group, account_id)
            if what == "join":
                since.setdefault(key, at)
            elif key in since:
                stays.append(Membership(group, since.pop(key), at))
        stays += [Membership(group, at) for (group, _), at in since.items()]
        return tuple(sorted(stays, key=lambda stay: stay.joined_at))

    def doubt_group(self, group_id: int) -> None:
        self.tx.run(DOUBT_GROUP, group_id)

    def doubt_since(self, since: datetime) -> None:
        self.tx.run(DOUBT_SINCE, micros(since))
