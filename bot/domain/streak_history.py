"""From a learner's raw facts to the days of the streak: what was owed, why not, what covered it, what filled it.

Knows zones, rest days, pauses, memberships, posts and outages as plain values, so that a learner can be rebuilt from
facts alone. Must not know the streak's own law (`streak`), nor where facts are kept. Facts after `now` are ignored.

The readings, where the design is silent:

- A change of rest, pause or groups made at an instant acts from the local date after that instant's. The day of
  joining is therefore not owed, and the day of leaving a group is.
- A learner with a group owes the local dates of actual posts, so a paused group, a holiday or a weekend asks nothing.
  A post's local date is read in the learner's zone in force at the post.
- A kind change of zone excuses every date that the jump takes time from. Moving west takes none: it needs no kindness
  and uses none up. A change that comes less than 7 days after a kind one is not kind.
- A local date that its zone leaves out as a whole is never owed.
- A pause beyond 30 days in any 90 is not paused from its 31st day on, however it was entered.
- Outages that overlap count once. A cover by outage is recorded at the end of the outage that made it more than 2 h.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from bot.domain.rest import MOST_PAUSED, PAUSE_WINDOW, Pause, RestChange
from bot.domain.streak import Day, NotOwed
from bot.domain.study_day import ONE_DAY, day_ends, exists, local_date, zone_of

KIND_ONCE_IN = timedelta(days=7)
LAST_HOURS = timedelta(hours=6)
MOST_DOWN = timedelta(hours=2)
_WEST = timedelta(hours=16)
"""No zone is further behind UTC."""


class ZoneChange(msgspec.Struct, frozen=True):
    """From `at` on the learner lives in `zone`. The first one of a history holds before `at` too."""

    at: datetime
    zone: str


class Membership(msgspec.Struct, frozen=True):
    """A stay in a group; `left_at` is None while it lasts."""

    group: int
    joined_at: datetime
    left_at: datetime | None = None


class GroupPost(msgspec.Struct, frozen=True):
    """A daily of a group: when it was posted, or was due if it was missed.

    `missed_at`: when a miss was recorded (or that its fate is unknown, or that it could not be graded), else None.
    """

    group: int
    at: datetime
    missed_at: datetime | None = None


class Outage(msgspec.Struct, frozen=True):
    """The bot was down from `since` to `until`; the fact is recorded at `until`."""

    since: datetime
    until: datetime


class Fill(msgspec.Struct, frozen=True):
    """A study day that an attempt filled, stored when it was committed at `at`."""

    day: date
    at: datetime


class History(msgspec.Struct, frozen=True):
    """All facts of one learner that the streak depends on; each tuple in the order of its instants."""

    joined_at: datetime
    zones: tuple[ZoneChange, ...]
    rests: tuple[RestChange, ...] = ()
    pauses: tuple[Pause, ...] = ()
    resumes: tuple[datetime, ...] = ()
    memberships: tuple[Membership, ...] = ()
    posts: tuple[GroupPost, ...] = ()
    outages: tuple[Outage, ...] = ()
    fills: tuple[Fill, ...] = ()


def days_of(history: History, now: datetime, first: date | None = None) -> tuple[Day, ...]:
    """The days from `first` (default: the day of joining, or an earlier filled one) to today, without gaps.

    A later day follows when it is filled already (the learner moved west since). Raises UnknownZone.
    """
    zones = Zones(history.zones, now)
    joined = zones.date_at(history.joined_at)
    fills: dict[date, datetime] = {}
    for fill in history.fills:
        if fill.at <= now:
            fills[fill.day] = min(fill.at, fills.get(fill.day, fill.at))
    start = min(joined, min(fills, default=joined)) if first is None else first
    last = max(zones.date_at(now), max(fills, default=joined))
    kind = zones.kind_days()
    paused = paused_days(history, zones, now, last)
    rests = _RestDays(history.rests, zones, now)
    groups = _Groups(history, zones, now)
    down = _down(history.outages, zones, now)

    def why_not(day: date) -> NotOwed | None:
        if day <= joined:
            return "joining"
        if day in kind or not exists(day, zones.zone_at(zones.ends(day) - timedelta(microseconds=1))):
            return "zone"
        if day in paused:
            return "pause"
        if day.weekday() in rests.on(day):
            return "rest"
        return "no_post" if day not in groups.posted and groups.any_on(day) else None

    def one(day: date) -> Day:
        why = why_not(day)
        covers = [at for at in (groups.missed.get(day), down.get(day)) if at is not None]
        return Day(day, zones.ends(day), why is None, why, fills.get(day), min(covers, default=None))

    return tuple(one(start + ONE_DAY * index) for index in range((last - start).days + 1))


def owes(history: History, day: date, now: datetime) -> bool:
    """Whether `day` (not after today) owes an answer as far as is known at `now`, covers taken into account."""
    facts = days_of(history, now, first=day)[0]
    return facts.owed and facts.covered_at is None


class Zones:
    """A learner's changes of zone up to an instant: which local date it is, and when it ends."""

    def __init__(self, changes: tuple[ZoneChange, ...], now: datetime) -> None:
        known = sorted((change for change in changes if change.at <= now), key=lambda change: change.at)
        known = known or sorted(changes, key=lambda change: change.at)[:1]
        self.starts = [change.at for change in known]
        self.names = [change.zone for change in known]

    def zone_at(self, instant: datetime) -> str:
        """The zone in force."""
        return self.names[max(bisect_right(self.starts, instant) - 1, 0)]

    def date_at(self, instant: datetime) -> date:
        """The learner's local date."""
        return local_date(instant, self.zone_at(instant))

    def ends(self, day: date) -> datetime:
        """The instant at which the local date left `day` for good."""
        if len(self.names) == 1:
            return day_ends(day, self.names[0])
        latest = datetime.combine(day + ONE_DAY, time(0), UTC) + _WEST
        index = max(bisect_left(self.starts, latest) - 1, 0)
        while index and day_ends(day, self.names[index]) <= self.starts[index]:
            index -= 1
        end = day_ends(day, self.names[index])
        return min(end, self.starts[index + 1]) if index + 1 < len(self.starts) else end

    def kind_days(self) -> frozenset[date]:
        """The dates that a kind change of zone shortened or skipped."""
        found: set[date] = set()
        last_kind: datetime | None = None
        for index in range(1, len(self.starts)):
            at = self.starts[index]
            before = at.astimezone(zone_of(self.names[index - 1])).replace(tzinfo=None)
            after = at.astimezone(zone_of(self.names[index])).replace(tzinfo=None)
            if after <= before or (last_kind is not None and at - last_kind < KIND_ONCE_IN):
                continue
            last_kind = at
            day = before.date()
            while datetime.combine(day, time(0)) < after:
                found.add(day)
                day += ONE_DAY
        return frozenset(found)


