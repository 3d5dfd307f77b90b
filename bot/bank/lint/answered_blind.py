"""L40: somebody who saw no key has answered each live closed question, and agrees with the key as it stands."""

from collections.abc import Iterator

from bot.bank.blind import FORM, said
from bot.bank.lint.given_away import CLOSED
from bot.bank.lint.rules import Complaint, Context, item_check
from bot.domain.question import Question

LISTED = frozenset({"single", "multi", "true_false", "order", "match"})
"""Kinds of which every answer can be hashed: there a hash that fits none means that a text has changed since."""
SETTLED = "settled: "
"""How `review.audit` begins when a disagreement was resolved by evidence; the evidence follows."""


@item_check(
    "L40", "E", "Each live closed question has the answer of a blind solver; on disagreement back to draft.", CLOSED
)
def answered_by_somebody_else(question: Question, context: Context) -> Iterator[Complaint]:
    review = question.review
    if review.audit is not None and review.audit.startswith("wrong") and question.status == "live":
        yield Complaint(("review", "audit"), "an audit found the key wrong: back to `status: draft` until it is mended")
    for index, blind in enumerate(review.blind):
        path = ("review", "blind", index)
        if not FORM.fullmatch(blind.answer):
            yield Complaint(
                (*path, "answer"), "not a hash: write `sha256:` and 16 hexadecimal digits, never the answer"
            )
        if not blind.by.strip():
            yield Complaint((*path, "by"), "nobody is named: write the solver's code")
        elif blind.by == review.author:
            yield Complaint((*path, "by"), f"`{blind.by}` wrote the question: let somebody else answer it")
    if question.status != "live":
        return
    if not review.blind:
        yield Complaint(("review",), "live, but nobody has answered it blind: back to `status: draft`")
        return
    found = [said(question, blind.answer) for blind in review.blind]
    settled = (review.audit or "").startswith(SETTLED)
    if found[-1] == "disagrees" and not settled:
        yield Complaint(
            ("review", "blind", len(found) - 1, "answer"), "the blind answer is not the key: back to draft, or "
            f"settle it by evidence and say so in `audit` (`{SETTLED}...`)"
        )  # fmt: skip
    elif question.kind in LISTED and "agrees" not in found and not settled:
        yield Complaint(
            ("review",), "no blind answer fits the texts as they stand now: have it answered once more", "W"
        )
