"""Change a group's settings. A change acts on the next date that has no daily: what was posted keeps what held then.

Each page of the form is a change of its own; what does not fit is kept as a draft and given back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import GroupNameTaken, NoQuestionMatches, NothingToChange, Refusal
from bot.domain.group_settings import COLUMNS, fits, read_settings
from bot.domain.season import SeasonPlan, changed, read_plan, write_plan
from bot.domain.study_day import ONE_DAY, local_date
from bot.intents import ChangeGroup
from bot.ports import Ports
from bot.ports.groups import Group
from bot.ports.people import Person
from bot.refs import Caller, SpaceRef
from bot.usecases.administering import administer
from bot.usecases.group_view import GroupView, view
from bot.usecases.plan_daily import plan
from bot.usecases.seasons import plan_season
from bot.usecases.setup import MOST_KEPT, shelf, topics_of

PAGES: tuple[tuple[str, ...], ...] = (
    ("name", "at", "zone", "weekdays", "reveal"),
    ("topics", "bands", "share", "verdict", "window"),
    ("season", "rounds"),
)
"""The fields on each page of the form."""
LAST = len(PAGES)
QUESTIONS = frozenset({"topics", "bands"})
"""Settings that make a question that was chosen ahead the wrong one."""

SEASONAL = frozenset({"zone", "season"})
"""Settings that move the end of the running season."""


@dataclass(frozen=True, slots=True)
class GroupChanged:
    """What was changed, (setting, before, after), and the first study day that it rules; `next` is the form's page.

    A new name rules at once; `season_from` is the day that new seasons begin.
    """

    view: GroupView
    changes: tuple[tuple[str, str | int, str | int], ...]
    effective: date | None
    season_from: date | None
    next: int | None = None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of the form: the group as it is, and what was typed before and did not fit."""

    group: Group
    page: int
    said: Mapping[str, str]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeRefused:
    """Something on the page does not fit; what was typed is kept."""

    group: Group
    page: int
    why: Refusal


def change_form(intent: ChangeGroup, caller: Caller, ports: Ports) -> ChangePage:
    """The form's page, filled with what holds now and what was typed before. Raises what `administer` raises."""
    _, group = administer(intent.group, caller, ports)
    page = min(max(intent.page, 1), LAST)
    return ChangePage(group, page, ports.drafts.of(caller.account, draft_name(group)), topics_of(ports))


def change(intent: ChangeGroup, caller: Caller, ports: Ports) -> GroupChanged | ChangeRefused:
    """Change what was said. Raises what `administer` raises and, when no form asked, what does not fit."""
    person, group = administer(intent.group, caller, ports)
    if not intent.page:
        said = {name: getattr(intent, name) for name in COLUMNS}
        done = carry_out(said, group, person, caller, ports)
        if not done.changes and not any(text.strip() for text in said.values()):
            raise NothingToChange(group=group.id)
        return done
    page = min(intent.page, LAST)
    said = {name: getattr(intent, name)[:MOST_KEPT] for name in PAGES[page - 1]}
    try:
        done = carry_out(said, group, person, caller, ports, page + 1 if page < LAST else None)
    except Refusal as why:
        ports.drafts.keep(person.account_id, draft_name(group), said, ports.now)
        return ChangeRefused(group, page, why)
    ports.drafts.drop(person.account_id, draft_name(group))
    return done


def carry_out(
    said: Mapping[str, str], group: Group, person: Person, caller: Caller, ports: Ports, further: int | None = None
) -> GroupChanged:
    """Check and store everything that differs from what holds, and plan the next post anew."""
    today = local_date(ports.now, group.zone)
    old = group._asdict()
    names = {column: name for name, column in COLUMNS.items()}
    running = read_plan(group.season)
    read = read_settings(said, topics_of(ports), today)
    if "season" in read:
        new_plan = read_plan(str(read["season"]))
        same = (new_plan.months, new_plan.weeks) == (running.months, running.weeks)
        read["season"] = group.season if same else write_plan(next_plan(new_plan, running, today, said["season"]))
    values = {column: value for column, value in read.items() if value != old[column]}
    check_together(values, group, ports)
    if values:
        kept = ports.posts.last(group.id)
        first = max(today, kept.day + ONE_DAY) if kept else today
        ports.administration.change(group, values, first, ports.now)
        for column, value in values.items():
            detail = f"{names[column]}: {old[column]} → {value}"
            ports.administration.log(group.id, person.account_id, "change", detail, ports.now)
        if QUESTIONS & {names[column] for column in values}:
            ports.posts.unqueue(group.id)
    following = plan(group.id, ports) if values else None
    now = ports.groups.get(group.id)
    assert now is not None, "a group that was just changed exists"
    if SEASONAL & values.keys():
        plan_season(now, ports)
    season = read_plan(str(values["season"])) if "season" in values else None
    return GroupChanged(
        view(now, person, caller, ports),
        tuple((names[column], old[column], value) for column, value in values.items()),
        following.day if following else None,
        season.since if season else None,
        further,
    )


def next_plan(plan: SeasonPlan, running: SeasonPlan, today: date, said: str) -> SeasonPlan:
    """The new plan after the running season; weeks are counted from there unless a date was said."""
    new = changed(plan, running, today)
    return SeasonPlan(0, new.weeks, new.since, new.since, new.before) if new.weeks and "from" not in said else new


def check_together(values: Mapping[str, str | int], group: Group, ports: Ports) -> None:
    """What can only be said of the new settings as a whole. Raises GroupNameTaken or NoQuestionMatches."""
    if "name" in values and taken(str(values["name"]), group, ports):
        raise GroupNameTaken(name=str(values["name"]))
    topics, bands = str(values.get("topics", group.topics)), str(values.get("bands", group.bands))
    if not fits(topics, bands, shelf(ports)):
        raise NoQuestionMatches(group=group.name)


def taken(name: str, group: Group, ports: Ports) -> bool:
    """Whether another group in one of this group's spaces is called so."""
    spaces = {SpaceRef(place.ref.platform, place.ref.space) for place in ports.groups.places(group.id)}
    return any(
        other.name.casefold() == name.casefold() and other.id != group.id
        for space in sorted(spaces)
        for other in ports.places.groups_of_space(space)
    )


def draft_name(group: Group) -> str:
    """What the draft of a group's change is called."""
    return f"change {group.id}"
