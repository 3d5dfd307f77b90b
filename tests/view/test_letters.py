"""Text made safe, measured, cut and wrapped."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.view.letters import cut, one_line, visible, width, wrap

texts = st.text(max_size=80) | st.text("ab 界\u0301\n", max_size=80)
lines = texts.map(one_line)


@given(texts)
def test_nothing_that_acts_is_left_and_nothing_is_lost(text: str) -> None:
    shown = visible(text)
    shown.encode()
    for character in shown:
        assert character in "\n\u200c\u200d" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
    assert len(shown) >= len(text.replace("\r\n", "\n"))
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x00b", "a\u2400b"),
        ("\x1b[31m", "\u241b[31m"),
        ("shown\rhidden", "shown\u240dhidden"),
        ("a\r\nb", "a\nb"),
        ("\u202eabc", "\\u202eabc"),
        ("x\ud800", "x\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_acts_becomes_something_to_see(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(lines, st.integers(1, 40))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, columns: int) -> None:
    short = cut(text, columns)
    assert width(short) <= columns
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(texts.map(visible), st.integers(2, 40))
def test_wrapped_lines_fit_and_keep_every_word(text: str, columns: int) -> None:
    wrapped = wrap(text, columns)
    assert all(width(line) <= columns for line in wrapped)
    assert "".join("".join(wrapped).split()) == "".join(text.split())
    assert wrap(text, None) == text.split("\n")
