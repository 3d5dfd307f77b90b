"""Periods of competition: the keys under which an attempt counts, and when seasons begin and end.

Knows calendars only, not points. A key is short ASCII and names the first local date of its period in the group's
zone: `d2026-03-04` (day), `w2026-03-02` (week, from Monday), `m2026-03-01` (month), `s2026-03-01` (season), `a` (all).

A season is 1, 3, 6 or 12 calendar months (counted from January), or 1 to 52 weeks from an anchor date on, without gaps.
When a group changes its seasons, the new plan acts from the end of the running season (`changed`): its first season
begins there, even inside a quarter, so no two seasons of a group begin on the same date and their keys never clash.
"""

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from bot.domain.errors import BadSeason
from bot.domain.study_day import day_starts, local_date

Period = Literal["day", "week", "month", "season", "all"]
PERIODS: tuple[Period, ...] = ("day", "week", "month", "season", "all")

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_MOST_WEEKS = 52


class SeasonPlan(msgspec.Struct, frozen=True):
    """How long seasons are: calendar months, or weeks from `anchor` on when `weeks` is not 0; none before `since`.

    `before` is the plan that holds until then, if it is known.
    """

    months: int = 1
    weeks: int = 0
    anchor: date = date(2024, 1, 1)
    since: date = date.min
    before: "SeasonPlan | None" = None


MONTHLY = SeasonPlan()


class Span(msgspec.Struct, frozen=True):
    """Local dates from `first` to `last`, both included."""

    first: date
    last: date


def read_plan(text: str) -> SeasonPlan:
    """A plan from `month`, `quarter`, `half`, `year`, or `<n> weeks from <ISO date>`. Raises BadSeason.

    A changed plan is read as it is written: `quarter since <ISO date> after month`.
    """
    new, _, old = text.lower().partition(" after ")
    new, _, since = new.partition(" since ")
    plan = _read_simple(new, text)
    if not since and not old:
        return plan
    try:
        begins = date.fromisoformat(since.strip())
    except ValueError:
        raise BadSeason(text) from None
    return msgspec.structs.replace(plan, since=begins, before=_read_simple(old, text) if old else None)


def _read_simple(part: str, text: str) -> SeasonPlan:
    """A plan without a past."""
    words = part.split()
    if len(words) == 1 and words[0] in _MONTHS:
        return SeasonPlan(_MONTHS[words[0]])
    try:
        number, unit, from_word, anchor = words
        plan = SeasonPlan(0, int(number), date.fromisoformat(anchor))
    except ValueError:
        raise BadSeason(text) from None
    if unit not in ("week", "weeks") or from_word != "from" or not 1 <= plan.weeks <= _MOST_WEEKS:
        raise BadSeason(text)
    return plan


def write_plan(plan: SeasonPlan) -> str:
    """The text that `read_plan` reads back; of the plan before it only how long its seasons were."""
    if plan.since > date.min:
        after = "" if plan.before is None else f" after {_write_simple(plan.before)}"
        return f"{_write_simple(plan)} since {plan.since.isoformat()}{after}"
    return _write_simple(plan)


def _write_simple(plan: SeasonPlan) -> str:
    if plan.weeks:
        return f"{plan.weeks} weeks from {plan.anchor.isoformat()}"
    return next(name for name, months in _MONTHS.items() if months == plan.months)


def season_of(day: date, plan: SeasonPlan = MONTHLY) -> Span:
    """The season that holds this local date."""
    if day < plan.since and plan.before is not None:
        span = season_of(day, plan.before)
        return Span(span.first, min(span.last, plan.since - timedelta(days=1)))
    if plan.weeks:
        length = timedelta(weeks=plan.weeks)
        first = plan.anchor + (day - plan.anchor) // length * length
        return Span(max(first, plan.since), first + length - timedelta(days=1))
    first = date(day.year, (day.month - 1) // plan.months * plan.months + 1, 1)
    year, month = divmod(first.year * 12 + first.month - 1 + plan.months, 12)
    return Span(max(first, plan.since), date(year, month + 1, 1) - timedelta(days=1))


def changed(plan: SeasonPlan, running: SeasonPlan, today: date) -> SeasonPlan:
    """The new plan, acting from the end of the season that runs today; until then the running plan holds."""
    ends = season_of(today, running).last
    old = running.before if today < running.since and running.before is not None else running
    return msgspec.structs.replace(
        plan, since=ends + timedelta(days=1), before=msgspec.structs.replace(old, before=None)
    )


def season_closes(day: date, zone: str, plan: SeasonPlan = MONTHLY) -> datetime:
    """The instant at which the season that holds this local date is over."""
    return day_starts(season_of(day, plan).last + timedelta(days=1), zone)


def period_key(period: Period, day: date, plan: SeasonPlan = MONTHLY) -> str:
    """The key of the period that holds this local date."""
    match period:
        case "day":
            return f"d{day.isoformat()}"
        case "week":
            return f"w{(day - timedelta(days=day.weekday())).isoformat()}"
        case "month":
            return f"m{day.replace(day=1).isoformat()}"
        case "season":
            return f"s{season_of(day, plan).first.isoformat()}"
        case "all":
            return "a"


def kept_key(period: Period, day: date, plan: SeasonPlan = MONTHLY) -> str:
    """The key under which the period's table is kept: a season that is a calendar month has that month's."""
    if period == "season" and season_of(day, plan) == season_of(day):
        return period_key("month", day)
    return period_key(period, day, plan)


def period_keys(instant: datetime, zone: str, plan: SeasonPlan = MONTHLY) -> tuple[str, ...]:
    """The keys of all five periods that an attempt at `instant` counts in, in the order of PERIODS."""
    day = local_date(instant, zone)
    return tuple(period_key(period, day, plan) for period in PERIODS)


def span_of(key: str, plan: SeasonPlan = MONTHLY) -> Span | None:
    """The local dates of a key; None for all time. Raises ValueError for what is no key."""
    if key == "a":
        return None
    first = date.fromisoformat(key[1:])
    match key[0]:
        case "d":
            return Span(first, first)
        case "w":
            return Span(first, first + timedelta(days=6))
        case "m":
            return season_of(first, MONTHLY)
        case "s":
            return season_of(first, plan)
        case _:
            raise ValueError(f"no period: {key}")
