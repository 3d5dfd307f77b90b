"""The report of a round that has ended: scores with their intervals, times, what was missed, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import NoRound, RoundNotOver
from bot.domain.question import Open, Question
from bot.domain.response import Assessed, DontKnow, Response, decode
from bot.domain.round_report import Mark, Share, Step, by_band, by_topic, graded, missed, next_steps, share
from bot.domain.rubric import evidence
from bot.intents import ExportRound, ShowReport, ShowRounds
from bot.ports import Ports
from bot.ports.rounds import Item, Rating, Round, RoundAnswer
from bot.refs import Caller
from bot.usecases.rounds import OVER, Seat, order, seat_of, settle, stage_of

PAGE = 5
BEFORE = 3
"""So many of one's last rounds of the same format are compared with."""
TWO_MINUTES = 300
"""Words in two minutes of speech: 150 a minute is a usual pace for a talk in English."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the report, with what was asked, said and thought of it."""

    item: Item
    question: Question | None
    shown: tuple[str, ...]
    response: Response | None
    mark: Mark
    levels: dict[str, int]
    words: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """One of one's rounds: when it ended, and what the machine gave it."""

    round: Round
    score: Share | None


@dataclass(frozen=True, slots=True)
class Report:
    """A round looked back at. `points` in hundredths, from first attempts alone; `own` is the round's own score."""

    seat: Seat
    lines: tuple[Line, ...]
    score: Share | None
    topics: dict[str, Share]
    bands: dict[str, Share]
    steps: tuple[Step, ...]
    earlier: tuple[Earlier, ...]
    points: int
    own: int
    page: int = 1

    @property
    def missed(self) -> tuple[Line, ...]:
        """What was not right, the worst first."""
        marks = missed(line.mark for line in self.lines)
        return tuple(line for mark in marks for line in self.lines if line.mark is mark)

    @property
    def unrated(self) -> tuple[Line, ...]:
        """Answers that still want a rating by the learner."""
        return tuple(line for line in self.lines if can_be_rated(line) and not line.levels)


@dataclass(frozen=True, slots=True)
class Rounds:
    """A page of one's rounds, the newest first; `more` says that older ones follow."""

    entries: tuple[Earlier, ...]
    formats: dict[str, str]
    page: int
    more: bool


def show_report(intent: ShowReport | ExportRound, caller: Caller, ports: Ports) -> Report:
    """The report of a round by its number; 0 is the last one that ended.

    Raises NoRound, NoSuchRound or RoundNotOver.
    """
    person = ports.people.enrol(caller, ports.now)
    number = intent.round
    if not number:
        last = ports.rounds.of_learner(person.learner_id, 0, 1)
        if not last:
            raise NoRound()
        number = last[0].id
    seat = settle(seat_of(number, person, ports), ports)
    if seat.round.state not in OVER:
        raise RoundNotOver(round=seat.round.id)
    page = intent.page if isinstance(intent, ShowReport) else 1
    return replace(report_of(seat, ports), page=page)


def show_rounds(intent: ShowRounds, caller: Caller, ports: Ports) -> Rounds:
    """A page of the caller's rounds; a page that is not there is the first."""
    person = ports.people.enrol(caller, ports.now)
    page = intent.page if 1 <= intent.page <= 10_000 else 1
    found = ports.rounds.of_learner(person.learner_id, (page - 1) * PAGE, PAGE + 1)
    if not found and page > 1:
        page, found = 1, ports.rounds.of_learner(person.learner_id, 0, PAGE + 1)
    names = {one.id: one.title for one in ports.bank.formats.values()}
    mine = person.learner_id
    return Rounds(tuple(score_of(one, mine, ports) for one in found[:PAGE]), names, page, len(found) > PAGE)


