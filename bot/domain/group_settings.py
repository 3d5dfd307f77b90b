"""A group's settings: what was typed into each, checked and as it is stored; and the defaults of the first day.

Knows the stored form of a group's columns. Must not know which group it is, nor how settings are asked for.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta

from bot.domain import group_words as words
from bot.domain.season import read_plan, write_plan
from bot.domain.zone_names import read_zone

DEFAULTS: Mapping[str, str | int] = {
    "post_at": "09:00",
    "weekdays": "0,1,2,3,4",
    "topics": "",
    "bands": "30/50/20",
    "reveal_min": 0,
}
COLUMNS: Mapping[str, str] = {
    "name": "name",
    "at": "post_at",
    "zone": "zone",
    "weekdays": "weekdays",
    "topics": "topics",
    "bands": "bands",
    "reveal": "reveal_min",
    "share": "share",
    "verdict": "verdict",
    "window": "window_min",
    "season": "season",
    "rounds": "rounds",
}
"""What a setting is called when it is asked for, and where it is kept."""

_WEEKS = re.compile(r"([0-9]{1,2}) weeks?", re.ASCII)


def read_settings(said: Mapping[str, str], topics: Collection[str], today: date) -> dict[str, str | int]:
    """The columns that the non-empty fields of `said` set. Raises the refusal of the first that does not fit."""
    return {
        COLUMNS[name]: _READERS[name](text, topics, today)
        for name, text in said.items()
        if name in COLUMNS and text.strip()
    }


def fits(topics: str, bands: str, bank: Collection[tuple[str, str]]) -> bool:
    """Whether any (topic, band) of the bank is one that the settings allow."""
    wanted = frozenset(topics.split(","))
    shares = dict(zip(("junior", "mid", "senior"), map(int, bands.split("/")), strict=True))
    return any((not topics or topic in wanted) and shares.get(band, 0) > 0 for topic, band in bank)


def read_season(said: str, today: date) -> str:
    """A season's plan as text; weeks without a beginning begin this Monday. Raises BadSeason."""
    text = words.tidy(said)
    if found := _WEEKS.fullmatch(text):
        monday = today - timedelta(days=today.weekday())
        text = f"{found[1]} weeks from {monday.isoformat()}"
    text = {"monthly": "month", "quarterly": "quarter", "yearly": "year", "half a year": "half"}.get(text, text)
    plan = read_plan(text)
    return write_plan(plan)


_READERS: Mapping[str, Callable[[str, Collection[str], date], str | int]] = {
    "name": lambda said, _, __: words.read_name(said),
    "at": lambda said, _, __: f"{words.read_time(said):%H:%M}",
    "zone": lambda said, _, __: read_zone(said),
    "weekdays": lambda said, _, __: ",".join(map(str, sorted(words.read_weekdays(said)))),
    "topics": lambda said, topics, _: ",".join(words.read_topics(said, topics)),
    "bands": lambda said, _, __: words.read_bands(said),
    "reveal": lambda said, _, __: words.read_reveal(said),
    "share": lambda said, _, __: words.read_share(said),
    "verdict": lambda said, _, __: words.read_verdict(said),
    "window": lambda said, _, __: words.read_window(said),
    "season": lambda said, _, today: read_season(said, today),
    "rounds": lambda said, _, __: words.read_rounds(said),
}
