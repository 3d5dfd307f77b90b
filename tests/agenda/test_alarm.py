"""The alarm on APScheduler itself: it keeps ringing, rings on time, and never beside itself."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.agenda.alarm import Alarm


def present() -> datetime:
    return datetime.now(UTC)


async def ring_until(tick: Callable[[], Awaitable[datetime | None]], enough: asyncio.Event, every: timedelta) -> None:
    alarm = Alarm(tick, present, every)
    alarm.start()
    try:
        await asyncio.wait_for(enough.wait(), 20)
    finally:
        await alarm.stop()


async def test_a_tick_that_fails_is_followed_by_the_next(caplog: pytest.LogCaptureFixture) -> None:
    enough = asyncio.Event()
    rings = 0

    async def tick() -> None:
        nonlocal rings
        rings += 1
        if rings == 1:
            raise ConnectionError("no database for a moment")
        enough.set()

    await ring_until(tick, enough, timedelta(milliseconds=20))
    assert rings == 2
    assert "the next one does its work" in caplog.text


async def test_it_wakes_at_the_instant_that_the_tick_named() -> None:
    enough = asyncio.Event()
    rings: list[datetime] = []
    due: list[datetime] = []

    async def tick() -> datetime | None:
        rings.append(present())
        if len(rings) == 2:
            enough.set()
            return None
        due.append(present() + timedelta(milliseconds=50))
        return due[0]

    await ring_until(tick, enough, timedelta(minutes=10))
    assert rings[1] >= due[0]  # and long before the ten minutes, or the wait above had ended first


async def test_a_long_tick_is_never_joined_by_a_second_one() -> None:
    enough = asyncio.Event()
    inside = 0
    rings = 0

    async def tick() -> None:
        nonlocal inside, rings
        inside += 1
        rings += 1
        assert inside == 1
        for _ in range(5):
            await asyncio.to_thread(present)
        loop = asyncio.get_running_loop()
        late = loop.time() + 0.05
        while loop.time() < late:  # several periods pass
            await asyncio.to_thread(present)
        inside -= 1
        if rings == 3:
            enough.set()

    await ring_until(tick, enough, timedelta(milliseconds=10))
    assert rings >= 3


async def test_stopping_waits_for_the_tick_that_runs(caplog: pytest.LogCaptureFixture) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    finished: list[bool] = []

    async def tick() -> datetime:
        begun.set()
        await go_on.wait()
        finished.append(True)
        return present() + timedelta(milliseconds=5)

    alarm = Alarm(tick, present, timedelta(milliseconds=10))
    alarm.start()
    await asyncio.wait_for(begun.wait(), 20)
    stopping = asyncio.create_task(alarm.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    go_on.set()
    await asyncio.wait_for(stopping, 20)
    assert finished == [True]
    assert caplog.text == ""
