"""What people really type, in chats and terminals: read fairly, never so generously that a wrong answer is right."""

from typing import Any

from bot.domain import errors
from bot.domain.grading import grade
from bot.domain.reading import read
from tests.domain.answerable import question


def score(one: Any, said: str) -> float | str:
    """The score of what was typed with everything shown in the file's order, or the name of the refusal."""
    match one.kind:
        case "single" | "multi" | "order":
            parts = one.options
        case "true_false":
            parts = one.statements
        case "match":
            parts = one.right
        case "bug":
            parts = one.answer.causes
        case _:
            parts = ()
    try:
        return grade(one, read(one, [part.id for part in parts], said)).score
    except errors.Unreadable as refusal:
        return type(refusal).__name__


def numeric(value: float, unit: str = "", **tolerance: Any) -> Any:
    return question("numeric", answer={"value": value, "unit": unit, "tolerance": tolerance, "accept_units": {}})


def short(*accept: str, **more: Any) -> Any:
    return question("short", answer={"accept": accept, "reject": (), **more})


def prints(stdout: str) -> Any:
    return question("predict", answer={"stdout": stdout})


RAISES = question("predict", answer={"stdout": None, "accept_error": "KeyError"})
NUMBERED = question("single", options=[{"id": n, "text": n, "correct": n == "404"} for n in ("1", "404", "2")])
CODES = short("40001", "serialization_failure", reject=["40P01"])

RIGHT = [
    (
        question("single"),
        [
            "C",
            "c.",
            "c)",
            "(C)",
            "[c]",
            "C!",
            "c?",
            "option c",
            "Option C.",
            "it's c",
            "it’s C",
            "C\u00a0",
            "I think it's C",
            "the answer is C",
            "answer: c",
            "choice c",
            "no. 3",
            "#3",
            "“c”",
            "**c**",
            "`c`",
            "Ｃ",
            "ⓒ",
            "c i guess",
            "rrr",
            "C. rrr",
            "c) `RRR`",
            "- c",
            "\u200bc",
        ],
    ),
    (NUMBERED, ["404", "b", "b) 404"]),
    (
        question("multi"),
        [
            "A, C",
            "a and c",
            "ac",
            "a & c",
            "A. C.",
            "options a and c",
            "it's a and c",
            "“a” and “c”",
            "a、c",
            "#1 #3",
            "• a\n• c",
            "A and C!",
        ],
    ),
    (
        question("true_false"),
        [
            "t f f t",
            "a:t b:f c:f d:t",
            "A true, B false, C false, D true",
            "a) T b) F c) F d) T",
            "A: True\nB: False\nC: False\nD: True",
            "1 is true, 2 is false, 3 is false, 4 is true",
            "✓ ✗ ✗ ✓",
            "✅❌❌✅",
            "correct incorrect incorrect correct",
            "d=t c=f b=f a=t",
            "AT BF CF DT",
            "1001",
            "1 0 0 1",
        ],
    ),
    (
        question("order"),
        [
            "d b a c",
            "1. d 2. b 3. a 4. c",
            "1) d\n2) b\n3) a\n4) c",
            "4c 3a 2b 1d",
            "d1 b2 a3 c4",
            "d → b → a → c",
            "D > B > A > C",
            "4 2 1 3",
        ],
    ),
    (
        question("match"),
        [
            "a1 b2 d3 e4",
            "1 is a, 2 is b, 3 is d, 4 is e",
            "1 to a, 2 to b, 3 to d, 4 to e",
            "abde",
            "1-1 2-2 3-4 4-5",
            "1 -> 1, 2 -> 2, 3 -> 4, 4 -> 5",
            "1 2 4 5",
        ],
    ),
    (
        question("bug"),
        ["#3 #5 b", "3 and 5, option b", "line no. 3 and 5, b", "lines 3, 5 – b", "it's lines 3 and 5, cause b"],
    ),
    (
        numeric(1.5, "s"),
        [
            "1,5 s",
            "1.5s",
            "~1.5",
            "about 1.5 s",
            "approx. 1.5",
            "it's 1.5 s",
            "the answer is 1.5 s",
            "1.5 s!",
            "“1.5 s”",
            "**1.5**",
            "t = 1.5",
            "1500 ms",
            "1.5-s",
            "1 s 500 ms",
            "I think 1.5 s",
            "１．５ｓ",
            "1.5\u202fs",
        ],
    ),
    (numeric(5, "s"), ["five", "Five seconds", "~5", "5 seconds", "5.0"]),
    (numeric(90, "s"), ["90sec", "ninety", "1 min. 30 sec.", "1m30s"]),
    (numeric(0.5), ["50%", "50 pct", "50 per cent", "½", "1/2", ".5"]),
    (numeric(-42), ["-42", "−42", "minus 42", "minus forty-two"]),
    (numeric(443), ["port 443", "#443", "443."]),
    (numeric(404), ["HTTP 404", "status 404", "status code: 404"]),
    (numeric(7, "bytes"), ["seven", "7 octets", "56 bits", "7B"]),
    (
        numeric(250, "1/s"),
        ["250 calls/s", "250 deliveries per second", "250 requests a second", "about 250/s", "250 writes/s"],
    ),
    (
        CODES,
        [
            '"40001"',
            "“40001”",
            "`40001`",
            "40001.",
            "it's 40001",
            "SQLSTATE 40001",
            "serialization failure",
            "**40001**",
            "Serialization failure.",
            "`serialization_failure`.",
            "40001 (serialization_failure)",
            "||40001||",
            "= 40001",
        ],
    ),
    (
        short("git rebase", case="exact"),
        ["$ git rebase", "> git rebase", "'git rebase'", "git rebase.", "```\ngit rebase\n```"],
    ),
    (short("ETag"), ["the ETag header", "an ETag", "ETag:", '"etag"']),
    (short("deadlock"), ["a deadlock", "Deadlock.", "the deadlock…"]),
    (
        prints("[]\n1 2\ndone\n"),
        [
            "> []\n> 1 2\n> done",
            "[]\n1\u00a02\ndone",
            "`[]`\n`1 2`\n`done`",
            "Output:\n[]\n1 2\ndone",
            "`[]\n1 2\ndone`",
            "\ufeff[]\n1 2\ndone\u200b",
        ],
    ),
    (prints("42\n"), ["`42`", ">>> 42", "it prints 42", "Output: 42", "４２", "42\\n"]),
    (prints("['open', 'a']\n"), ["[‘open’, ‘a’]", "`['open', 'a']`"]),
    (prints("\n"), ["it prints nothing", "nothing.", "an empty line", "(blank)"]),
    (
        RAISES,
        [
            "a KeyError",
            "It raises a KeyError.",
            "`KeyError`",
            "KeyError is raised",
            "Uncaught KeyError: x",
            "key error",
            "error: KeyError",
            "KeyError exception",
            "an exception: KeyError",
        ],
    ),
]

