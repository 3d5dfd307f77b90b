"""Numbers with units as people type them, read exactly: no binary floating point, no surprise by case.

It knows the spellings of numbers, SI and binary prefixes, time, bits and bytes, shares and rates. It must not know
scores or points. Two units can be converted when their dimensions are equal; a unit that no table has is a noun
("rows"), equal to itself in singular and plural.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from bot.domain.errors import NotANumber, NumberOutOfRange, UnknownUnit, Unreadable
from bot.domain.number_words import bare_number
from bot.domain.question import NumericAnswer

MOST_DIGITS = 60
LARGEST_EXPONENT = 60
LARGEST_POWER = 128
LONGEST_UNIT = 32
MOST_PARTS = 6


class Unit(NamedTuple):
    """A dimension ("time", "info", "1/time", "n:row") and the factor to that dimension's own unit."""

    dimension: str
    factor: Fraction


_SMALL = {"p": Fraction(1, 10**12), "n": Fraction(1, 10**9), "u": Fraction(1, 10**6), "m": Fraction(1, 1000)}
_LARGE = {p: Fraction(1000) ** n for n, p in enumerate("kMGTPE", 1)} | {"K": Fraction(1000)}
_BINARY = {f"{p}i": Fraction(1024) ** n for n, p in enumerate("KMGTPE", 1)} | {"ki": Fraction(1024)}
_PREFIX_WORDS = {
    "kilo": 1000, "mega": 1000**2, "giga": 1000**3, "tera": 1000**4, "peta": 1000**5,
    "kibi": 1024, "mebi": 1024**2, "gibi": 1024**3, "tebi": 1024**4, "pebi": 1024**5,
}  # fmt: skip


def _spelt() -> dict[str, Unit]:
    """Spellings whose case matters: m is milli and M is mega, b is a bit and B a byte.

    Prefixes that nobody means are left out (millibytes, megaseconds): such a slip is asked back, not graded.
    """
    known = {"": Unit("1", Fraction(1)), "1": Unit("1", Fraction(1)), "%": Unit("1", Fraction(1, 100)),
             "‰": Unit("1", Fraction(1, 1000)), "ppm": Unit("1", Fraction(1, 10**6))}  # fmt: skip
    for prefix, factor in ({"": Fraction(1)} | _LARGE | _BINARY).items():
        for names, bits in ((("b", "bit", "bits"), 1), (("B", "byte", "bytes"), 8)):
            known |= {prefix + name: Unit("info", factor * bits) for name in names}
    for prefix, factor in ({"": Fraction(1)} | _SMALL).items():
        known[prefix + "s"] = Unit("time", factor)
    known |= {name: Unit("time", Fraction(seconds)) for name, seconds in (("min", 60), ("h", 3600), ("d", 86400))}
    for prefix, factor in ({"": Fraction(1)} | _SMALL | _LARGE).items():
        known[prefix + "Hz"] = Unit("1/time", factor)
        known |= {prefix + name: Unit(name, factor) for name in ("W", "Wh", "J", "V", "A")}
    for prefix, factor in ({"": Fraction(1), "k": Fraction(1000), "c": Fraction(1, 100)} | _SMALL).items():
        known |= {prefix + name: Unit(name, factor) for name in ("m", "g")}
    return known


def _worded() -> dict[str, Unit]:
    """Words, read without regard to case."""
    words: dict[str, Unit] = {}
    for names, seconds in (
        ("s sec secs second seconds", 1), ("min mins minute minutes", 60), ("h hr hrs hour hours", 3600),
        ("d day days", 86400), ("w wk week weeks", 604800),
    ):  # fmt: skip
        words |= {name: Unit("time", Fraction(seconds)) for name in names.split()}
    for name, factor in (("milli", 1000), ("micro", 10**6), ("nano", 10**9)):
        words |= {name + end: Unit("time", Fraction(1, factor)) for end in ("second", "seconds", "sec", "secs")}
    words |= {name: Unit("time", Fraction(1, 1000)) for name in ("msec", "millis")}
    words |= {name: Unit("time", Fraction(1, 10**6)) for name in ("usec", "micros")}
    words |= {name: Unit("info", Fraction(8)) for name in ("octet", "octets")}
    for name, times in ({"": 1} | _PREFIX_WORDS).items():
        for stem, bits in (("bit", 1), ("byte", 8)):
            words |= {name + stem + end: Unit("info", Fraction(times * bits)) for end in ("", "s")}
    words |= {name: Unit("1", Fraction(1, 100)) for name in ("percent", "per cent", "pct")}
    words |= {"hz": Unit("1/time", Fraction(1))}
    words |= {name: Unit("1/time", Fraction(1)) for name in ("rps", "qps", "tps", "iops")}
    # What a rate counts is often left out or named otherwise: 250/s, 250 req/s and 250 requests/s are one answer.
    counted = "req reqs request requests query queries op ops operation operations event events message messages msg"
    counted += " call calls read reads write writes delivery deliveries job jobs transaction transactions rq"
    return words | {name: Unit("1", Fraction(1)) for name in counted.split()}


