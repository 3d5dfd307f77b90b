"""The streak law: facts of study days in, the streak, its freezes and its ledger out.

Knows days, not why they are as they are: `streak_history` makes them from settings, posts and outages. No clock; `now`
is passed in, and what lies after it is not yet known.

The law (design, section 4): the streak is the number of filled days since the last owed unfilled day that was not
covered or frozen. Every 7th filled day of the running streak earns a freeze, at most 2 are held. 48 hours after an
owed unfilled day ended it is decided: a held freeze is used by itself, else the streak breaks; until then it is at
risk and the streak stands. A filled day that was not owed counts as filled.

The readings, where the design is silent:

- Days are decided in the order of their ends. A freeze earned while a day is at risk is there for it.
- The 7th filled day that comes while 2 freezes are held earns nothing, and nothing is made up for it later.
- A break ends the run: the days filled after the broken day are the new streak, counted on from there.
- What comes to a day after its 48 hours (an answer to a daily that stayed open over holidays, a cover) counts as if it
  had come just in time: the freeze is given back, or the break is mended, and what follows is decided anew. The ledger
  keeps the freeze or the break as it was, and says when it was undone. A freeze given back obeys the limit of 2.
- `longest` never counts days on both sides of a break, and follows a streak at risk only while the streak stands.
- The ledger tells of rest, pause, a kind change of zone and covers only on days without an answer, once they ended.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec

UNDECIDED = timedelta(hours=48)
FILLED_PER_FREEZE = 7
MOST_FREEZES = 2

NotOwed = Literal["joining", "zone", "pause", "rest", "no_post"]
"""Why a day owes nothing: not after the day of joining, a kind change of zone, paused, a rest day, no group posts."""

Change = Literal[
    "filled", "freeze_earned", "freeze_used", "freeze_returned", "broken", "mended", "covered", "rest", "pause", "zone"
]  # fmt: skip


class Day(msgspec.Struct, frozen=True):
    """What is known of one study day of one learner.

    `ends` is the instant at which the learner's local date left it for good. `filled_at` and `covered_at` are the
    instants at which the answer was committed and the cover recorded. `owed` leaves covers out of account.
    """

    day: date
    ends: datetime
    owed: bool = True
    why: NotOwed | None = None
    filled_at: datetime | None = None
    covered_at: datetime | None = None


class LedgerRow(msgspec.Struct, frozen=True):
    """One change, at an instant and about a study day; `length` and `freezes` are what it left."""

    at: datetime
    day: date
    what: Change
    length: int
    freezes: int


class Pending(msgspec.Struct, frozen=True):
    """An ended day at risk, the instant that decides it, and how many later days are filled already."""

    day: date
    due: datetime
    after: int = 0


class StreakState(msgspec.Struct, frozen=True):
    """All that the next days need to know of the past; msgspec encodes it.

    `through` is the last study day worked in; `at` and `step` are the place of the last event worked in.
    `longest` holds ended runs only (`Streak.longest` the running one too), `frozen` counts days of the running streak.
    `reopened`: a day before `through` runs again, because the learner moved west; only a replay goes on from there.
    """

    through: date | None = None
    length: int = 0
    longest: int = 0
    freezes: int = 0
    frozen: int = 0
    pending: tuple[Pending, ...] = ()
    at: datetime = datetime.min.replace(tzinfo=UTC)
    step: int = 0
    reopened: bool = False

    @property
    def at_risk(self) -> tuple[date, ...]:
        """Days that ended unfilled and are not decided yet, oldest first."""
        return tuple(pending.day for pending in self.pending)

    @property
    def best(self) -> int:
        """The longest streak, the running one included."""
        return max(self.longest, self.length)

    @property
    def to_next_freeze(self) -> int:
        """Filled days until the next freeze is due."""
        return FILLED_PER_FREEZE - self.length % FILLED_PER_FREEZE


class Streak(msgspec.Struct, frozen=True):
    """A learner's streak at an instant, with the ledger in order; `frozen` are all days that a freeze holds."""

    length: int
    freezes: int
    longest: int
    at_risk: tuple[date, ...]
    frozen: tuple[date, ...]
    ledger: tuple[LedgerRow, ...]
    state: StreakState


