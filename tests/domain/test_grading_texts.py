"""Short answers, their free retry, and predicted output."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.grading import grade, misspelt
from bot.domain.grading.texts import one_slip
from bot.domain.response import Typed
from tests.domain.answerable import question
from tests.every import every


def right(kind: str, text: str, **answer: object) -> bool:
    return grade(question(kind, answer=answer), Typed(text)).right


@every("text", ["40001", " 40001 ", "４０００１", "Serialization_Failure", "SERIALIZATION_FAILURE", "\u200b40001"])
def test_short_answers_are_made_comparable(text: str) -> None:
    assert right("short", text)


def test_case_spaces_and_typography() -> None:
    assert right("short", "read   committed\u00a0", accept=["Read Committed"])
    assert right("short", "STRASSE", accept=["straße"])
    assert right("short", "don’t", accept=["don't"])
    assert right("short", "git push —force", accept=["git push --force"])
    assert not right("short", "readcommitted", accept=["Read Committed"])
    assert not right("short", "etag", accept=["ETag"], case="exact")
    assert right("short", "ETag", accept=["ETag"], case="exact")


def test_an_expression_must_match_all_of_it_and_reject_wins() -> None:
    answer = {"accept": ["40001"], "regex": "^(40\\d{3}|ETag)$", "reject": ["40P01", "40002", "40001 x"]}
    assert right("short", "40777", **answer)
    assert right("short", "etag", **answer)
    assert not right("short", "etag", **answer | {"case": "exact"})
    assert not right("short", "40777 or so", **answer)
    assert not right("short", "40777 or so", **answer | {"regex": "40\\d{3}"})
    assert not right("short", "x\n40777", **answer)
    assert not right("short", "40002", **answer)
    assert not right("short", "40001", **answer | {"reject": ["40001"]})


def test_an_expression_takes_linear_time() -> None:
    assert not right("short", "a" * 3999 + "b", regex="(a+)+$")


def test_a_back_reference_is_no_linear_expression_and_matches_nothing() -> None:
    assert not right("short", "aa", regex="(a)\\1")


WORDS = {"accept": ["Idempotent", "safe", "read committed", "utf8mb4"], "reject": ["impotent", "idempotens"]}


@every(
    ("text", "retry"),
    [("idempotant", True), ("idempotnet", True), ("Idempotentt", True), ("idmpotent", True), ("dempotent", True),
     (" IDEMPOTEN ", True), ("idempotent", False), ("idempotens", False), ("idempotnat", False), ("saff", False),
     ("read comitted", False), ("utf8mb3", False), ("", False), ("\x00\ud800", False), ("impotent", False)],
)  # fmt: skip
def test_the_free_retry(text: str, retry: bool) -> None:
    assert misspelt(question("short", answer=WORDS), text) is retry


def test_the_free_retry_is_for_short_answers_that_nothing_accepts() -> None:
    assert not misspelt(question("predict", answer={"stdout": "idempotent"}), "idempotant")
    assert not misspelt(question("short", answer={"accept": ["colour", "color"]}), "color")
    assert not misspelt(question("short", answer={"accept": ["colour"], "regex": "colou?r"}), "color")


def slips(word: str) -> set[str]:
    """Every text one slip away over a tiny alphabet, made by making the slips."""
    made = {word[:at] + word[at + 1 :] for at in range(len(word))}
    made |= {word[:at] + sign + word[at:] for at in range(len(word) + 1) for sign in "abc"}
    made |= {word[:at] + sign + word[at + 1 :] for at in range(len(word)) for sign in "abc"}
    made |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return made - {word}


@settings(max_examples=60, deadline=None)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_slip_is_one_slip(first: str, second: str) -> None:
    assert one_slip(first, second) is (second in slips(first))
    assert all(one_slip(first, made) for made in slips(first))


@every(
    "text",
    ["[]\n1 2\ndone", "[]\n1 2\ndone\n\n", "[]  \n1 2\t\ndone ", "[]\r\n1 2\r\ndone", "[]\\n1 2\\ndone"],
)
def test_output_is_compared_without_trailing_space(text: str) -> None:
    assert right("predict", text)


@every("text", ["", "[]", " []\n1 2\ndone", "[]\n1  2\ndone", "[]\n\n1 2\ndone", "[]\n1 2\nDone"])
def test_everything_else_in_the_output_counts(text: str) -> None:
    assert not right("predict", text)


def test_a_printed_backslash_is_not_a_line_break() -> None:
    assert right("predict", "'a\\nb'", stdout="'a\\nb'\n")
    assert not right("predict", "nothing", stdout="None\n")
    assert right("predict", "nothing", stdout="")
    assert right("predict", "", stdout="\n")


@every(
    ("text", "ok"),
    [("KeyError", True), ("keyerror", True), ("KeyError: 'x'", True), ("builtins.KeyError", True), ("KeyError()", True),
     ("Traceback (most recent call last):\n  File ...\nKeyError: 'x'", True), ("IndexError", False), ("Key", False),
     ("no KeyError", False), ("", False)],
)  # fmt: skip
def test_an_exception_is_answered_by_its_name(text: str, ok: bool) -> None:
    assert right("predict", text, stdout=None, accept_error="KeyError") is ok
