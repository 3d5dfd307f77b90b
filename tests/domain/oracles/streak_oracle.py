"""The streak by brute force: what the domain must agree with. Shares no code with `bot`, nor its zone arithmetic.

Time is a grid of quarter hours from ORIGIN; every fact lies on it. The learner's local date is looked up for every
quarter hour, ends of days are found by scanning, and after every event the streak is counted anew from the lists of
filled and broken days. The rule is read from the design, section 4, and the readings in the domain's docstrings.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

ORIGIN = datetime(2026, 2, 20, tzinfo=UTC)
STEPS_PER_DAY = 96
SPAN = 80 * STEPS_PER_DAY
TWO_DAYS = 2 * STEPS_PER_DAY
DAY = timedelta(days=1)


class Facts(NamedTuple):
    """All facts of a learner; instants are quarter hours since ORIGIN."""

    joined: int
    zones: list[tuple[int, str]]  # the first at `joined`
    rests: list[tuple[int, frozenset[int]]]
    pauses: list[tuple[int, date, date]]
    resumes: list[int]
    stays: list[tuple[int, int, int | None]]  # group, from, until
    posts: list[tuple[int, int, int | None]]  # group, at, when it was recorded as missed
    outages: list[tuple[int, int]]  # apart from one another, in order
    answers: list[tuple[int, int | None]]  # at, the open daily's index in `posts` or None; in order
    now: int


class Found(NamedTuple):
    """What the law makes of the facts. Ledger rows are (step, day, what)."""

    length: int
    freezes: int
    longest: int
    at_risk: list[date]
    frozen: list[date]
    ledger: list[tuple[int, date, str]]
    fills: dict[date, int]
    owed: dict[date, bool]


def instant(step: int) -> datetime:
    """The instant of a quarter hour."""
    return ORIGIN + timedelta(minutes=15 * step)


@cache
def wall_dates(zone: str) -> list[date]:
    """The local date in a zone at every quarter hour."""
    tz = ZoneInfo(zone)
    start = ORIGIN.timestamp()
    return [datetime.fromtimestamp(start + 900 * step, tz).date() for step in range(SPAN)]


def local_dates(zones: list[tuple[int, str]]) -> list[date]:
    """The learner's local date at every quarter hour."""
    dates: list[date] = []
    for index, (_, zone) in enumerate(zones):
        start = zones[index][0] if index else 0
        end = zones[index + 1][0] if index + 1 < len(zones) else SPAN
        dates += wall_dates(zone)[start:end]
    return dates


def recompute(facts: Facts) -> Found:
    """The streak, freezes and ledger at `facts.now`."""
    dates = local_dates(facts.zones)
    fills = _fills(facts, dates)
    joined = dates[facts.joined]
    every = {joined, dates[facts.now], *fills}
    days = [min(every) + DAY * index for index in range((max(every) - min(every)).days + 1)]
    last = {day: step for step, day in enumerate(dates)}
    ends = {day: max((step for other, step in last.items() if other <= day), default=-1) + 1 for day in days}
    why = _why_not_owed(facts, dates, days)
    covers = {day: _cover(facts, dates, day, ends[day]) for day in days}
    return _count(facts.now, days, ends, why, covers, fills)


def _fills(facts: Facts, dates: list[date]) -> dict[date, int]:
    fills: dict[date, int] = {}
    for at, post in facts.answers:
        if at > facts.now:
            continue
        day = dates[at]
        if post is not None and dates[facts.posts[post][1]] not in fills:
            day = dates[facts.posts[post][1]]
        fills.setdefault(day, at)
    return fills


