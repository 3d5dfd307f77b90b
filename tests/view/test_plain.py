"""Cards in plain words: whole, in reading order, and nothing twice."""

import pytest

from bot.view.card import Progress, card
from bot.view.plain import plain


@pytest.mark.parametrize(
    ("label", "line"),
    [("answered", "answered: 4 of 6"), ("4 of 6 have answered", "4 of 6 have answered")],
)
def test_how_far_something_is_stands_there_once(label: str, line: str) -> None:
    assert plain(card("Quorum", "open", Progress(4, 6, label))).split("\n\n")[1] == line
