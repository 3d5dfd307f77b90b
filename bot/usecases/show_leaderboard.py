"""The leaderboard: who has how many points, in a scope and a period, perhaps on one topic.

The page that was asked for, and always the caller's own row with its neighbours. Hidden learners have no row and are
not counted; they see their own numbers in private. Anonymous ones carry a number that they keep.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from bot.domain.errors import NoBoardHere, NoSuchBoard, UnknownTopic
from bot.domain.leaderboard import ACCURACY_FROM, AROUND, TOP
from bot.domain.season import MONTHLY, PERIODS, Period, SeasonPlan, Span, kept_key, period_key, read_plan, span_of
from bot.domain.study_day import day_starts, local_date
from bot.intents import ShowLeaderboard
from bot.ports import Ports
from bot.ports.boards import BILLION, Total
from bot.ports.groups import APART, Group
from bot.ports.people import Person
from bot.refs import Caller
from bot.usecases.anonymity import shown_names
from bot.usecases.topic_board import topic_totals
from bot.usecases.whereabouts import group_of, place_of

SCOPES = ("group", "channel", "space")
MOST_PAGES = 10_000
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arena:
    """Which board is meant: the scope's name ("g1"), what people call it, its group, zone and seasons."""

    scope: str
    title: str
    group: Group | None
    zone: str
    plan: SeasonPlan


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `points` in hundredths; `accuracy` 0..1 or None for a dash.

    `opens` are self-assessed answers; `assessed` is the mean 0..1 of what the learner gave them, None without any.
    """

    rank: int
    learner: int
    name: str
    points: int
    accuracy: float | None
    opens: int
    assessed: float | None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Standings:
    """What the caller sees. `near` has the own row and its neighbours when the page does not show it.

    `apart` says that rows between the page and `near` are left out. `mine` are the caller's numbers off the board.
    """

    asked: ShowLeaderboard
    title: str
    span: Span | None
    page: int
    rows: tuple[Row, ...]
    near: tuple[Row, ...]
    apart: bool
    learners: int
    mine: Total | None

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.learners // TOP))


def show_leaderboard(intent: ShowLeaderboard, caller: Caller, ports: Ports) -> Standings:
    """The standings that were asked for.

    Raises NoSuchBoard, UnknownTopic, NoBoardHere, and what `group_of` raises.
    """
    period = period_of(intent)
    person = ports.people.enrol(caller, ports.now)
    if intent.topic:
        check_topic(intent.topic, ports)
    arena = arena_of(intent, caller, person, ports)
    today = local_date(ports.now, arena.zone)
    key = period_key(period, today, arena.plan)
    span = span_of(key, arena.plan)
    page = min(max(intent.page, 1), MOST_PAGES)
    if intent.topic:
        window = on_topic(intent, arena, span, page, person, ports)
    else:
        window = on_board(f"{arena.scope}/{kept_key(period, today, arena.plan)}", page, person, ports)
    ranked, near, size, mine = window
    names = shown_names(arena.scope, [total.learner_id for _, total in (*ranked, *near)], ports)
    rows = tuple(row_of(rank, total, names, person) for rank, total in ranked)
    around = tuple(row_of(rank, total, names, person) for rank, total in near)
    on_page = {row.learner for row in rows}
    shown = tuple(row for row in around if row.learner not in on_page)
    if any(row.own for row in rows):
        shown = ()
    asked = ShowLeaderboard(period, intent.scope, intent.topic, page, arena.group.id if arena.group else None)
    hidden = mine if mine is not None and not mine.shown else None
    return Standings(
        asked, arena.title, span, page, rows, shown, bool(shown) and len(shown) == len(around), size, hidden
    )


Ranked = tuple[int, Total]
Window = tuple[Sequence[Ranked], Sequence[Ranked], int, Total | None]
"""The page's rows with their ranks, the own row with its neighbours, how many learners, the own total."""


def on_board(board: str, page: int, person: Person, ports: Ports) -> Window:
    """The window on a board that is kept."""
    size = ports.boards.size(board)
    totals = ports.boards.rows(board, TOP, (page - 1) * TOP)
    ranked = list(ranks_down(totals, board, (page - 1) * TOP + 1, ports)) if totals else []
    own = ports.boards.row(board, person.learner_id)
    if own is None or not own.shown or any(total.learner_id == own.learner_id for total in totals):
        return ranked, (), size, own
    above = ports.boards.above(board, own, AROUND)
    below = ports.boards.below(board, own, AROUND)
    rank = 1 + ports.boards.ahead(board, own.points)
    near = [*ranks_up(above, board, own, rank, ports), (rank, own), *ranks_after(below, board, own, rank, ports)]
    return ranked, near, size, own


