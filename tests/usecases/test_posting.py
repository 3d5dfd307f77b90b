"""Planning and posting: when a group posts, what it posts, to whom, and what happens when that was not possible."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import sqlalchemy as sa

from bot.domain.errors import NoQuestionMatches
from bot.store import schema
from bot.store.instants import micros
from bot.usecases.covers import cover
from bot.usecases.plan_daily import plan
from bot.usecases.queue_daily import queue_next
from bot.usecases.streaks import streak_now
from tests.clubs import MONDAY, Club, questions


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    club = Club(stored_url)
    yield club
    club.close()


def asked(club: Club, group_id: int = 1) -> list[str]:
    """The questions of a group's dailies, in order."""
    found = club.rows(
        sa.select(schema.daily.c.question_id)
        .where(schema.daily.c.group_id == group_id)
        .order_by(schema.daily.c.study_day, schema.daily.c.id)
    )
    return [row[0] for row in found]


def add_skip(club: Club, first: str, last: str) -> None:
    with club.changed() as connection:
        connection.execute(
            sa.insert(schema.skip).values(group_id=1, first_day=first, last_day=last, at=micros(club.now))
        )
    club.do(lambda ports: plan(1, ports))


def test_it_posts_on_its_weekdays_and_not_on_skipped_dates(club: Club) -> None:
    club.group()
    add_skip(club, "2026-03-04", "2026-03-05")
    club.until(10, 12)
    club.answer("Ann")
    assert [day for day, _ in club.dailies()] == ["2026-03-02", "2026-03-03", "2026-03-06", "2026-03-09", "2026-03-10"]


def test_the_card_before_a_weekend_says_until_when_it_is_open(club: Club) -> None:
    club.group()
    club.until(6, 10)
    ends = club.rows(sa.select(schema.daily.c.reveal_at).where(schema.daily.c.study_day == "2026-03-06"))
    assert ends[0][0] == micros(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))


def test_a_late_tick_posts_within_the_window_and_records_a_miss_after_it(club: Club) -> None:
    club.group()
    club.jump(hours=6, minutes=59)  # 5:59 late
    club.tick()
    assert club.dailies() == [("2026-03-02", "open")]
    club.now = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)  # 6 hours late
    club.tick()
    assert club.dailies() == [("2026-03-02", "revealed"), ("2026-03-03", "missed")]
    club.until(4, 10)
    assert club.dailies()[-1] == ("2026-03-04", "open")


def test_every_day_of_a_long_silence_is_recorded(club: Club) -> None:
    club.group()
    club.now = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
    club.tick()
    states = dict(club.dailies())
    assert list(states.values()) == ["missed"] * 8 + ["open"]
    assert states["2026-03-12"] == "open"
    assert club.platform.delivered() == ["daily:9:1"]


def test_no_question_comes_twice_before_the_bank_is_used_up_then_the_oldest(stored_url: str) -> None:
    club = Club(stored_url, questions(4))
    club.group(weekdays="0,1,2,3,4,5,6")
    for day in range(2, 10):
        club.until(day, 10)
        club.answer("Ann")
    had = asked(club)
    assert sorted(had[:4]) == sorted(club.bank.questions)
    assert had[4:8] == had[:4]
    assert club.platform.told("Ada").count("group 1 is running out of questions") == 2  # at once, then a week later
    club.close()


def test_what_cannot_be_judged_is_on_trial_or_in_quarantine_is_not_chosen(stored_url: str) -> None:
    good, trial = questions(2), questions(1, kind="true_false")
    trial = [msgspec.structs.replace(one, status="trial") for one in trial]
    club = Club(stored_url, [*good, *trial, *questions(1, kind="sql"), *questions(1, kind="kata")])
    club.group(weekdays="0,1,2,3,4,5,6")
    with club.changed() as connection:
        connection.execute(
            sa.insert(schema.quarantine).values(question_id="py.single.0001", revision=1, space_id=1, at=0)
        )
    for day in range(2, 5):
        club.until(day, 10)
        club.answer("Ann")
    assert set(asked(club)) == {"py.single.0002"}
    club.close()