START = StreakState()

# Steps order what happens at the same instant: decisions, answers, ends of days, and what the ledger tells late.
_DECIDE, _FILL, _END, _TELL = range(4)


def replay(days: Iterable[Day], now: datetime) -> Streak:
    """The streak at `now` from all its days, in order and without gaps."""
    run = _Run(START)
    run.work(days, now)
    state = run.state()
    return Streak(
        state.length, state.freezes, state.best, state.at_risk, tuple(sorted(run.frozen_days)), tuple(run.rows), state
    )


def advance(state: StreakState, days: Sequence[Day], now: datetime) -> tuple[StreakState, tuple[LedgerRow, ...]] | None:
    """The state at `now` and the new ledger rows, from the days after `state.through`, in order and without gaps.

    A day that is at risk may be given again when it was filled or covered in its 48 hours. Folding this over growing
    facts equals `replay`. None when a day reaches further back, into what is settled: then replay the whole history,
    as also after a change of zone, which moves the ends of days. Raises ValueError when a day was left out.
    """
    if state.reopened:
        return None
    if len(days) == 1 and not state.pending:
        quick = _fill_next(state, days[0], now)
        if quick is not None:
            return quick
    run = _Run(state)
    if not run.takes(days, now):
        return None
    run.work(days, now)
    return run.state(), tuple(run.rows)


def _fill_next(state: StreakState, day: Day, now: datetime) -> tuple[StreakState, tuple[LedgerRow, ...]] | None:
    """The common case, an answer that fills the next day while nothing is at risk; None for any other."""
    at = day.filled_at
    if at is None or at > now or at >= day.ends or at <= state.at:
        return None
    if state.through is not None and (day.day - state.through).days != 1:
        return None
    length, freezes = state.length + 1, state.freezes
    rows: tuple[LedgerRow, ...] = (LedgerRow(at, day.day, "filled", length, freezes),)
    if length % FILLED_PER_FREEZE == 0 and freezes < MOST_FREEZES:
        freezes += 1
        rows += (LedgerRow(at, day.day, "freeze_earned", length, freezes),)
    return StreakState(day.day, length, state.longest, freezes, state.frozen, (), at, _FILL), rows


