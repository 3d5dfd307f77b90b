"""Responses as they are stored."""

import msgspec
import pytest

from bot.domain.response import (
    Assessed,
    DontKnow,
    Judged,
    Located,
    Paired,
    Picked,
    Response,
    Sequenced,
    Typed,
    decode,
    encode,
)

STORED = [
    (Picked(("b", "d")), '{"as":"picked","options":["b","d"]}'),
    (Judged({"a": True, "b": False}), '{"as":"judged","statements":{"a":true,"b":false}}'),
    (Typed("٤ «x»\n"), '{"as":"typed","text":"٤ «x»\\n"}'),
    (Sequenced(("c", "a")), '{"as":"sequenced","options":["c","a"]}'),
    (Paired({"l1": "r2"}), '{"as":"paired","pairs":{"l1":"r2"}}'),
    (Located((5, 6), "b"), '{"as":"located","lines":[5,6],"cause":"b"}'),
    (Located((), fix="x = 1"), '{"as":"located","lines":[],"fix":"x = 1"}'),
    (Assessed("I", levels={"own": 2}), '{"as":"assessed","text":"I","levels":{"own":2}}'),
    (DontKnow(), '{"as":"dont_know"}'),
]


@pytest.mark.parametrize(("response", "text"), STORED)
def test_the_stored_form_is_fixed_and_comes_back(response: Response, text: str) -> None:
    assert encode(response) == text
    assert decode(text) == response


@pytest.mark.parametrize("text", ["", "{}", '{"as":"guessed"}', '{"as":"picked"}', '{"as":"picked","options":"b"}'])
def test_what_was_not_stored_by_us_is_refused(text: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(text)