def ranks_down(totals: Sequence[Total], board: str, place: int, ports: Ports) -> Iterable[Ranked]:
    """Ranks of rows that follow one another, the first of which stands at `place`."""
    first = totals[0]
    rank = place if place == 1 else 1 + ports.boards.ahead(board, first.points)
    points = first.points
    for index, total in enumerate(totals):
        if total.points != points:
            rank, points = place + index, total.points
        yield rank, total


def ranks_after(below: Sequence[Total], board: str, own: Total, rank: int, ports: Ports) -> Iterable[Ranked]:
    """Ranks of the rows just below the own one: each new number of points comes after all who have the one before."""
    points = own.points
    for total in below:
        if total.points != points:
            rank, points = rank + ports.boards.level(board, points), total.points
        yield rank, total


def ranks_up(above: Sequence[Total], board: str, own: Total, rank: int, ports: Ports) -> Sequence[Ranked]:
    """Ranks of the rows just above the own one."""
    points, found = own.points, list[Ranked]()
    for total in reversed(above):
        if total.points != points:
            rank, points = rank - ports.boards.level(board, total.points), total.points
        found.append((rank, total))
    return found[::-1]


def on_topic(
    intent: ShowLeaderboard, arena: Arena, span: Span | None, page: int, person: Person, ports: Ports
) -> Window:
    """The window on a topic's board, which is worked out from the attempts."""
    since = (span.first, day_starts(span.first, arena.zone)) if span else None
    until = day_starts(span.last + DAY, arena.zone) if span else datetime.max.replace(tzinfo=UTC)
    groups = (
        ports.boards.groups_of_space(int(arena.scope[1:]))
        if arena.scope[0] == "s"
        else [arena.group.id]
        if arena.group
        else []
    )
    totals, mine = topic_totals(arena.scope, groups, intent.topic, since, until, person.learner_id, ports)
    ranked = list(ranks_in_memory(totals))
    place = next((index for index, (_, total) in enumerate(ranked) if total.learner_id == person.learner_id), None)
    near = ranked[max(place - AROUND, 0) : place + AROUND + 1] if place is not None else []
    return ranked[(page - 1) * TOP : page * TOP], near, len(ranked), mine


def ranks_in_memory(totals: Sequence[Total]) -> Iterable[Ranked]:
    """Ranks of a whole board."""
    rank = 0
    for place, total in enumerate(totals, 1):
        if place == 1 or total.points != totals[place - 2].points:
            rank = place
        yield rank, total


def row_of(rank: int, total: Total, names: dict[int, str], person: Person) -> Row:
    """A total as a line of the table."""
    return Row(
        rank,
        total.learner_id,
        names.get(total.learner_id, ""),
        total.points,
        total.mean / BILLION if total.attempts >= ACCURACY_FROM else None,
        total.opens,
        total.open_score / total.opens / BILLION if total.opens else None,
        total.learner_id == person.learner_id,
    )


def period_of(intent: ShowLeaderboard) -> Period:
    """The period that was asked for. Raises NoSuchBoard; the same for a scope that there is not."""
    for period in PERIODS:
        if period == intent.period and intent.scope in SCOPES:
            return period
    said = intent.period if intent.period not in PERIODS else intent.scope
    raise NoSuchBoard(said=said[:60])


def check_topic(topic: str, ports: Ports) -> None:
    """Raises UnknownTopic with near ones."""
    known = tuple(sorted({question.topic for question in ports.bank.questions.values()}))
    if topic not in known:
        raise UnknownTopic(said=topic[:60], near=tuple(get_close_matches(topic, known)), known=known)


def arena_of(intent: ShowLeaderboard, caller: Caller, person: Person, ports: Ports) -> Arena:
    """The scope that was asked for, if the caller may see it. Raises NoBoardHere and what `group_of` raises."""
    place = place_of(caller, ports)
    if intent.scope == "group":
        group = group_of(intent.group, caller, person, ports)
        return Arena(f"g{group.id}", group.name, group, group.zone, read_plan(group.season))
    if intent.scope == "channel":
        here = ports.groups.get(place.group_id) if place and place.group_id is not None else None
        if place is None or here is None:
            raise NoBoardHere(scope="channel")
        scope = f"c{place.id}" if here.apart == APART else f"g{here.id}"
        return Arena(scope, place.name or here.name, here, here.zone, read_plan(here.season))
    space = place.space_id if place else ports.boards.space_of(caller.space) if caller.space else None
    if space is None:
        raise NoBoardHere(scope="space")
    here = ports.groups.get(place.group_id) if place and place.group_id is not None else None
    zone = here.zone if here else person.zone or caller.zone or "UTC"
    return Arena(f"s{space}", ports.boards.space_name(space), here, zone, MONTHLY)
