"""A learner's own settings: look at them, change one or several.

Every change is a fact with its instant. Rest days and pauses act from the next study day; a new zone acts at once, and
the streak is worked out anew because the ends of days have moved.
"""

from dataclasses import dataclass, field
from datetime import date

from bot.domain.errors import NotASetting
from bot.domain.group_words import read_weekdays
from bot.domain.reminder import read_reminder
from bot.domain.rest import acts_from, check_rest_days
from bot.domain.study_day import local_date
from bot.domain.zone_names import read_zone
from bot.intents import (
    ChangeSettings,
    SetConfirm,
    SetReminder,
    SetRestDays,
    SetVisibility,
    SetZone,
    ShowSettings,
)
from bot.ports import Ports
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.pauses import Away, away_of
from bot.usecases.reminders import plan_reminder
from bot.usecases.streaks import rebuild_streak

CONFIRM = ("auto", "always", "never")
VISIBILITY = ("named", "anonymous", "hidden")
NO_REST = frozenset({"none", "no", "off", "-", "0"})
UNKNOWN_ZONE = "UTC"
"""What counts while nobody has told the learner's zone."""


@dataclass(frozen=True, slots=True)
class MySettings:
    """The settings as they are now. `changed` names what was just changed; `rest_from` is when new rest days act."""

    person: Person
    zone: str
    rest_days: frozenset[int]
    away: Away | None
    groups: tuple[str, ...]
    accounts: int
    changed: tuple[str, ...] = field(default=())
    rest_from: date | None = None


def show_settings(intent: ShowSettings, caller: Caller, ports: Ports) -> MySettings:
    """The caller's settings."""
    return shown(ports.people.enrol(caller, ports.now), ports)


def settings_form(intent: ChangeSettings, caller: Caller, ports: Ports) -> MySettings:
    """The values that the form begins with."""
    return shown(ports.people.enrol(caller, ports.now), ports)


def set_zone(intent: SetZone, caller: Caller, ports: Ports) -> MySettings:
    """Live in another zone from now on. Raises UnknownZone with near names."""
    return change(ChangeSettings(zone=intent.zone or "?"), caller, ports)


def set_rest_days(intent: SetRestDays, caller: Caller, ports: Ports) -> MySettings:
    """Owe nothing on these weekdays, from tomorrow. Raises NoSuchWeekday or TooManyRestDays."""
    return change(ChangeSettings(rest=intent.days or "none"), caller, ports)


def set_reminder(intent: SetReminder, caller: Caller, ports: Ports) -> MySettings:
    """Be reminded at a local time, or no more. Raises NotAReminderTime or ReminderAtNight."""
    return change(ChangeSettings(remind=intent.at or "off"), caller, ports)


def set_confirm(intent: SetConfirm, caller: Caller, ports: Ports) -> MySettings:
    """When to ask before an answer is submitted. Raises NotASetting."""
    return change(ChangeSettings(confirm=intent.when or "?"), caller, ports)


def set_visibility(intent: SetVisibility, caller: Caller, ports: Ports) -> MySettings:
    """How boards show the caller. Raises NotASetting."""
    return change(ChangeSettings(visible=intent.how or "?"), caller, ports)


def change(intent: ChangeSettings, caller: Caller, ports: Ports) -> MySettings:
    """Change what is not empty, all of it or nothing."""
    person = ports.people.enrol(caller, ports.now)
    new = read_changes(intent)
    before = {
        "zone": person.zone, "rest": person.rest_days, "remind": person.remind_at, "confirm": person.confirm,
        "visibility": person.visibility,
    }  # fmt: skip
    changed = tuple(name for name, value in new.items() if value != before[name])
    zone = new.get("zone") or person.zone or caller.zone or UNKNOWN_ZONE
    rest_from = acts_from(ports.now, zone)
    for name in changed:
        ports.settings.change(person, name, new[name], ports.now, rest_from if name == "rest" else None)
    after = ports.people.enrol(caller, ports.now)
    if "zone" in changed and ports.streaks.state(person.learner_id) is not None:
        rebuild_streak(person.learner_id, ports)
    if "visibility" in changed:
        ports.boards.show(person.learner_id, after.visibility != "hidden")
    if "zone" in changed or "remind" in changed:
        plan_reminder(after, ports)
    return shown(after, ports, changed, rest_from if "rest" in changed else None)


def read_changes(intent: ChangeSettings) -> dict[str, str]:
    """The new values by setting, as they are stored; what was left empty is left out."""
    new: dict[str, str] = {}
    if intent.zone.strip():
        new["zone"] = read_zone(intent.zone)
    if intent.rest.strip():
        days = frozenset[int]() if intent.rest.strip().casefold() in NO_REST else read_weekdays(intent.rest)
        new["rest"] = ",".join(map(str, sorted(check_rest_days(days))))
    if intent.remind.strip():
        new["remind"] = read_reminder(intent.remind)
    if intent.confirm.strip():
        new["confirm"] = one_of("confirm", intent.confirm, CONFIRM)
    if intent.visible.strip():
        new["visibility"] = one_of("visibility", intent.visible, VISIBILITY)
    return new


def one_of(name: str, said: str, allowed: tuple[str, ...]) -> str:
    """The value that was said. Raises NotASetting."""
    value = said.strip().casefold()
    if value not in allowed:
        raise NotASetting(name=name, said=said[:60], allowed=allowed)
    return value


def shown(person: Person, ports: Ports, changed: tuple[str, ...] = (), rest_from: date | None = None) -> MySettings:
    """The settings of this person now."""
    zone = person.zone or UNKNOWN_ZONE
    return MySettings(
        person,
        zone,
        frozenset(int(day) for day in person.rest_days.split(",") if day),
        away_of(person.learner_id, local_date(ports.now, zone), ports),
        tuple(group.name for group in ports.groups.of_learner(person.learner_id)),
        len(ports.identity.accounts(person.learner_id)),
        changed,
        rest_from,
    )