NOT_RIGHT = [
    (
        question("single"),
        [
            "not c",
            "it's not C",
            "a or c",
            "c or d",
            "neither c",
            "no c",
            "all but c",
            "I don't think it's c",
            "c isn't",
            "3.5",
            "33",
            "rrr or ppp",
            "a) rrr",
        ],
    ),
    (NUMBERED, ["2", "1", "c", "405"]),
    (question("multi"), ["not a, c", "a or c", "all but b", "a c d"]),
    (question("true_false"), ["a:f b:t c:t d:f", "a:t a:f c:f d:t", "f t t f", "not t f f t", "1 0 1 1"]),
    (question("order"), ["1. a 2. b 3. c 4. d", "c <- a <- b <- d", "d1 b2 a3 c3", "c a b d"]),
    (question("match"), ["a1 b2 c3 e4", "1-1 2-2 3-3 4-5", "1 not a, 2 b, 3 d, 4 e"]),
    (numeric(1.5, "s"), ["not 1.5", "1.5 ms", "1 or 1.5", "1.5 to 2", "1-1.5", "-1.5", "minus 1.5", "1.5 m", "<1.5"]),
    (
        numeric(5, "s"),
        ["five hundred", "five point two", "five or six", "fifty", "five minutes", "twenty-five", "minus five"],
    ),
    (numeric(250, "1/s"), ["250 k/s", "250 calls/min", "250 GB/s", "250 kreq/s"]),
    (
        CODES,
        [
            "40P01",
            "`40P01`.",
            "not 40001",
            "40001 or 40P01",
            "40001 (40P01)",
            "40001 (deadlock)",
            "it's not 40001",
            "40 001",
            "serialization-failure",
        ],
    ),
    (short("git rebase", case="exact"), ["Git rebase", "git rebase -i", "git-rebase", "$git rebase"]),
    (short("-1"), ["- -1", "1", "'1'"]),
    (short("1"), ["- 1", "-1", "> 1", "1,"]),
    (short(".", case="exact"), ["..", "...", "'..'"]),
    (short("*args", case="exact"), ["args", "**args**", "**args"]),
    (short("init", case="exact"), ["__init__", "_init_"]),
    (short("empty"), ["empty?", "empty!"]),
    (short("a", reject=["'a'"]), ["'a'", "‘a’", "it's 'a'"]),
    (short("example.com", reject=["example.com."]), ["example.com.", "it's example.com."]),
    (prints("42\n"), ["'42'", '"42"', "42.0", "[42]", "   42", "4 2", "x prints 42"]),
    (prints("  a\n"), ["a", "`a`"]),
    (prints("> a\n"), ["a", "> > a"]),
    (prints("'x'\n"), ["x", '"x"']),
    (
        RAISES,
        [
            "no KeyError",
            "not a KeyError",
            "KeyError or IndexError",
            "ValueError: KeyError",
            "LookupError",
            "an error",
            "exception",
            "error",
            "it does not raise KeyError",
        ],
    ),
]


def test_a_right_answer_is_right_however_it_is_typed() -> None:
    missed = [(one.kind, said, got) for one, typed in RIGHT for said in typed if (got := score(one, said)) != 1.0]
    assert missed == []


def test_what_is_not_the_answer_is_never_taken_for_it() -> None:
    assert [(one.kind, said) for one, typed in NOT_RIGHT for said in typed if score(one, said) == 1.0] == []


def test_a_number_that_is_another_options_text_is_asked_back() -> None:
    assert score(NUMBERED, "2") == "NotAChoice"
    assert score(NUMBERED, "1") == 0.0
