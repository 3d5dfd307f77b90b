"""Cues in single questions: L18 (length), L19 (absolutes), L21 (negative stems), L26 (natural order), L27 (jokes)."""

import re
from collections.abc import Iterator, Sequence

from bot.bank.convert import Item
from bot.bank.findings import Finding
from bot.bank.lint.amounts import amount
from bot.bank.lint.rules import Complaint, Context, about_the_bank, bank_check, item_check
from bot.bank.lint.texts import Path, Piece, groups, pieces, prose
from bot.bank.lint.words import ABSOLUTES, count_of, length, outside_code
from bot.bank.shape import is_date
from bot.domain.question import Bug, Match, Multi, Question, Short, Single, TrueFalse

RATIO = (0.67, 1.5)
SHORT_OPTION = 12
MOST_NEGATIVE = 0.02

_NEGATION = re.compile(
    r"\b(?:which|what|who)\b[^.?!]*?\b(?:not|never|cannot|can't|isn't|aren't|doesn't|don't|won't|wasn't|weren't|except"
    r"|incorrect|untrue|false)\b|\bexcept(?: for)?(?: one| which)?\s*[:?]|\b(?:least likely|worst (?:choice|option))\b",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\b(?:[Oo]ptions?|[Cc]hoices?|[Dd]istractors?) \(?[A-Fa-f]\)?(?![\w'-])|\b[Aa]nswers? \(?[A-F]\)?(?![\w'-])"
    r"|^\s*\(?[A-Fa-f][).]\s|\([A-F]\)"
)
_JOKE = re.compile(
    r"\b(?:bananas?|unicorns?|magic|wizards?|fairy|gremlins?|lol|haha|just because|who cares|nobody knows|your mum"
    r"|pray(?:ing)?|aliens|chuck norris|42 is the answer|ask your (?:boss|mother)|turn it off and on)\b"
    r"|[\U0001F300-\U0001FAFF]",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"[\W_]*|(?:n/?a|tbd|todo|lorem ipsum.*|x+|foo(?:bar)?|option|answer|distractor|none|nothing|empty)\W*",
    re.IGNORECASE,
)


def split_by_key(question: Question) -> tuple[list[Piece], list[Piece], Path]:
    """Keys, distractors and where they stand, for kinds with right and wrong things to choose."""
    match question:
        case Single(options=options) | Multi(options=options):
            right = [option for option in options if option.correct]
            return list(right), [option for option in options if not option.correct], ("options",)
        case TrueFalse(statements=statements):
            true = [statement for statement in statements if statement.value]
            return list(true), [statement for statement in statements if not statement.value], ("statements",)
        case Bug(answer=answer):
            key = [cause for cause in answer.causes if cause.id == answer.cause]
            return list(key), [cause for cause in answer.causes if cause.id != answer.cause], ("answer", "causes")
        case _:
            return [], [], ()


@item_check(
    "L18",
    "E",
    "Key length / mean distractor length lies in 0.67-1.5, unless all have at most 12 characters.",
    ("single", "multi", "bug"),
)
def key_has_the_length_of_the_rest(question: Question, context: Context) -> Iterator[Complaint]:
    keys, others, path = split_by_key(question)
    lengths = [length(piece.text) for piece in (*keys, *others)]
    if not keys or not others or max(lengths) <= SHORT_OPTION:
        return
    right = sum(lengths[: len(keys)]) / len(keys)
    wrong = sum(lengths[len(keys) :]) / len(others)
    low, high = RATIO
    if not low <= right / max(wrong, 1) <= high:
        how = "shorten the key or lengthen the distractors" if right > wrong else "lengthen the key or trim the rest"
        yield Complaint(
            path,
            f"the key has {right:.0f} characters, the distractors {wrong:.0f} "
            f"(ratio {right / max(wrong, 1):.2f}, allowed {low}-{high}): {how}",
        )


