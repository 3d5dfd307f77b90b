"""When a group posts next: kept with the group and on the agenda, computed anew whenever anything about it changes."""

from datetime import datetime, time
from functools import lru_cache

from bot.domain.schedule import Post, Schedule, next_post
from bot.domain.study_day import ONE_DAY, local_date
from bot.ports import Ports
from bot.ports.groups import Group

POST = "post"
"""What the agenda calls a post."""


def post_key(group_id: int) -> str:
    """The agenda's key of a group's next post."""
    return f"post:{group_id}"


def plan(group_id: int, ports: Ports) -> Post | None:
    """Plan the group's next post and put it on the agenda; None where nothing is to be posted (paused, on demand).

    Call it after every change of schedule, skipped dates or state.
    """
    found = ports.posts.plan(group_id)
    if found is None:
        return None
    return replan(found.group, ports.posts.last(group_id), ports.now, ports)


def replan(group: Group, last: Post | None, after: datetime, ports: Ports) -> Post | None:
    """The same for a group at hand, given its last used study day and the instant after which to post."""
    following = following_post(group, last, after, ports)
    ports.posts.keep_next(group.id, following)
    if following is None:
        ports.agenda.drop(post_key(group.id))
    else:
        ports.agenda.set(post_key(group.id), POST, group.id, following.at)
    return following


def following_post(
    group: Group, last: Post | None, after: datetime, ports: Ports, *, skips: bool = True
) -> Post | None:
    """The first post after an instant, by the group's settings of now. `skips`: whether there may be skipped dates."""
    if group.state != "active" or group.on_demand:
        return None
    skipped = ports.posts.skips(group.id, local_date(after, group.zone) - ONE_DAY) if skips else ()
    return next_post(
        Schedule(time.fromisoformat(group.post_at), group.zone, read_weekdays(group.weekdays), skipped),
        after,
        last,
    )


@lru_cache(maxsize=256)
def read_weekdays(weekdays: str) -> frozenset[int]:
    """Weekdays as a group keeps them: "0,2,4"."""
    return frozenset(int(day) for day in weekdays.split(",") if day)
