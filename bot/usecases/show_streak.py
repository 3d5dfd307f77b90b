"""Look at one's own streak: what it is, what today still needs, what is at risk; and why it is what it is."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.streak import LedgerRow, NotOwed
from bot.domain.streak_history import days_of
from bot.domain.study_day import local_date
from bot.intents import ExplainStreak, ShowStreak
from bot.ports import Ports
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.pauses import Away, away_of
from bot.usecases.streaks import StreakNow, streak_now

PAGE = 12
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open daily of one of the learner's groups without their answer. `until` None: the next post."""

    daily: int
    group: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class MyStreak:
    """The streak and today. `begun`: there was an answer at all. `owed` says whether today owes one as far as is known;

    `why_not` says why it does not; `today_ends` is the instant until which an answer fills today.
    """

    streak: StreakNow
    begun: bool
    today: date
    owed: bool
    why_not: NotOwed | None
    covered: bool
    today_ends: datetime | None
    waiting: tuple[Waiting, ...]
    rest_days: tuple[int, ...]
    away: Away | None


@dataclass(frozen=True, slots=True)
class StreakHistory:
    """A page of the ledger, the newest row first."""

    streak: StreakNow
    rows: tuple[LedgerRow, ...]
    page: int
    more: bool


def show_streak(intent: ShowStreak, caller: Caller, ports: Ports) -> MyStreak:
    """The caller's streak as it stands now."""
    person = ports.people.enrol(caller, ports.now)
    streak = streak_now(person, ports)
    begun = ports.streaks.state(person.learner_id) is not None
    today = local_date(ports.now, person.zone or caller.zone or "UTC")
    day = None
    if begun:
        day = next(iter(days_of(ports.streaks.history(person.learner_id, today), ports.now, first=today)), None)
    return MyStreak(
        streak,
        begun,
        today,
        day is not None and day.owed and day.covered_at is None and day.filled_at is None,
        day.why if day else None,
        day is not None and day.covered_at is not None,
        day.ends if day else None,
        waiting_for(person, ports),
        tuple(sorted(int(weekday) for weekday in person.rest_days.split(",") if weekday)),
        away_of(person.learner_id, today, ports),
    )


def waiting_for(person: Person, ports: Ports) -> tuple[Waiting, ...]:
    """Open dailies of the learner's groups that wait for an answer."""
    found = []
    for group in ports.groups.of_learner(person.learner_id):
        daily = ports.dailies.open_of(group.id)
        if daily is not None and ports.attempts.of_daily(daily.id, person.learner_id) is None:
            found.append(Waiting(daily.id, group.name, daily.reveal_at))
    return tuple(found)


def explain_streak(intent: ExplainStreak, caller: Caller, ports: Ports) -> StreakHistory:
    """Every change of the streak and its reason."""
    person = ports.people.enrol(caller, ports.now)
    streak = streak_now(person, ports)
    page = min(max(intent.page, 1), MOST_PAGES)
    rows = ports.streaks.ledger(person.learner_id, PAGE + 1, (page - 1) * PAGE)
    return StreakHistory(streak, tuple(rows[:PAGE]), page, len(rows) > PAGE)
