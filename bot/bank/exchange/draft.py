"""What a foreign form can carry of a question, and the draft that is made of it.

It must not know CSV or GIFT. Kinds whose answer is a program or a rubric (sql, kata, bug, open) go out, not in.
"""

import json
from collections.abc import Iterator, Sequence

import msgspec

from bot.bank.lint.texts import key_texts
from bot.bank.shape import PRIOR_OF_BAND
from bot.bank.strict_yaml import CONTROL
from bot.domain.question import (
    BANDS,
    KINDS,
    Match,
    Multi,
    Numeric,
    Order,
    Predict,
    Question,
    Short,
    Single,
    TrueFalse,
)

CARRIED = ("single", "multi", "true_false", "numeric", "short", "order", "match", "predict")
"""Kinds that can be brought in again."""
RAISES = "raises "
"""Before the name of an exception, where a program ends in one."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it travels. `key` by kind: numbers of the right texts from 1 (single, multi), in their order
    (order), of the entry of each row (match); T or F for each text (true_false); a number (numeric); accepted forms
    (short); what is printed or `raises NAME` (predict); the solution in words for kinds that only go out.
    """

    kind: str
    stem: str
    id: str = ""
    band: str = "mid"
    tags: tuple[str, ...] = ()
    code: str = ""
    lang: str = ""
    texts: tuple[str, ...] = ()
    whys: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    unit: str = ""
    tolerance: str = ""
    explanation: str = ""


class Fault(msgspec.Struct, frozen=True):
    """Why something of a foreign file could not be taken: its line, and what to do."""

    line: int
    message: str


def draft_of(question: Question) -> Draft:
    """The question as it travels."""
    code = question.code
    common = {
        "kind": question.kind, "id": question.id, "band": question.band, "tags": question.tags, "stem": question.stem,
        "code": code.text if code else "", "lang": code.lang if code else "", "explanation": question.explanation,
    }  # fmt: skip
    own: dict[str, object]
    match question:
        case Single(options=options) | Multi(options=options):
            numbers = tuple(str(at) for at, option in enumerate(options, 1) if option.correct)
            own = {"texts": _texts(options), "whys": tuple(option.why for option in options), "key": numbers}
        case Order(options=options, answer=order):
            place = {option.id: str(at) for at, option in enumerate(options, 1)}
            own = {"texts": _texts(options), "whys": tuple(option.why for option in options),
                   "key": tuple(place[id] for id in order.sequence)}  # fmt: skip
        case TrueFalse(statements=statements):
            own = {"texts": _texts(statements), "whys": tuple(each.why for each in statements),
                   "key": tuple("T" if each.value else "F" for each in statements)}  # fmt: skip
        case Match(left=left, right=right, answer=match):
            place = {entry.id: str(at) for at, entry in enumerate(right, 1)}
            own = {"texts": _texts(left), "whys": tuple(row.why for row in left), "entries": _texts(right),
                   "key": tuple(place[match.pairs[row.id]] for row in left)}  # fmt: skip
        case Numeric(answer=numeric):
            tolerance = numeric.tolerance.abs if numeric.tolerance.abs is not None else 0.0
            if numeric.tolerance.rel is not None:
                tolerance = max(tolerance, abs(numeric.tolerance.rel * numeric.value))
            own = {"key": (f"{numeric.value:.12g}",), "unit": numeric.unit, "tolerance": f"{tolerance:.12g}"}
        case Short(answer=short):
            own = {"key": short.accept}
        case Predict(answer=predict):
            own = {"key": (predict.stdout if predict.stdout is not None else f"{RAISES}{predict.accept_error}",)}
        case _:
            own = {"key": key_texts(question)}
    return Draft(**common, **own)  # type: ignore[arg-type]


def _texts(parts: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(getattr(part, "text", "")) for part in parts)


def objections(draft: Draft) -> Iterator[str]:
    """Why no draft can be made of it at all; what a draft may still lack is found by the checks."""
    if draft.kind not in KINDS:
        yield f"`{draft.kind[:40]}` is no kind: write one of {', '.join(CARRIED)}"
    elif draft.kind not in CARRIED:
        yield f"kind {draft.kind} needs more than this form carries: use `quorum content new {draft.kind} TOPIC`"
    if draft.band not in BANDS:
        yield f"`{draft.band[:40]}` is no band: write {', '.join(BANDS)}"
    if not draft.stem.strip():
        yield "there is no question text: write it"
    everything = (draft.stem, draft.code, draft.explanation, *draft.texts, *draft.whys, *draft.entries, *draft.key)
    if hidden := next((found for text in everything if (found := CONTROL.search(text))), None):
        yield f"hidden character U+{ord(hidden[0]):04X} in a text: remove it"
    yield from _key_objections(draft)