def test_members_of_two_groups_do_not_get_the_same_question_twice(stored_url: str) -> None:
    club = Club(stored_url, questions(2))
    club.group(1)
    club.group(2, channels=("C2",))
    club.until(2, 10)
    for channel in ("C1", "C2"):
        club.answer("Ann", channel=channel)
    for day in (3, 4, 5, 6):
        club.until(day, 10)
        first, second = asked(club, 1), asked(club, 2)
        assert first[-1] != second[-1]
    club.close()


def test_a_bank_without_a_match_covers_the_day_and_tells_the_admins(club: Club) -> None:
    club.group(topics="nosuch")
    club.until(3, 12)
    assert club.dailies() == [("2026-03-02", "missed"), ("2026-03-03", "missed")]
    assert club.platform.told("Ada") == ["group 1 is running out of questions"]


def test_a_queued_question_is_the_one_that_is_posted(club: Club) -> None:
    club.group()
    group = club.do(lambda ports: ports.groups.get(1))
    queued = club.do(lambda ports: queue_next(group, ports))
    assert (queued.state, queued.study_day) == ("queued", "2026-03-02")
    assert club.do(lambda ports: queue_next(group, ports)) == queued
    add_skip(club, "2026-03-02", "2026-03-02")
    club.until(3, 10)
    assert club.dailies() == [("2026-03-03", "open")]
    assert asked(club) == [queued.question_id]


def test_a_queued_question_that_was_quarantined_is_exchanged(club: Club) -> None:
    club.group()
    group = club.do(lambda ports: ports.groups.get(1))
    queued = club.do(lambda ports: queue_next(group, ports))
    with club.changed() as connection:
        connection.execute(
            sa.insert(schema.quarantine).values(question_id=queued.question_id, revision=1, space_id=0, at=0)
        )
    club.until(2, 10)
    assert club.dailies() == [("2026-03-02", "open")]
    assert asked(club) != [queued.question_id]


def test_nothing_can_be_queued_from_a_bank_without_a_match(club: Club) -> None:
    club.group(topics="nosuch")
    group = club.do(lambda ports: ports.groups.get(1))
    with pytest.raises(NoQuestionMatches):
        club.do(lambda ports: queue_next(group, ports))


def test_the_roster_has_who_is_expected(club: Club) -> None:
    club.group()
    club.until(2, 10)
    for name in ("Ann", "Ben", "Cid", "Dan"):
        club.answer(name)
    ids = dict(club.rows(sa.select(schema.account.c.name, schema.account.c.learner_id)))
    with club.changed() as connection:
        learners = schema.learner
        connection.execute(sa.update(learners).where(learners.c.id == ids["Ben"]).values(rest_days="1"))
        connection.execute(
            sa.insert(schema.learner_setting).values(
                account_id=1, learner_id=ids["Cid"], name="pause", value="2026-03-03..2026-03-04", at=micros(club.now)
            )
        )
    club.until(3, 10)
    expected = club.rows(sa.select(schema.roster.c.learner_id).where(schema.roster.c.daily_id == 2))
    assert {row[0] for row in expected} == {ids["Ann"], ids["Dan"]}
    club.until(5, 10)  # Ben rests on Tuesdays only, Cid is back on Thursday
    expected = club.rows(sa.select(schema.roster.c.learner_id).where(schema.roster.c.daily_id == 4))
    assert {row[0] for row in expected} == {ids[name] for name in ("Ann", "Ben", "Cid", "Dan")}
    for day in (6, 9, 10, 11, 12, 13, 16, 17):
        club.until(day, 10)
        club.answer("Ann")
    expected = club.rows(
        sa.select(schema.roster.c.learner_id)
        .join(schema.daily, schema.daily.c.id == schema.roster.c.daily_id)
        .where(schema.daily.c.study_day == "2026-03-17", schema.roster.c.late == 0)
    )
    assert {row[0] for row in expected} == {ids["Ann"]}  # the others answered last more than 14 days ago


def test_admins_hear_of_silence_once_then_weekly_and_after_ten_the_group_pauses(club: Club) -> None:
    club.group()
    club.until(6, 12)
    assert club.platform.told("Ada") == []
    club.until(9, 12)  # the fifth was revealed without an answer
    assert club.platform.told("Ada") == ["group 1 is quiet"]
    club.until(13, 12)
    assert club.platform.told("Ada") == ["group 1 is quiet"]
    club.until(16, 12)
    assert club.platform.told("Ada") == ["group 1 is quiet", "group 1 is paused"]
    assert club.rows(sa.select(schema.study_group.c.state)) == [("paused",)]
    assert len(club.dailies()) == 10
    assert club.tick() is None