def _why_not_owed(facts: Facts, dates: list[date], days: list[date]) -> dict[date, str | None]:
    kind = _kind_days(facts.zones)
    paused: list[date] = []
    why: dict[date, str | None] = {}
    for day in days:
        asked = any(
            dates[at] < day
            and first <= day <= last
            and not any(at < back and dates[back] < day for back in facts.resumes)
            for at, first, last in facts.pauses
        )
        if asked and sum(1 for other in paused if (day - other).days < 90) < 30:
            paused.append(day)
        acting = [weekdays for at, weekdays in facts.rests if dates[at] < day]
        groups = {group for group, at, left in facts.stays if dates[at] < day and (left is None or day <= dates[left])}
        posting = {group for group, at, _ in facts.posts if dates[at] == day}
        if day <= dates[facts.joined]:
            why[day] = "joining"
        elif day in kind:
            why[day] = "zone"
        elif day in paused:
            why[day] = "pause"
        elif acting and day.weekday() in acting[-1]:
            why[day] = "rest"
        elif groups and not groups & posting:
            why[day] = "no_post"
        else:
            why[day] = None
    return why


def _kind_days(zones: list[tuple[int, str]]) -> set[date]:
    found: set[date] = set()
    last: int | None = None
    for (_, old), (step, new) in pairwise(zones):
        moment = instant(step)
        wall = moment.astimezone(ZoneInfo(old)).replace(tzinfo=None)
        target = moment.astimezone(ZoneInfo(new)).replace(tzinfo=None)
        if target > wall and (last is None or step - last >= 7 * STEPS_PER_DAY):
            last = step
            while wall < target:
                found.add(wall.date())
                wall += timedelta(minutes=15)
    return found


def _cover(facts: Facts, dates: list[date], day: date, end: int) -> int | None:
    told = []
    for group, at, missed in facts.posts:
        mine = any(
            group == one and dates[joined] < day and (left is None or day <= dates[left])
            for one, joined, left in facts.stays
        )
        if mine and dates[at] == day and missed is not None and missed <= facts.now:
            told.append(missed)
    down = 0
    for since, until in facts.outages:
        if until <= facts.now:
            down += sum(1 for step in range(since, until) if end - 24 <= step < end)
            if down > 8:
                told.append(until)
                break
    return min(told, default=None)


def _count(
    now: int,
    days: list[date],
    ends: dict[date, int],
    why: dict[date, str | None],
    covers: dict[date, int | None],
    fills: dict[date, int],
) -> Found:
    ledger: list[tuple[int, date, str]] = []
    events: list[tuple[int, int, date, str]] = []
    at_risk: list[date] = []
    for day in days:
        due = ends[day] + TWO_DAYS
        cover = covers[day] if why[day] is None else None
        told = fills.get(day, cover)
        word = "filled" if day in fills else "covered"
        if told is not None and told >= due:
            ledger.append((told, day, word))
            events.append((due, 0, day, f"late {word}"))
        elif day in fills:
            ledger.append((fills[day], day, word))
            events.append((fills[day], 1, day, word))
        elif ends[day] > now:
            continue
        elif cover is not None:
            ledger.append((max(cover, ends[day]), day, word))
        elif why[day] in ("rest", "pause", "zone"):
            ledger.append((ends[day], day, str(why[day])))
        elif why[day] is None and due <= now:
            events.append((due, 0, day, "decide"))
        elif why[day] is None:
            at_risk.append(day)

    filled: list[date] = []
    broken: list[date] = []
    frozen: list[date] = []
    freezes = 0
    for step, _, day, what in sorted(events):
        cover = covers[day]
        if what.startswith("late") and why[day] is None and (cover is None or cover >= step):
            ledger.append((step, day, "freeze_used" if freezes else "broken"))
            ledger.append((fills.get(day, cover or 0), day, "freeze_returned" if freezes else "mended"))
        if what == "decide" and freezes:
            freezes -= 1
            frozen.append(day)
            ledger.append((step, day, "freeze_used"))
        elif what == "decide":
            broken.append(day)
            ledger.append((step, day, "broken"))
        elif what.endswith("filled"):
            filled.append(day)
            run = [one for one in filled if not broken or one > max(broken)]
            if len(run) % 7 == 0 and freezes < 2:
                freezes += 1
                ledger.append((step, day, "freeze_earned"))
    marks = [date.min, *sorted(broken), date.max]
    runs = [sum(1 for one in filled if after < one < upto) for after, upto in pairwise(marks)]
    owed = {day: why[day] is None and covers[day] is None for day in days}
    return Found(runs[-1], freezes, max(runs), at_risk, sorted(frozen), sorted(ledger), fills, owed)
