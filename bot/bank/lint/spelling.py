"""Words that are misspelt or stand twice in a row, for the spelling gate. It knows wrong words, no dictionary."""

import re
from collections.abc import Iterator

from bot.bank.lint.rules import Context
from bot.bank.lint.texts import prose
from bot.bank.lint.words import outside_code
from bot.domain.question import Question

_WORD = re.compile(r"[A-Za-z']+")
_TWICE = re.compile(
    r"\b(the|a|an|is|are|of|to|in|and|it|for|on|with|that|this|be|by|as|at|or|has|have) \1\b", re.IGNORECASE
)


def misspelt(question: Question, context: Context) -> Iterator[str]:
    """The wrong words of a question's prose, each with the right one; code is left out."""
    for _, text in prose(question):
        shown = outside_code(text, " code ")
        for word in _WORD.findall(shown):
            right = context.registries.misspellings.get(word.casefold())
            if right is not None:
                yield f"{word} ({right})"
        for found in _TWICE.finditer(shown):
            yield f"{found[0]} ({found[1]})"
