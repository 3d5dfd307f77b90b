"""Everything that is derived, beside the facts that it follows from: for the rebuild and its proof.

What is kept is written by the use cases as things happen; here it is read whole, compared, and put right.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.domain.streak import LedgerRow, StreakState
from bot.ports.boards import Total


class Fact(NamedTuple):
    """An attempt with the verdict that holds. `zone` and `season` are what its daily's group says of that daily,
    or what held when its live round began.

    `channel_id` is None where the channel has no boards of its own. `held`: the verdict waits for the reveal, or for
    the end of the round's question.
    """

    id: int
    account_id: int
    question_id: str
    at: datetime
    counts: bool
    self_assessed: bool
    group_id: int | None
    channel_id: int | None
    space_id: int | None
    score: float
    points: int
    zone: str
    season: str
    held: bool


class HeldBack(NamedTuple):
    """A counted attempt whose verdict waited for the reveal, and whether its learner is on the boards."""

    learner_id: int
    shown: bool
    fact: Fact


class Exposure(NamedTuple):
    """An account saw the key (or the stem) of a question."""

    account_id: int
    question_id: str
    at: datetime


class KeptStreak(NamedTuple):
    """A streak as it is kept. `stale`: it is known that it must be rebuilt when it is next looked at."""

    state: StreakState
    length: int
    freezes: int
    longest: int
    stale: bool


class Turn(NamedTuple):
    """A daily's counts as kept, and the facts that they follow from; `order` are its answers, the first one first:

    True for a learner who was on the roster at the post.
    """

    daily_id: int
    answered: int
    roster: int
    roster_answered: int
    quorum: bool
    share: int
    expected: int
    order: tuple[bool, ...]


class GroupTurn(NamedTuple):
    """A revealed daily as the group's streak sees it. `covered`: missed, or of unknown fate, before its reveal."""

    posted_at: datetime
    reveal_at: datetime | None
    revealed_at: datetime
    covered: bool
    roster: int
    expected: int
    quorum: bool


class Derived(Protocol):
    """Reads and replaces what is derived."""

    def learners(self, after: int, limit: int) -> Sequence[int]:
        """Everybody of whom anything is known or kept, by id, after one."""

    def facts(self, learner_id: int) -> Sequence[Fact]:
        """All attempts of the learner's accounts, in the order in which they were made."""

    def held_back(self, daily_id: int) -> Sequence[HeldBack]:
        """All attempts at a daily that count on boards, in the order in which they were made."""

    def held_in_round(self, item_id: int) -> Sequence[HeldBack]:
        """The same of a live round's question: none in a round that counts on no board."""

    def exposures(self, learner_id: int) -> Sequence[Exposure]: ...

    def hidden(self, learner_id: int) -> bool: ...

    def totals(self, learner_id: int) -> Mapping[str, Total]:
        """The learner's rows by board."""

    def replace_totals(self, learner_id: int, new: Mapping[str, Total]) -> None:
        """Make the learner's rows these, tallies included; nothing is written where nothing differs."""

    def aside(self, learner_id: int) -> frozenset[int]:
        """The learner's attempts that are set aside."""

    def replace_aside(self, learner_id: int, new: frozenset[int]) -> None: ...

    def filled(self, learner_id: int) -> Mapping[str, int]:
        """Filled study days and the attempts that fill them, as kept."""

    def streak(self, learner_id: int) -> KeptStreak | None: ...

    def ledger(self, learner_id: int) -> Sequence[LedgerRow]:
        """The whole ledger, oldest row first."""

    def members(self, learner_id: int) -> Mapping[int, tuple[int, bool]]:
        """Memberships as kept: by group when it began (microseconds) and whether it is active."""

    def turns(self, after: int, limit: int) -> Sequence[Turn]:
        """Posted dailies by id, after one."""

    def put_turn(self, turn: Turn) -> None:
        """Keep other counts of a daily; a quorum that was reached stays."""

    def question_stats(self) -> Mapping[tuple[str, int], tuple[int, int, int]]:
        """As kept: by question and revision the first attempts, the sum of their scores, and how many did not know."""

    def counted_questions(self, unknown: str) -> Mapping[tuple[str, int], tuple[int, int, int]]:
        """The same from the facts; `unknown` is how "I don't know" is stored."""

    def replace_question_stats(self, new: Mapping[tuple[str, int], tuple[int, int, int]]) -> None: ...

    def tallied(self) -> Sequence[str]:
        """Boards that have a tally."""

    def tally(self, board: str) -> Mapping[int, int]:
        """A tally as kept; the row -1 counts everybody."""

    def counted_tally(self, board: str) -> Mapping[int, int]:
        """The same from the board's rows."""

    def replace_tally(self, board: str, new: Mapping[int, int]) -> None: ...

    def groups(self) -> Sequence[tuple[int, int, int]]:
        """All groups: id, streak, longest streak."""

    def group_turns(self, group_id: int) -> Sequence[GroupTurn]:
        """The group's revealed dailies in the order of their reveals."""

    def put_group_streak(self, group_id: int, length: int, longest: int) -> None: ...
