"""The leaderboard as a card: the table, the caller's own row, and the ways to other periods and scopes."""

from bot.domain.season import Span
from bot.intents import ShowDaily, ShowLeaderboard, ShowSeasons, ShowStreak
from bot.ports.boards import BILLION, Total
from bot.usecases.show_leaderboard import Row, Standings
from bot.view.card import Block, Button, Buttons, Card, Footnote, Table, Text, buttons, card
from bot.view.wording import counted, day_name, in_points, percent, short_points

PERIOD_NAMES = {
    "day": "today", "week": "this week", "month": "this month", "season": "this season", "all": "all time",
}  # fmt: skip
PERIOD_LABELS = {"day": "Day", "week": "Week", "month": "Month", "season": "Season", "all": "All time"}
SCOPE_NAMES = {"group": "the group", "channel": "this channel", "space": "the whole space"}
SCOPE_LABELS = {"group": "Group", "channel": "Channel", "space": "Space"}
NAMELESS = "(no name)"


def present(result: Standings) -> Card:
    """The table, or how it begins."""
    asked = result.asked
    return card(
        title(result),
        "info",
        *(table(result) if result.rows or result.near else nobody(result)),
        off_the_board(result.mine) if result.mine is not None else None,
        Text("You have no points here yet; your next answer puts you on this board.")
        if result.rows and result.mine is None and not any(row.own for row in (*result.rows, *result.near))
        else None,
        buttons(
            *(
                Button(label, to(asked, period=period))
                for period, label in PERIOD_LABELS.items()
                if period != asked.period
            )
        ),
        buttons(
            Button("Previous page", to(asked, page=asked.page - 1)) if asked.page > 1 else None,
            Button("Next page", to(asked, page=asked.page + 1)) if asked.page < result.pages else None,
            *(Button(label, to(asked, scope=scope)) for scope, label in SCOPE_LABELS.items() if scope != asked.scope),
        ),
        buttons(Button("My streak", ShowStreak()), Button("Closed seasons", ShowSeasons(group=asked.group))),
        footnote(result),
    )


def to(asked: ShowLeaderboard, period: str = "", scope: str = "", page: int = 1) -> ShowLeaderboard:
    """The same board with something changed; a change begins on its first page."""
    return ShowLeaderboard(period or asked.period, scope or asked.scope, asked.topic, page, asked.group)


def title(result: Standings) -> str:
    """Which board this is."""
    name = result.title or SCOPE_NAMES[result.asked.scope]
    topic = f" · {result.asked.topic}" if result.asked.topic else ""
    return f"Leaderboard · {name}{topic} · {PERIOD_NAMES[result.asked.period]}"


def table(result: Standings) -> list[Block]:
    """The page's rows; after a gap the own row with its neighbours. Open answers have a column of their own."""
    rows = (*result.rows, *result.near)
    opens = any(row.opens for row in rows)
    cells = [line(row, opens) for row in result.rows]
    own = next((index for index, row in enumerate(rows) if row.own), None)
    if result.near:
        if result.apart:
            cells.append(("…", "", "", "", *([""] if opens else [])))
            own = own + 1 if own is not None else None
        cells += [line(row, opens) for row in result.near]
    header = ("#", "Learner", "Points", "Accuracy", *(["Self-assessed"] if opens else []))
    return [Table(header, tuple(cells), own, numeric=(0, 2, 3, *([4] if opens else [])))]


def line(row: Row, opens: bool) -> tuple[str, ...]:
    """A row's cells."""
    name = (row.name or NAMELESS) + (" (you)" if row.own else "")
    cells = (str(row.rank), name, short_points(row.points), percent(row.accuracy))
    return (*cells, self_assessed(row)) if opens else cells


def self_assessed(row: Row) -> str:
    """How many open answers, and what their author gave them."""
    if not row.opens:
        return "–"
    return f"{row.opens} ({percent(row.assessed)})" if row.assessed else str(row.opens)


def nobody(result: Standings) -> list[Block]:
    """An empty board, or a page beyond the last."""
    if result.learners:
        return [
            Text("The board ends before this page."),
            Buttons((Button("First page", to(result.asked), "primary"),)),
        ]
    return [
        Text("Nobody is on this board yet: every first answer counts, and the first one leads."),
        Buttons((Button("Today's question", ShowDaily(result.asked.group), "primary"),)),
    ]


def off_the_board(mine: Total) -> Text:
    """What only the hidden learner sees."""
    accuracy = f", accuracy {percent(mine.mean / BILLION)}" if mine.mean >= 0 else ""
    opens = f", {counted(mine.opens, 'self-assessed answer')}" if mine.opens else ""
    return Text(f"You are off the boards. Your own numbers: {in_points(mine.points)}{accuracy}{opens}.")


def footnote(result: Standings) -> Footnote:
    """How many there are, which days count, and what the dash means."""
    learners = counted(result.learners, "learner")
    page = f", page {result.page} of {result.pages}" if result.pages > 1 else ""
    return Footnote(f"{learners}{page}{days(result.span)}. Accuracy is shown from 5 first answers on.")


def days(span: Span | None) -> str:
    """The days that count."""
    if span is None:
        return ""
    first, last = day_name(span.first), day_name(span.last)
    return f", {first}" if span.first == span.last else f", {first} to {last}"
