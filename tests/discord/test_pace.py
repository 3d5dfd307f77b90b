"""Turns of calls: so many a second, none while Discord has shut us out, and a count of what it refuses."""

import logging
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from adapters.discord.faults import PAUSE
from adapters.discord.pace import ALARM, WINDOW, Pace
from bot.view.messenger import TryLater


class Clock:
    """Seconds that pass when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refusal(status: int, code: int = 0, kind: type[discord.HTTPException] = discord.HTTPException) -> Any:
    response: Any = SimpleNamespace(status=status, reason="", headers={})

    async def call() -> None:
        raise kind(response, {"code": code, "message": "no"})

    return call


async def fine() -> str:
    return "done"


async def test_calls_are_so_far_apart(clock: Clock) -> None:
    pace = Pace(10, clock, clock.wait)
    for _ in range(21):
        assert await pace.call(fine) == "done"
    assert clock.now == pytest.approx(2.0)


async def test_a_long_bucket_is_tried_later(clock: Clock) -> None:
    async def limited() -> None:
        raise discord.RateLimited(42.5)

    with pytest.raises(TryLater) as later:
        await Pace(10, clock, clock.wait).call(limited)
    assert later.value.seconds == 42.5


@pytest.mark.parametrize("door", [refusal(429), refusal(403, 40333)])
async def test_after_the_door_was_shut_nothing_is_called_for_minutes(clock: Clock, door: Any) -> None:
    pace = Pace(10, clock, clock.wait)
    with pytest.raises(TryLater):
        await pace.call(door)
    clock.now += PAUSE / 2
    with pytest.raises(TryLater) as later:
        await pace.call(fine)
    assert later.value.seconds == pytest.approx(PAUSE / 2)
    clock.now += PAUSE / 2
    assert await pace.call(fine) == "done"


async def test_a_dead_token_is_told_and_a_spent_one_is_not(clock: Clock) -> None:
    pace = Pace(10, clock, clock.wait)
    with pytest.raises(discord.HTTPException):
        await pace.call(refusal(401, 50027))
    assert not pace.dead.is_set()
    with pytest.raises(discord.HTTPException):
        await pace.call(refusal(401))
    assert pace.dead.is_set()


def test_a_thousand_refusals_in_ten_minutes_are_an_alarm(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    pace = Pace(10, clock, clock.wait)
    for status, scope in [(200, ""), (404, ""), (429, "shared")] * 500:
        pace.count(status, scope)
    assert pace.refused == 0
    with caplog.at_level(logging.ERROR):
        for _ in range(ALARM - 1):
            pace.count(403)
        assert not caplog.records
        pace.count(401)
        pace.count(429, "user")
    assert len(caplog.records) == 1
    clock.now += WINDOW + 1
    pace.count(403)
    assert pace.refused == 1
