"""Keys that stand in plain sight: L17 (stem and hints hold no key) and L35 (nor do other stems, for `short`)."""

import re
from collections.abc import Iterator, Sequence

from bot.bank.convert import Item
from bot.bank.findings import Finding
from bot.bank.lint.cues import folded
from bot.bank.lint.rules import Complaint, Context, bank_check, item_check
from bot.bank.lint.texts import key_texts
from bot.bank.lint.words import words
from bot.domain.question import (
    KINDS,
    Bug,
    Kata,
    Match,
    Multi,
    Numeric,
    Order,
    Predict,
    Question,
    Short,
    Single,
    Sql,
    TrueFalse,
)

CLOSED = tuple(kind for kind in KINDS if kind != "open")
SHORTEST = 3
"""A key of fewer characters stands in any text by chance."""
_EVERYDAY = frozenset(
    {"all", "any", "and", "for", "not", "the", "end", "one", "two", "yes", "set", "case", "when", "with"}
)
"""Keys that are ordinary words too: another stem may use them without telling."""


@item_check("L17", "E", "Stem and hints do not contain the key.", CLOSED)
def key_is_not_given_away(question: Question, context: Context) -> Iterator[Complaint]:
    told = [(("hints", index), hint, True) for index, hint in enumerate(question.hints)]
    for path, text, is_hint in ((("stem",), question.stem, False), *told):
        given = next((key for key in _keys(question, is_hint) if _holds(text, key)), None)
        given = given if given is not None or not is_hint else _put_together(question, text)
        if given is not None:
            where = "a hint names" if is_hint else "the stem contains"
            cure = "" if is_hint or not isinstance(question, Single | Multi) else ", or name a distractor there as well"
            yield Complaint(path, f'{where} the key "{_short(given)}": say it without{cure}')
    if isinstance(question, Bug):
        for path, hint, _ in told:
            if any(re.search(rf"\blines? {line}\b", hint, re.IGNORECASE) for line in question.answer.lines):
                yield Complaint(path, "a hint names a faulty line: point at the concept instead")


def _keys(question: Question, is_hint: bool) -> Iterator[str]:
    """What may not be said. A stem that names a wrong choice too gives nothing away."""
    match question:
        case Single(options=options) | Multi(options=options):
            others = [option.text for option in options if not option.correct]
            if is_hint or not any(_holds(question.stem, other) for other in others):
                yield from (option.text for option in options if option.correct)
        case TrueFalse(statements=statements):
            yield from (statement.text for statement in statements if is_hint or statement.value)
        case Numeric(answer=numeric):
            plain = f"{numeric.value:.12g}"
            if is_hint or len(plain.lstrip("-").replace(".", "")) > SHORTEST:
                yield plain
        case Short(answer=short):
            yield from short.accept
        case Predict(answer=predict):
            yield predict.stdout or predict.accept_error or ""
        case Sql() | Kata() | Bug():
            yield from key_texts(question)
        case _:
            return


def _put_together(question: Question, hint: str) -> str | None:
    """A key made of several texts, if a hint says them together: a row with its entry, all steps in their order."""
    if isinstance(question, Match):
        entries = {entry.id: entry.text for entry in question.right}
        for row in question.left:
            entry = entries.get(question.answer.pairs.get(row.id, ""), "")
            if entry and _holds(hint, row.text) and _holds(hint, entry):
                return f"{row.text}: {entry}"
    if isinstance(question, Order):
        texts = {option.id: folded(option.text) for option in question.options}
        steps = [texts.get(id, "") for id in question.answer.sequence]
        places = [_where(folded(hint), step) for step in steps]
        if steps and min(places) >= 0 and places == sorted(places):
            return ", ".join(steps)
    return None


def _holds(text: str, key: str) -> bool:
    """Whether the words of the key stand in sequence in the text; a short one must look the same with its marks."""
    plain, wanted = folded(text), folded(key)
    if len(wanted) < SHORTEST and not wanted.isdigit():
        return False
    return _where(plain, wanted) >= 0


def _where(plain: str, wanted: str) -> int:
    """Where the wanted words begin, or -1. Marks at the edges are theirs: `==` is not `===`, 3 is not 3.5 or -3."""
    found = re.search(rf"(?<![\w.,=-]){re.escape(wanted)}(?![\w=]|[.,]\d)", plain) if wanted else None
    return found.start() if found is not None else -1


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"


@bank_check(
    "L35", "E", "The key of a short question is no word of its own stem, nor of another in its session.", ("short",)
)
def keys_are_not_told_elsewhere(items: Sequence[Item], context: Context) -> Iterator[Finding]:
    """A session draws from one subtopic: there no other stem may say the key."""
    sessions: dict[tuple[str, str], list[tuple[Item, str]]] = {}
    for item in items:
        if item.question is not None and item.question.status != "retired":
            told = f" {' '.join(words(item.question.stem))} "
            sessions.setdefault((item.question.topic, item.question.subtopic), []).append((item, told))
    for item in items:
        question = item.question
        if not isinstance(question, Short) or question.status == "retired":
            continue
        keys = [" ".join(words(form)) for form in question.answer.accept]
        keys = [key for key in keys if len(key) >= SHORTEST and not key.isdigit()]
        for other, told in sessions[question.topic, question.subtopic]:
            said = next((key for key in keys if f" {key} " in told), None)
            if said is not None and (other is item or said not in _EVERYDAY):
                where = "its own stem" if other is item else f"the stem of {other.id}"
                yield item.finding("L35", ("answer", "accept"), f"the key `{said}` stands in {where}: reword that stem")
