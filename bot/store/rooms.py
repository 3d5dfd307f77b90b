"""All rooms of the store on one transaction: what `Ports` is made of."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from bot.ports import Ports
from bot.ports.bank import Bank
from bot.store.administration import StoredAdministration
from bot.store.agenda import StoredAgenda
from bot.store.attempts import StoredAttempts
from bot.store.boards import StoredBoards
from bot.store.corrections import StoredCorrections
from bot.store.dailies import StoredDailies
from bot.store.derived import StoredDerived
from bot.store.drafts import StoredDrafts
from bot.store.groups import StoredGroups
from bot.store.identity import StoredIdentity
from bot.store.inbox import StoredInbox
from bot.store.installations import StoredInstallations
from bot.store.memberships import StoredMemberships
from bot.store.outbox import StoredOutbox
from bot.store.people import StoredPeople
from bot.store.places import StoredPlaces
from bot.store.posts import StoredPosts
from bot.store.practice import StoredPractice
from bot.store.privacy import StoredPrivacy
from bot.store.reports import StoredReports
from bot.store.rounds import StoredRounds
from bot.store.runs import StoredRuns
from bot.store.seasons import StoredSeasons
from bot.store.settings import StoredSettings
from bot.store.shares import StoredShares
from bot.store.streaks import StoredStreaks
from bot.store.tx import Tx

ROOMS: dict[str, Callable[[Tx], object]] = {
    "posts": StoredPosts,
    "agenda": StoredAgenda,
    "administration": StoredAdministration,
    "derived": StoredDerived,
    "drafts": StoredDrafts,
    "places": StoredPlaces,
    "shares": StoredShares,
    "corrections": StoredCorrections,
    "identity": StoredIdentity,
    "inbox": StoredInbox,
    "installations": StoredInstallations,
    "memberships": StoredMemberships,
    "practice": StoredPractice,
    "privacy": StoredPrivacy,
    "reports": StoredReports,
    "rounds": StoredRounds,
    "runs": StoredRuns,
    "seasons": StoredSeasons,
    "settings": StoredSettings,
}
"""How each room is opened that not every answer needs."""


class Rooms(Ports):
    """The ports of one call. The rooms of an answer stand open, any other one opens when it is first entered."""

    __slots__ = ("_tx",)

    def __init__(self, tx: Tx, now: datetime, rng: Random, bank: Bank) -> None:
        self._tx = tx
        self.now = now
        self.rng = rng
        self.bank = bank
        self.judged = frozenset()
        self.people = StoredPeople(tx, rng.randrange)
        self.groups = StoredGroups(tx)
        self.dailies = StoredDailies(tx)
        self.attempts = StoredAttempts(tx)
        self.streaks = StoredStreaks(tx)
        self.boards = StoredBoards(tx)
        self.outbox = StoredOutbox(tx)

    def __getattr__(self, name: str) -> object:
        if name not in ROOMS:
            raise AttributeError(name)
        room = ROOMS[name](self._tx)
        setattr(self, name, room)
        return room


def open_rooms(tx: Tx, now: datetime, rng: Random, bank: Bank) -> Ports:
    """The ports of one call."""
    return Rooms(tx, now, rng, bank)
