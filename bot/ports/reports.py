"""What learners say is wrong with questions, and what is kept out of play because of it."""

from datetime import datetime
from typing import NamedTuple, Protocol

from bot.refs import SpaceRef

EVERYWHERE = 0
"""The space id under which a question is quarantined in all spaces."""


class Reporters(NamedTuple):
    """How many learners reported one revision: in the space that was asked about, and in how many spaces."""

    here: int
    spaces: int


class ReportedQuestion(NamedTuple):
    """A reported revision: the reasons in the order of their coming, from how many spaces, since when; where it is out
    of play ("" nowhere, "everywhere", or in how many spaces) and since when; first answers, their mean score in 0..1
    and how many of them said "I don't know"."""

    question_id: str
    revision: int
    reasons: tuple[str, ...]
    spaces: int
    first_at: datetime
    quarantined: str
    quarantined_at: datetime | None
    answers: int
    mean_score: float | None
    unknown: int


class Reports(Protocol):
    """Reports and quarantines."""

    def space_id(self, space: SpaceRef) -> int | None: ...

    def last_answered(self, learner_id: int) -> str | None:
        """The question that the learner answered last."""

    def space_of_attempt(self, question_id: str, learner_id: int) -> int | None:
        """The space in which the learner last answered the question."""

    def seen(self, question_id: str, learner_id: int) -> bool:
        """Whether the learner answered the question, was shown its key, or is in a group that revealed it."""

    def revealed(self, question_id: str, learner_id: int) -> bool:
        """Whether a group of the learner's has revealed the question."""

    def store(
        self, question_id: str, revision: int, account_id: int, learner_id: int, space_id: int | None, reason: str,
        now: datetime,
    ) -> bool:  # fmt: skip
        """Keep a report; False if this learner has reported this revision before."""

    def reporters(self, question_id: str, revision: int, space_id: int | None) -> Reporters: ...

    def quarantine(self, question_id: str, revision: int, space_id: int, now: datetime) -> None:
        """Keep a revision out of play in a space, or everywhere."""

    def quarantined(self, question_id: str, revision: int, space_id: int) -> bool:
        """Whether a revision is out of play in the space."""
