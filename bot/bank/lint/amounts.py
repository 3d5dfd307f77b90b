"""Numbers and ranges written as options: "250 ms", "about 3", "10-20", "more than 5 GB".

It must not know questions; it reads a short text and compares what it found.
"""

import re
from fractions import Fraction
from typing import NamedTuple

EXACT = Fraction(1, 10**9)
ROUGH = Fraction(1, 20)
"""How far apart, relative to the larger, two amounts must be; an amount called "about" must be 5 % apart."""

_UNITS = {
    "ns": ("s", Fraction(1, 10**9)),
    "us": ("s", Fraction(1, 10**6)),
    "µs": ("s", Fraction(1, 10**6)),
    "ms": ("s", Fraction(1, 1000)),
    "s": ("s", Fraction(1)),
    "second": ("s", Fraction(1)),
    "min": ("s", Fraction(60)),
    "minute": ("s", Fraction(60)),
    "h": ("s", Fraction(3600)),
    "hour": ("s", Fraction(3600)),
    "day": ("s", Fraction(86400)),
    "b": ("byte", Fraction(1)),
    "byte": ("byte", Fraction(1)),
    "kb": ("byte", Fraction(10**3)),
    "mb": ("byte", Fraction(10**6)),
    "gb": ("byte", Fraction(10**9)),
    "tb": ("byte", Fraction(10**12)),
    "kib": ("byte", Fraction(2**10)),
    "mib": ("byte", Fraction(2**20)),
    "gib": ("byte", Fraction(2**30)),
    "tib": ("byte", Fraction(2**40)),
    "%": ("", Fraction(1, 100)),
    "percent": ("", Fraction(1, 100)),
    "": ("", Fraction(1)),
}
_NUMBER = r"[-+]?\d{1,15}(?:,\d{3})*(?:\.\d{1,15})?(?:e[-+]?\d{1,2})?"
_UNIT = r"(?P<unit>%|[a-zµ/]*)"
_ROUGH = "about|around|roughly|approximately|circa|some|~|≈"
_LESS = "less than|fewer than|under|below|at most|up to|<=|≤|<"
_MORE = "more than|over|above|at least|>=|≥|>"

_AMOUNT = re.compile(rf"(?P<rough>{_ROUGH})?\s*(?P<number>{_NUMBER})\s*{_UNIT}")
_BETWEEN = re.compile(
    rf"(?:from )?(?P<between>between )?(?P<low>{_NUMBER})\s*(?P<low_unit>%|[a-zµ/]*?)\s*"
    rf"(?(between)and|(?:-|–|to|\.\.))\s*(?P<high>{_NUMBER})\s*{_UNIT}"
)
_BELOW = re.compile(rf"(?P<how>{_LESS})\s*(?P<number>{_NUMBER})\s*{_UNIT}")
_ABOVE = re.compile(rf"(?P<how>{_MORE})\s*(?P<number>{_NUMBER})\s*{_UNIT}")
_CLOSED = {"at most", "up to", "<=", "≤", "at least", ">=", "≥"}


class Amount(NamedTuple):
    """A number in a base unit; `rough` if the text says "about"."""

    value: Fraction
    unit: str
    rough: bool


class Span(NamedTuple):
    """A range in a base unit; an end of None is open to infinity, an excluded end does not belong to it."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool
    high_in: bool
    unit: str


def _plain(text: str) -> str:
    return " ".join(text.replace("`", " ").casefold().split()).removesuffix(".")


def _in_base(number: str, unit: str) -> tuple[Fraction, str]:
    singular = unit[:-1] if unit.endswith("s") and unit[:-1] in _UNITS and len(unit) > 3 else unit
    base, factor = _UNITS.get(singular, (singular, Fraction(1)))
    return Fraction(number.replace(",", "")) * factor, base


def amount(text: str) -> Amount | None:
    """The amount that the whole text is, or None."""
    found = _AMOUNT.fullmatch(_plain(text))
    if found is None:
        return None
    value, unit = _in_base(found["number"], found["unit"])
    return Amount(value, unit, bool(found["rough"]))


def span(text: str) -> Span | None:
    """The range that the whole text is, or None."""
    plain = _plain(text)
    if found := _BETWEEN.fullmatch(plain):
        low, unit = _in_base(found["low"], found["low_unit"] or found["unit"])
        high, other = _in_base(found["high"], found["unit"] or found["low_unit"])
        return Span(low, high, True, True, unit) if unit == other and low <= high else None
    if found := _BELOW.fullmatch(plain):
        value, unit = _in_base(found["number"], found["unit"])
        return Span(None, value, False, found["how"] in _CLOSED, unit)
    if found := _ABOVE.fullmatch(plain):
        value, unit = _in_base(found["number"], found["unit"])
        return Span(value, None, found["how"] in _CLOSED, False, unit)
    return None


def same(one: Amount, other: Amount) -> bool:
    """Whether two amounts lie within tolerance of each other."""
    if one.unit != other.unit:
        return False
    tolerance = ROUGH if one.rough or other.rough else EXACT
    return abs(one.value - other.value) <= tolerance * max(abs(one.value), abs(other.value))


def overlap(one: Span, other: Span) -> bool:
    """Whether two ranges share a point."""
    return one.unit == other.unit and not _ends_before(one, other) and not _ends_before(other, one)


def _ends_before(one: Span, other: Span) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and not (one.high_in and other.low_in))
