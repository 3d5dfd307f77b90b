"""How a round's questions and minutes are shared among its phases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.format import MOST_QUESTIONS
from bot.domain.round import Wish, counts_of, seconds_of
from tests.usecases.mock import DESIGN, SCREEN


@pytest.mark.parametrize(
    ("wish", "counts", "seconds"),
    [
        (Wish(), [2, 0, 2], [120, 300, 180]),
        (Wish(minutes=20), [2, 0, 2], [240, 600, 360]),
        (Wish(questions=1, minutes=16), [1, 0, 0], [274, 686, 411]),
        (Wish(questions=8), [4, 0, 4], [120, 300, 180]),
        (Wish(minutes=None), [2, 0, 2], [0, 0, 0]),
    ],
)
def test_questions_and_minutes_are_shared_as_the_format_says(wish: Wish, counts: list[int], seconds: list[int]) -> None:
    assert counts_of(SCREEN, wish) == counts
    assert seconds_of(SCREEN, wish) == seconds


def test_stages_keep_their_minutes_whatever_number_is_asked_for() -> None:
    assert seconds_of(DESIGN, Wish(questions=1, minutes=20)) == [600, 600]


@given(st.integers(0, 60), st.integers(1, 240))
def test_what_is_asked_takes_all_of_the_minutes(questions: int, minutes: int) -> None:
    wish = Wish(questions=questions, minutes=minutes)
    counts = counts_of(SCREEN, wish)
    asked = [n for n, phase in enumerate(SCREEN.phases) if phase.rests or counts[n]]
    assert sum(counts) == (min(questions, MOST_QUESTIONS) or 4)
    assert abs(sum(seconds_of(SCREEN, wish)[n] for n in asked) - 60 * minutes) <= len(asked)
