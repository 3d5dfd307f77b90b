"""Checks of cues in the wording of options: L20 and L23. They must not know which option is the key."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.bank.lint.amounts import Amount, Span, amount, overlap, same, span
from bot.bank.lint.rules import Complaint, Context, item_check
from bot.bank.lint.texts import Piece, groups
from bot.domain.question import Bug, Multi, Question, Single, TrueFalse

_SPAN_OF_CODE = re.compile(r"`[^`]*`")
_OF_THE_ABOVE = re.compile(
    r"\b(?:all|none|any|neither|either|both|each|some)\b(?: \w+)? of (?:the )?"
    r"(?:above|these|them|those|preceding|(?:other |listed |given )?(?:options|answers|choices|statements))\b"
    r"|\b(?:all|none|neither|both) (?:the |of the )?above\b"
    r"|\b(?:both|neither|all|none) (?:answers|options|choices|statements)\b"
    r"|^(?:all|none|neither|either|both) of the others?\W*$"
    r"|^(?:all|none|neither|either|both)(?: of (?:them|these|those))? (?:is|are) "
    r"(?:right|correct|true|wrong|false)\W*$",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"(?:(?:both|neither|either|only|options?|answers?|choices?)\s+)*[A-F](?:\s*,\s*[A-F])*,?\s*(?:and|or|nor|&)\s*[A-F]"
    r"(?:\s+(?:only|together|are (?:correct|right|true)))?\W*"
)
_NAMED_LETTERS = re.compile(
    r"\b(?:both|neither|options?|answers?|choices?) [A-Fa-f]\b(?:,? (?:and|or|nor|&) [A-Fa-f]\b)?", re.IGNORECASE
)


@item_check(
    "L20", "E", 'No "all / none of the above", "A and B", "both of these".', ("single", "multi", "true_false", "bug")
)
def no_combined_option(question: Question, context: Context) -> Iterator[Complaint]:
    if not isinstance(question, Single | Multi | TrueFalse | Bug):
        return
    for path, group in groups(question):
        for index, piece in enumerate(group):
            bare = _SPAN_OF_CODE.sub("`", piece.text).strip()
            hit = _OF_THE_ABOVE.search(bare) or _LETTERS.fullmatch(bare) or _NAMED_LETTERS.search(bare)
            if hit:
                yield Complaint(
                    (*path, index, "text"), f'"{hit[0].strip()}" stands for other options: write what it means'
                )


@item_check(
    "L23",
    "E",
    "No two options are equal, none stands inside another, numbers and ranges lie apart.",
    ("single", "multi", "order", "true_false", "match", "bug"),
)
def options_differ(question: Question, context: Context) -> Iterator[Complaint]:
    for path, group in groups(question):
        for (_, one), (index, other) in combinations(enumerate(group), 2):
            if folded(one.text) == folded(other.text):
                yield Complaint((*path, index, "text"), f"`{other.id}` equals `{one.id}`: change or remove one")
            elif isinstance(question, Single | Multi | Bug) and (inner := _inside(one, other)):
                outer = other if inner is one else one
                yield Complaint(
                    (*path, index, "text"), f"`{inner.id}` stands inside `{outer.id}`: make each say a thing of its own"
                )
        yield from _amounts_differ(path, group)


def folded(text: str) -> str:
    """A text without differences of case, space, back-ticks and a last full stop; punctuation inside stays."""
    return " ".join(text.replace("`", " ").casefold().split()).removesuffix(".").rstrip()


def _inside(one: Piece, other: Piece) -> Piece | None:
    """The one of two prose options whose words stand in sequence in the other.

    Options that are one piece of code or one number are values, not descriptions: `git reset` next to
    `git reset --hard` is no cue, so they are compared for equality alone.
    """
    if _is_value(one.text) or _is_value(other.text):
        return None
    first, second = _words(one.text), _words(other.text)
    shorter, longer, inner = (first, second, one) if len(first) <= len(second) else (second, first, other)
    spots = range(len(longer) - len(shorter) + 1)
    return inner if shorter and any(longer[at : at + len(shorter)] == shorter for at in spots) else None


def _words(text: str) -> list[str]:
    return [word.strip(".,;:") for word in folded(text).split()]


def _is_value(text: str) -> bool:
    return bool(_SPAN_OF_CODE.fullmatch(text.strip())) or amount(text) is not None or span(text) is not None


def _amounts_differ(path: tuple[str | int, ...], group: Sequence[Piece]) -> Iterator[Complaint]:
    """Numbers further apart than their tolerance, ranges without a common point; only where all options are such."""
    amounts: list[Amount | None] = [amount(piece.text) for piece in group]
    spans: list[Span | None] = [span(piece.text) for piece in group]
    for (i, one), (j, other) in combinations(enumerate(group), 2):
        if folded(one.text) == folded(other.text):
            continue
        first, second = amounts[i], amounts[j]
        if first is not None and second is not None and all(amounts) and same(first, second):
            yield Complaint(
                (*path, j, "text"), f"`{other.id}` is the same amount as `{one.id}` within tolerance: set them apart"
            )
        low, high = spans[i], spans[j]
        if low is not None and high is not None and all(spans) and overlap(low, high):
            yield Complaint((*path, j, "text"), f"the range of `{other.id}` overlaps that of `{one.id}`: part them")
