"""L25: options look alike: code or prose, a sentence or a phrase, one class of first word. A warning."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from bot.bank.lint.amounts import amount, span
from bot.bank.lint.rules import Complaint, Context, item_check
from bot.bank.lint.texts import groups
from bot.domain.question import Question

_CODE = re.compile(r"`[^`]*`")
_KINDS = ("single", "multi", "order", "true_false", "match", "bug")


@item_check("L25", "W", "Options have one word class and one format.", _KINDS)
def options_look_alike(question: Question, context: Context) -> Iterator[Complaint]:
    for path, group in groups(question):
        texts = [piece.text.strip() for piece in group]
        for told, of in _LOOKS:
            odd = _odd_one(texts, of)
            if odd is not None:
                yield Complaint((*path, odd, "text"), f"`{group[odd].id}` alone {told}: give the options one form")
                break


def _odd_one(texts: list[str], of: Callable[[str], str]) -> int | None:
    """The index of the one text that looks different while all others look the same; "" is no look at all."""
    looks = [of(text) for text in texts]
    counts = Counter(looks)
    if len(texts) < 3 or len(counts) != 2 or min(counts.values()) != 1 or "" in counts:
        return None
    return looks.index(next(look for look, number in counts.items() if number == 1))


def _matter(text: str) -> str:
    if _CODE.fullmatch(text):
        return "code"
    return "number" if amount(text) is not None or span(text) is not None else "prose"


def _ending(text: str) -> str:
    return "stop" if text.endswith((".", "!", "?")) else "none"


def _opening(text: str) -> str:
    first, second, *_ = [*text.lstrip("\"'("), " ", " "]
    if first.isupper() and not second.islower():
        return ""  # a name such as X, or an abbreviation: it says nothing
    return "upper" if first.isupper() else "lower" if first.islower() else ""


def _word_class(text: str) -> str:
    first = (text.split() or [""])[0].strip("`\"'(,").casefold()
    if first == "to":
        return "infinitive"
    return "-ing form" if len(first) > 5 and first.endswith("ing") and first not in _NOUNS else "other"


_NOUNS = frozenset({"string", "nothing", "during", "something", "anything", "everything"})
_LOOKS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("is code, prose or a number unlike the rest", _matter),
    ("ends in a full stop, or lacks one", _ending),
    ("begins with a capital, or lacks one", lambda text: _opening(text) if _matter(text) == "prose" else "same"),
    ("begins with another form of verb", _word_class),
)
