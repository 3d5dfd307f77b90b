"""Quorum: who is on the roster, when enough have answered, and the group's streak."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import BadShare
from bot.domain.quorum import (
    DailyOutcome,
    GroupStreak,
    Member,
    Turnout,
    answered,
    check_share,
    group_streak,
    is_quorum,
    roster,
)

POST = datetime(2026, 3, 4, 8, tzinfo=UTC)
LONG_AGO = POST - timedelta(days=300)


def ago(days: float) -> datetime:
    return POST - timedelta(days=days)


def test_the_roster_holds_who_is_active_or_new() -> None:
    members = [
        Member(1, LONG_AGO, ago(14)),
        Member(2, LONG_AGO, ago(14.01)),
        Member(3, ago(7)),
        Member(4, ago(7.01)),
        Member(5, ago(1), ago(1), off=True),
        Member(6, LONG_AGO),
    ]
    assert roster(members, POST) == {1, 3}


@pytest.mark.parametrize(
    ("size", "count", "share", "reached"),
    [(2, 1, 50, False), (2, 2, 50, True), (6, 3, 50, False), (6, 4, 50, True), (1, 1, 50, False), (0, 0, 50, False),
     (3, 2, 66, True), (3, 2, 67, False), (100, 99, 99, False), (100, 100, 99, True)],
)  # fmt: skip
def test_more_than_the_share_of_at_least_two(size: int, count: int, share: int, reached: bool) -> None:
    assert is_quorum(size, count, share) is reached


def test_who_answers_late_is_added() -> None:
    turnout = answered(Turnout(roster=4), on_roster=False)
    assert turnout == Turnout(5, 1, False)
    assert answered(answered(turnout, True), True) == Turnout(5, 3, True)


def test_quorum_once_reached_stays_reached() -> None:
    assert answered(Turnout(10, 1, reached=True), True).reached


def test_a_share_is_1_to_99() -> None:
    assert check_share(99) == 99
    for bad in (0, 100, -1):
        with pytest.raises(BadShare):
            check_share(bad)


def test_the_groups_streak_grows_breaks_and_rests() -> None:
    met = DailyOutcome("posted", 4, True)
    failed = DailyOutcome("posted", 4, False)
    assert group_streak([met, met, failed, met]) == GroupStreak(1, 2)
    for still in (
        DailyOutcome("missed", 4, False),
        DailyOutcome("outage", 4, False),
        DailyOutcome("open", 4, False),
        DailyOutcome("posted", 0, False),
    ):
        assert group_streak([met, still, met]) == GroupStreak(2, 2)
    assert group_streak([met, DailyOutcome("open", 4, True)]) == GroupStreak(2, 2)
    assert group_streak([met, DailyOutcome("posted", 1, False)]) == GroupStreak(0, 1)
