"""Typed texts against their key: short answers and predicted output.

It knows how texts are made comparable and the law of the spelling retry. It must not know scores.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from bot.domain.question import PredictAnswer, Question, Short, ShortAnswer

SHORTEST_RETRY = 5
"""Letters of an accepted form from which a misspelling is recognised as one."""

_TYPOGRAPHY = str.maketrans({
    "’": "'", "‘": "'", "“": '"', "”": '"', "—": "--", "–": "-", "‐": "-", "‑": "-", "−": "-", "…": "...",
    **dict.fromkeys("\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff", ""),
})  # fmt: skip
_NOTHING = frozenset({"nothing", "(nothing)", "no output", "(no output)", "empty", "(empty)"})
_LONE = re.compile("[\ud800-\udfff]")


def _spelling(text: str) -> str:
    """NFKC, trimmed, runs of white space as one space; what keyboards curl by themselves is straightened."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _LONE.sub("\ufffd", text.translate(_TYPOGRAPHY))).translate(_TYPOGRAPHY)
    return " ".join(text.split())


def _comparable(text: str, case: str) -> str:
    text = _spelling(text)
    return text if case == "exact" else unicodedata.normalize("NFKC", text.casefold())


@lru_cache(maxsize=4096)
def _forms(answer: tuple[str, ...], case: str) -> frozenset[str]:
    return frozenset(_comparable(form, case) for form in answer)


@lru_cache(maxsize=1024)
def _pattern(regex: str, case: str) -> Any:
    """A compiled linear-time expression, or None if it is none (the bank's check says so; grading goes on)."""
    import re2  # type: ignore[import-untyped]  # here, because most runs never need it

    options = re2.Options()
    options.case_sensitive = case == "exact"
    options.log_errors = False
    try:
        return re2.compile(regex, options)
    except re2.error:
        return None


def accepted(answer: ShortAnswer, text: str) -> bool:
    """In `accept` or a full match of `regex`, and not in `reject`."""
    given = _comparable(text, answer.case)
    if given in _forms(answer.reject, answer.case):
        return False
    if given in _forms(answer.accept, answer.case):
        return True
    pattern = _pattern(answer.regex, answer.case) if answer.regex else None
    return pattern is not None and pattern.fullmatch(_spelling(text)) is not None


def misspelt(question: Question, text: str) -> bool:
    """Whether a short answer gets its one free retry: wrong, not in `reject`, and one slip away from a right one.

    A slip is one letter more, less or other, or two neighbours swapped; the accepted form has letters only, 5 or more.
    """
    if not isinstance(question, Short) or accepted(question.answer, text):
        return False
    case = question.answer.case
    given = _comparable(text, case)
    if given in _forms(question.answer.reject, case):
        return False
    return any(
        len(form) >= SHORTEST_RETRY and form.isalpha() and one_slip(given, form)
        for form in _forms(question.answer.accept, case)
    )


def one_slip(first: str, second: str) -> bool:
    """Whether two texts differ by exactly one insertion, deletion, substitution or swap of neighbours."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    left, right = first[start:], second[start:]
    if len(left) != len(right):
        return left[1:] == right if len(left) > len(right) else left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def trimmed(output: str) -> str:
    """Program output without spaces at the ends of lines and newlines at the end."""
    return "\n".join(line.rstrip() for line in output.replace("\r\n", "\n").split("\n")).rstrip()


def printed(answer: PredictAnswer) -> str:
    """The key of a predict question: the trimmed output, or the exception's name."""
    return trimmed(answer.stdout) if answer.stdout is not None else answer.accept_error or ""


def predicted(answer: PredictAnswer, text: str) -> bool:
    """Whether the output, or the name of the exception, was predicted.

    On one line, `\\n` may stand for a line break, because not every place to type takes several lines. Where nothing
    is printed, "nothing" says so. A whole last line of a traceback names its exception.
    """
    given = trimmed(text)
    if answer.stdout is not None:
        key = trimmed(answer.stdout)
        if given == key or (not key and given.strip().casefold() in _NOTHING):
            return True
        if "\n" not in given and "\\n" in given and trimmed(given.replace("\\n", "\n")) == key:
            return True
    if answer.accept_error:
        name = given.strip().rpartition("\n")[2].partition(":")[0].removesuffix("()").strip()
        wanted = answer.accept_error
        return name.casefold() in (wanted.casefold(), wanted.rpartition(".")[2].casefold()) or (
            "." not in wanted and name.rpartition(".")[2].casefold() == wanted.casefold()
        )
    return False