class _Run:
    """The law at work: a state in pieces, the days that came late, and what the ledger gets."""

    def __init__(self, state: StreakState) -> None:
        self.through = state.through
        self.length = state.length
        self.longest = state.longest
        self.freezes = state.freezes
        self.frozen = state.frozen
        self.mark = (state.at, state.step)
        self.pending = [(one.day, one.due, one.after) for one in state.pending]
        self.rows: list[LedgerRow] = []
        self.filled: list[date] = []
        self.frozen_days: list[date] = []
        self.running: date | None = None
        self.late: dict[date, Day] = {}
        self.undone: dict[date, Change] = {}

    def state(self) -> StreakState:
        """The pieces put together."""
        pending = tuple(Pending(*one) for one in self.pending)
        reopened = self.running is not None and self.through is not None and self.running < self.through
        return StreakState(
            self.through, self.length, self.longest, self.freezes, self.frozen, pending, *self.mark, reopened
        )

    def takes(self, days: Sequence[Day], now: datetime) -> bool:
        """Whether these days leave everything that is settled as it is."""
        waiting = {one[0] for one in self.pending}
        before = self.through
        for given in days:
            day = _as_known(given, now)
            place = _place(day)
            if place < self.mark and place[0] <= now:
                return False
            if self.through is not None and day.day <= self.through:
                touched = day.filled_at or day.covered_at
                if day.day not in waiting or touched is None or touched >= day.ends + UNDECIDED:
                    return False
            elif before is not None and (day.day - before).days != 1:
                raise ValueError(f"the day after {before} was left out")
            else:
                before = day.day
        return True

    def work(self, days: Iterable[Day], now: datetime) -> None:
        """Work in the days and every decision up to `now`."""
        events: list[tuple[datetime, int, date, Day]] = []
        for day in days:
            events.extend(self._events(_as_known(day, now), now))
        events.sort(key=lambda event: event[:3])
        for at, step, _, day in events:
            self._decide_until((at, step))
            self.mark = (at, step)
            self._take(step, at, day)
        self._decide_until((now, _TELL))

    def _events(self, day: Day, now: datetime) -> Iterable[tuple[datetime, int, date, Day]]:
        due = day.ends + UNDECIDED
        told = day.filled_at if day.filled_at is not None else day.covered_at if day.owed else None
        if told is not None and told >= due:
            self.late[day.day] = day
            yield day.ends, _END, day.day, day
            yield told, _TELL, day.day, day
        elif day.filled_at is not None or day.ends <= now:
            yield (*_place(day), day.day, day)
        else:
            self.running = day.day if self.running is None else min(self.running, day.day)
            return
        self.through = day.day if self.through is None else max(self.through, day.day)

    def _take(self, step: int, at: datetime, day: Day) -> None:
        if step == _FILL:
            self._drop(day.day)
            self._fill(at, day.day, tell=True)
        elif step == _TELL:
            self._row(at, day.day, "covered" if day.filled_at is None else "filled")
            if day.day in self.undone:
                self._row(at, day.day, self.undone[day.day])
        elif day.day in self.late or (day.owed and day.covered_at is None):
            after = len(self.filled) - bisect_right(self.filled, day.day)  # a move west fills days before it ends
            self.pending.append((day.day, day.ends + UNDECIDED, after))
        elif day.owed:
            self._drop(day.day)
            self._row(at, day.day, "covered")
        elif day.why in ("rest", "pause", "zone"):
            self._row(at, day.day, day.why)

    def _decide_until(self, place: tuple[datetime, int]) -> None:
        while self.pending and (self.pending[0][1], _DECIDE) <= place:
            day, due, after = self.pending.pop(0)
            self.mark = (due, _DECIDE)
            if day in self.late:
                self._decide_late(self.late[day], due, after)
            elif self.freezes:
                self.freezes -= 1
                self.frozen += 1
                self.frozen_days.append(day)
                self._row(due, day, "freeze_used")
            else:
                self.longest = max(self.longest, self.length - after)
                self.length, self.frozen = after, 0
                self._row(due, day, "broken")

    def _decide_late(self, day: Day, due: datetime, after: int) -> None:
        """Tell what was decided when nothing had come yet, and go on as if it had."""
        if day.owed and (day.covered_at is None or day.covered_at >= due):
            self.undone[day.day] = "freeze_returned" if self.freezes else "mended"
            if self.freezes:
                self.rows.append(LedgerRow(due, day.day, "freeze_used", self.length, self.freezes - 1))
            else:
                self.rows.append(LedgerRow(due, day.day, "broken", after, 0))
        if day.filled_at is not None:
            self._fill(due, day.day, tell=False)

    def _fill(self, at: datetime, day: date, *, tell: bool) -> None:
        self.length += 1
        insort(self.filled, day)
        self.pending = [(one, due, after + (one < day)) for one, due, after in self.pending]
        if tell:
            self._row(at, day, "filled")
        if self.length % FILLED_PER_FREEZE == 0 and self.freezes < MOST_FREEZES:
            self.freezes += 1
            self._row(at, day, "freeze_earned")

    def _drop(self, day: date) -> None:
        self.pending = [one for one in self.pending if one[0] != day]

    def _row(self, at: datetime, day: date, what: Change) -> None:
        self.rows.append(LedgerRow(at, day, what, self.length, self.freezes))


def _as_known(day: Day, now: datetime) -> Day:
    """The day without the answer or cover that comes after `now`."""
    filled = None if day.filled_at is not None and day.filled_at > now else day.filled_at
    covered = None if day.covered_at is not None and day.covered_at > now else day.covered_at
    if filled is day.filled_at and covered is day.covered_at:
        return day
    return Day(day.day, day.ends, day.owed, day.why, filled, covered)


def _place(day: Day) -> tuple[datetime, int]:
    """When a day happens: at its answer, or at its end, or at a cover after its end; late ones at their end."""
    due = day.ends + UNDECIDED
    if day.filled_at is not None:
        return (day.filled_at, _FILL) if day.filled_at < due else (day.ends, _END)
    if day.owed and day.covered_at is not None and day.ends < day.covered_at < due:
        return day.covered_at, _END
    return day.ends, _END
