"""All rooms of the store on one transaction: what `Ports` is made of."""

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
from bot.store.seasons import StoredSeasons
from bot.store.settings import StoredSettings
from bot.store.shares import StoredShares
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
        posts=StoredPosts(tx),
        agenda=StoredAgenda(tx),
        outbox=StoredOutbox(tx),
        administration=StoredAdministration(tx),
        derived=StoredDerived(tx),
        drafts=StoredDrafts(tx),
        places=StoredPlaces(tx),
        shares=StoredShares(tx),
        corrections=StoredCorrections(tx),
        identity=StoredIdentity(tx),
        inbox=StoredInbox(tx),
        installations=StoredInstallations(tx),
        memberships=StoredMemberships(tx),
        practice=StoredPractice(tx),
        privacy=StoredPrivacy(tx),
        reports=StoredReports(tx),
        seasons=StoredSeasons(tx),
        settings=StoredSettings(tx),
    )
