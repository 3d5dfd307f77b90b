"""A topic's board, worked out from the attempts when somebody asks: it is asked for rarely, and never kept."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.leaderboard import ACCURACY_FROM
from bot.ports import Ports
from bot.ports.boards import TopicAttempt, Total
from bot.usecases.standings import gain_of


def topic_totals(
    scope: str,
    groups: Sequence[int],
    topic: str,
    since: tuple[date, datetime] | None,
    until: datetime,
    learner: int,
    ports: Ports,
) -> tuple[list[Total], Total | None]:
    """The rows of the board in order, without hidden learners; and the learner's own row, hidden or not."""
    letter, which = scope[0], int(scope[1:])
    by_learner: dict[int, list[TopicAttempt]] = {}
    for channel, space, attempt in ports.boards.on_topic(groups, topic, since, until):
        if letter == "g" or which == (channel if letter == "c" else space):
            by_learner.setdefault(attempt.learner_id, []).append(attempt)
    totals = [total_of(one, attempts) for one, attempts in by_learner.items()]
    own = next((total for total in totals if total.learner_id == learner), None)
    return sorted((total for total in totals if total.shown), key=order), own


def total_of(learner: int, attempts: Sequence[TopicAttempt]) -> Total:
    """What one learner's attempts come to."""
    gains = [gain_of(one.points, one.score, one.self_assessed) for one in attempts]
    points = sum(gain.points for gain in gains)
    count = sum(gain.attempts for gain in gains)
    score = sum(gain.score for gain in gains)
    scoring = [one.at for one, gain in zip(attempts, gains, strict=True) if gain.points]
    return Total(
        learner,
        points,
        count,
        score,
        score // count if count >= ACCURACY_FROM else -1,
        sum(gain.opens for gain in gains),
        sum(gain.open_score for gain in gains),
        attempts[0].visibility != "hidden",
        max(scoring) if scoring else min(one.at for one in attempts),
    )


def order(total: Total) -> tuple[int, int, datetime, int]:
    """The order of rows: points, accuracy, who got there first."""
    return -total.points, -total.mean, total.reached_at, total.learner_id
