"""Each local date has its daily exactly once, in every zone, around every transition of 2026 and 2027."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.schedule import Schedule, next_post
from bot.domain.study_day import day_ends, day_starts, instant_of, local_date
from tests.every import every

Rules = dict[tuple[object, ...], list[str]]
NOT_PLACES = {"localtime", "posixrules", "Factory"}
START = datetime(2025, 12, 30, tzinfo=UTC)
END = datetime(2028, 1, 3, tzinfo=UTC)
TIMES = [time(0), time(0, 30), time(1, 59), time(2), time(2, 30), time(9), time(23), time(23, 30), time(23, 59)]


def offset(zone: ZoneInfo, at: datetime) -> timedelta:
    found = at.astimezone(zone).utcoffset()
    assert found is not None
    return found


def transitions(zone: ZoneInfo) -> tuple[tuple[datetime, timedelta, timedelta], ...]:
    """(instant, offset before, offset after) of each change of offset, found by scanning in steps of 12 hours."""
    found = []
    low = START
    while low < END:
        high = low + timedelta(hours=12)
        before, after = offset(zone, low), offset(zone, high)
        if before != after:
            a, b = 0, 12 * 3600
            while b - a > 1:
                middle = (a + b) // 2
                a, b = (middle, b) if offset(zone, low + timedelta(seconds=middle)) == before else (a, middle)
            found.append((low + timedelta(seconds=b), before, after))
        low = high
    return tuple(found)


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The zones by their offsets and transitions: most are doubles of some seventy."""
    found: Rules = {}
    for name in sorted(available_timezones() - NOT_PLACES):
        zone = ZoneInfo(name)
        found.setdefault((offset(zone, START), *transitions(zone)), []).append(name)
    return found


def test_the_scan_saw_the_zones(rules: Rules) -> None:
    assert sum(map(len, rules.values())) > 400
    nuuk = next(rule for rule, names in rules.items() if "America/Nuuk" in names)
    assert len(nuuk) == 5, "two summers, two winters"
    assert len([rule for rule in rules if len(rule) > 1]) > 20


def test_one_instant_for_each_local_date(rules: Rules) -> None:
    @every("rule", {names[0]: rule for rule, names in rules.items() if len(rule) > 1})
    def holds(rule: tuple) -> None:
        names = rules[rule]
        zone = ZoneInfo(names[0])
        for at, _, _ in rule[1:]:
            minutes = [at + timedelta(minutes=minute) for minute in range(-3 * 1440, 3 * 1440)]
            walls = [minute.astimezone(zone).replace(tzinfo=None) for minute in minutes]
            highest = [walls[0]]
            for wall in walls[1:]:
                highest.append(max(highest[-1], wall))
            middle = at.astimezone(zone).date()
            for clock in TIMES:
                last = None
                for day in (middle + timedelta(days=index) for index in (-2, -1, 0, 1)):
                    found = instant_of(day, clock, names[0])
                    # the first minute that shows this wall time or, in a gap, a later one
                    assert found == minutes[bisect_left(highest, datetime.combine(day, clock))]
                    assert last is None or found > last
                    assert all(instant_of(day, clock, name) == found for name in names[1:3])
                    last = found
            for day in (middle - timedelta(days=1), middle):
                assert (
                    day_starts(day, names[0]) < day_ends(day, names[0]) == day_starts(day + timedelta(days=1), names[0])
                )
                inside = [minute for minute, wall in zip(minutes, walls, strict=True) if wall.date() == day]
                assert (inside[0], inside[-1] + timedelta(minutes=1)) == (
                    day_starts(day, names[0]),
                    day_ends(day, names[0]),
                )

    holds()


def test_a_daily_schedule_meets_each_date_once(rules: Rules) -> None:
    @every("rule", {names[0]: rule for rule, names in rules.items()})
    def holds(rule: tuple) -> None:
        name = rules[rule][0]
        for clock in (time(0), time(2, 30), time(23, 30)):
            schedule = Schedule(clock, name, frozenset(range(7)))
            for at, *_ in rule[1:] or ((datetime(2026, 6, 1, tzinfo=UTC),),):
                now, last, days = at - timedelta(days=3), None, []
                for _ in range(6):
                    post = next_post(schedule, now, last)
                    assert post is not None
                    assert post.at > now
                    assert post.at == instant_of(post.day, clock, name)
                    days.append(post.day)
                    now, last = post.at, post
                assert days == [days[0] + timedelta(days=index) for index in range(6)]
                assert days[0] - local_date(at - timedelta(days=3), name) <= timedelta(days=1)

    holds()


def test_a_date_that_was_left_out_has_no_daily() -> None:
    schedule = Schedule(time(9), "Pacific/Apia", frozenset(range(7)))
    first = next_post(schedule, datetime(2011, 12, 29, 0, tzinfo=UTC))
    assert first is not None
    assert first.day == date(2011, 12, 29)
    second = next_post(schedule, first.at, first)
    assert second is not None
    assert second.day == date(2011, 12, 31)