@item_check(
    "L19",
    "E",
    "Absolutes (always, never, only, all, none, must) do not stand in distractors alone.",
    ("single", "multi", "true_false", "bug"),
)
def absolutes_are_on_both_sides(question: Question, context: Context) -> Iterator[Complaint]:
    keys, others, _ = split_by_key(question)
    if not keys or any(count_of(piece.text, ABSOLUTES) for piece in keys):
        return
    for path, piece in pieces(question):
        if piece in others and count_of(piece.text, ABSOLUTES):
            said = next(
                word for word in outside_code(piece.text).casefold().split() if word.strip(".,;:!") in ABSOLUTES
            )
            yield Complaint(
                (*path, "text"),
                f'"{said.strip(".,;:!")}" stands in distractors alone: take it out, or use it in a key too',
            )


@item_check(
    "L21",
    "E",
    "No negative stem; where it is needed, NOT in capitals and `negative: true`.",
    ("single", "multi", "short"),
)
def stem_is_positive(question: Question, context: Context) -> Iterator[Complaint]:
    if not isinstance(question, Single | Multi | Short):
        return
    asked = [part for part in re.split(r"(?<=[.!?])\s+", outside_code(question.stem, " code ")) if part.strip()]
    marked = re.search(r"\b(?:NOT|EXCEPT)\b", question.stem) is not None
    negated = any(_NEGATION.search(part) for part in asked if part.rstrip().endswith(("?", ":")))
    if question.negative and not marked:
        yield Complaint(("stem",), "`negative: true`, but no NOT in capitals in the stem: write it so")
    elif not question.negative and (negated or marked):
        yield Complaint(
            ("stem",), "the stem asks for what does not hold: turn it round, or write NOT and `negative: true`"
        )


@bank_check("L21", "E", "No negative stem; where it is needed, NOT in capitals and `negative: true`.")
def negative_stems_are_few(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    asked = [item.question for item in items if item.question is not None]
    negative = [question.id for question in asked if question.negative]
    most = max(1, int(MOST_NEGATIVE * len(asked)))
    if len(negative) > most:
        yield about_the_bank(
            context,
            "L21",
            f"{len(negative)} of {len(asked)} stems are negative (at most {most}): "
            f"turn round some of {', '.join(negative[:5])}",
        )


def measure(text: str) -> tuple[object, ...] | None:
    """Where a number, size or date stands among its like, or None for another text."""
    plain = text.replace("`", " ").strip()
    if is_date(plain):
        return ("date", plain)
    found = amount(text)
    return (found.unit, found.value) if found is not None else None


@item_check(
    "L26", "E", "Numbers and dates use `shuffle: natural` and stand in ascending order.", ("single", "multi", "match")
)
def numbers_stand_in_order(question: Question, context: Context) -> Iterator[Complaint]:
    for path, group in groups(question):
        if isinstance(question, Match) and path != ("right",):
            continue
        found = [measure(piece.text) for piece in group]
        if len(found) < 3 or None in found or len({each[0] for each in found if each is not None}) > 1:
            continue
        if question.shuffle != "natural":
            yield Complaint(path, "numbers or dates: write `shuffle: natural` and put them in ascending order")
        elif found != sorted(found, key=lambda each: each[1] if each is not None else 0):  # type: ignore[arg-type, return-value]
            yield Complaint(path, "`shuffle: natural`, but the order does not ascend: sort them")


@item_check(
    "L27",
    "E",
    "No joke or empty option, and no option letter inside a text.",
    ("single", "multi", "order", "true_false", "match", "bug"),
)
def options_are_meant(question: Question, context: Context) -> Iterator[Complaint]:
    for path, piece in pieces(question):
        if path[0] != "right" and _EMPTY.fullmatch(outside_code(piece.text, " code ").strip()):
            yield Complaint((*path, "text"), f"`{piece.id}` says nothing: write a mistake that people make")
        elif joke := _JOKE.search(outside_code(piece.text)):
            yield Complaint((*path, "text"), f'"{joke[0]}" is a joke: write a mistake that people make')
    for path, text in prose(question):
        if letter := _LETTER.search(outside_code(text, " code ")):
            yield Complaint(path, f'"{letter[0].strip()}": letters change with each post, say what the option says')
