"""Study days: zone names, instants in gaps and repeats, ends of days, and which day an answer fills."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.errors import UnknownZone
from bot.domain.study_day import day_ends, day_starts, exists, fill_day, instant_of, local_date, zone_of
from tests.every import every
from tests.hostile import HOSTILE


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@every("name", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+12", "EST5EDT"])
def test_zone_names_of_the_database_are_taken(name: str) -> None:
    assert zone_of(name).key == name


@every(
    "name",
    [
        "", "../etc/passwd", "/etc/passwd", "localtime", "posixrules", "Factory", "posix/Europe/Paris", "Europe",
        "right/Europe/Paris", "Europe/", "Europe/Pariss", "zone.tab", "tzdata.zi", "Europe/Paris\n", "Europe/Paris\0",
        "a" * 5000, "\ud800", "..", "Europe/../Europe/Paris", "CET ", "+02:00", *HOSTILE.values(),
    ],
)  # fmt: skip
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(UnknownZone) as refusal:
        zone_of(name)
    assert refusal.value.said == name


def test_a_local_time_has_its_instant() -> None:
    assert instant_of(date(2026, 7, 1), time(9), "Europe/Berlin") == utc(2026, 7, 1, 7)
    assert instant_of(date(2026, 1, 1), time(9), "Europe/Berlin") == utc(2026, 1, 1, 8)


@every("minute", [0, 1, 30, 59])
def test_a_time_in_a_gap_moves_to_the_first_instant_after_it(minute: int) -> None:
    assert instant_of(date(2026, 3, 29), time(2, minute), "Europe/Berlin") == utc(2026, 3, 29, 1)
    assert instant_of(date(2026, 3, 29), time(3, minute), "Europe/Berlin") == utc(2026, 3, 29, 1, minute)


def test_a_repeated_time_is_its_first() -> None:
    assert instant_of(date(2026, 10, 25), time(2, 30), "Europe/Berlin") == utc(2026, 10, 25, 0, 30)


def test_a_gap_that_reaches_midnight_ends_on_the_next_date() -> None:
    at = instant_of(date(2026, 3, 28), time(23, 30), "America/Nuuk")
    assert at == utc(2026, 3, 29, 1) == day_ends(date(2026, 3, 28), "America/Nuuk")
    assert local_date(at, "America/Nuuk") == date(2026, 3, 29)


def test_a_date_left_out_by_its_zone_does_not_exist() -> None:
    assert not exists(date(2011, 12, 30), "Pacific/Apia")
    assert exists(date(2011, 12, 29), "Pacific/Apia")
    assert instant_of(date(2011, 12, 30), time(9), "Pacific/Apia") == utc(2011, 12, 30, 10)
    assert day_ends(date(2011, 12, 29), "Pacific/Apia") == day_starts(date(2011, 12, 31), "Pacific/Apia")


def test_a_local_time_with_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no zone"):
        instant_of(date(2026, 1, 1), time(9, tzinfo=UTC), "UTC")


def test_an_answer_fills_the_local_date() -> None:
    assert fill_day(utc(2026, 3, 4, 23, 30), "Asia/Tokyo", None, False) == date(2026, 3, 5)


def test_an_answer_to_an_open_daily_fills_the_day_of_its_post_while_that_is_empty() -> None:
    friday, sunday = utc(2026, 3, 6, 8), utc(2026, 3, 8, 20)
    assert fill_day(sunday, "Europe/Berlin", friday, False) == date(2026, 3, 6)
    assert fill_day(sunday, "Europe/Berlin", friday, True) == date(2026, 3, 8)


def test_the_day_of_a_post_is_read_in_the_zone_of_that_time() -> None:
    post, answer = utc(2026, 3, 6, 22), utc(2026, 3, 7, 12)
    assert fill_day(answer, "Asia/Tokyo", post, False, "Europe/Berlin") == date(2026, 3, 6)
    assert fill_day(answer, "Asia/Tokyo", post, False) == date(2026, 3, 7)
