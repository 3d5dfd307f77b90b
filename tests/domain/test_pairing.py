"""Slots as people type them, meetings across zones, and agreement between raters."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.agreement import agreement, close, weighted_kappa
from bot.domain.errors import NotASlot
from bot.domain.pairing import Slot, Wish, first_meeting, read_slots, spans, weight, written

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("mon 18-20", "mon 18:00-20:00"),
        ("Monday 18:30 - 20:00, sat 10-12", "mon 18:30-20:00, sat 10:00-12:00"),
        ("weekends 9-11", "sat 9:00-11:00, sun 9:00-11:00"),
        ("fri 20-24", "fri 20:00-24:00"),
        ("mon 18-20 and tue 18-20", "mon 18:00-20:00, tue 18:00-20:00"),
    ],
)
def test_slots_are_read_and_written_in_one_form(said: str, kept: str) -> None:
    assert written(read_slots(said)) == kept
    assert written(read_slots(kept)) == kept


@pytest.mark.parametrize(
    "said",
    ["", "mon", "18-20", "mon 20-18", "mon 25-26", "xyz 1-2", "mon 18-20 garbage", "daily 1-2, daily 3-4, daily 5-6"],
)
def test_what_is_no_slot_is_refused(said: str) -> None:
    with pytest.raises(NotASlot):
        read_slots(said)


def test_a_meeting_is_found_across_zones() -> None:
    berlin = spans((Slot(0, 18 * 60, 20 * 60),), "Europe/Berlin", MONDAY)
    new_york = spans((Slot(0, 12 * 60, 14 * 60),), "America/New_York", MONDAY)
    assert first_meeting(berlin, new_york, timedelta(minutes=60)) == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert first_meeting(berlin, new_york, timedelta(hours=3)) is None


def test_a_slot_across_the_change_of_clocks_keeps_its_local_hours() -> None:
    found = spans((Slot(6, 10 * 60, 11 * 60),), "Europe/Berlin", datetime(2026, 3, 27, tzinfo=UTC))
    assert found[0][0] == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_who_was_left_out_weighs_more_than_anything_and_a_new_partner_more_than_time() -> None:
    one = Wish(1, 1, "mid", "english", "UTC", (), False, frozenset({3}))
    left_out = one._replace(id=2, learner=2, skipped=True, met=frozenset({1}), band="junior")
    met, new = one._replace(id=3, learner=3, met=frozenset({1})), one._replace(id=4, learner=4, met=frozenset())
    assert weight(one, left_out, 30) > weight(one, new, 999) > weight(one, met, 999)


def test_agreement() -> None:
    assert close({"a": 3, "b": 1}, {"a": 3, "b": 3, "c": 0}) == (2, 1, 1)
    assert weighted_kappa([0, 1, 2, 3], [0, 1, 2, 3]) == 1
    assert weighted_kappa([2, 2], [2, 2]) is None
    # Worked by hand: the mean square is 1/4, by chance it would be 1.25 + 0.6875 + 0.25 ** 2 = 2.
    assert weighted_kappa([0, 1, 2, 3], [1, 1, 2, 3]) == pytest.approx(1 - 0.25 / 2)
    assert agreement([{"a": 1}, {"a": 1}]) is None
    assert agreement([{"a": 0, "b": 3}] * 3) == 1
