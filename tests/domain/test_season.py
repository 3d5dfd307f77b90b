"""Periods and seasons: keys in the group's zone, plans, and the change from one plan to another."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.errors import BadSeason
from bot.domain.season import (  # fmt: skip
    MONTHLY,
    SeasonPlan,
    Span,
    changed,
    period_keys,
    read_plan,
    season_closes,
    season_of,
    span_of,
    write_plan,
)
from tests.every import every
from tests.hostile import HOSTILE


def test_keys_are_read_in_the_groups_zone() -> None:
    at = datetime(2026, 2, 28, 20, tzinfo=UTC)
    assert period_keys(at, "UTC") == ("d2026-02-28", "w2026-02-23", "m2026-02-01", "s2026-02-01", "a")
    assert period_keys(at, "Asia/Tokyo") == ("d2026-03-01", "w2026-02-23", "m2026-03-01", "s2026-03-01", "a")


def test_seasons_by_plan() -> None:
    day = date(2026, 11, 20)
    assert season_of(day) == Span(date(2026, 11, 1), date(2026, 11, 30))
    assert season_of(day, read_plan("quarter")) == Span(date(2026, 10, 1), date(2026, 12, 31))
    assert season_of(day, read_plan("half")) == Span(date(2026, 7, 1), date(2026, 12, 31))
    assert season_of(day, read_plan("2 weeks from 2026-11-09")) == Span(date(2026, 11, 9), date(2026, 11, 22))
    assert season_of(date(2026, 11, 8), read_plan("2 weeks from 2026-11-09")).first == date(2026, 10, 26)


def test_a_season_closes_at_the_groups_midnight() -> None:
    assert season_closes(date(2026, 3, 4), "America/New_York") == datetime(2026, 4, 1, 4, tzinfo=UTC)


def test_a_changed_plan_begins_where_the_running_season_ends() -> None:
    plan = changed(read_plan("quarter"), MONTHLY, date(2026, 5, 10))
    assert season_of(date(2026, 6, 3), plan) == Span(date(2026, 6, 1), date(2026, 6, 30))
    assert season_of(date(2026, 7, 3), plan) == Span(date(2026, 7, 1), date(2026, 9, 30))
    assert season_of(date(2026, 5, 10), plan) == Span(date(2026, 5, 1), date(2026, 5, 31)), "the running one goes on"
    assert read_plan(write_plan(plan)) == plan


def test_a_plan_changed_twice_within_a_season_begins_where_that_one_ends() -> None:
    once = changed(read_plan("quarter"), MONTHLY, date(2026, 5, 10))
    twice = changed(read_plan("year"), once, date(2026, 5, 11))
    assert write_plan(twice) == "year since 2026-06-01 after month"
    assert season_of(date(2026, 5, 12), twice) == Span(date(2026, 5, 1), date(2026, 5, 31))
    assert season_of(date(2026, 6, 1), twice) == Span(date(2026, 6, 1), date(2026, 12, 31))


@every("text", ["month", "quarter", "half", "year", "3 weeks from 2026-01-05"])
def test_plans_are_read_as_written(text: str) -> None:
    assert write_plan(read_plan(text)) == text


@every(
    "text",
    ["", "fortnight", "0 weeks from 2026-01-05", "53 weeks from 2026-01-05", "2 weeks from May", *HOSTILE.values()],
)
def test_other_plans_are_refused(text: str) -> None:
    with pytest.raises(BadSeason):
        read_plan(text)


def test_keys_have_their_dates() -> None:
    assert span_of("a") is None
    assert span_of("m2026-02-01", SeasonPlan(12)) == Span(date(2026, 2, 1), date(2026, 2, 28))
    with pytest.raises(ValueError, match="no period"):
        span_of("x2026-02-01")
