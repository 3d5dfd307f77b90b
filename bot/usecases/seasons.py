"""Seasons of a group: close one, tell its winners in the channels, and look back on those that are over.

What was archived stays as it stood, whatever is corrected later; only names follow the people: anonymous stays
anonymous, and whoever has left the boards has no row.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.season import SeasonPlan, kept_key, period_key, read_plan, season_closes, season_of, span_of
from bot.domain.study_day import local_date
from bot.intents import ShowSeasons
from bot.ports import Ports
from bot.ports.dailies import Daily
from bot.ports.groups import Group
from bot.ports.seasons import ClosedSeason, Place
from bot.refs import Caller
from bot.usecases.anonymity import shown_names
from bot.usecases.held_back import is_held_back
from bot.usecases.whereabouts import group_of

WHAT = "season"
PAGE = 5
MOST_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class Winner:
    """A row of the podium. `points` in hundredths."""

    rank: int
    name: str
    points: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """A closed season with its winners, and the caller's own place in it."""

    first: date
    last: date
    learners: int
    winners: tuple[Winner, ...]
    mine: Place | None = None


@dataclass(frozen=True, slots=True)
class ClosedSeasons:
    """A page of a group's closed seasons, the newest first. `running_until` is the last day of the one that runs."""

    group: Group
    seasons: tuple[Season, ...]
    page: int
    more: bool
    running_until: date | None


@dataclass(frozen=True, slots=True)
class SeasonNews:
    """What the channels are told when a season closes."""

    group: str
    season: Season


def agenda_key(group_id: int) -> str:
    """One row on the agenda for each group."""
    return f"{WHAT}:{group_id}"


def plan_season(group: Group, ports: Ports) -> None:
    """Put the close of the running season on the agenda: for a new group, and after a change of zone or season."""
    today = local_date(ports.now, group.zone)
    due = season_closes(today, group.zone, read_plan(group.season))
    ports.agenda.set(agenda_key(group.id), WHAT, group.id, due)


def close_season(group_id: int, ports: Ports) -> None:
    """Archive every season of the group that is over and tell the winners; then plan the next close.

    A group that has ended closes the season that runs and plans none.
    """
    group = ports.groups.get(group_id)
    if group is None or group.state == "erased":
        return
    plan = read_plan(group.season)
    today = local_date(ports.now, group.zone)
    if waits_for_reveal(group, today, plan, ports):
        return
    running = season_of(today, plan)
    open_from = running.last + timedelta(days=1) if group.state == "ended" else running.first
    for kept in ports.seasons.to_archive(group_id, open_from):
        span = span_of(kept, plan)
        assert span is not None, "a season has its dates"
        if kept != kept_key("season", span.first, plan):
            continue  # a month that was no season
        key, last = period_key("season", span.first, plan), min(span.last, today)
        if ports.seasons.archive(group_id, key, kept, last, ports.now) and ports.seasons.podium(group_id, key):
            # One that was cut short may be reopened: what is told of its real end is another message.
            name = key if last == span.last else f"{key}/{last}"
            for place in ports.groups.places(group_id):
                if place.state == "active":
                    letter = f"{WHAT} {group_id} {key}"
                    ports.outbox.post(f"{WHAT}:{group_id}:{name}:{place.id}", letter, place.id, None, ports.now)
    if group.state != "ended":
        plan_season(group, ports)


def waits_for_reveal(group: Group, today: date, plan: SeasonPlan, ports: Ports) -> bool:
    """Whether points of a season that is over are still held back: it closes with the reveal then."""
    daily = ports.dailies.open_of(group.id)
    if daily is None or daily.posted_at is None or not is_held_back(daily):
        return False
    return local_date(daily.posted_at, daily.zone) < season_of(today, plan).first


def close_what_waited(daily: Daily, ports: Ports) -> None:
    """A daily that held points back is revealed: if its season is over, that may close now."""
    group = ports.groups.get(daily.group_id)
    if daily.verdict != "reveal" or daily.posted_at is None or group is None:
        return
    running = season_of(local_date(ports.now, group.zone), read_plan(group.season))
    if local_date(daily.posted_at, daily.zone) < running.first:
        ports.agenda.set(agenda_key(group.id), WHAT, group.id, ports.now)


def reopen_season(group: Group, ports: Ports) -> None:
    """A group that had ended is back: when the season that its end closed still runs, it goes on."""
    running = period_key("season", local_date(ports.now, group.zone), read_plan(group.season))
    ports.seasons.reopen(group.id, running)


def show_seasons(intent: ShowSeasons, caller: Caller, ports: Ports) -> ClosedSeasons:
    """The group's closed seasons. Raises what `group_of` raises."""
    person = ports.people.enrol(caller, ports.now)
    group = group_of(intent.group, caller, person, ports)
    page = min(max(intent.page, 1), MOST_PAGES)
    closed = ports.seasons.closed(group.id, PAGE + 1, (page - 1) * PAGE)
    plan = read_plan(group.season)
    span = span_of(period_key("season", local_date(ports.now, group.zone), plan), plan)
    return ClosedSeasons(
        group,
        tuple(told(group.id, season, person.learner_id, ports) for season in closed[:PAGE]),
        page,
        len(closed) > PAGE,
        span.last if span else None,
    )


def told(group_id: int, season: ClosedSeason, learner: int | None, ports: Ports) -> Season:
    """A closed season as it may be shown now."""
    podium = ports.seasons.podium(group_id, season.key)
    names = shown_names(f"g{group_id}", [place.learner_id for place in podium], ports)
    winners = tuple(
        Winner(place.rank, names[place.learner_id], place.points, place.learner_id == learner)
        for place in podium
        if place.learner_id in names
    )
    mine = ports.seasons.place_of(group_id, season.key, learner) if learner is not None else None
    return Season(date.fromisoformat(season.key[1:]), season.last, season.learners, winners, mine)


def load_season(ids: tuple[str, ...], ports: Ports) -> SeasonNews | None:
    """What the letter of a closed season says; None when nobody of the podium may be named any more."""
    group = ports.groups.get(int(ids[0]))
    closed = ports.seasons.get(int(ids[0]), ids[1])
    if group is None or closed is None:
        return None
    season = told(group.id, closed, None, ports)
    return SeasonNews(group.name, season) if season.winners else None
