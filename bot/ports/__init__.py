"""What a use case is given: the instant, randomness, the bank, and the rooms of the store.

Each room is a Protocol in a file of its own, with the rows it returns; `bot/store` implements them on one open
transaction. A use case calls these and nothing else: no I/O of its own, no commit, and it may run twice.
"""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.ports.attempts import Attempts
from bot.ports.bank import Bank
from bot.ports.boards import Boards
from bot.ports.dailies import Dailies
from bot.ports.groups import Groups
from bot.ports.people import People
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
