"""Words of a text, and the classes of words that give answers away: absolutes and hedges.

It must not know questions.
"""

import re

CODE = re.compile(r"`[^`\n]*`")
FENCE = re.compile(r"^ {0,3}```.*?^ {0,3}```[^\n]*$", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"\w+")
ABSOLUTES = frozenset({"always", "never", "only", "all", "none", "must"})
"""The absolutes of L19."""
HEDGES = frozenset(
    {"may", "might", "can", "could", "usually", "often", "typically", "generally", "sometimes", "mostly", "probably",
     "likely", "possibly", "normally", "rarely", "tends", "commonly"}
)  # fmt: skip
_SMALL = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "and", "or", "is", "are", "be", "it", "its",
     "as", "from", "that", "this", "which", "what", "how", "does", "do", "not", "if", "so", "than", "then", "when"}
)  # fmt: skip


def outside_code(text: str, mark: str = " ") -> str:
    """The text without fenced blocks and code spans; `mark` stands for each."""
    return CODE.sub(mark, FENCE.sub(mark, text))


def bare(text: str) -> str:
    """The text as read: no back-ticks, single spaces, no space around."""
    return " ".join(text.replace("`", " ").split())


def length(text: str) -> int:
    """How long a text looks: characters without back-ticks."""
    return len(bare(text))


def words(text: str) -> list[str]:
    """All words, case folded."""
    return WORD.findall(text.casefold())


def prose_words(text: str) -> list[str]:
    """The words outside code."""
    return words(outside_code(text))


def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, code included."""
    return frozenset(words(text)) - _SMALL


def count_of(text: str, among: frozenset[str]) -> int:
    """How many words outside code are among these."""
    return sum(word in among for word in prose_words(text))
