"""A group's schedule and settings in words: days, times, delays, topics, dates without a daily."""

from collections.abc import Iterable

from bot.domain.schedule import Skip
from bot.domain.season import read_plan
from bot.ports.groups import Group
from bot.view.wording import WEEKDAYS, counted, day_name, listed


def schedule_words(group: Group) -> str:
    """ "Monday to Friday at 09:00 (Europe/Berlin)"."""
    if group.on_demand:
        return "Opens when somebody asks for it, once a day"
    return f"{weekday_words(group.weekdays)} at {group.post_at} ({group.zone})"


def weekday_words(stored: str) -> str:
    """ "Monday to Friday", "every day", "Monday, Wednesday and Friday"."""
    days = sorted(int(day) for day in stored.split(",") if day)
    if len(days) == 7:
        return "Every day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]} to {WEEKDAYS[days[-1]]}"
    return listed([WEEKDAYS[day] for day in days])


def delay_words(minutes: int) -> str:
    """ "4 hours", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour")] if hours else []
    if rest or not parts:
        parts.append(counted(rest, "minute"))
    return " ".join(parts)


def reveal_words(minutes: int) -> str:
    """When the key is shown."""
    return f"{delay_words(minutes)} after the post" if minutes else "at the next post"


def topic_words(stored: str) -> str:
    """The topics, or all."""
    return ", ".join(topic for topic in stored.split(",") if topic) or "all"


def band_words(stored: str) -> str:
    """ "junior 30, mid-level 50, senior 20"."""
    junior, mid, senior = stored.split("/")
    return f"junior {junior}, mid-level {mid}, senior {senior}"


def verdict_words(stored: str) -> str:
    """When a learner sees the verdict."""
    return "at the reveal" if stored == "reveal" else "right after the answer"


def season_words(stored: str) -> str:
    """How long a season is, and from when that holds."""
    plan = read_plan(stored)
    length = counted(plan.weeks, "week") if plan.weeks else counted(plan.months, "calendar month")
    return length if plan.before is None else f"{length}, from {plan.since.isoformat()} on"


def round_words(stored: str) -> str:
    """Where live rounds count."""
    return "count on the boards as well" if stored == "board" else "have points of their own alone"


def skip_words(skips: Iterable[Skip]) -> str:
    """ "Thu 24 Dec to Fri 1 Jan, Mon 1 Mar"."""
    return ", ".join(
        f"{day_name(one.first)} to {day_name(one.last)}" if one.first != one.last else day_name(one.first)
        for one in skips
    )


def setting_words(name: str, stored: str | int) -> str:
    """A stored setting as people read it; `name` as it is called when it is changed."""
    match name:
        case "weekdays":
            return weekday_words(str(stored))
        case "topics":
            return topic_words(str(stored))
        case "bands":
            return band_words(str(stored))
        case "reveal":
            return reveal_words(int(stored))
        case "window":
            return delay_words(int(stored))
        case "share":
            return f"more than {stored} %"
        case "verdict":
            return verdict_words(str(stored))
        case "season":
            return season_words(str(stored))
        case "rounds":
            return round_words(str(stored))
        case _:
            return str(stored)


LABELS = {
    "name": "Name",
    "at": "Time",
    "zone": "Time zone",
    "weekdays": "Days",
    "topics": "Topics",
    "bands": "Bands",
    "reveal": "Reveal",
    "share": "Quorum",
    "verdict": "Verdict",
    "window": "Late posts",
    "season": "Season",
    "rounds": "Live rounds",
}
"""What a setting is called on cards and forms."""
