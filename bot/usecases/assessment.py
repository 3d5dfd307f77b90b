"""Rate one's own open answer against its rubric: levels only, no points, and it may be done again."""

from dataclasses import dataclass

import msgspec

from bot.domain.errors import NothingToAssess, RatedLater
from bot.domain.grading import grade
from bot.domain.question import Open
from bot.domain.response import Assessed, decode
from bot.domain.rubric import assess as checked
from bot.domain.rubric import criteria, said_levels
from bot.intents import AssessAnswer
from bot.ports import Ports
from bot.ports.attempts import AttemptRow
from bot.ports.dailies import Daily
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.held_back import is_held_back
from bot.usecases.rebuild import rebuild_boards
from bot.usecases.sitting import Outcome, question_of, recall
from bot.usecases.streaks import streak_now

ENCODE = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class AssessSheet:
    """An open answer that is being rated: the levels given so far, in the rubric's order, and what is still to rate."""

    daily: Daily
    question: Open
    text: str
    given: tuple[str, ...]

    @property
    def left(self) -> tuple[str, ...]:
        """Keys of the criteria without a level."""
        return tuple(criteria(self.question.answer))[len(self.given) :]


def assess(intent: AssessAnswer, caller: Caller, ports: Ports) -> Outcome | AssessSheet:
    """Store the levels as a new verdict; a sheet to go on with when some are missing.

    Raises NothingToAssess, RatedLater, or NotALevel with what was said.
    """
    sheet, attempt, person = sheet_of(intent, caller, ports)
    if not sheet.given or sheet.left:
        return sheet
    keys = tuple(criteria(sheet.question.answer))
    levels = checked(sheet.question.answer, dict(zip(keys, sheet.given, strict=True)))
    response = decode(attempt.response)
    assert isinstance(response, Assessed), "an open answer is a text"
    score = grade(sheet.question, msgspec.structs.replace(response, levels=levels)).score
    ports.attempts.judge(
        attempt.id, sheet.question.rev, score, 0, "assessment", ports.now, detail=ENCODE(levels).decode()
    )  # fmt: skip
    rebuild_boards(person.learner_id, ports)
    now = attempt._replace(score=score)
    return recall(sheet.daily, now, streak_now(person, ports), ports)


def assess_form(intent: AssessAnswer, caller: Caller, ports: Ports) -> AssessSheet:
    """What the next page of the form asks for."""
    return sheet_of(intent, caller, ports)[0]


def sheet_of(intent: AssessAnswer, caller: Caller, ports: Ports) -> tuple[AssessSheet, AttemptRow, Person]:
    """The open answer that is meant (the newest one, when no daily is named) and the levels said so far."""
    person = ports.people.enrol(caller, ports.now)
    daily_id = intent.daily or ports.attempts.last_open_daily(person.learner_id)
    daily = ports.dailies.get(daily_id) if daily_id else None
    attempt = ports.attempts.of_daily(daily.id, person.learner_id) if daily else None
    if daily is None or attempt is None:
        raise NothingToAssess()
    question = question_of(daily, ports)
    response = decode(attempt.response)
    if not isinstance(question, Open) or not isinstance(response, Assessed):
        raise NothingToAssess()
    if is_held_back(daily):
        raise RatedLater(at=daily.reveal_at)
    names = tuple(criteria(question.answer))
    said = said_levels(intent.levels, names)
    text = response.text or "\n\n".join(response.stages.values())
    return AssessSheet(daily, question, text, said), attempt, person
