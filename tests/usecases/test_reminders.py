"""Reminders: only to those who asked, only once a day, only while today waits, never at night."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import intents as ask
from bot.app.letters import LETTERS, read_letter
from bot.domain.errors import NotAReminderTime, ReminderAtNight
from bot.domain.reminder import next_reminder, read_reminder
from bot.domain.study_day import local_date, zone_of
from bot.store import schema as s
from bot.view.card import Card
from tests.usecases.study import Study, caller, words

ANN = caller("Ann")


@pytest.fixture
def study(stored_url: str) -> Iterator[Study]:
    study = Study(stored_url)
    study.say(ask.JoinGroup(), ANN)
    study.answered("db.more.0001", ANN)
    study.say(ask.SetReminder("18:00"), ANN)
    study.later(days=1)
    yield study
    study.close()


def tick_at(study: Study, hour: int) -> list[str]:
    """The letters there are after a tick at this hour (UTC)."""
    study.now = study.now.replace(hour=hour)
    asyncio.run(study.app.tick(watch=False))
    return [row["letter"] for row in study.rows(s.outbox)]


def read(study: Study, text: str) -> Card | None:
    kind, ids = read_letter(text)
    found = study.writer.submit(lambda tx: LETTERS[kind].load(ids, study.app.ports(tx))).result()
    return None if found is None else LETTERS[kind].present(found)


def test_a_waiting_day_is_reminded_of_once(study: Study) -> None:
    study.daily("db.more.0002")
    assert tick_at(study, 16) == []
    letters = tick_at(study, 17)
    assert len(letters) == 1
    card = read(study, letters[0])
    assert card is not None
    assert "group 1" in words(card)
    assert len(tick_at(study, 19)) == 1


def test_a_late_tick_wakes_nobody(study: Study) -> None:
    study.daily("db.more.0002")
    assert tick_at(study, 22) == []  # 23:00 where Ann lives
    study.later(hours=8)
    study.daily("db.more.0003")
    assert tick_at(study, 6) == []
    assert len(tick_at(study, 17)) == 1


def test_an_answered_day_is_not(study: Study) -> None:
    study.answered("db.more.0002", ANN)
    assert tick_at(study, 17) == []
    study.later(days=1)
    study.daily("db.more.0003")
    assert len(tick_at(study, 17)) == 1


def test_a_day_without_a_post_is_not(study: Study) -> None:
    assert tick_at(study, 17) == []


def test_an_answer_overtakes_the_letter(study: Study) -> None:
    daily = study.daily("db.more.0002")
    letters = tick_at(study, 17)
    study.say(ask.Answer(daily, "a"), ANN)
    assert read(study, letters[0]) is None


def test_one_press_ends_them(study: Study) -> None:
    daily = study.daily("db.more.0002")
    card = read(study, tick_at(study, 17)[0])
    assert card is not None
    assert daily
    study.say(ask.SetReminder("off"), ANN)
    study.later(days=1)
    study.daily("db.more.0003")
    assert len(tick_at(study, 17)) == 1


def test_a_new_zone_moves_the_reminder(study: Study) -> None:
    study.say(ask.SetZone("America/New_York"), ANN)
    study.later(days=1)
    study.daily("db.more.0002")
    assert tick_at(study, 17) == []
    assert len(tick_at(study, 23)) == 1


HOURS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(HOURS, st.sampled_from(["18:30", "07:00", "21:59"]))
def test_the_next_one_is_within_a_day_and_at_its_time(now: datetime, at: str) -> None:
    for zone in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"):
        due = next_reminder(at, zone, now)
        assert due > now
        assert f"{due.astimezone(zone_of(zone)):%H:%M}" == at
        assert (local_date(due, zone) - local_date(now, zone)).days <= 1


@given(st.text(max_size=12))
def test_any_text_is_a_time_of_day_or_refused(said: str) -> None:
    try:
        at = read_reminder(said)
    except (NotAReminderTime, ReminderAtNight):
        return
    assert at == "" or "07:00" <= at < "22:00"
