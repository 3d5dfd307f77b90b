"""Closed seasons and their winners, in private and as news in the channel."""

from datetime import date

from bot.intents import ShowLeaderboard, ShowSeasons
from bot.usecases.seasons import ClosedSeasons, Season, SeasonNews, Winner
from bot.view.card import Block, Button, Card, Footnote, Table, Text, buttons, card
from bot.view.wording import counted, day_name, in_points, short_points

NAMELESS = "(no name)"


def present(result: ClosedSeasons) -> Card:
    """A page of seasons, the newest first."""
    return card(
        f"Closed seasons · {result.group.name}",
        "info",
        *(block for season in result.seasons for block in blocks(season)),
        Text("No season has closed yet; its winners will stand here.")
        if not result.seasons and result.page == 1
        else None,
        Text("There are no older seasons.") if not result.seasons and result.page > 1 else None,
        buttons(
            Button("Newer", ShowSeasons(result.page - 1, result.group.id)) if result.page > 1 else None,
            Button("Older", ShowSeasons(result.page + 1, result.group.id)) if result.more else None,
            Button("This season", ShowLeaderboard("season", group=result.group.id)),
        ),
        Footnote(f"The running season ends with {day_name(result.running_until)}.") if result.running_until else None,
    )


def blocks(season: Season) -> list[Block]:
    """A season: its days, its winners, and one's own place."""
    found: list[Block] = [
        Text(f"{dates(season.first, season.last)} · {counted(season.learners, 'learner')}", strong=True),
        podium(season.winners) if season.winners else Text("Nobody of the podium is shown."),
    ]
    if season.mine is not None and not any(winner.own for winner in season.winners):
        found.append(Text(f"You: rank {season.mine.rank} with {in_points(season.mine.points)}."))
    return found


def podium(winners: tuple[Winner, ...]) -> Table:
    """The rows of ranks 1 to 3; shared ranks all stand there."""
    own = next((index for index, winner in enumerate(winners) if winner.own), None)
    rows = tuple(
        (str(winner.rank), (winner.name or NAMELESS) + (" (you)" if winner.own else ""), short_points(winner.points))
        for winner in winners
    )
    return Table(("#", "Learner", "Points"), rows, own, numeric=(0, 2))


def news(result: SeasonNews) -> Card:
    """What the channels are told when a season closes."""
    season = result.season
    return card(
        f"{result.group} · the season is over",
        "done",
        Text(f"{dates(season.first, season.last)}, {counted(season.learners, 'learner')}. On the podium:"),
        podium(season.winners),
        Text("The next season has begun: everybody starts from zero."),
        buttons(Button("This season", ShowLeaderboard("season"), "primary"), Button("Closed seasons", ShowSeasons())),
        word="closed",
    )


def dates(first: date, last: date) -> str:
    """From the first to the last day; the year is said once."""
    return f"{day_name(first)} to {day_name(last)} {last.year}"
