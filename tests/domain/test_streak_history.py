"""What a study day owes: joining, zones, rest, pause, groups, misses and outages."""

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.rest import Pause, RestChange
from bot.domain.streak import Day
from bot.domain.streak_history import Fill, GroupPost, History, Membership, Outage, ZoneChange, days_of, owes
from bot.domain.study_day import day_ends

JOINED = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday
NOW = datetime(2026, 3, 20, 10, tzinfo=UTC)


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def march(history: History, now: datetime = NOW) -> dict[int, Day]:
    return {day.day.day: day for day in days_of(history, now)}


def learner(zone: str = "UTC", **facts: object) -> History:
    return History(JOINED, (ZoneChange(JOINED, zone),), **facts)  # type: ignore[arg-type]


def test_without_a_group_every_day_after_joining_is_owed() -> None:
    found = march(learner())
    assert found[2].why == "joining"
    assert all(found[day].owed for day in range(3, 21))
    assert found[5].ends == at(6, 0)


def test_rest_days_act_from_the_next_day() -> None:
    found = march(learner(rests=(RestChange(at(7, 12), frozenset({5, 6})), RestChange(at(15, 12), frozenset()))))
    assert [day for day in found if found[day].why == "rest"] == [8, 14, 15]


def test_the_later_of_two_changes_of_one_day_holds() -> None:
    found = march(learner(rests=(RestChange(at(7, 12), frozenset({0})), RestChange(at(7, 13), frozenset({1})))))
    assert [day for day in found if found[day].why == "rest"] == [10, 17]


def test_a_change_of_rest_overtaken_by_a_move_west_never_acts() -> None:
    zones = (ZoneChange(JOINED, "Etc/GMT-14"), ZoneChange(at(7, 11), "Etc/GMT+12"))  # the 8th becomes the 6th again
    rests = (
        RestChange(at(4), frozenset({6})),
        RestChange(at(7, 10, 30), frozenset({0})),
        RestChange(at(7, 11, 30), frozenset({1})),
    )
    found = march(History(JOINED, zones, rests=rests))
    assert [day for day in found if found[day].why == "rest"] == [10, 17]


def test_a_pause_acts_from_the_next_day_until_it_ends_or_is_ended() -> None:
    pause = Pause(at(5), date(2026, 3, 1), date(2026, 3, 12))
    assert [day for day, one in march(learner(pauses=(pause,))).items() if one.why == "pause"] == list(range(6, 13))
    resumed = march(learner(pauses=(pause,), resumes=(at(8),)))
    assert [day for day, one in resumed.items() if one.why == "pause"] == [6, 7, 8]


def test_no_more_than_30_days_in_90_are_paused() -> None:
    pause = Pause(at(5), date(2026, 3, 6), date.max)
    found = days_of(learner(pauses=(pause,)), NOW + timedelta(days=100))
    paused = [one.day for one in found if one.why == "pause"]
    assert paused[:30] == [date(2026, 3, 6) + timedelta(days=index) for index in range(30)]
    assert paused[30] == date(2026, 3, 6) + timedelta(days=90)


def test_a_group_asks_for_the_days_of_its_posts() -> None:
    stay = Membership(1, at(4), at(12))
    posts = (GroupPost(1, at(4)), GroupPost(1, at(6)), GroupPost(2, at(7)), GroupPost(1, at(12)), GroupPost(1, at(13)))
    found = march(learner(memberships=(stay,), posts=posts))
    assert [day for day in found if found[day].why == "no_post"] == [5, 7, 8, 9, 10, 11]
    assert found[4].owed, "joining acts from the next day"
    assert found[13].owed, "without a group every day is owed"


def test_a_post_counts_on_the_learners_own_date() -> None:
    facts = learner("Asia/Tokyo", memberships=(Membership(1, at(3)),), posts=(GroupPost(1, at(5, 16)),))
    assert march(facts)[6].owed
    assert march(facts)[5].why == "no_post"


def test_a_missed_post_covers_once_it_is_recorded() -> None:
    facts = learner(memberships=(Membership(1, at(3)),), posts=(GroupPost(1, at(5), missed_at=at(5, 16)),))
    assert march(facts)[5].covered_at == at(5, 16)
    assert march(facts, at(5, 15))[5].covered_at is None
    assert not owes(facts, date(2026, 3, 5), NOW)


def test_more_than_two_of_the_last_six_hours_down_cover_a_day() -> None:
    def covered(*outages: Outage) -> dict[int, datetime]:
        return {day: one.covered_at for day, one in march(learner(outages=outages)).items() if one.covered_at}

    assert covered(Outage(at(5, 18), at(5, 20))) == {}
    assert covered(Outage(at(5, 18), at(5, 20, 1))) == {5: at(5, 20, 1)}
    assert covered(Outage(at(5, 10), at(5, 20))) == {}
    assert covered(Outage(at(5, 19), at(5, 20)), Outage(at(5, 22), at(6, 3))) == {5: at(6, 3)}
    assert covered(Outage(at(5, 19), at(5, 20)), Outage(at(5, 19), at(5, 20, 30))) == {}
    assert covered(Outage(at(5, 23), at(7, 20, 30))) == {6: at(7, 20, 30), 7: at(7, 20, 30)}


def test_a_kind_change_of_zone_excuses_what_it_shortens() -> None:
    east = ZoneChange(at(5, 20), "Asia/Tokyo")  # 20:00 on the 5th becomes 05:00 on the 6th
    facts = History(JOINED, (ZoneChange(JOINED, "UTC"), east))
    found = march(facts)
    assert [day for day in found if found[day].why == "zone"] == [5, 6]
    assert found[5].ends == at(5, 20)
    assert found[6].ends == day_ends(date(2026, 3, 6), "Asia/Tokyo")


def test_the_second_change_within_7_days_is_not_kind_and_a_move_west_needs_no_kindness() -> None:
    zones = [ZoneChange(JOINED, "UTC"), ZoneChange(at(5, 1), "Etc/GMT+3"), ZoneChange(at(6, 12), "UTC")]
    zones += [ZoneChange(at(7, 12), "Etc/GMT-3"), ZoneChange(at(13, 12), "Etc/GMT-4")]
    found = march(History(JOINED, tuple(zones)))
    assert [day for day in found if found[day].why == "zone"] == [6, 13]
    assert found[4].ends == at(5, 3), "the 4th ran again for two hours"


def test_a_date_left_out_by_the_zone_is_not_owed() -> None:
    joined = datetime(2011, 12, 20, tzinfo=UTC)
    found = days_of(History(joined, (ZoneChange(joined, "Pacific/Apia"),)), datetime(2012, 1, 5, tzinfo=UTC))
    assert [day.day for day in found if day.why == "zone"] == [date(2011, 12, 30)]


def test_days_begin_with_the_earliest_filled_one_and_reach_the_latest() -> None:
    fills = (Fill(date(2026, 2, 27), at(2, 11)), Fill(date(2026, 3, 21), at(20, 9)))
    found = days_of(learner(fills=fills), NOW)
    assert (found[0].day, found[-1].day) == (date(2026, 2, 27), date(2026, 3, 21))
    assert found[0].filled_at == at(2, 11)
    assert [day.day for day in days_of(learner(), NOW, date(2026, 3, 18))] == [date(2026, 3, d) for d in (18, 19, 20)]


def test_midnight_is_the_learners_own() -> None:
    found = march(learner("America/New_York"))
    assert found[7].ends == datetime.combine(date(2026, 3, 8), time(5), UTC)
    assert found[8].ends == datetime.combine(date(2026, 3, 9), time(4), UTC)
