"""A club that plays live rounds: what its channel shows of them, and somebody who says something."""

from collections.abc import Iterator

import pytest

from bot import intents as ask
from bot.refs import ChannelRef, MessageRef
from bot.store import round_tables as r
from bot.view.card import Card
from tests.clubs import Club
from tests.platforms.lossy import Lossy
from tests.usecases.mock import SCREEN


class Wall(Lossy):
    """The lossy platform, with the cards themselves in the order in which they were posted."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[Card] = []

    async def send(
        self, channel: ChannelRef, card: Card, delivery_key: str, under: MessageRef | None = None
    ) -> MessageRef:
        self.cards.append(card)
        return await super().send(channel, card, delivery_key, under)


@pytest.fixture
def club(stored_url: str) -> Iterator[Club]:
    club = Club(stored_url)
    club.bank.formats = {SCREEN.id: SCREEN}
    club.platform = Wall()
    club.app = club.another_app()
    club.group()
    yield club
    club.close()


def posts(club: Club) -> list[Card]:
    """What the channel shows of rounds, in order."""
    club.tick()
    assert isinstance(club.platform, Wall)
    return [card for card in club.platform.cards if card.state_word in ("live round", "asked", "key", "podium")]


def say(club: Club, intent: ask.Intent, who: str = "Ada") -> Card:
    card = club.ask(intent, who)[0].card
    assert card.title != "That is our fault", intent
    return card


def opened(club: Club, speed: bool = False) -> int:
    assert say(club, ask.StartLive("screen", questions="2", speed=speed)).state_word == "lobby"
    return int(club.rows(r.round_.select())[-1].id)
