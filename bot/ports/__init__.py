"""What a use case is given: the instant, randomness, the bank, and the rooms of the store.

Each room is a Protocol in a file of its own, with the rows it returns; `bot/store` implements them on one open
transaction. A use case calls these and nothing else: no I/O of its own, no commit, and it may run twice.
"""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.ports.administration import Administration
from bot.ports.agenda import Agenda
from bot.ports.attempts import Attempts
from bot.ports.bank import Bank
from bot.ports.boards import Boards
from bot.ports.corrections import Corrections
from bot.ports.dailies import Dailies
from bot.ports.derived import Derived
from bot.ports.drafts import Drafts
from bot.ports.groups import Groups
from bot.ports.identity import Identity
from bot.ports.inbox import Inbox
from bot.ports.installations import Installations
from bot.ports.memberships import Memberships
from bot.ports.outbox import Outbox
from bot.ports.people import People
from bot.ports.places import Places
from bot.ports.posts import Posts
from bot.ports.practice import Practice
from bot.ports.privacy import Privacy
from bot.ports.reports import Reports
from bot.ports.rounds import Rounds
from bot.ports.runs import Runs
from bot.ports.seasons import Seasons
from bot.ports.settings import Settings
from bot.ports.shares import Shares
from bot.ports.streaks import Streaks


@dataclass(slots=True)
class Ports:
    """Everything a use case may touch. `now` is an aware UTC datetime, the same throughout one call."""

    now: datetime
    rng: Random
    bank: Bank
    people: People
    groups: Groups
    dailies: Dailies
    attempts: Attempts
    streaks: Streaks
    boards: Boards
    administration: Administration
    derived: Derived
    drafts: Drafts
    places: Places
    shares: Shares
    corrections: Corrections
    identity: Identity
    inbox: Inbox
    installations: Installations
    memberships: Memberships
    practice: Practice
    privacy: Privacy
    reports: Reports
    rounds: Rounds
    runs: Runs
    seasons: Seasons
    settings: Settings
    posts: Posts
    agenda: Agenda
    outbox: Outbox
    judged: frozenset[str] = frozenset()  # what a judge can do here (`needs_of`); what needs more is never chosen