def paused_days(history: History, zones: Zones, now: datetime, last: date) -> frozenset[date]:
    """The study days paused up to `last`, after the rule of 30 in any 90."""
    asked: set[date] = set()
    for pause in history.pauses:
        if pause.at > now:
            continue
        day = max(pause.first, zones.date_at(pause.at) + ONE_DAY)
        ends = [zones.date_at(at) for at in history.resumes if pause.at < at <= now]
        until = min([pause.last, last, *ends])
        while day <= until:
            asked.add(day)
            day += ONE_DAY
    kept: list[date] = []
    for day in sorted(asked):
        if len(kept) - bisect_left(kept, day - ONE_DAY * (PAUSE_WINDOW - 1)) < MOST_PAUSED:
            kept.append(day)
    return frozenset(kept)


class _RestDays:
    """Which weekdays rest on a day: the last change made among those that act by then."""

    def __init__(self, changes: tuple[RestChange, ...], zones: Zones, now: datetime) -> None:
        self.acts: list[date] = []
        self.weekdays: list[frozenset[int]] = []
        for change in sorted((one for one in changes if one.at <= now), key=lambda one: one.at):
            acts = zones.date_at(change.at) + ONE_DAY
            while self.acts and self.acts[-1] >= acts:  # overtaken before it could act
                self.acts.pop()
                self.weekdays.pop()
            self.acts.append(acts)
            self.weekdays.append(change.weekdays)

    def on(self, day: date) -> frozenset[int]:
        index = bisect_right(self.acts, day)
        return self.weekdays[index - 1] if index else frozenset()


class _Groups:
    """On which days the learner was in a group, on which one of those posted, and which posts were missed."""

    def __init__(self, history: History, zones: Zones, now: datetime) -> None:
        self.stays: list[tuple[int, date, date]] = []
        for stay in history.memberships:
            if stay.joined_at <= now:
                left = zones.date_at(stay.left_at) if stay.left_at is not None and stay.left_at <= now else date.max
                self.stays.append((stay.group, zones.date_at(stay.joined_at) + ONE_DAY, left))
        self.posted: set[date] = set()
        self.missed: dict[date, datetime] = {}
        for post in history.posts:
            day = zones.date_at(post.at)
            if post.at > now or not any(group == post.group and a <= day <= b for group, a, b in self.stays):
                continue
            self.posted.add(day)
            if post.missed_at is not None and post.missed_at <= now:
                self.missed[day] = min(post.missed_at, self.missed.get(day, post.missed_at))

    def any_on(self, day: date) -> bool:
        return any(first <= day <= last for _, first, last in self.stays)


def _down(outages: tuple[Outage, ...], zones: Zones, now: datetime) -> dict[date, datetime]:
    """The days covered by outages, with the instant of the record."""
    spent: dict[date, timedelta] = {}
    covered: dict[date, datetime] = {}
    for since, until in _disjoint(outages, now):
        day = zones.date_at(since) - ONE_DAY  # a day's end may have moved past the change of date
        while day <= zones.date_at(until) + ONE_DAY:
            end = zones.ends(day)
            shared = min(until, end) - max(since, end - LAST_HOURS)
            if shared > timedelta(0):
                spent[day] = spent.get(day, timedelta(0)) + shared
                if spent[day] > MOST_DOWN:
                    covered.setdefault(day, until)
            day += ONE_DAY
    return covered


def _disjoint(outages: tuple[Outage, ...], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The outages in the order of their records, each without what an earlier one told already."""
    told: datetime | None = None
    for outage in sorted((one for one in outages if one.until <= now), key=lambda one: one.until):
        since = outage.since if told is None else max(outage.since, told)
        if since < outage.until:
            yield since, outage.until
        told = outage.until
