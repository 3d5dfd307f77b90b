"""From a form's fields to a response, and from a response back to text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import errors
from bot.domain.reading import compose, describe, read
from bot.domain.response import Assessed, DontKnow, Judged, Located, Paired, Picked, Response, Sequenced, Typed
from tests.domain.answerable import question, shown


@st.composite
def responses(draw: st.DrawFn) -> tuple[object, list[str], dict[str, object], Response]:
    """A question, an order shown, a form filled in, and the response that it means; built without `read`."""
    kind = draw(st.sampled_from(["single", "multi", "true_false", "order", "match", "bug", "numeric", "open"]))
    one = question(kind)
    order = draw(st.permutations(shown(one)))
    spell = draw(st.sampled_from([lambda place: chr(97 + place), lambda place: str(place + 1)]))
    if kind == "single":
        place = draw(st.integers(0, 3))
        return one, order, {"text": spell(place)}, Picked((order[place],))
    if kind == "multi":
        chosen = draw(st.sets(st.integers(0, 4), min_size=1))
        names = {order[place] for place in chosen}
        picked = tuple(part.id for part in one.options if part.id in names)
        return one, order, {"picks": [spell(place) for place in sorted(chosen)]}, Picked(picked)
    if kind == "true_false":
        values = draw(st.lists(st.booleans(), min_size=4, max_size=4))
        fields = {f"s{number}": str(value).lower() for number, value in enumerate(values, 1)}
        return one, order, fields, Judged(dict(zip(order, values, strict=True)))
    if kind == "order":
        places = draw(st.permutations(range(4)))
        fields = {f"slot{number}": spell(place) for number, place in enumerate(places, 1)}
        return one, order, fields, Sequenced(tuple(order[place] for place in places))
    if kind == "match":
        places = draw(st.permutations(range(5)))[:4]
        fields = {f"row{number}": spell(place) for number, place in enumerate(places, 1)}
        pairs = {f"l{number}": order[place] for number, place in enumerate(places, 1)}
        return one, order, fields, Paired(pairs)
    if kind == "bug":
        lines = draw(st.sets(st.integers(1, 7), min_size=1))
        place = draw(st.integers(0, 2))
        fields = {"lines": [str(line) for line in lines], "cause": spell(place)}
        return one, order, fields, Located(tuple(sorted(lines)), order[place])
    if kind == "numeric":
        text = f"{draw(st.decimals(-1000, 1000, places=2))} {draw(st.sampled_from(['s', 'ms', 'min', 'h']))}"
        return one, order, {"text": text}, Typed(text)
    text = draw(st.text("ab c\n.", min_size=1).filter(str.strip))
    return one, order, {"text": text}, Assessed(text.strip())


@settings(max_examples=80, deadline=None)
@given(responses())
def test_a_form_reads_as_what_was_chosen_and_is_said_back_readably(case: tuple) -> None:
    one, order, fields, meant = case
    assert read(one, order, compose(one.kind, fields)) == meant
    assert read(one, order, describe(one, order, meant)) == meant


@pytest.mark.parametrize(
    ("kind", "fields", "error"),
    [
        ("multi", {}, errors.EmptyResponse),
        ("multi", {"picks": []}, errors.EmptyResponse),
        ("true_false", {"s1": "true", "s3": "false", "s4": "true"}, errors.WrongCount),
        ("true_false", {"s1": "true", "s3": "false", "s4": "true", "s5": "true"}, errors.NotAChoice),
        ("order", {"slot1": "a", "slot2": "b", "slot4": "c"}, errors.WrongCount),
        ("order", {"slot1": "a", "slot2": "a", "slot3": "b", "slot4": "c"}, errors.NamedTwice),
        ("match", {"row1": "a", "row2": "", "row3": "b", "row4": "c"}, errors.WrongCount),
        ("bug", {"lines": "3"}, errors.BugPartMissing),
        ("bug", {"cause": "b"}, errors.BugPartMissing),
        ("numeric", {"text": ""}, errors.EmptyResponse),
    ],
)
def test_a_form_with_a_gap_is_refused_and_never_shifted(kind: str, fields: dict[str, str], error: type) -> None:
    one = question(kind)
    with pytest.raises(error):
        read(one, shown(one), compose(kind, fields))


def test_responses_are_said_back_in_the_order_shown() -> None:
    match, bug = question("match"), question("bug")
    assert describe(question("single"), ["r", "p", "q", "s"], Picked(("q",))) == "C"
    assert describe(question("multi"), ["t", "s", "r", "q", "p"], Picked(("p", "s"))) == "B E"
    assert describe(match, shown(match), Paired({"l1": "r4", "l2": "r5"})) == "1b 2a"
    assert describe(bug, shown(bug), Located((3, 5), "c2")) == "3 5 B"
    assert describe(question("open"), [], Assessed(stages={"a": "x", "b": "y"})) == "x\n\ny"
    assert describe(question("single"), ["p"], DontKnow()) == "?"


def test_a_part_of_an_older_revision_is_said_by_its_id() -> None:
    assert describe(question("single"), ["p", "q"], Picked(("gone",))) == "gone"
