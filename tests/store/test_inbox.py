"""Events seen: each is taken once, however often and by however many it is brought, and forgotten after two days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.intents import BotInvited, ChannelRenamed
from bot.ports.inbox import KEPT
from bot.store import schema
from tests.clubs import MONDAY, Club


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    made = Club(stored_url)
    yield made
    made.close()


def take(club: Club, key: str) -> bool:
    return club.do(lambda ports: ports.inbox.take(key, ports.now))


def test_an_event_is_taken_once(club: Club) -> None:
    assert [take(club, "a"), take(club, "b"), take(club, "a")] == [True, True, False]
    assert take(club, "a") is False


def test_it_is_forgotten_after_two_days_and_no_sooner(club: Club) -> None:
    assert take(club, "a")
    club.now = MONDAY + KEPT
    assert not take(club, "a")
    club.now = MONDAY + KEPT + timedelta(seconds=1)
    assert take(club, "a")
    assert len(club.rows(sa.select(schema.event_seen.c.key))) == 1


async def test_what_is_noticed_is_stored_with_its_event(club: Club) -> None:
    caller = club.caller("Ada")
    assert await club.app.notice("e1", (BotInvited(), caller), (ChannelRenamed(), caller))
    assert not await club.app.notice("e1", (BotInvited(), caller))
    assert await club.another_app().notice("e2")
    assert len(club.rows(sa.select(schema.outbox.c.id))) == 1


async def test_a_refused_notice_does_not_come_back_for_ever(club: Club) -> None:
    nowhere = replace(club.caller("Ada"), channel=None)
    assert await club.app.notice("e1", (BotInvited(), nowhere))
    assert not await club.app.notice("e1", (BotInvited(), nowhere))
