"""Answer what a round asks: the first answer is final, in time or given back."""

from dataclasses import dataclass, replace

from bot.domain.errors import (
    EmptyResponse,
    NoSuchRound,
    NotAskedNow,
    NotJudged,
    ResponseTooLong,
    RoundOver,
    RoundPaused,
    TimeIsUp,
)
from bot.domain.grading import Verdict, grade, misspelt
from bot.domain.question import Open, Question, Short, Stage
from bot.domain.reading import read
from bot.domain.reading.responses import LONGEST_RESPONSE, storable
from bot.domain.response import Assessed, DontKnow, Ran, Response, Typed, decode, encode
from bot.domain.rubric import stage_score
from bot.domain.scoring import points
from bot.intents import AnswerRound, PassItem
from bot.ports import Ports
from bot.ports.judge import JudgeReport
from bot.ports.rounds import Item, RoundAnswer
from bot.refs import Caller
from bot.usecases.live_rounds import live_here
from bot.usecases.live_turns import LiveAnswered, LiveAsked, answer_live, open_to
from bot.usecases.play_round import Asked, asked
from bot.usecases.round_report import Report, report_of
from bot.usecases.rounds import (
    OVER,
    Kept,
    Seat,
    again,
    finish,
    keep_attempt,
    order,
    question_of,
    seat_of,
    settle,
    spent,
    stage_of,
    touch,
    zoned,
)
from bot.usecases.submit_run import code_in
from bot.usecases.to_judge import to_judge


@dataclass(frozen=True, slots=True)
class RoundSpelling:
    """The answer looks like a misspelling: one free retry."""

    item: Item
    said: str


@dataclass(frozen=True, slots=True)
class Replied:
    """What became of an answer. `again`: it was there already; `kept` is what it brought as an attempt.

    `report` comes with the last one.
    """

    seat: Seat
    item: Item
    question: Question
    stage: Stage | None
    shown: tuple[str, ...]
    response: Response
    verdict: Verdict
    kept: Kept | None
    again: bool = False
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class RoundRun:
    """Code that the judge is to run before anything is stored: `settle_try` says what comes of it."""

    seat: Seat
    item: Item
    question: Question
    code: str


@dataclass(frozen=True, slots=True)
class RoundTried:
    """Code that did not pass all tests; one may try again. `report` None: there is no judge now."""

    seat: Seat
    item: Item
    question: Question
    report: JudgeReport | None


def answer_round(
    intent: AnswerRound, caller: Caller, ports: Ports
) -> Replied | RoundSpelling | LiveAnswered | RoundRun:
    """Grade and store an answer; in a live round its verdict comes with the key. Code is to be run first.

    Raises NoRound, NoSuchRound, RoundOver, TimeIsUp, RoundPaused, NotAskedNow (each with the text given back), or an
    Unreadable.
    """
    live = live_item(intent.item, caller, ports)
    if live is not None:
        return answer_live(live, intent.said, caller, ports.people.enrol(caller, ports.now), ports)
    seat, item, known = met(intent.item, intent.said, caller, ports)
    if known is not None:
        return known
    question = question_of(item, ports)
    stage, shown = stage_of(question, item), order(question, item)
    response = read_stage(stage, intent.said) if stage else read(question, shown, intent.said)
    if (code := code_in(question, response)) is not None:
        if to_judge(question, code) is None or not ports.judged:
            raise NotJudged(kind=question.kind, said=intent.said)
        return RoundRun(seat, item, question, code)
    if (
        isinstance(question, Short)
        and isinstance(response, Typed)
        and misspelt(question, response.text)
        and not ports.drafts.of(caller.account, f"round/spelling/{item.id}")
    ):
        ports.drafts.keep(seat.person.account_id, f"round/spelling/{item.id}", {"said": intent.said}, ports.now)
        return RoundSpelling(item, intent.said)
    return store(seat, item, question, response, ports)


def settle_try(tried: RoundRun, report: JudgeReport, ports: Ports) -> Replied | RoundTried:
    """The first full pass is the answer; all else may be tried again, as long as there is time.

    Raises TimeIsUp, RoundPaused or RoundOver when the round has gone on meanwhile.
    """
    person = tried.seat.person
    seat = settle(seat_of(tried.seat.round.id, person, ports), ports)
    item = next(one for one in seat.items if one.id == tried.item.id)
    known = told_before(seat, item, ports)
    if known is not None:
        return known
    if not report.full:
        return RoundTried(seat, item, tried.question, report)
    check_open(seat, item, tried.code)
    response = Ran(tried.code, report.passed, report.total, round(report.ms))
    return store(seat, item, tried.question, response, ports)


def pass_item(intent: PassItem, caller: Caller, ports: Ports) -> Replied | LiveAnswered:
    """Say honestly that one does not know, or skip a stage."""
    live = live_item(intent.item, caller, ports)
    if live is not None:
        return answer_live(live, None, caller, ports.people.enrol(caller, ports.now), ports)
    seat, item, known = met(intent.item, "", caller, ports)
    return known if known is not None else store(seat, item, question_of(item, ports), DontKnow(), ports)


