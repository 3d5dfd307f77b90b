"""Move the boards: each first attempt counts on the boards of its group, its channel and its space."""

from bot.domain.response import DontKnow, encode
from bot.domain.season import PERIODS, period_key, read_plan
from bot.domain.study_day import local_date
from bot.ports import Ports
from bot.ports.attempts import NewAttempt
from bot.ports.dailies import Daily

UNKNOWN = encode(DontKnow())


def boards_of(attempt: NewAttempt, daily: Daily) -> tuple[str, ...]:
    """The boards that the attempt counts on. A space has the calendar's seasons, groups and channels their group's."""
    day = local_date(attempt.at, daily.zone)
    own = [period_key(period, day, read_plan(daily.season)) for period in PERIODS]
    boards = [f"g{daily.group_id}/{key}" for key in own]
    if attempt.channel_id is not None:
        boards += [f"c{attempt.channel_id}/{key}" for key in own]
    if attempt.space_id is not None:
        boards += [f"s{attempt.space_id}/{period_key(period, day)}" for period in PERIODS]
    return tuple(boards)


def credit(daily: Daily, attempt: NewAttempt, score: float, earned: int, shown: bool, ports: Ports) -> None:
    """Add a counted attempt to its boards."""
    ports.boards.credit(boards_of(attempt, daily), attempt.learner_id, earned, score, attempt.at, shown)


def count_question(attempt: NewAttempt, score: float, ports: Ports) -> None:
    """Add a first attempt to its question's statistics."""
    unknown = attempt.response == UNKNOWN
    ports.boards.count_question(attempt.question_id, attempt.revision, score, unknown)
