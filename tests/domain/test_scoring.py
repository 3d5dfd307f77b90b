"""Points, chance and repeats."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.scoring import chance_corrected, points, repeat_pays


@pytest.mark.parametrize(
    ("band", "score", "hints", "hundredths"),
    [("junior", 1.0, 0, 1000), ("mid", 1.0, 0, 1500), ("senior", 1.0, 0, 2000), ("mid", 1.0, 1, 1125),
     ("mid", 1.0, 2, 750), ("mid", 1.0, 3, 750), ("senior", 0.0, 0, 0), ("mid", 0.5, 1, 563), ("junior", 2 / 3, 0, 667),
     ("junior", 1 / 3, 0, 333), ("mid", 1 / 6, 1, 188), ("senior", 0.1 + 0.2, 0, 600), ("mid", 7 / 12, 2, 438),
     ("junior", 1 / 16, 0, 63), ("junior", 3 / 16, 0, 188)],
)  # fmt: skip
def test_hundredths_of_points(band: str, score: float, hints: int, hundredths: int) -> None:
    assert points(band, score, hints) == hundredths  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([("junior", 10), ("mid", 15), ("senior", 20)]),
    st.integers(1, 120).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
    st.sampled_from([(0, "1"), (1, "0.75"), (2, "0.5")]),
)
def test_rounding_is_half_up_of_the_exact_product(band: tuple, ratio: tuple, hint: tuple) -> None:
    gained, whole = ratio
    exact = Decimal(100 * band[1] * gained) * Decimal(hint[1])
    # Compared as whole numbers: n/d rounds half up to q exactly when 2n + d lies in [2dq, 2dq + 2d).
    rounded = (exact / whole).quantize(Decimal("1e-9")).quantize(Decimal(1), ROUND_HALF_UP)
    assert points(band[0], gained / whole, hint[0]) == rounded


def test_scores_out_of_bounds_are_no_points_and_no_bonus() -> None:
    assert points("mid", -0.5, 0) == 0
    assert points("mid", 1.5, 0) == 1500


def test_chance_is_taken_out() -> None:
    assert chance_corrected(0.63, 0.25) == pytest.approx(0.5067, abs=1e-4)
    assert chance_corrected(1, 0.25) == 1
    assert chance_corrected(0.25, 0.25) == 0
    assert chance_corrected(0, 0.25) < 0
    assert chance_corrected(1, 1) == 0


def test_a_repeat_pays_after_180_days() -> None:
    first = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert repeat_pays(None, first)
    assert not repeat_pays(first, first + timedelta(days=180) - timedelta(microseconds=1))
    assert repeat_pays(first, first + timedelta(days=180))
    assert repeat_pays(first, (first + timedelta(days=180)).astimezone(timezone(timedelta(hours=14))))
