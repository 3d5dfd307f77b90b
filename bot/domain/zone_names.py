"""What a person types for a time zone: any spelling of an IANA name, a city alone, or close to one.

Knows the names of zones and nothing of who lives there. The name that comes out is spelt as the zone data spell it.
"""

from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from bot.domain.errors import UnknownZone
from bot.domain.study_day import zone_of

LONGEST_NAME = 64
_NOT_FOR_PEOPLE = ("Etc/", "SystemV/", "posix/", "right/")
_SHOWN = 60


def read_zone(said: str) -> str:
    """The IANA name that is meant: case and spaces aside, or the only zone of a city ("berlin").

    Raises UnknownZone with up to three names that come near.
    """
    text = said.strip().strip("`\"'").replace(" ", "_")
    if len(text) > LONGEST_NAME:
        raise UnknownZone(said[:_SHOWN])
    try:
        zone_of(text)
    except UnknownZone:
        pass
    else:
        return text
    wanted = text.casefold()
    by_name, by_city = _names()
    if wanted in by_name:
        return by_name[wanted]
    cities = by_city.get(wanted, ())
    if len(cities) == 1:
        return cities[0]
    raise UnknownZone(said[:_SHOWN], cities[:3] or _near(wanted))


def _near(wanted: str) -> tuple[str, ...]:
    by_name, by_city = _names()
    if not wanted:
        return ()
    found = [by_name[name] for name in get_close_matches(wanted, by_name, n=3, cutoff=0.75)]
    for city in get_close_matches(wanted.rpartition("/")[2], by_city, n=3, cutoff=0.7):
        found += by_city[city]
    return tuple(dict.fromkeys(found))[:3]


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Names by their folded spelling, and by their city; what `zone_of` does not take is left out."""
    by_name: dict[str, str] = {}
    by_city: dict[str, tuple[str, ...]] = {}
    for name in sorted(available_timezones()):
        try:
            zone_of(name)
        except UnknownZone:
            continue
        by_name[name.casefold()] = name
        if "/" in name and not name.startswith(_NOT_FOR_PEOPLE):
            city = name.rpartition("/")[2].casefold()
            by_city[city] = (*by_city.get(city, ()), name)
    return by_name, by_city
