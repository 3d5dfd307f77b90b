"""L16: the stem can be read. Grade of reading and length before the question; a warning, since both are estimates."""

import re
from collections.abc import Iterator

from bot.bank.lint.rules import Complaint, Context, item_check
from bot.bank.lint.words import outside_code
from bot.domain.question import Question

MOST_GRADE = 12.0
MOST_WORDS = 90
FEWEST_WORDS = 25
"""A shorter text has too few sentences for a grade."""

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'-]*|\d[\d.,:%]*")
_VOWELS = re.compile(r"[aeiouy]+")


@item_check("L16", "W", "The stem reads at grade 12 or below and puts at most 90 words before the question.")
def stem_is_readable(question: Question, context: Context) -> Iterator[Complaint]:
    sentences = sentences_of(question.stem)
    before = sum(len(_TOKEN.findall(sentence)) for sentence in sentences[:-1])
    if before > MOST_WORDS:
        yield Complaint(("stem",), f"{before} words stand before the question: cut them to {MOST_WORDS}")
    grade = reading_grade(question.stem)
    if grade > MOST_GRADE:
        yield Complaint(("stem",), f"reading grade {grade:.1f}: shorter sentences and words bring it to {MOST_GRADE:g}")


def sentences_of(text: str) -> list[str]:
    """The sentences of the prose; a piece of code counts as one word."""
    flat = " ".join(outside_code(text, " code ").split())
    return [sentence for sentence in _SENTENCE.split(flat) if _TOKEN.search(sentence)]


def reading_grade(text: str) -> float:
    """Flesch and Kincaid's grade of the prose (years of school); 0 for a text too short to tell."""
    sentences = sentences_of(text)
    tokens = [token for sentence in sentences for token in _TOKEN.findall(sentence)]
    if len(tokens) < FEWEST_WORDS:
        return 0.0
    return 0.39 * len(tokens) / len(sentences) + 11.8 * sum(map(_syllables, tokens)) / len(tokens) - 15.59


def _syllables(word: str) -> int:
    """An estimate: groups of vowels, without a silent e; a number counts as one."""
    if not word[0].isalpha():
        return 1
    groups = len(_VOWELS.findall(word.casefold()))
    return max(1, groups - (word.casefold().endswith("e") and not word.casefold().endswith("le") and groups > 1))