def _key_objections(draft: Draft) -> Iterator[str]:
    count = {"match": len(draft.entries)}.get(draft.kind, len(draft.texts))
    if draft.kind in ("single", "multi", "order", "match"):
        wrong = [
            number for number in draft.key if not (number.isascii() and number.isdigit() and 1 <= int(number) <= count)
        ]
        if wrong or not draft.key:
            what = "entry" if draft.kind == "match" else "option"
            yield (
                f"the key names no {what}: write numbers from 1 to {count}"
                if count
                else "there are no options: write them"
            )
    if draft.kind == "true_false" and (len(draft.key) != len(draft.texts) or set(draft.key) - {"T", "F"}):
        yield "the key has not one T or F for each statement: write them"
    if draft.kind == "match" and draft.key and len(draft.key) != len(draft.texts):
        yield f"{len(draft.texts)} rows and {len(draft.key)} keys: give each row its entry"
    if draft.kind in ("short", "predict", "numeric") and not any(key.strip() for key in draft.key):
        yield "there is no key: write it"
    if draft.kind == "predict" and not draft.code.strip():
        yield "there is no code to predict: write it"
    for number in (*(draft.key if draft.kind == "numeric" else ()), draft.tolerance or "0"):
        try:
            float(number)
        except ValueError:
            yield f"`{number[:40]}` is no number: write digits, such as 426 or 0.5"


def written(draft: Draft, id: str) -> str:
    """The draft as YAML with this id, in the form that writers use. It must have no objections."""
    lines = [f"- id: {id}", f"  kind: {draft.kind}", "  status: draft", f"  tags: {_flow(list(draft.tags))}"]
    prior = PRIOR_OF_BAND[draft.band]
    lines.append(f"  difficulty: {{band: {draft.band}, prior: {prior:.1f}, cognitive: understand, time_s: 90}}")
    lines.append(f"  stem: {_flow(draft.stem)}")
    if draft.code:
        lines.append(f"  code: {_flow({'lang': draft.lang or 'text', 'text': draft.code})}")
    lines += _answer(draft)
    lines += [f"  explanation: {_flow(draft.explanation)}", "  references: []", "  verify: {level: cited}"]
    return "\n".join(lines) + "\n"


def _answer(draft: Draft) -> Iterator[str]:
    whys = (*draft.whys, *("",) * len(draft.texts))
    ids = "abcdefghijklmnopqrstuvwxyz"
    if draft.kind in ("single", "multi", "order"):
        yield "  options:"
        for at, (text, why) in enumerate(zip(draft.texts, whys, strict=False)):
            correct = {"correct": "true"} if draft.kind != "order" and str(at + 1) in draft.key else {}
            yield f"    - {_flow({'id': ids[at % 26], **correct, 'text': text, 'why': why})}"
        if draft.kind == "order":
            yield f"  answer: {_flow({'sequence': [ids[int(number) - 1] for number in draft.key]})}"
    elif draft.kind == "true_false":
        yield "  statements:"
        for at, (text, why, value) in enumerate(zip(draft.texts, whys, draft.key, strict=False)):
            yield f"    - {_flow({'id': ids[at % 26], 'text': text, 'value': str(value == 'T').lower(), 'why': why})}"
    elif draft.kind == "match":
        yield "  left:"
        for at, (text, why) in enumerate(zip(draft.texts, whys, strict=False), 1):
            yield f"    - {_flow({'id': f'l{at}', 'text': text, 'why': why})}"
        yield "  right:"
        for at, text in enumerate(draft.entries, 1):
            yield f"    - {_flow({'id': f'r{at}', 'text': text})}"
        pairs = {f"l{at}": f"r{number}" for at, number in enumerate(draft.key, 1)}
        spare = [f"r{at}" for at in range(1, len(draft.entries) + 1) if f"r{at}" not in pairs.values()]
        yield f"  answer: {_flow({'pairs': pairs, 'spare': spare})}"
    elif draft.kind == "numeric":
        tolerance = {"abs": draft.tolerance} if float(draft.tolerance or "0") else {}
        yield f"  answer: {_flow({'value': draft.key[0], 'unit': draft.unit, 'tolerance': tolerance})}"
    elif draft.kind == "short":
        yield f"  answer: {_flow({'accept': list(draft.key)})}"
    else:
        raised = draft.key[0].startswith(RAISES)
        own = {"accept_error": draft.key[0].removeprefix(RAISES)} if raised else {"stdout": draft.key[0]}
        yield f"  answer: {_flow(own)}"


def _flow(value: object) -> str:
    """A value as JSON, which is YAML on one line."""
    return json.dumps(value, ensure_ascii=False)
