"""What holds between the fields of a question: without it the question cannot be graded or served.

Types say what a field is; this says that ids exist, keys agree with options and numbers lie in range (L01 of the
content standard), that the id is well formed (L02) and that there are enough keys (L06). It must not judge wording.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from bot.bank.shape_answers import Fault, answer_faults
from bot.domain.question import Bug, Kata, Match, Multi, Open, Order, Predict, Question, Single, Sql, TrueFalse

ID = re.compile(r"[a-z]+\.[a-z0-9-]+\.[0-9]{4}")
PART_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
PRIOR_OF_BAND = {"junior": -1.0, "mid": 0.0, "senior": 1.0}
"""Mean difficulty of a band in logits; a prior lies within 0.8 of it (standard, section 4)."""

MOST_HINTS = 2
_NEEDED = {
    "rfc": ("id", "section"),
    "doc": ("product", "version", "section"),
    "book": ("title", "section"),
    "paper": ("title", "section"),
}


def unsound(question: Question) -> Iterator[tuple[str, Fault]]:
    """Every reason why the question cannot be served, as (code, (path, message))."""
    for check in (common_faults, part_faults, proof_faults, answer_faults):
        yield from (("L01", fault) for fault in check(question))
    yield from (("L02", fault) for fault in id_faults(question))
    yield from (("L06", fault) for fault in key_faults(question))


def id_faults(question: Question) -> Iterator[Fault]:
    """L02: the id has the form topic.subtopic.0001."""
    if not ID.fullmatch(question.id):
        yield ("id",), "the id must look like `topic.subtopic.0001`: lower case, four digits at the end"


def common_faults(question: Question) -> Iterator[Fault]:
    """L01: revision, stem, hints, difficulty, dates, references."""
    if question.rev < 1:
        yield ("rev",), "`rev` counts from 1: write 1 or more"
    if not question.stem.strip():
        yield ("stem",), "the stem is empty: write the question"
    if len(question.hints) > MOST_HINTS:
        yield ("hints",), f"{len(question.hints)} hints: keep at most {MOST_HINTS}"
    for index, hint in enumerate(question.hints):
        if not hint.strip():
            yield ("hints", index), "an empty hint: write it or remove it"
    difficulty = question.difficulty
    middle = PRIOR_OF_BAND[difficulty.band]
    if abs(difficulty.prior - middle) > 0.8 + 1e-9:
        low, high = middle - 0.8, middle + 0.8
        yield (
            ("difficulty", "prior"),
            f"prior {difficulty.prior:g} does not fit band {difficulty.band}: stay within {low:.1f} to {high:.1f}",
        )
    if not 1 <= difficulty.time_s <= 7200:
        yield ("difficulty", "time_s"), "`time_s` is the expected time in seconds: write 1 to 7200"
    if question.code is not None and not question.code.text.strip():
        yield ("code", "text"), "the code is empty: write it or remove `code`"
    if question.status == "retired" and not question.superseded_by:
        yield ("status",), "a retired question names its successor: add `superseded_by`"
    yield from _date_faults(question)
    for index, reference in enumerate(question.references):
        for name in _NEEDED[reference.kind]:
            if not (getattr(reference, name) or "").strip():
                yield ("references", index), f"a {reference.kind} reference needs `{name}`: add it"


def _date_faults(question: Question) -> Iterator[Fault]:
    dates: list[tuple[tuple[str | int, ...], str]] = []
    if question.as_of is not None:
        dates.append((("as_of", "date"), question.as_of.date))
        if question.as_of.expires is not None:
            dates.append((("as_of", "expires"), question.as_of.expires))
    dates += [(("review", "blind", index, "date"), blind.date) for index, blind in enumerate(question.review.blind)]
    wrong = False
    for path, text in dates:
        if not is_date(text):
            wrong = True
            yield path, "not a date: write it as 2026-11-20"
    as_of = question.as_of
    if not wrong and as_of is not None and as_of.expires is not None:
        days = (date.fromisoformat(as_of.expires) - date.fromisoformat(as_of.date)).days
        if not 0 < days <= 366:
            yield ("as_of", "expires"), "`expires` lies at most 12 months after `date`: mend one of them"


def is_date(text: str) -> bool:
    """Whether `text` is a calendar date in the form 2026-11-20."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def part_faults(question: Question) -> Iterator[Fault]:
    """L01: ids of options, statements, rows, entries and causes are well formed and unique; texts are not empty."""
    match question:
        case Single() | Multi() | Order():
            groups: tuple[tuple[tuple[str | int, ...], Iterable[object]], ...] = ((("options",), question.options),)
        case TrueFalse():
            groups = ((("statements",), question.statements),)
        case Match():
            groups = ((("left",), question.left), (("right",), question.right))
        case Bug():
            groups = ((("answer", "causes"), question.answer.causes),)
        case _:
            return
    for path, parts in groups:
        named = [(str(getattr(part, "id", "")), str(getattr(part, "text", ""))) for part in parts]
        counts = Counter(name for name, _ in named)
        for index, (name, text) in enumerate(named):
            if not PART_ID.fullmatch(name):
                yield (*path, index, "id"), "the id of a part is a short word such as `a` or `l1`: rename it"
            elif counts[name] > 1:
                yield (*path, index, "id"), f"the id `{name}` stands twice: rename one"
            if not text.strip():
                yield (*path, index, "text"), "the text is empty: write it"


def key_faults(question: Question) -> Iterator[Fault]:
    """L06: single has one key and 3-5 options; multi has 2 to n-2 keys and 5-6 options."""
    match question:
        case Single(options=options):
            keys = sum(option.correct for option in options)
            if not 3 <= len(options) <= 5:
                yield ("options",), f"{len(options)} options: a single question has 3 to 5"
            if keys != 1:
                yield ("options",), f"{keys} keys: mark exactly one option with `correct: true`"
        case Multi(options=options):
            keys = sum(option.correct for option in options)
            if not 5 <= len(options) <= 6:
                yield ("options",), f"{len(options)} options: a multi question has 5 or 6"
            if not 2 <= keys <= max(2, len(options) - 2):
                yield ("options",), f"{keys} keys: mark 2 to {max(2, len(options) - 2)} options with `correct: true`"
        case _:
            return


def proof_faults(question: Question) -> Iterator[Fault]:
    """L01: the proof's level fits the kind, and what the level needs is there."""
    verify = question.verify
    if not 0 < verify.timeout_s <= 60:
        yield ("verify", "timeout_s"), "`timeout_s` is in seconds: write more than 0 and at most 60"
    if (verify.level == "rubric") != isinstance(question, Open):
        yield ("verify", "level"), "level `rubric` and kind `open` belong together: change one of them"
    if not verify.level.startswith("executed"):
        return
    if not verify.runtime:
        yield ("verify",), "an executed proof names where it runs: add `runtime`"
    if not verify.check.strip() and not isinstance(question, Predict | Sql | Kata | Bug):
        yield ("verify",), "an executed proof of this kind needs a `check`: add it"
