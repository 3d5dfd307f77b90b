"""Rate one's own answer in a round against its rubric: once, and never in the points column."""

from dataclasses import dataclass

from bot.domain.errors import NothingToRate, RatedAlready, RoundNotOver
from bot.domain.question import Criterion, Open
from bot.domain.rubric import said_levels
from bot.intents import RateRound
from bot.ports import Ports
from bot.ports.rounds import Rating
from bot.refs import Caller
from bot.usecases.round_report import Line, Report, can_be_rated, report_of
from bot.usecases.rounds import OVER, seat_of, settle, stage_of


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """An answer that is being rated: the levels given so far, in the rubric's order."""

    line: Line
    rubric: tuple[Criterion, ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating is kept; the report as it is now."""

    line: Line
    report: Report


def rate_round(intent: RateRound, caller: Caller, ports: Ports) -> Rated | RoundSheet:
    """Store a level for each criterion; a sheet to go on with when some are missing.

    Raises NothingToRate, RoundNotOver, RatedAlready, or NotALevel with what was said.
    """
    sheet, report = sheet_of(intent, caller, ports)
    if len(sheet.given) < len(sheet.rubric):
        return sheet
    seat, line = report.seat, sheet.line
    levels = {one.id: int(level) for one, level in zip(sheet.rubric, sheet.given, strict=True)}
    me = seat.person.account_id
    if not ports.rounds.rate(seat.round.id, Rating(line.item.id, me, me, levels, "", ports.now)):
        raise RatedAlready(round=seat.round.id)
    report = report_of(seat, ports)
    return Rated(next(one for one in report.lines if one.item.id == line.item.id), report)


def rate_form(intent: RateRound, caller: Caller, ports: Ports) -> RoundSheet:
    """What the next page of the form asks for."""
    return sheet_of(intent, caller, ports)[0]


def sheet_of(intent: RateRound, caller: Caller, ports: Ports) -> tuple[RoundSheet, Report]:
    """The answer that is meant and the levels said so far."""
    person = ports.people.enrol(caller, ports.now)
    item = ports.rounds.item(intent.item)
    if item is None:
        raise NothingToRate()
    seat = settle(seat_of(item.round_id, person, ports), ports)
    if seat.round.state not in OVER:
        raise RoundNotOver(round=seat.round.id)
    report = report_of(seat, ports)
    line = next(one for one in report.lines if one.item.id == item.id)
    if not can_be_rated(line) or not isinstance(line.question, Open):
        raise NothingToRate()
    if line.levels:
        raise RatedAlready(round=seat.round.id)
    stage = stage_of(line.question, line.item)
    rubric = stage.rubric if stage is not None else line.question.answer.rubric
    return RoundSheet(line, rubric, said_levels(intent.levels, [one.id for one in rubric])), report
