"""Reminders: opt-in, at the learner's own time, one private message a day at most, and only if today still waits."""

from dataclasses import dataclass

from bot.domain.reminder import may_remind, next_reminder
from bot.domain.streak_history import owes
from bot.domain.study_day import local_date
from bot.ports import Ports
from bot.ports.people import Person
from bot.usecases.streaks import StreakNow, streak_now

WHAT = "reminder"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder says. `groups` are those whose daily is open and not answered."""

    streak: StreakNow
    groups: tuple[tuple[int, str], ...]


def agenda_key(learner_id: int) -> str:
    """One row on the agenda for each learner."""
    return f"{WHAT}/{learner_id}"


def plan_reminder(person: Person, ports: Ports) -> None:
    """Put the next reminder on the agenda, or take it off."""
    if not person.remind_at:
        ports.agenda.drop(agenda_key(person.learner_id))
        return
    due = next_reminder(person.remind_at, person.zone or "UTC", ports.now)
    ports.agenda.set(agenda_key(person.learner_id), WHAT, person.learner_id, due)


def plan_reminder_of(learner_id: int, ports: Ports) -> None:
    """The same for a learner by id, who may be nobody's any more."""
    accounts = ports.identity.accounts(learner_id)
    person = ports.people.by_account(accounts[0].id) if accounts else None
    if person is None:
        ports.agenda.drop(agenda_key(learner_id))
    else:
        plan_reminder(person, ports)


def remind(learner_id: int, ports: Ports) -> None:
    """A reminder is due: queue it if today still waits for an answer, and plan the next one."""
    accounts = ports.identity.accounts(learner_id)
    person = ports.people.by_account(accounts[0].id) if accounts else None
    if person is None or not person.remind_at:
        return
    plan_reminder(person, ports)
    today = local_date(ports.now, person.zone or "UTC")
    if may_remind(person.remind_at, person.zone or "UTC", ports.now) and still_waits(person, ports):
        account_id = ports.identity.last_used(learner_id)
        ports.outbox.tell(f"{WHAT}/{account_id}/{today.isoformat()}", f"{WHAT} {account_id}", account_id, ports.now)


def still_waits(person: Person, ports: Ports) -> bool:
    """Whether today is owed and empty."""
    today = local_date(ports.now, person.zone or "UTC")
    if ports.streaks.is_filled(person.learner_id, today):
        return False
    if ports.streaks.state(person.learner_id) is None:
        return bool(waiting(person, ports))
    return owes(ports.streaks.history(person.learner_id, today), today, ports.now)


def waiting(person: Person, ports: Ports) -> tuple[tuple[int, str], ...]:
    """The groups whose open daily this learner has not answered."""
    found = []
    for group in ports.groups.of_learner(person.learner_id):
        daily = ports.dailies.open_of(group.id)
        if daily is not None and ports.attempts.of_daily(daily.id, person.learner_id) is None:
            found.append((group.id, group.name))
    return tuple(found)


def load_reminder(ids: tuple[str, ...], ports: Ports) -> Reminder | None:
    """What the reminder says at the moment it leaves; None when it is no longer needed."""
    person = ports.people.by_account(int(ids[0]))
    if person is None or not person.remind_at or not may_remind(person.remind_at, person.zone or "UTC", ports.now):
        return None
    if not still_waits(person, ports):
        return None
    return Reminder(streak_now(person, ports), waiting(person, ports))
