"""L22: no stem is a near-duplicate of another, in this bank or in the stored hashes of public ones."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.bank.convert import Item
from bot.bank.findings import Finding
from bot.bank.lint.foreign import shingles
from bot.bank.lint.rules import Context, bank_check
from bot.bank.lint.words import words
from bot.domain.question import Question

MOST_LIKE_OURS = 0.6
MOST_LIKE_FOREIGN = 0.5
SAYS_ENOUGH = 8
"""A stem of fewer words ("What does this program print?") is told apart by its code, not by its words."""


def asked(question: Question) -> str:
    """The stem, and the code on show: together they are what is asked."""
    return question.stem if question.code is None else f"{question.stem}\n{question.code.text}"


@bank_check("L22", "E", "Stem 3-gram Jaccard is below 0.6 to each stem of the bank and 0.5 to those of public banks.")
def stems_differ(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    seen: list[tuple[Item, frozenset[tuple[str, ...]]]] = []
    holders: dict[tuple[str, ...], list[int]] = {}
    for item in items:
        if item.question is None or item.question.status == "retired":
            continue
        own = shingles(asked(item.question))
        shared = Counter(other for shingle in own for other in holders.get(shingle, ()))
        for other, same in shared.items():
            likeness = same / (len(own) + len(seen[other][1]) - same)
            if likeness >= MOST_LIKE_OURS:
                yield item.finding(
                    "L22",
                    ("stem",),
                    f"the stem is that of {seen[other][0].id} (Jaccard {likeness:.2f}, limit "
                    f"{MOST_LIKE_OURS}): ask another thing, or in another way",
                )
                break
        for shingle in own:
            holders.setdefault(shingle, []).append(len(seen))
        seen.append((item, own))
        if len(words(item.question.stem)) >= SAYS_ENOUGH:
            likeness = context.foreign.nearest(item.question.stem)
            if likeness >= MOST_LIKE_FOREIGN:
                yield item.finding(
                    "L22", ("stem",), f"the stem is close to one of a public bank (Jaccard {likeness:.2f}, limit "
                    f"{MOST_LIKE_FOREIGN}): write the question from scratch"
                )  # fmt: skip
