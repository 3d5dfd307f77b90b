"""Cards of boards, streaks and seasons for the gallery."""

from datetime import UTC, date, datetime

from bot import intents as ask
from bot.domain import errors as e
from bot.domain.season import Span
from bot.domain.streak import LedgerRow
from bot.ports.boards import BILLION, Total
from bot.ports.groups import Group
from bot.ports.seasons import Place
from bot.usecases.pauses import Away
from bot.usecases.seasons import ClosedSeasons, Season, SeasonNews, Winner
from bot.usecases.show_leaderboard import Row, Standings
from bot.usecases.show_streak import MyStreak, StreakHistory, Waiting
from bot.usecases.streaks import StreakNow
from bot.view import leaderboard_card, refusals, season_card, streak_card
from bot.view.card import Card
from tests.view.gallery import sample

WHEN = datetime(2026, 11, 22, 23, tzinfo=UTC)
DAY = date(2026, 11, 20)
WEEK = Span(date(2026, 11, 16), date(2026, 11, 22))
GROUP = Group(
    7, "Ada's <circle>", "active", "UTC", "09:00", "0,1", "", "30/50/20", 0, "now", 50, 360, "month", 0
)  # fmt: skip


def rows(first: int, count: int, own: int = 0) -> tuple[Row, ...]:
    return tuple(
        Row(
            rank, rank, f"@everyone *P{rank}*", 150_000 - rank * 725, 0.75 if rank % 3 else None, rank % 3, 0.5,
            rank == own,
        )
        for rank in range(first, first + count)
    )  # fmt: skip


@sample("leaderboard: the own row is far below")
def _far() -> Card:
    asked = ask.ShowLeaderboard("week", "group", "sql", 2, 7)
    near = rows(7_001, 5, own=7_003)
    return leaderboard_card.present(Standings(asked, "Circle", WEEK, 2, rows(11, 10), near, True, 9_000, None))


@sample("leaderboard: empty")
def _empty() -> Card:
    return leaderboard_card.present(Standings(ask.ShowLeaderboard("day"), "", WEEK, 1, (), (), False, 0, None))


@sample("leaderboard: off the board")
def _hidden() -> Card:
    mine = Total(1, 1_150, 6, 5 * BILLION, 5 * BILLION // 6, 1, 0, False, WHEN)
    asked = ask.ShowLeaderboard("all", "space")
    return leaderboard_card.present(Standings(asked, "Space", None, 1, rows(1, 3), (), False, 3, mine))


@sample("streak: at risk")
def _at_risk() -> Card:
    streak = StreakNow(12, 1, 30, 2, (DAY,), False, WHEN)
    waiting = (Waiting(3, "Ada's <circle>", WHEN), Waiting(4, "Other", None))
    return streak_card.present(
        MyStreak(streak, True, DAY, True, None, False, WHEN, waiting, (5, 6), Away(DAY, date(2026, 12, 1)))
    )


@sample("streak: not begun")
def _not_begun() -> Card:
    streak = StreakNow(0, 0, 0, 7, (), False)
    return streak_card.present(MyStreak(streak, False, DAY, False, None, False, None, (), (), None))


@sample("streak: why")
def _why() -> Card:
    streak = StreakNow(12, 1, 30, 2, (), True)
    told = tuple(LedgerRow(WHEN, DAY, what, 3, 1) for what in streak_card.SENTENCES)
    return streak_card.explain(StreakHistory(streak, told, 2, True))


@sample("seasons: closed ones")
def _seasons() -> Card:
    winners = (Winner(1, "Ada <b>", 12_000), Winner(2, "Learner 3", 11_000, own=True), Winner(2, "", 11_000))
    one = Season(date(2026, 10, 1), date(2026, 10, 31), 12, winners)
    other = Season(date(2026, 9, 1), date(2026, 9, 30), 4, (), Place(4, 1, 50))
    return season_card.present(ClosedSeasons(GROUP, (one, other), 2, True, DAY))


@sample("seasons: news")
def _news() -> Card:
    season = Season(date(2026, 10, 1), date(2026, 10, 31), 12, (Winner(1, "Learner 3", 12_000),))
    return season_card.news(SeasonNews("Ada's <circle>", season))


@sample("refusal: no such board")
def _no_such_board() -> Card:
    return refusals.present(e.NoSuchBoard(said="`decade` @here"))


@sample("refusal: no board here")
def _no_board_here() -> Card:
    return refusals.present(e.NoBoardHere(scope="channel"))
