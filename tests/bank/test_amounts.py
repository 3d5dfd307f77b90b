"""Numbers and ranges as options are written."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.bank.lint.amounts import amount, overlap, same, span
from tests.every import every


@every(
    ("text", "value", "unit"),
    [
        ("404", 404, ""),
        ("`1,000 ms`", 1, "s"),
        ("2 minutes.", 120, "s"),
        ("1.5 KiB", 1536, "byte"),
        ("-3", -3, ""),
        ("2e3", 2000, ""),
        ("about 5 %", Fraction(1, 20), ""),
        ("7 requests", 7, "requests"),
    ],
)
def test_an_amount_is_read(text: str, value: int, unit: str) -> None:
    read = amount(text)
    assert read is not None
    assert (read.value, read.unit) == (value, unit)


@every("text", ["404 Not Found", "2024-11-20", "1.2.3", "x", "", "1 and 2", "10-20", "9" * 40])
def test_other_texts_are_no_amounts(text: str) -> None:
    assert amount(text) is None


@every("text", ["1 and 2", "5", "20-10", "", "10 ms to 5 requests", "a-b"])
def test_other_texts_are_no_ranges(text: str) -> None:
    assert span(text) is None


def test_units_of_a_range_may_stand_once() -> None:
    assert span("10-20 ms") == span("10 ms to 20 ms") == span("between 10 and 20 ms") == span("from 0.01 to 0.02 s")


@given(st.tuples(st.integers(0, 50), st.integers(0, 50)), st.tuples(st.integers(0, 50), st.integers(0, 50)))
def test_ranges_overlap_when_a_whole_number_lies_in_both(one: tuple[int, int], other: tuple[int, int]) -> None:
    (a, b), (c, d) = sorted(one), sorted(other)
    first, second = span(f"{a} to {b}"), span(f"{c}-{d}")
    assert first is not None
    assert second is not None
    assert overlap(first, second) == bool(set(range(a, b + 1)) & set(range(c, d + 1)))


@every(
    ("one", "other", "meet"),
    [
        ("less than 10", "at least 10", False),
        ("at most 10", "at least 10", True),
        ("less than 10", "10 to 20", False),
        ("up to 10", "10 to 20", True),
        ("more than 5", "less than 6", True),
        ("less than 1", "under 5", True),
        ("less than 10 s", "more than 5 MB", False),
    ],
)
def test_open_ends(one: str, other: str, meet: bool) -> None:
    first, second = span(one), span(other)
    assert first is not None
    assert second is not None
    assert overlap(first, second) == overlap(second, first) == meet


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_exact_amounts_are_the_same_only_when_equal(one: int, other: int) -> None:
    first, second = amount(str(one)), amount(f"{other}.0")
    assert first is not None
    assert second is not None
    assert same(first, second) == (one == other)
