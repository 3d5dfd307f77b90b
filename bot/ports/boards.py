"""Standings: how many points each learner has on each board.

A board is named "<scope letter><scope id>/<period key>": g group, c channel, s space. Scores are whole billionths, so
that sums do not depend on their order; `mean` is the accuracy in billionths, or -1 for a dash.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.refs import SpaceRef

BILLION = 10**9


class Total(NamedTuple):
    """A learner's row on a board. `opens` are self-assessed answers, `open_score` the sum of what they gave themselves.

    `reached_at` is the instant of the last attempt that brought points; without points, of the first attempt.
    """

    learner_id: int
    points: int
    attempts: int
    score: int
    mean: int
    opens: int
    open_score: int
    shown: bool
    reached_at: datetime


class Gain(NamedTuple):
    """What one attempt adds to a board."""

    points: int = 0
    attempts: int = 0
    score: int = 0
    opens: int = 0
    open_score: int = 0


class Named(NamedTuple):
    """A learner's name as the oldest account has it, and whether it may be shown: named, anonymous or hidden."""

    name: str
    visibility: str


class TopicAttempt(NamedTuple):
    """A counted attempt on one topic: points and score are those of the verdict that holds."""

    learner_id: int
    visibility: str
    points: int
    score: float
    self_assessed: bool
    at: datetime


class Boards(Protocol):
    """The boards of all scopes. Hidden learners are left out of everything but `row`."""

    def credit(
        self, boards: Sequence[str], learner_id: int, gain: Gain, at: datetime, shown: bool, big: Sequence[str] = ()
    ) -> None:
        """Add an attempt. `big` are those of the boards' scopes that may have boards of thousands, with a tally."""

    def count_question(self, question_id: str, revision: int, score: float, unknown: bool) -> None:
        """Add one first attempt to the question's statistics."""

    def show(self, learner_id: int, shown: bool) -> None:
        """Take a learner off all boards, or put them back."""

    def size(self, board: str) -> int:
        """How many learners are on the board. Begins to keep a tally of it when they have become thousands."""

    def ahead(self, board: str, points: int) -> int:
        """How many learners have more points."""

    def level(self, board: str, points: int) -> int:
        """How many learners have exactly so many points."""

    def row(self, board: str, learner_id: int) -> Total | None: ...

    def rows(self, board: str, limit: int, offset: int = 0) -> Sequence[Total]:
        """Rows in the order of the board."""

    def above(self, board: str, row: Total, limit: int) -> Sequence[Total]:
        """The rows just before this one, in the order of the board."""

    def below(self, board: str, row: Total, limit: int) -> Sequence[Total]:
        """The rows just after this one."""

    def names(self, learners: Iterable[int]) -> Mapping[int, Named]: ...

    def numbers(self, scope: str) -> Mapping[int, int]:
        """The numbers that anonymous learners of a scope were given."""

    def number(self, scope: str, learner_id: int, number: int) -> bool:
        """Give a number; False if the learner has one or somebody else has this one."""

    def on_topic(
        self, groups: Sequence[int], topic: str, since: tuple[date, datetime] | None, until: datetime
    ) -> Sequence[tuple[int | None, int | None, TopicAttempt]]:
        """(channel, space, attempt) of the dailies of these groups on a topic; `since` local date and instant."""

    def groups_of_space(self, space_id: int) -> Sequence[int]: ...

    def space_of(self, space: SpaceRef) -> int | None:
        """The space, if it was ever seen."""

    def space_name(self, space_id: int) -> str: ...
