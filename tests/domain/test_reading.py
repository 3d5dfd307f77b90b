"""What each kind can be answered with, and what is asked back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import errors
from bot.domain.reading import LONGEST_RESPONSE, describe, read
from bot.domain.response import Assessed, Judged, Located, Paired, Picked, Sequenced, Typed, decode, encode
from tests.domain.answerable import KIND_FIELDS, question, shown
from tests.every import every


def answer(kind: str, said: str, **changes: object) -> object:
    one = question(kind, **changes)
    return read(one, shown(one), said)


SINGLE = ["b", "B", "B)", "(b)", " b. ", "2", "２", "②", "٢", "2️⃣", "\u200fb", "Ｂ", "`b`"]


def test_a_single_choice_is_a_letter_or_a_number_in_the_order_shown() -> None:
    meant = Picked(("r",))
    assert {said: answer("single", said) for said in SINGLE} == dict.fromkeys(SINGLE, meant)


MULTI = ["a c", "a,c", "ac", "CA", "1 3", "A and C", "(a) (c)", "a, 3", "a;c", "13"]


def test_several_choices_are_kept_in_the_questions_own_order() -> None:
    meant = Picked(("r", "t"))
    assert {said: answer("multi", said) for said in MULTI} == dict.fromkeys(MULTI, meant)


JUDGED = [
    "t f f t", "tfft", "TFFT", "true false false true", "yes no no yes", "ynny", "1 0 0 1", "1001", "t,f,f,t",
    "1t 2f 3f 4t", "1:true 2:false 3:false 4:true", "4t 1t 2f 3f", "right wrong wrong right",
]  # fmt: skip


def test_statements_are_judged_in_the_order_shown() -> None:
    meant = Judged({"z": True, "y": False, "x": False, "w": True})
    assert {said: answer("true_false", said) for said in JUDGED} == dict.fromkeys(JUDGED, meant)


ORDERED = ["c a b d", "cabd", "3 1 2 4", "3124", "C, A, B, D", "c > a > b > d", "c → a → b → d"]


def test_an_order_names_everything_once() -> None:
    meant = Sequenced(("q", "s", "r", "p"))
    assert {said: answer("order", said) for said in ORDERED} == dict.fromkeys(ORDERED, meant)


MATCHED = [
    "1b 2a 3d 4c", "1-b, 2-a, 3-d, 4-c", "badc", "B A D C", "1=b 2=a 3=d 4=c", "4c 3d 2a 1b",
    "2 1 4 3", "2143",
]  # fmt: skip


def test_rows_are_matched_by_number_or_in_turn() -> None:
    meant = Paired({"l1": "r4", "l2": "r5", "l3": "r2", "l4": "r3"})
    assert {said: answer("match", said) for said in MATCHED} == dict.fromkeys(MATCHED, meant)


@every(
    ("said", "lines"),
    [("5 b", (5,)), ("5b", (5,)), ("line 5 cause b", (5,)), ("Line 5, cause 2", (5,)), ("5,6 b", (5, 6)),
     ("lines 6 and 5; cause B", (5, 6)), ("5-7 b", (5, 6, 7)), ("5 to 7 b", (5, 6, 7)), ("b 5", (5,)), ("٥ b", (5,))],
)  # fmt: skip
def test_a_bug_is_lines_and_a_cause(said: str, lines: tuple[int, ...]) -> None:
    assert answer("bug", said) == Located(lines, "c2")


@every("said", ["426 s", "`426 s`", "7.1min", " 426 ", "```426```"])
def test_a_number_is_kept_as_typed(said: str) -> None:
    assert answer("numeric", said) == Typed(said.strip(" `"))


def test_texts_lose_their_code_marks_and_what_cannot_be_stored() -> None:
    assert answer("short", "`ETag`") == Typed("ETag")
    assert answer("predict", "```python\n  1\r\n2  \n```") == Typed("  1\n2")
    assert answer("predict", "```3\n4```") == Typed("3\n4")
    assert answer("predict", "KeyError") == Typed("KeyError")
    assert answer("predict", "``````") == Typed("")
    assert answer("open", "I said\x00 \ud800 so") == Assessed("I said\ufffd \ufffd so")


@every(
    ("kind", "said", "error", "facts"),
    [
        ("single", "e", errors.NotAChoice, {"token": "e", "count": 4}),
        ("single", "0", errors.NotAChoice, {"token": "0", "count": 4}),
        ("single", "5", errors.NotAChoice, {"token": "5"}),
        ("single", "the second", errors.NotAChoice, {"token": "the"}),
        ("single", "🙂", errors.NotAChoice, {"token": "🙂"}),
        ("single", "ab", errors.WrongCount, {"least": 1, "most": 1, "got": 2}),
        ("single", "   ", errors.EmptyResponse, {"said": "   "}),
        ("multi", "a c a", errors.NamedTwice, {"token": "A"}),
        ("multi", "a 1", errors.NamedTwice, {"token": "1"}),
        ("multi", "a f", errors.NotAChoice, {"token": "f", "count": 5}),
        ("true_false", "t f f", errors.WrongCount, {"least": 4, "got": 3}),
        ("true_false", "tffft", errors.WrongCount, {"got": 5}),
        ("true_false", "t f maybe t", errors.NotAJudgement, {"token": "maybe", "count": 4}),
        ("true_false", "1t 1f 2t 3t", errors.NamedTwice, {"token": "1"}),
        ("numeric", "soon", errors.NotANumber, {"unit": "s"}),
        ("numeric", "426 parsecs", errors.UnknownUnit, {"typed": "parsecs", "unit": "s"}),
        ("numeric", "1e999999999", errors.NumberOutOfRange, {"said": "1e999999999"}),
        ("order", "c a b", errors.WrongCount, {"least": 4, "most": 4, "got": 3}),
        ("order", "c a b b", errors.NamedTwice, {"token": "B"}),
        ("match", "1b 2a", errors.WrongCount, {"least": 4, "got": 2}),
        ("match", "1b 2b 3c 4d", errors.NamedTwice, {"token": "B"}),
        ("match", "1b 1a 3c 4d", errors.NamedTwice, {"token": "1"}),
        ("match", "1f 2a 3c 4d", errors.NotAChoice, {"token": "f", "count": 5}),
        ("match", "!!", errors.NotAPairing, {"rows": 4, "entries": 5}),
        ("bug", "9 b", errors.NotALine, {"token": "9", "last": 7}),
        ("bug", "7-5 b", errors.NotALine, {"token": "7-5"}),
        ("bug", "5", errors.BugPartMissing, {"missing": "cause"}),
        ("bug", "b", errors.BugPartMissing, {"missing": "lines"}),
        ("bug", "5 5 b", errors.NamedTwice, {"token": "5"}),
        ("bug", "5 a b", errors.WrongCount, {"most": 1, "got": 2}),
        ("bug", "5 d", errors.NotAChoice, {"token": "d", "count": 3}),
        ("short", "``` ```", errors.EmptyResponse, {}),
    ],
)
def test_what_cannot_be_read_says_what_was_expected(
    kind: str, said: str, error: type[errors.Unreadable], facts: dict[str, object]
) -> None:
    with pytest.raises(errors.Unreadable) as caught:
        answer(kind, said)
    assert type(caught.value) is error
    assert {name: getattr(caught.value, name) for name in facts} == facts
    assert (caught.value.kind, caught.value.said) == (kind, said)


@every("kind", list(KIND_FIELDS))
def test_a_text_that_is_too_long_is_given_back_whole(kind: str) -> None:
    said = "x" * 100_000
    with pytest.raises(errors.ResponseTooLong) as caught:
        answer(kind, said)
    assert (caught.value.said, caught.value.limit, caught.value.length) == (said, LONGEST_RESPONSE, 100_000)


def test_the_longest_text_is_taken_whole() -> None:
    assert answer("open", "x" * LONGEST_RESPONSE) == Assessed("x" * LONGEST_RESPONSE)


HOSTILE = [
    "\x00", "\ud800", "a\udfff", "\u202eb", "²", "½", "٣٫٥", "４２", "<@U123>", "@everyone", "```", "`", "`" * 4000,
    "9" * 4000, "1 " * 2000, "1a" * 2000, "-" * 4000, "(" * 4000, "1e" * 2000, "1,1" * 1000, "a" * 4000, "ﷺ" * 4000,
    "1s" * 2000, "1 s " * 900, "/" * 4000, "1/" * 2000, "\n" * 3999 + "a", "1" + " " * 3998 + "!", "0" * 4000,
    "1-7 " * 1000, "ß" * 10, "İ", "\u200f", "inf", "NaN", "-inf", "1e-99999", "2**" * 1000, "1_" * 2000,
]  # fmt: skip


@every("kind", list(KIND_FIELDS))
def test_hostile_texts_are_read_or_refused_and_nothing_else(kind: str) -> None:
    for said in HOSTILE:
        _read_or_refused(kind, said)


texts = st.one_of(
    st.text(st.characters(), max_size=40),
    st.text("abcdef123456 ,.-:()tfynTF%/eE+^×²½٣４µkMGsmin`\n\x00\ud800", max_size=24),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(KIND_FIELDS)), texts)
def test_any_text_is_read_or_refused(kind: str, said: str) -> None:
    _read_or_refused(kind, said)


def _read_or_refused(kind: str, said: str) -> None:
    one = question(kind)
    response, refusal = None, None
    try:
        response = read(one, shown(one), said)
    except errors.Unreadable as caught:
        refusal = caught
    if refusal is not None or response is None:
        assert refusal is not None
        assert refusal.said == said
        return
    assert decode(encode(response)) == response
    again = describe(one, shown(one), response)
    if again.strip():
        assert read(one, shown(one), again) == response
