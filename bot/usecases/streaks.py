"""Keep a learner's streak: fill a day, and work in what the days since have owed.

The law is `bot.domain.streak`; here its state is carried from call to call, and rebuilt from the facts whenever the
settled past has changed.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.domain.streak import START, Day, StreakState, advance, replay
from bot.domain.streak_history import days_of
from bot.domain.study_day import day_ends, local_date
from bot.ports import Ports
from bot.ports.people import Person

DAY = timedelta(days=1)


class StreakNow(NamedTuple):
    """A learner's streak at this moment. `filled_today`: the local date of now has its answer.

    `decides_at` is when the oldest day at risk is decided: until then it can be saved.
    """

    length: int
    freezes: int
    longest: int
    to_next_freeze: int
    at_risk: tuple[date, ...]
    filled_today: bool
    decides_at: datetime | None = None


def fill_streak(person: Person, day: date, attempt_id: int, zone: str, ports: Ports) -> StreakNow:
    """Fill `day` and keep the streak; the common case, the next day filled, looks at nothing but the state.

    `zone` is the learner's zone in force now.
    """
    learner = person.learner_id
    state = ports.streaks.state(learner)
    today = local_date(ports.now, zone)
    if state is not None and day == today and not state.pending and state.through == day - DAY:
        quick = advance(state, (Day(day, day_ends(day, zone), filled_at=ports.now),), ports.now)
        if quick is not None:
            ports.streaks.fill_next(learner, day, attempt_id)
            ports.streaks.keep(learner, quick[0], quick[1], anew=False)
            return told(quick[0], True)
    new = ports.streaks.fill(learner, day, attempt_id)
    if new and day == today and state is None:
        quick = advance(START, (Day(day, day_ends(day, zone), filled_at=ports.now),), ports.now)
        if quick is not None:
            ports.streaks.keep(learner, quick[0], quick[1], anew=False)
            return told(quick[0], True)
    if new or state is None or not at_rest(state, today):
        state = catch_up(learner, state, ports, day if new else None)
    return told(state, day == today or ports.streaks.is_filled(learner, today))


def at_rest(state: StreakState, today: date) -> bool:
    """Whether nothing can have happened to a streak: today is worked in and no day is at risk."""
    return state.through is not None and state.through >= today and not state.pending and not state.reopened


def catch_up(learner: int, state: StreakState | None, ports: Ports, filled: date | None = None) -> StreakState:
    """Work in everything up to now and keep it; from the facts when the settled past has changed or is not known.

    `filled` is a day that has just been filled. Days at risk are looked at again, and worked in when something came.
    """
    if state is None or state.through is None or state.reopened:
        return rebuild_streak(learner, ports)
    risk, through = frozenset(state.at_risk), state.through
    if filled is not None and filled <= through and filled not in risk:
        return rebuild_streak(learner, ports)
    since = min((*risk, through + DAY))
    days = [
        day
        for day in days_of(ports.streaks.history(learner, since), ports.now, first=since)
        if day.day > through or (day.day in risk and (day.filled_at or day.covered_at) is not None)
    ]
    step = advance(state, days, ports.now)
    if step is None:
        return rebuild_streak(learner, ports)
    if step != (state, ()):
        ports.streaks.keep(learner, step[0], step[1], anew=False)
    return step[0]


def rebuild_streak(learner: int, ports: Ports) -> StreakState:
    """Recompute the streak and its ledger from the facts alone."""
    streak = replay(days_of(ports.streaks.history(learner), ports.now), ports.now)
    ports.streaks.keep(learner, streak.state, streak.ledger, anew=True)
    return streak.state


def settle_zone(person: Person, zone: str, ports: Ports) -> None:
    """The learner's zone becomes known, and holds from the start; what a linked account filled before is read in it."""
    ports.settings.adopt_zone(person, zone, ports.now)
    if ports.streaks.state(person.learner_id) is not None:
        rebuild_streak(person.learner_id, ports)


def streak_now(person: Person, ports: Ports) -> StreakNow:
    """The streak as it stands, brought up to now."""
    state = ports.streaks.state(person.learner_id)
    if state is None:
        return told(START, False)
    today = local_date(ports.now, person.zone or "UTC")
    if not at_rest(state, today):
        state = catch_up(person.learner_id, state, ports)
    return told(state, ports.streaks.is_filled(person.learner_id, today))


def told(state: StreakState, filled_today: bool) -> StreakNow:
    """A state as people read it. Days before the running streak's first answer threaten nothing: they are left out."""
    threats = [pending for pending in state.pending if pending.after < state.length] if state.pending else []
    return StreakNow(
        state.length,
        state.freezes,
        state.best,
        state.to_next_freeze,
        tuple([pending.day for pending in threats]),
        filled_today,
        min([pending.due for pending in threats]) if threats else None,
    )