def test_an_answer_ends_the_silence(club: Club) -> None:
    club.group()
    club.until(5, 12)
    club.answer("Ann")
    club.until(12, 12)
    assert club.platform.told("Ada") == []


def length_of(club: Club, name: str) -> int:
    person = club.do(lambda ports: ports.people.find(club.caller(name).account))
    return club.do(lambda ports: streak_now(person, ports)).length


def test_a_missed_post_costs_no_streak(club: Club) -> None:
    club.group()
    for day in (2, 3):
        club.until(day, 10)
        club.answer("Ann")
    club.now = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)  # Wednesday's is too late
    club.tick()
    club.until(5, 10)
    club.answer("Ann")
    club.until(7, 12)
    assert length_of(club, "Ann") == 3


def test_a_miss_that_is_recorded_days_later_mends_what_was_settled(club: Club) -> None:
    club.group()
    for day in (2, 3):
        club.until(day, 10)
        club.answer("Ann")
    club.until(4, 10)
    club.until(5, 10)
    club.answer("Ann")
    club.until(8, 12)  # nobody knows yet that Wednesday's post was never seen: the streak is broken
    assert length_of(club, "Ann") == 1
    club.do(lambda ports: cover(3, 1, ports))
    assert length_of(club, "Ann") == 3


def test_a_daily_of_unknown_fate_covers_the_streaks(club: Club) -> None:
    club.group()
    for day in (2, 3):
        club.until(day, 10)
        club.answer("Ann")
    club.platform.can_look = False
    club.platform.faults = lambda operation, key: "before" if operation == "send" and key == "daily:3:1" else None
    club.until(4, 11)
    assert club.states()["daily:3:1"] == "unknown"
    assert "daily:3:1" not in club.platform.delivered()
    club.until(5, 10)
    club.answer("Ann")
    club.until(7, 12)
    assert length_of(club, "Ann") == 3


def test_one_channel_that_fails_is_no_miss(club: Club) -> None:
    club.group(channels=("C1", "C2"))
    club.platform.can_look = False
    club.platform.faults = lambda operation, key: "before" if operation == "send" and key == "daily:1:1" else None
    club.until(2, 12)
    assert club.states() == {"daily:1:1": "unknown", "daily:1:2": "sent"}
    assert club.rows(sa.select(schema.daily.c.missed_at)) == [(None,)]


def test_a_gap_between_heartbeats_is_an_outage_and_covers_the_day(club: Club) -> None:
    club.group()
    for day in (2, 3):
        club.until(day, 10)
        club.answer("Ann")
    club.until(4, 10)
    club.now = MONDAY + timedelta(days=2, hours=10)
    club.tick(watch=True)
    club.now += timedelta(minutes=4)
    club.tick(watch=True)
    assert club.rows(sa.select(schema.outage.c.began_at)) == []
    began = club.now
    club.now += timedelta(hours=6)  # down from 19:04 to 01:04
    club.tick(watch=True)
    club.tick(club.another_app(), watch=True)
    assert club.rows(sa.select(schema.outage.c.began_at, schema.outage.c.ended_at)) == [
        (micros(began), micros(club.now))
    ]
    club.until(5, 10)
    club.answer("Ann")
    club.until(8, 12)
    assert length_of(club, "Ann") == 3


def test_a_group_that_fails_holds_up_no_other(club: Club) -> None:
    club.group(1, post_at="10:00", bands="what?")
    club.group(2, channels=("C2",))
    club.jump(hours=1)
    due = club.tick()
    assert club.platform.delivered() == ["daily:1:2"]
    assert due == club.now + timedelta(minutes=1)
    with club.changed() as connection:
        connection.execute(sa.update(schema.study_group).values(bands="30/50/20"))
    club.jump(minutes=1)
    club.tick()
    assert club.platform.delivered() == ["daily:1:2", "daily:2:1"]