def report_of(seat: Seat, ports: Ports) -> Report:
    """The report of a round that has ended."""
    learner = seat.person.learner_id
    answers = own_answers(seat.round.id, learner, ports)
    ratings = ports.rounds.ratings(seat.round.id)
    lines = tuple(line_of(item, answers.get(item.id), ratings, ports) for item in seat.items)
    marks = [line.mark for line in lines]
    past = ports.rounds.of_learner(learner, 0, 50)
    played: dict[str, int] = {}
    for one in past:
        played[one.format] = played.get(one.format, 0) + 1
    formats = [one.id for one in sorted(ports.bank.formats.values(), key=lambda one: one.title) if "solo" in one.modes]
    before = [one for one in past if one.format == seat.round.format and one.id < seat.round.id]
    attempts = [ports.attempts.get(one.attempt_id) for one in answers.values() if one.attempt_id]
    return Report(
        seat,
        lines,
        share([one.score or 0.0 for one in graded(marks)]),
        by_topic(marks),
        by_band(marks),
        tuple(next_steps(marks, seat.round.format, formats, played)),
        tuple(score_of(one, learner, ports) for one in before[:BEFORE]),
        sum(one.points for one in attempts if one is not None),
        sum(one.points for one in answers.values()),
    )


def line_of(item: Item, answer: RoundAnswer | None, ratings: Sequence[Rating], ports: Ports) -> Line:
    """One item: its mark, and what it was about as far as the bank still knows."""
    question = ports.bank.get(item.question_id)
    response = decode(answer.response) if answer is not None else None
    text = response.text if isinstance(response, Assessed) else ""
    rating = next((one for one in ratings if one.item_id == item.id), None)
    return Line(
        item,
        question,
        order(question, item) if question is not None else (),
        response,
        mark_of(item, question, answer, response, text, rating is not None),
        dict(rating.levels) if rating is not None else {},
        len(text.split()),
    )


def mark_of(
    item: Item, question: Question | None, answer: RoundAnswer | None, response: Response | None, text: str, rated: bool
) -> Mark:
    """An item as the domain's report takes it."""
    topic = question.topic if question else item.question_id.split(".", 1)[0]
    stage = stage_of(question, item) if question else None
    by_people = isinstance(question, Open) and (stage is None or stage.numeric is None)
    score = None if by_people else answer.score if answer is not None else 0.0
    if answer is None:
        outcome = "late" if item.why == "late" else "skipped"
    else:
        outcome = "unknown" if isinstance(response, DontKnow) else "answered"
    first = isinstance(question, Open) and (not item.stage or question.answer.stages[0].id == item.stage)
    wanted = question.answer.evidence if isinstance(question, Open) and first and text else ()
    lacking = tuple(tick.evidence for tick in evidence(wanted, text) if not tick.found)
    if wanted and len(text.split()) > TWO_MINUTES:
        lacking += ("two-minutes",)
    parts = max(1, len(question.answer.stages)) if isinstance(question, Open) else 1
    expected = question.difficulty.time_s / parts if question else 0.0
    band = question.band if question else "mid"
    kind = question.kind if question else ""
    took = answer.took if answer is not None else item.spent
    return Mark(
        item.question_id, item.stage, topic, band, kind, outcome, score, took, expected, rated, lacking  # type: ignore[arg-type]
    )  # fmt: skip


def can_be_rated(line: Line) -> bool:
    """Whether a rubric goes with an answer that was given."""
    if not isinstance(line.question, Open) or not isinstance(line.response, Assessed):
        return False
    stage = stage_of(line.question, line.item)
    return bool(stage.rubric if stage is not None else line.question.answer.rubric)


def own_answers(round_id: int, learner_id: int, ports: Ports) -> dict[int, RoundAnswer]:
    """What the learner said in a round, by item."""
    mine = {one.account_id for one in ports.rounds.players(round_id) if one.learner_id == learner_id}
    return {one.item_id: one for one in ports.rounds.answers(round_id) if one.account_id in mine}


def score_of(one: Round, learner_id: int, ports: Ports) -> Earlier:
    """What the machine gave the learner in a round."""
    answers = own_answers(one.id, learner_id, ports)
    marks = [line_of(item, answers.get(item.id), (), ports).mark for item in ports.rounds.items(one.id)]
    return Earlier(one, share([mark.score or 0.0 for mark in graded(marks)]))
