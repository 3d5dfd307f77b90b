"""Pause: owe nothing for some days, from tomorrow, and end that early."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import NotPaused, PauseTooLong
from bot.domain.rest import MOST_PAUSED, PAUSE_WINDOW, acts_from, check_pause, days_left
from bot.domain.streak_history import Zones, paused_days
from bot.intents import PauseLearner, ResumeLearner
from bot.ports import Ports
from bot.refs import Caller

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Away:
    """Study days in a row that are paused, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Paused:
    """A pause was entered; `left` more days could be paused right after it."""

    away: Away
    left: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """The pause has ended: `owes_from` is the first study day that counts again."""

    owes_from: date


def pause(intent: PauseLearner, caller: Caller, ports: Ports) -> Paused:
    """Pause from tomorrow on. Raises PauseBackwards (no days) or PauseTooLong."""
    person = ports.people.enrol(caller, ports.now)
    zone = person.zone or caller.zone or "UTC"
    first = acts_from(ports.now, zone)
    planned = planned_days(person.learner_id, first, ports)
    if intent.days > MOST_PAUSED:
        raise PauseTooLong(MOST_PAUSED, PAUSE_WINDOW, days_left(first, planned))
    last = first + DAY * (max(intent.days, 0) - 1)
    check_pause(first, last, first - DAY, planned)
    ports.settings.change(person, "pause", f"{first.isoformat()}..{last.isoformat()}", ports.now, first)
    planned |= {first + DAY * step for step in range(intent.days)}
    while last + DAY in planned:
        last += DAY
    return Paused(Away(first, last), days_left(last + DAY, planned))


def resume(intent: ResumeLearner, caller: Caller, ports: Ports) -> Resumed:
    """End the pause from tomorrow on. Raises NotPaused."""
    person = ports.people.enrol(caller, ports.now)
    zone = person.zone or caller.zone or "UTC"
    tomorrow = acts_from(ports.now, zone)
    away = away_of(person.learner_id, tomorrow - DAY, ports)
    if away is None:
        raise NotPaused()
    ports.settings.change(person, "resume", "", ports.now, tomorrow)
    return Resumed(tomorrow)


def away_of(learner_id: int, today: date, ports: Ports) -> Away | None:
    """The pause that runs today, or the next one; None if there is none."""
    ahead = sorted(day for day in planned_days(learner_id, today, ports) if day >= today)
    if not ahead:
        return None
    last = first = ahead[0]
    while last + DAY in ahead:
        last += DAY
    return Away(first, last)


def planned_days(learner_id: int, today: date, ports: Ports) -> set[date]:
    """All study days that are paused, past and to come."""
    if not any(fact.name == "pause" for fact in ports.settings.facts(learner_id)):
        return set()
    history = ports.streaks.history(learner_id, today)
    zones = Zones(history.zones, ports.now)
    return set(paused_days(history, zones, ports.now, today + DAY * PAUSE_WINDOW))
