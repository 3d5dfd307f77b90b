"""What Discord tells of people, and the zones to choose from, since it tells none."""

import pytest

from adapters.discord.people import MOST, account_of, zones, zones_like
from bot.domain.study_day import zone_of


def test_every_zone_that_is_offered_is_taken() -> None:
    assert len(zones()) > 400
    assert {zone_of(name).key for name in zones()} == set(zones())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berl", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("kolkata", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("Europe/Par", "Europe/Paris"),
    ],
)
def test_what_is_typed_finds_the_place(typed: str, first: str) -> None:
    assert zones_like(typed)[0] == first


def test_no_more_than_discord_shows_and_nothing_for_nonsense() -> None:
    assert len(zones_like("")) == len(zones_like("a")) == MOST
    assert zones_like("xyzzy") == zones_like("'; drop table") == []


def test_an_account_is_the_same_everywhere() -> None:
    assert account_of(42) == ("discord", "", "42")
