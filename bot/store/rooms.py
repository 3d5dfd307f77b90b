"""All rooms of the store on one transaction: what `Ports` is made of."""

from datetime import datetime
from random import Random

from bot.ports import Ports
from bot.ports.bank import Bank
from bot.store.attempts import StoredAttempts
from bot.store.boards import StoredBoards
from bot.store.dailies import StoredDailies
from bot.store.groups import StoredGroups
from bot.store.people import StoredPeople
from bot.store.streaks import StoredStreaks
from bot.store.tx import Tx


def open_rooms(tx: Tx, now: datetime, rng: Random, bank: Bank) -> Ports:
    """The ports of one call."""
    return Ports(
        now=now,
        rng=rng,
        bank=bank,
        people=StoredPeople(tx, rng.randrange),
        groups=StoredGroups(tx),
        dailies=StoredDailies(tx),
        attempts=StoredAttempts(tx),
        streaks=StoredStreaks(tx),
        boards=StoredBoards(tx),
    )
