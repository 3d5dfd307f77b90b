"""Move the boards: each first attempt counts on the boards of its group, its channel and its space."""

from datetime import date, datetime
from functools import lru_cache

from bot.domain.response import DontKnow, encode
from bot.domain.season import PERIODS, kept_key, read_plan
from bot.domain.study_day import local_date
from bot.ports import Ports
from bot.ports.attempts import NewAttempt
from bot.ports.boards import BILLION, Gain
from bot.ports.dailies import Daily
from bot.ports.groups import Place

UNKNOWN = encode(DontKnow())


def boards_of(
    group_id: int | None, channel_id: int | None, space_id: int | None, at: datetime, zone: str, season: str
) -> tuple[str, ...]:
    """The boards that an attempt counts on. A space has the calendar's seasons, groups and channels their group's.

    No channel: the group has but one, whose boards are the group's.
    """
    return boards_on(group_id, channel_id, space_id, local_date(at, zone), season)


@lru_cache(maxsize=4096)
def boards_on(
    group_id: int | None, channel_id: int | None, space_id: int | None, day: date, season: str
) -> tuple[str, ...]:
    """The same for a local date in the group's zone: many answers on one day name the same boards."""
    own = keys_of(day, season)
    boards = [f"g{group_id}/{key}" for key in own]
    if channel_id is not None:
        boards += [f"c{channel_id}/{key}" for key in own]
    if space_id is not None:
        boards += [f"s{space_id}/{key}" for key in keys_of(day, "month")]
    return tuple(boards)


@lru_cache(maxsize=4096)
def keys_of(day: date, season: str) -> tuple[str, ...]:
    """The keys of all boards that a local date belongs to, with seasons by this plan."""
    plan = read_plan(season)
    return tuple(dict.fromkeys(kept_key(period, day, plan) for period in PERIODS))


def gain_of(points: int, score: float, self_assessed: bool) -> Gain:
    """What an attempt adds to a board: hundredths of points and a score 0..1, or what learners say of themselves."""
    share = round(score * BILLION)
    return Gain(opens=1, open_score=share) if self_assessed else Gain(points=points, attempts=1, score=share)


def credit(
    daily: Daily, attempt: NewAttempt, place: Place | None, score: float, earned: int, shown: bool, ports: Ports
) -> None:
    """Add a counted attempt to its boards. `place` is the channel that it counts in."""
    channel = attempt.channel_id if daily.apart else None
    boards = boards_of(attempt.group_id, channel, attempt.space_id, attempt.at, daily.zone, daily.season)
    gain = gain_of(earned, score, attempt.self_assessed)
    ports.boards.credit(boards, attempt.learner_id, gain, attempt.at, shown, big_scopes(daily, place))


def big_scopes(daily: Daily, place: Place | None) -> tuple[str, ...]:
    """Those of an attempt's scopes that may have boards of thousands."""
    big: tuple[str, ...] = (f"g{daily.group_id}",) if daily.big else ()
    if place is not None and place.big:
        big += (f"c{place.id}",)
    if place is not None and place.space_big:
        big += (f"s{place.space_id}",)
    return big


def count_question(attempt: NewAttempt, score: float, ports: Ports) -> None:
    """Add a first attempt to its question's statistics."""
    unknown = attempt.response == UNKNOWN
    ports.boards.count_question(attempt.question_id, attempt.revision, score, unknown)