def live_item(item_id: int, caller: Caller, ports: Ports) -> Item | None:
    """The item, if a live round asks it; without a number what the live round in the caller's channel asked last."""
    if not item_id:
        return last_asked(live_here(caller, ports.people.enrol(caller, ports.now), ports), ports)
    item = ports.rounds.item(item_id)
    found = ports.rounds.get(item.round_id) if item is not None else None
    return item if found is not None and found.mode == "live" else None


def last_asked(round_id: int, ports: Ports) -> Item | None:
    """What a live round asks or asked last."""
    begun = [one for one in ports.rounds.items(round_id) if one.state != "waiting"] if round_id else []
    return begun[-1] if begun else None


def round_form(intent: AnswerRound, caller: Caller, ports: Ports) -> Asked | Replied | LiveAsked:
    """The question whose answer is about to be typed."""
    live = live_item(intent.item, caller, ports)
    if live is not None:
        return open_to(live, ports.people.enrol(caller, ports.now), ports)
    seat, item, known = met(intent.item, "", caller, ports)
    return known if known is not None else asked(seat, item, ports)


def met(item_id: int, said: str, caller: Caller, ports: Ports) -> tuple[Seat, Item, Replied | None]:
    """The seat and the item that is meant (0: the open one), and what was said to it before, if anything was."""
    person = ports.people.enrol(caller, ports.now)
    item = ports.rounds.item(item_id) if item_id else None
    if item is None and item_id:
        raise NoSuchRound(said=0)
    seat = seat_of(item.round_id if item else 0, person, ports)
    seat = settle(seat, ports)
    item = next((one for one in seat.items if one.id == item_id), None) if item_id else seat.open or last_late(seat)
    if item is not None and (known := told_before(seat, item, ports)) is not None:
        return seat, item, known
    check_open(seat, item, said)
    assert item is not None, "what is open is there"
    return replace(seat, person=zoned(person, caller.zone, ports)), item, None


def last_late(seat: Seat) -> Item | None:
    """What was asked last, if its time ran out and nothing came after it: an answer without a number means it."""
    asked_before = [one for one in seat.items if one.state == "closed" and (one.why != "late" or one.spent)]
    return asked_before[-1] if asked_before and asked_before[-1].why == "late" else None


def check_open(seat: Seat, item: Item | None, said: str) -> None:
    """Raises TimeIsUp, RoundOver, RoundPaused or NotAskedNow, each with the text given back."""
    if item is not None and item.why == "late":
        raise TimeIsUp(round=seat.round.id, said=said)
    if seat.round.state in OVER:
        raise RoundOver(round=seat.round.id, said=said)
    if seat.round.state == "paused":
        raise RoundPaused(round=seat.round.id, said=said)
    if item is None or item.state != "open":
        raise NotAskedNow(round=seat.round.id, said=said)


def told_before(seat: Seat, item: Item, ports: Ports) -> Replied | None:
    """The answer that is there already."""
    stored = ports.rounds.answer_of(item.id, seat.person.learner_id)
    if stored is None:
        return None
    question = question_of(item, ports)
    response = decode(stored.response)
    return Replied(
        seat, item, question, stage_of(question, item), order(question, item), response, verdict_of(question, response),
        None, again=True,
    )  # fmt: skip


def read_stage(stage: Stage, said: str) -> Assessed:
    """A text to one stage. Raises EmptyResponse or ResponseTooLong."""
    text = storable(said).strip()
    if not text:
        raise EmptyResponse(kind="open", said=said)
    if len(text) > LONGEST_RESPONSE:
        raise ResponseTooLong(kind="open", said=said, limit=LONGEST_RESPONSE, length=len(text))
    return Assessed(text)


def verdict_of(question: Question, response: Response) -> Verdict:
    """The verdict on a whole question; texts that people rate have none."""
    return Verdict(0.0, False) if isinstance(question, Open) else grade(question, response)


def score_of(question: Question, stage: Stage | None, response: Response, verdict: Verdict) -> float | None:
    """What a machine can say: None where people rate. A stage that is a number is graded by its tolerance."""
    if not isinstance(question, Open):
        return verdict.score
    if stage is None or stage.numeric is None:
        return None
    return stage_score(stage, {}, response.text) if isinstance(response, Assessed) else 0.0


def store(seat: Seat, item: Item, question: Question, response: Response, ports: Ports) -> Replied:
    """Close the item with its answer; a question as a whole becomes an attempt at once, a staged one at its end."""
    stage, shown, now = stage_of(question, item), order(question, item), ports.now
    verdict = verdict_of(question, response)
    score = score_of(question, stage, response, verdict)
    took = spent(item, now)
    kept = None if stage else keep_attempt(question, response, verdict.score, seat.person, ports)
    worth = points(question.band, score, 0) if score is not None and not stage else 0
    new = RoundAnswer(
        item.id, seat.person.account_id, encode(response), score, worth, took, kept.attempt_id if kept else None, now
    )
    stored = ports.rounds.answer(new)
    assert stored, "an open item of one's own has no answer yet"
    ports.rounds.close_item(item.id, took, "skipped" if isinstance(response, DontKnow) and stage else "answered")
    seat = again(seat, ports)
    if seat.waiting:
        touch(seat, ports)
        return Replied(seat, item, question, stage, shown, response, verdict, kept)
    seat = finish(seat, "ended", ports)
    return Replied(seat, item, question, stage, shown, response, verdict, kept, report=report_of(seat, ports))
