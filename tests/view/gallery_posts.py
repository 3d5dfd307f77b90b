"""Samples of what comes by itself: reveals, closed posts, and what admins are told."""

from bot.domain import errors
from bot.domain.quorum import GroupStreak
from bot.ports.dailies import Daily
from bot.usecases.letters_out import GroupNews, Posted, Revealed, Turnout
from bot.view import news_card, refusals, reveal_card
from bot.view.card import Card
from tests.domain.answerable import KIND_FIELDS, question, shown
from tests.view.gallery import WHEN, sample


def daily(state: str = "revealed", answered: int = 5) -> Daily:
    """A daily that four of six have answered, and one more."""
    given = dict.fromkeys(Daily._fields, 0) | {
        "id": 7, "group_id": 3, "study_day": "2026-08-03", "state": state, "question_id": "py.single.0001",
        "revision": 1, "due_at": WHEN, "posted_at": WHEN, "reveal_at": WHEN, "revealed_at": WHEN,
        "answered": answered, "roster": 6, "roster_answered": 4, "quorum_at": WHEN, "group_name": "Backend circle",
        "zone": "Europe/Berlin", "verdict": "now", "share": 50, "season": "month",
    }  # fmt: skip
    return Daily(**given)


def _reveal(kind: str) -> Card:
    one = question(kind)
    order = tuple(shown(one))
    turnout = Turnout(5, 2, 1, dict.fromkeys(order, 2))
    return reveal_card.present(Revealed(daily(), one, order, turnout, GroupStreak(3, 9)))


for _kind in KIND_FIELDS:
    sample(f"reveal, {_kind}")(lambda kind=_kind: _reveal(kind))  # type: ignore[misc]


@sample("reveal of two answers")
def _few() -> Card:
    one = question("single")
    return reveal_card.present(Revealed(daily(answered=2), one, tuple(shown(one)), None, GroupStreak()))


@sample("post after the reveal")
def _closed() -> Card:
    one = question("multi")
    return reveal_card.present_state(Posted(daily(), one, tuple(shown(one))))


@sample("news, silence")
def _silence() -> Card:
    return news_card.silence(GroupNews(3, "Backend circle", 5))


@sample("news, few questions left")
def _few_left() -> Card:
    return news_card.few_left(GroupNews(3, "Backend circle", 4))


@sample("news, no question left")
def _none_left() -> Card:
    return news_card.few_left(GroupNews(3, "Backend circle", -1))


@sample("news, paused for silence")
def _stopped() -> Card:
    return news_card.stopped(GroupNews(3, "Backend circle", word="silence"))


@sample("news, paused without a channel")
def _nowhere() -> Card:
    return news_card.stopped(GroupNews(3, "Backend circle", word="channels"))


@sample("news, a channel is lost")
def _lost() -> Card:
    return news_card.lost(GroupNews(3, "Backend circle", word="study-hall"))


@sample("no question matches")
def _no_match() -> Card:
    return refusals.present(errors.NoQuestionMatches(group="Backend circle"))