_SPELT = _spelt()
_WORDED = _worded()
_MULTIPLIERS = {
    "k": 1000, "K": 1000, "M": 10**6, "G": 10**9, "T": 10**12,
    "thousand": 1000, "million": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12,
}  # fmt: skip
_MULTIPLIED = re.compile(r"(k|K|M|G|T|thousand|million|mn|billion|bn|trillion)(?:\s+|(?=/)|$)(.*)")


def _noun(word: str) -> str:
    """A noun without regard to case and number."""
    word = word.casefold()
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 2 else word


@lru_cache(maxsize=512)
def unit_of(name: str) -> Unit:
    """The unit that a name stands for; an unknown name is a noun and its own dimension."""
    if name in _SPELT:
        return _SPELT[name]
    if name.casefold() in _WORDED:
        return _WORDED[name.casefold()]
    over, slash, under = name.replace(" per ", "/").partition("/")
    if over.startswith("per "):
        over, slash, under = "", "/", over[4:]
    if slash:
        above, below = unit_of(over.strip()), unit_of(under.strip())
        return Unit(f"{above.dimension}/{below.dimension}", above.factor / below.factor)
    if name.endswith(("bps", "Bps")):
        return unit_of(name[:-2] + "/s")
    return Unit("n:" + _noun(name), Fraction(1))


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_VULGAR = re.compile("[¼-¾⅐-⅞]")
_SIGNS = str.maketrans({
    "−": "-", "–": "-", "—": "-", "﹣": "-", "－": "-", "’": "'", "٫": ".", "٬": ",", "µ": "u", "μ": "u", "·": "×",
    "⋅": "×",
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060", ""),
    **dict.fromkeys("\u2066\u2067\u2068\u2069\ufeff", ""),
})  # fmt: skip


def _spelling(text: str) -> str:
    """One spelling for one thing: ASCII digits for every decimal digit, `^` for superscripts, plain spaces."""
    if not text.isascii():
        text = _SUPERSCRIPT_RUN.sub(lambda run: "^" + run[0].translate(_SUPERSCRIPTS), text.translate(_SIGNS))
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
        if _VULGAR.fullmatch(text.split(" ")[0].strip()):
            text = unicodedata.normalize("NFKC", text).replace("⁄", "/")
        # A fraction sign or circled digit is no decimal digit; folding it into the digits beside it would lie.
        if any(sign.isnumeric() and not sign.isdecimal() for sign in text):
            return ""
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    return " ".join(text.split())


_MANTISSA = re.compile(
    r"""(?P<sign>[+-]?)\ ?(?:
      (?P<dotted>[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|(?:\.[0-9]{3}),[0-9]+))
    | (?P<grouped>[1-9][0-9]{0,2}(?P<mark>[ ,'_])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:\.[0-9]+)?(?![0-9]))
    | (?P<lakhs>[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?(?![0-9]))
    | (?P<comma>[0-9]+,[0-9]+)
    | (?P<plain>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    )(?:[eE](?P<exponent>[+-]?[0-9]+)
      |\ ?[x×*]\ ?10\ ?(?:\^|\*\*)\ ?(?P<ten>[+-]?[0-9]+)
      |\ ?(?:\^|\*\*)\ ?(?P<power>-?[0-9]+)
      |\ ?/\ ?(?P<divisor>[0-9]+)(?![0-9.,]))?""",
    re.VERBOSE,
)
_NEXT_PART = re.compile(r"([A-Za-z]+)\.? ?,? ?(?:and )?(?=[0-9])")


def _number(found: re.Match[str]) -> Fraction:
    """The value of a match; OverflowError past the caps, ZeroDivisionError for n/0."""
    digits = found["dotted"] or found["comma"]
    if digits:
        digits = digits.replace(".", "").replace(",", ".")
    else:
        digits = re.sub("[ ,'_]", "", found["grouped"] or found["lakhs"] or found["plain"])
    exponent = found["exponent"] or found["ten"] or "0"
    power, divisor = found["power"], found["divisor"]
    if len(digits) > MOST_DIGITS or any(len(part or "") > MOST_DIGITS for part in (exponent, power, divisor)):
        raise OverflowError
    if abs(int(exponent)) > LARGEST_EXPONENT or abs(int(power or 0)) > LARGEST_POWER:
        raise OverflowError
    value = Fraction(Decimal(digits)) * Fraction(10) ** int(exponent)
    if power is not None:
        value = value ** int(power)
    if divisor is not None:
        value /= int(divisor)
    return -value if found["sign"] == "-" else value


def exact(number: float) -> Fraction:
    """The decimal number that a person wrote, not the binary one beside it. Raises ValueError on inf and nan."""
    return Fraction(repr(number))


