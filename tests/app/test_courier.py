"""Letters leave exactly once where the history can be read, at most once where it cannot, whatever dies in between."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.intents import Answer, Intent, ShowResult
from bot.refs import MessageRef
from tests.app.doom import tick_and_die
from tests.clubs import Club, settled
from tests.platforms.lossy import Lossy

EVERY_DAY = "0,1,2,3,4,5,6"


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    club = Club(stored_url)
    yield club
    club.close()


def days_of_dying(club: Club) -> int:
    """One death a day, each a step later in the tick that posts; after it a restart, and after the lease another tick.

    The number of places where it died.
    """
    club.until(2, 10)
    steps = 0
    died = True
    while died:
        steps += 1
        club.now += timedelta(days=1)
        died = tick_and_die(club, steps)
        club.tick(club.another_app() if steps % 7 == 0 else None)
        club.now += timedelta(minutes=10)
        club.tick()
        club.answer("Ann")  # so that the group is not silent
        club.now -= timedelta(minutes=10)
    return steps - 1


def test_no_death_doubles_or_loses_a_message(club: Club) -> None:
    club.group(channels=("C1", "C2"), weekdays=EVERY_DAY)
    places = days_of_dying(club)
    assert places > 20
    days = places + 2
    assert [state for _, state in club.dailies()] == ["revealed"] * (days - 1) + ["open"]
    for channel in (1, 2):
        keys = club.platform.delivered(f"C{channel}")
        for day in range(1, days + 1):
            assert keys.count(f"daily:{day}:{channel}") == 1
        for day in range(1, days):
            assert keys.count(f"reveal:{day}:{channel}") == 1
            assert keys.index(f"reveal:{day}:{channel}") > keys.index(f"daily:{day}:{channel}")
        assert len(keys) == 2 * days - 1
    assert {state for key, state in club.states().items() if not key.startswith("few")} == {"sent"}
    assert Counter(state for _, state, _ in club.platform.posts())["open"] == 2


def test_where_nobody_can_look_a_daily_is_posted_once_at_most(club: Club) -> None:
    club.group(weekdays=EVERY_DAY)
    club.platform.can_look = False
    places = days_of_dying(club)
    days = places + 2
    keys = club.platform.delivered("C1")
    for day in range(1, days + 1):
        assert keys.count(f"daily:{day}:1") <= 1
        state = club.states()[f"daily:{day}:1"]
        assert state in ("sent", "unknown")
        assert state == "unknown" or keys.count(f"daily:{day}:1") == 1
    for day in range(1, days):
        assert keys.count(f"reveal:{day}:1") >= 1  # results are sent again rather than lost
    assert "unknown" in club.states().values()


@pytest.mark.parametrize("fault", ["before", "after"])
def test_a_lost_answer_is_looked_for_before_anything_is_sent_again(club: Club, fault: str) -> None:
    club.group()
    faults = iter([fault])
    club.platform.faults = lambda operation, key: next(faults, None) if operation == "send" else None
    club.until(2, 10)
    assert club.states() == {"daily:1:1": "sending"}
    club.jump(seconds=30)
    club.tick()
    assert club.platform.delivered() == ["daily:1:1"]
    assert club.states() == {"daily:1:1": "sent"}
    operations = [operation for operation, key in club.platform.calls if key == "daily:1:1"]
    assert operations == ["send", "find"] + (["send"] if fault == "before" else [])


def test_a_claim_is_left_alone_while_its_lease_holds(club: Club) -> None:
    club.group()
    slow = Lossy(faults=lambda operation, key: "hang")
    club.jump(hours=1)

    async def other_replica_meanwhile() -> None:
        sending = club.another_app(slow)
        asking = asyncio.create_task(sending.tick(watch=False))
        while not slow.calls:
            await asyncio.sleep(0)
        assert slow.calls == [("send", "daily:1:1")]
        await club.app.tick(watch=False)
        club.jump(seconds=100)
        await sending.tick(wait=False, watch=False)  # renews
        club.jump(seconds=100)
        await club.app.tick(watch=False)
        assert club.platform.calls == []
        club.jump(seconds=300)
        await club.app.tick(watch=False)  # nobody has renewed it: whoever sent it is gone
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await sending.courier.stop(0)

    asyncio.run(settled(other_replica_meanwhile()))
    assert club.platform.calls == [("find", "daily:1:1"), ("send", "daily:1:1")]
    assert club.states() == {"daily:1:1": "sent"}


def test_two_apps_post_each_daily_once(club: Club) -> None:
    for number in range(1, 21):
        club.group(number, channels=(f"C{number}",))
    other = club.another_app()
    club.jump(hours=1)

    async def both() -> None:
        await asyncio.gather(club.app.tick(watch=False), other.tick(watch=False), club.app.tick(watch=False))

    asyncio.run(settled(both()))
    keys = club.platform.delivered()  # the ids of dailies follow the order of the commits
    assert sorted(int(key.split(":")[1]) for key in keys) == sorted(int(key.split(":")[2]) for key in keys)
    assert Counter(key.split(":")[2] for key in keys) == Counter(str(n) for n in range(1, 21))
    assert set(club.states().values()) == {"sent"}


def test_later_is_later_and_keeps_the_order(club: Club) -> None:
    club.group(reveal_min=60)
    busy = True
    club.platform.faults = lambda operation, key: "later" if busy and operation == "send" else None
    club.jump(hours=1)
    due = club.tick()
    assert club.states() == {"daily:1:1": "queued"}
    assert due == club.now + timedelta(seconds=30)
    club.jump(seconds=29)
    club.tick()
    assert len(club.platform.calls) == 1
    busy = False
    club.jump(seconds=1)
    club.tick()
    assert club.states() == {"daily:1:1": "sent"}
    busy = True
    club.jump(hours=1)
    club.tick()
    busy = False
    club.jump(seconds=30)
    club.tick()
    assert club.platform.delivered() == ["daily:1:1", "reveal:1:1"]


def test_a_space_that_hangs_holds_up_nobody_else(club: Club) -> None:
    for number in range(1, 13):
        club.group(number, channels=(f"C{number}",))
    with club.changed() as connection:
        connection.exec_driver_sql(
            "INSERT INTO space (id, platform, key, name, state) VALUES (2, 'lossy', 'U', '', 'active')"
        )
        connection.exec_driver_sql("UPDATE channel SET space_id = 2 WHERE id = 12")
    club.platform.faults = lambda operation, key: None if key.endswith(":12") else "hang"
    club.jump(hours=1)

    async def ticks() -> None:
        await club.app.tick(wait=False, watch=False)
        while not club.platform.posts():
            await asyncio.sleep(0)
        await club.app.courier.stop(0)

    asyncio.run(settled(ticks()))
    assert [key.split(":")[2] for key in club.platform.delivered()] == ["12"]


def test_counts_come_after_two_seconds_then_every_five_and_the_last_state_always(club: Club) -> None:
    club.group()
    club.until(2, 10)
    club.answer("Ann")
    club.jump(seconds=1)
    club.tick()
    assert edits(club) == 0
    club.jump(seconds=2)
    club.tick()
    assert edits(club) == 1
    assert "1 answer so far" in club.platform.text("daily:1:1")
    for name in ("Ben", "Cid", "Dan"):
        club.jump(seconds=1)
        club.answer(name)
        club.tick()
    assert edits(club) == 1
    club.jump(seconds=2)
    club.tick()
    assert edits(club) == 2
    assert "4 answers so far" in club.platform.text("daily:1:1")
    club.jump(hours=1)
    club.tick()
    assert edits(club) == 2


def test_an_answer_during_an_edit_is_shown_by_the_next(club: Club) -> None:
    club.group()
    club.until(2, 10)
    club.answer("Ann")
    club.jump(seconds=3)
    told = iter(["Ben"])

    def answers_meanwhile(operation: str, key: str) -> None:
        for name in told if operation == "edit" else ():
            club.answer(name)

    club.platform.faults = answers_meanwhile
    club.tick()
    assert "1 answer so far" in club.platform.text("daily:1:1")
    club.jump(seconds=6)
    club.tick()
    assert "2 answers so far" in club.platform.text("daily:1:1")


def test_forty_edits_a_minute_in_one_workspace(club: Club) -> None:
    for number in range(1, 46):
        club.group(number, channels=(f"C{number}",))
    club.until(2, 10)
    for number in range(1, 46):
        club.answer("Ann", channel=f"C{number}")
    club.jump(seconds=3)
    club.tick()
    assert edits(club) == 40
    club.jump(seconds=61)
    club.tick()
    assert edits(club) == 45


def test_where_old_posts_are_dear_to_edit_counts_end_and_the_last_state_still_comes(club: Club) -> None:
    club.platform.counts_for = timedelta(minutes=50)
    club.group(reveal_min=120)
    club.until(2, 10)
    for minutes, name in ((49, "Ann"), (2, "Ben")):
        club.jump(minutes=minutes)
        club.answer(name)
        club.jump(seconds=5)
        club.tick()
    assert edits(club) == 1
    assert "1 answer so far" in club.platform.text("daily:1:1")
    club.until(2, 13)
    assert edits(club) == 2
    assert "Closed with 2 answers" in club.platform.text("daily:1:1")


def test_a_channel_that_is_gone_is_suspended_and_the_other_goes_on(club: Club) -> None:
    club.group(channels=("C1", "C2"))
    club.platform.faults = lambda operation, key: "gone" if operation == "send" and key.endswith(":1") else None
    club.until(2, 10)
    assert club.states()["daily:1:1"] == "dropped"
    assert club.states()["daily:1:2"] == "sent"
    club.until(3, 10)
    assert club.platform.delivered() == ["daily:1:2", "reveal:1:2", "daily:2:2"]
    assert club.platform.told("Ada") == ["group 1 has lost a channel"]


def test_the_group_pauses_when_its_last_channel_goes(club: Club) -> None:
    club.group()
    club.platform.faults = lambda operation, key: "gone" if operation == "send" else None
    club.until(2, 10)
    assert club.tick() is None
    assert club.dailies() == [("2026-03-02", "revealed")]
    assert club.platform.told("Ada") == ["group 1 is paused"]


@pytest.mark.parametrize("looked", [True, False], ids=["unknown", "claimed"])
def test_a_press_proves_a_post_whose_fate_nobody_knows(club: Club, looked: bool) -> None:
    club.group(reveal_min=120)
    club.platform.can_look = False
    faults = iter(["after"])
    club.platform.faults = lambda operation, key: next(faults, None) if operation == "send" else None
    club.until(2, 10)
    if looked:
        club.jump(seconds=30)
        club.tick()
    assert club.states() == {"daily:1:1": "unknown" if looked else "sending"}
    press(club, "Ann")
    assert club.states() == {"daily:1:1": "sent"}
    club.jump(seconds=5)
    club.tick()
    assert "1 answer so far" in club.platform.text("daily:1:1")
    club.until(2, 13)
    assert "Closed with 1 answer" in club.platform.text("daily:1:1")
    assert club.platform.delivered() == ["daily:1:1", "reveal:1:1"]


def test_a_process_asks_once_whether_a_post_is_known(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    club.group()
    club.until(2, 10)
    asked: list[Intent] = []
    monkeypatch.setattr("bot.app.app.prove_post", lambda intent, caller, ports: asked.append(intent))
    for name in ("Ann", "Ben", "Ann"):
        press(club, name)
    assert len(asked) == 1
    assert club.states() == {"daily:1:1": "sent"}


def test_a_press_that_was_not_on_a_post_proves_nothing(club: Club) -> None:
    club.group()
    club.platform.faults = lambda operation, key: "before" if operation == "send" else None
    club.until(2, 10)
    club.answer("Ann")
    press(club, "Ben", ShowResult(1))
    assert club.states() == {"daily:1:1": "sending"}


def press(club: Club, name: str, intent: Intent | None = None) -> None:
    """Somebody presses a control of the first message in the channel."""
    caller = replace(club.caller(name), pressed=MessageRef("lossy", "C1", "1"))
    asyncio.run(settled(club.app.call(intent or Answer(1, "a", True), caller)))


def edits(club: Club) -> int:
    return sum(operation == "edit" for operation, _ in club.platform.calls)
