"""Zones as people say them: the IANA name in any case, or a city of it; and the nearest names to a wrong one.

Knows the names of the zone data and nothing of instants. Must not guess: what could mean two zones is refused with both.
"""

from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from bot.domain.errors import UnknownZone
from bot.domain.study_day import zone_of

_LONGEST = 60
_UNIVERSAL = frozenset({"utc", "gmt", "z", "universal"})


def read_zone(said: str) -> str:
    """The IANA name that is meant: exact but for case and blanks, or the last part of exactly one name ("berlin").

    Raises UnknownZone with the nearest names.
    """
    word = "_".join(said.split()).casefold()
    if not word or len(word) > _LONGEST:
        raise UnknownZone(said[:_LONGEST])
    if word in _UNIVERSAL:
        return "UTC"
    names, cities = _known()
    found = names.get(word)
    if found is None:
        same = cities.get(word, ())
        if len(same) != 1:
            raise UnknownZone(said, same or near_zones(word))
        found = same[0]
    zone_of(found)
    return found


def near_zones(word: str) -> tuple[str, ...]:
    """Up to three names spelt alike, by the whole or by the city; best first."""
    names, cities = _known()
    near = [city for match in get_close_matches(word, cities, n=3, cutoff=0.7) for city in cities[match]]
    near += [names[match] for match in get_close_matches(word, names, n=3, cutoff=0.7)]
    return tuple(dict.fromkeys(near))[:3]


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Names by their casefolded selves, and the names of each city."""
    names: dict[str, str] = {}
    cities: dict[str, tuple[str, ...]] = {}
    for name in sorted(available_timezones()):
        try:
            zone_of(name)
        except UnknownZone:
            continue
        names[name.casefold()] = name
        if "/" in name and not name.startswith("Etc/"):
            city = name.rpartition("/")[2].casefold()
            cities[city] = (*cities.get(city, ()), name)
    return names, cities