def _factor(typed: str, unit: str, accept_units: Mapping[str, float]) -> Fraction | None:
    """How many of `unit` one `typed` is, or None. Own units first, then the tables, then 20k and 3 million."""
    if not typed or typed == unit:
        return Fraction(1)
    if len(typed) > LONGEST_UNIT:
        return None
    for name, factor in accept_units.items():
        if typed == _spelling(name) or (len(name) > 2 and _noun(typed) == _noun(name)):
            return exact(factor)
    wanted, given = unit_of(unit), unit_of(typed)
    if typed == "m" and wanted.dimension == "time":
        given = unit_of("min")
    if given.dimension in (wanted.dimension, re.sub("n:[^/]*", "1", wanted.dimension)):
        return given.factor / wanted.factor
    multiplied = _MULTIPLIED.fullmatch(typed) if wanted.dimension.startswith(("1", "n:")) else None
    if multiplied:
        rest = _factor(multiplied[2].strip(), unit, accept_units)
        return None if rest is None else rest * _MULTIPLIERS[multiplied[1]]
    return None


def accepted_units(answer: NumericAnswer) -> tuple[str, ...]:
    """Units worth naming to somebody whose unit was not understood; the question's own comes first."""
    kin = {
        "time": ("ms", "s", "min", "h"), "info": ("B", "kB", "MB", "GB", "KiB", "MiB", "GiB"), "1": ("%",),
        "1/time": ("1/s", "1/min"), "info/time": ("MB/s", "Mbit/s"),
    }.get(unit_of(_spelling(answer.unit)).dimension, ())  # fmt: skip
    return tuple(dict.fromkeys(name for name in (answer.unit, *answer.accept_units, *kin) if name))


def quantity(text: str, answer: NumericAnswer, kind: str = "numeric") -> Fraction:
    """What was typed, in the question's unit; without a unit it is taken to be in that unit.

    Reads 426, 1,296, 1 296, 1.296,5, 0,5, 1e3, 1.2 × 10^3, 2^20, 10⁶, 1/3, −3, 50 %, 1.5 GB, 20k req/s, 7 min 6 s.
    Raises NotANumber, NumberOutOfRange or UnknownUnit, so that a slip can be mended before it becomes an attempt.
    """
    unit = _spelling(answer.unit)
    rest = bare_number(_spelling(text))
    total, parts = Fraction(0), 0
    while True:
        found = _MANTISSA.match(rest)
        if found is None or parts == MOST_PARTS:
            raise NotANumber(kind=kind, said=text, unit=answer.unit)
        try:
            value = _number(found)
        except (OverflowError, ZeroDivisionError):
            raise NumberOutOfRange(kind=kind, said=text, unit=answer.unit) from None
        rest = rest[found.end() :].lstrip()
        if (rest[:1].isdecimal() and rest[:2] != "1/") or rest[:1] in (",", "'", "_", "^", "*", "."):
            if rest not in (".", ","):
                raise NotANumber(kind=kind, said=text, unit=answer.unit)
            rest = ""
        step = _NEXT_PART.match(rest) if unit_of(unit).dimension == "time" else None
        typed = step[1] if step else rest.rstrip(".")
        factor = _factor(typed, unit, answer.accept_units)
        if factor is None or (parts and not typed):
            raise UnknownUnit(
                kind=kind, said=text, typed=typed[:LONGEST_UNIT], unit=answer.unit, accepted=accepted_units(answer)
            )
        total += value * factor
        parts += 1
        if step is None:
            return total
        rest = rest[step.end() :]


def near(answer: NumericAnswer, given: Fraction) -> int:
    """How near a number in the question's unit is, in halves: 2 within the tolerance, 1 within the wider factor.

    Absolute and relative tolerances are inclusive; factors work on the log scale. Without any: the value itself.
    """
    try:
        key = exact(answer.value)
        off, allowed = abs(given - key), answer.tolerance
        if off == 0 or (allowed.abs is not None and off <= exact(allowed.abs)):
            return 2
        if allowed.rel is not None and off <= exact(allowed.rel) * abs(key):
            return 2
        if allowed.factor is not None and given * key > 0:
            times = max(given / key, key / given)
            return 2 if times <= exact(allowed.factor[0]) else int(times <= exact(allowed.factor[1]))
    except ValueError:  # a key that is no number is the bank's to refuse; grading goes on
        return 0
    return 0


def measured(text: str, answer: NumericAnswer) -> tuple[str, int]:
    """A typed number said back in the question's unit, and how near it is in halves; unreadable text is not near."""
    try:
        given = quantity(text, answer)
    except Unreadable:
        return text, 0
    return f"{plain(given)} {answer.unit}".rstrip(), near(answer, given)


def key_quantity(answer: NumericAnswer) -> str:
    """The key with its unit."""
    return f"{plain(answer.value)} {answer.unit}".rstrip()


def plain(value: Fraction | float) -> str:
    """A number as a person writes it: no exponent, no trailing zeros, at most 12 places."""
    if isinstance(value, float) and not isfinite(value):
        return repr(value)
    value = value if isinstance(value, Fraction) else exact(value)
    if value.denominator == 1:
        return str(value.numerator) if abs(value) < 10**21 else f"{Decimal(value.numerator):.12g}"
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    text = f"{decimal:.12f}".rstrip("0").rstrip(".")
    return text if text.strip("-0.") else f"{decimal:.6g}"
