"""Numbers and units as people type them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import errors
from bot.domain.quantity import accepted_units, plain, quantity
from bot.domain.question import NumericAnswer
from tests.every import every


def value(text: str, unit: str = "", **accept_units: float) -> Fraction:
    return quantity(text, NumericAnswer(value=1, unit=unit, accept_units=accept_units))


NUMBERS = [
    ("1296", "1296"), ("1,296", "1296"), ("1 296", "1296"), ("1\u202f296", "1296"), ("1_296", "1296"),
    ("1'296", "1296"), ("1’296", "1296"), ("1,00,000", "100000"), ("1.296.000", "1296000"), ("1.296,5", "1296.5"),
    ("0,5", "0.5"), ("1,5", "1.5"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1.5E-3", "0.0015"),
    ("−3", "-3"), ("–3", "-3"), ("- 3", "-3"), ("+3", "3"), ("1.5×10^3", "1500"), ("1.5 x 10**3", "1500"),
    ("10²", "100"), ("10⁻²", "0.01"), ("2^20", "1048576"), ("2 ** 10", "1024"), ("1/8", "0.125"), ("-3/4", "-0.75"),
    ("~40", "40"), ("≈ 40", "40"), ("= 40", "40"), ("４２", "42"), ("٤٢", "42"), ("٣٫٥", "3.5"), ("0.1", "0.1"),
    ("\u200e42", "42"), ("3k", "3000"), ("3 M", "3000000"), ("3 million", "3000000"), ("50 %", "0.5"),
]  # fmt: skip


def test_spellings_of_numbers() -> None:
    assert [(text, value(text)) for text, _ in NUMBERS] == [(text, Fraction(number)) for text, number in NUMBERS]


NO_NUMBERS = [
    "", "x", "²", "1½", "inf", "-Infinity", "nan", "1,2,3", "1.2.3", "0x10", "①", "१½", "--3", "e5", "%",
    "1__0", "\ud800", "1 s 2",
]  # fmt: skip


def test_what_is_no_number_is_refused() -> None:
    for text in NO_NUMBERS:
        with pytest.raises((errors.NotANumber, errors.UnknownUnit)) as caught:
            value(text)
        assert caught.value.said == text


@every(
    "text",
    ["1e61", "1e-61", "1e999999999999999999", "9" * 61, "2^129", "2^99999999", "1/0", "0^-1", "1×10^" + "9" * 99],
)
def test_huge_numbers_are_refused_before_they_are_computed(text: str) -> None:
    with pytest.raises(errors.NumberOutOfRange):
        value(text)


CONVERTED = [
    ("426", "s", "426"), ("426 s", "s", "426"), ("7.1min", "s", "426"), ("7 min 6 s", "s", "426"),
    ("7m6s", "s", "426"),
    ("1h30m", "s", "5400"), ("1 h and 30 min", "min", "90"), ("426 ms", "s", "0.426"), ("5 µs", "ms", "0.005"),
    ("5 μs", "ms", "0.005"), ("5us", "ms", "0.005"), ("2 Days", "h", "48"), ("426 SECONDS", "s", "426"),
    ("1.5 GB", "MB", "1500"), ("1.5 Gb", "MB", "187.5"), ("1.5 GiB", "MB", "1610.612736"), ("1 KB", "B", "1000"),
    ("1 KiB", "B", "1024"), ("8 bits", "B", "1"), ("2 gigabytes", "GB", "2"), ("2 Mebibytes", "KiB", "2048"),
    ("100 Mbps", "MB/s", "12.5"), ("12.5 MB/s", "Mbit/s", "100"), ("1 Gbit/s", "Mbps", "1000"),
    ("250 1/s", "1/s", "250"), ("250/s", "1/s", "250"), ("250 req/s", "1/s", "250"), ("250 rps", "req/s", "250"),
    ("15000 per minute", "1/s", "250"), ("20k req/s", "1/s", "20000"), ("864 thousand per day", "1/s", "10"),
    ("50 %", "%", "50"), ("50", "%", "50"), ("50 percent", "", "0.5"), ("5 Rows", "row", "5"),
    ("5k rows", "rows", "5000"),
    ("2 queries", "query", "2"), ("5 rows/s", "rows/s", "5"), ("3 MHz", "kHz", "3000"),
    ("2 km", "m", "2000"),
]  # fmt: skip


def test_units_are_converted_exactly() -> None:
    read = [(text, unit, value(text, unit)) for text, unit, _ in CONVERTED]
    assert read == [(text, unit, Fraction(number)) for text, unit, number in CONVERTED]


SLIPS = [
    ("426 MS", "s"), ("426 Ms", "s"), ("1 mb", "MB"), ("1 gb", "GB"), ("1 gib", "GiB"), ("5 s", "MB"),
    ("5 MB", "MB/s"),
    ("3m", ""), ("5 rows", "s"), ("12 parsecs", "s"), ("5 s s", "s"), ("3 k", "B"), ("5 m", "B"),
]  # fmt: skip


def test_units_that_could_be_slips_are_asked_back() -> None:
    for text, unit in SLIPS:
        with pytest.raises(errors.UnknownUnit) as caught:
            value(text, unit)
        assert (caught.value.said, caught.value.unit) == (text, unit)
        assert unit in caught.value.accepted or unit == ""


def test_the_questions_own_units_come_first() -> None:
    assert value("2 sprints", "d", sprint=14) == 28
    assert value("2 Sprint", "d", sprint=14) == 28
    assert value("1 month", "d", month=30) == 30
    assert accepted_units(NumericAnswer(value=1, unit="d", accept_units={"sprint": 14}))[:2] == ("d", "sprint")


@settings(max_examples=60, deadline=None)
@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_number_said_back_is_the_same_number(number: object) -> None:
    assert value(plain(Fraction(str(number)))) == Fraction(str(number))


@every(
    ("number", "text"),
    [(426.0, "426"), (0.1, "0.1"), (99.95, "99.95"), (1e-7, "0.0000001"), (1e20, "1" + "0" * 20), (1e-30, "1e-30"),
     (-0.5, "-0.5"), (0.0, "0")],
)  # fmt: skip
def test_keys_are_said_as_they_were_written(number: float, text: str) -> None:
    assert plain(number) == text
