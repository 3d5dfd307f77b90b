"""What a learner sees of one daily: the question in its shown order, and their own attempt with everything it brought.

The results of the answering use cases. They hold the whole question; presenters decide what of it may be seen.
"""

from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from bot.domain.errors import QuestionGone
from bot.domain.grading import Verdict, grade
from bot.domain.question import Question
from bot.domain.response import Assessed, Response, decode
from bot.domain.shuffle import shuffled
from bot.ports import Ports
from bot.ports.attempts import AttemptRow
from bot.ports.dailies import Daily
from bot.ports.people import Person
from bot.usecases.held_back import is_held_back
from bot.usecases.streaks import StreakNow


@dataclass(frozen=True, slots=True)
class Sitting:
    """A daily as one learner meets it before answering: no key may be drawn from it."""

    daily: Daily
    question: Question
    shown: tuple[str, ...]
    hints: int
    member: bool
    written: str = ""
    """The code of the learner's last run at it."""


class Outcome(NamedTuple):
    """A stored attempt: what was said, how it was graded, what it brought. `hidden`: the verdict waits for the reveal.

    `again` says that the attempt was there already; `pays` that it scored for the boards; `carried` names the other
    groups in which the same answer counts. With `welcome`, `person` is who is welcomed; `zone_guessed`: nobody told
    their zone, so it is the group's until they do.
    """

    daily: Daily
    question: Question
    shown: tuple[str, ...]
    response: Response
    verdict: Verdict
    attempt: AttemptRow
    streak: StreakNow
    hidden: bool
    again: bool = False
    carried: tuple[str, ...] = ()
    reached_quorum: bool = False
    welcome: bool = False
    person: Person | None = None
    zone_guessed: bool = False


def question_of(daily: Daily, ports: Ports) -> Question:
    """The question of a daily. Raises QuestionGone if the bank has lost it."""
    question = ports.bank.get(daily.question_id)
    if question is None:
        raise QuestionGone()
    return question


def shown_order(question: Question, daily: Daily) -> tuple[str, ...]:
    """The order in which this daily shows the question's parts, the same everywhere."""
    return shuffled(question, f"d{daily.id}")


def sit(daily: Daily, person: Person, ports: Ports) -> Sitting:
    """The daily before it is answered."""
    question = question_of(daily, ports)
    return Sitting(
        daily,
        question,
        shown_order(question, daily),
        ports.dailies.hints_of(daily.id, person.learner_id),
        ports.groups.is_member(daily.group_id, person.learner_id),
    )


def recall(daily: Daily, attempt: AttemptRow, streak: StreakNow, ports: Ports) -> Outcome:
    """A stored attempt as it is seen now; the verdict on show is the stored one's score with fresh feedback."""
    question = question_of(daily, ports)
    response = decode(attempt.response)
    if isinstance(response, Assessed):
        response = replace(response, levels=ports.attempts.levels_of(attempt.id))
    return Outcome(
        daily,
        question,
        shown_order(question, daily),
        response,
        grade(question, response),
        attempt,
        streak,
        hidden=is_held_back(daily),
        again=True,
    )
