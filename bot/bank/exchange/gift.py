"""Questions in GIFT, the text form that learning platforms import: multiple choice, true or false, short answer,
number, matching, essay.

What GIFT does not know goes in its comments (`// quorum kind=order band=mid`), so that a file of ours comes back whole;
a file of others has none and gets the nearest kind. Orders and bundles of statements travel as matching.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from bot.bank.exchange.draft import CARRIED, Draft, Fault

_SPECIAL = "~=#{}:\\"
_HIDDEN = {mark: chr(0xE000 + at) for at, mark in enumerate(_SPECIAL)} | {"n": chr(0xE100)}
_SHOWN = {hidden: mark for mark, hidden in _HIDDEN.items()} | {chr(0xE100): "\n"}
_PRIVATE = re.compile("[\ue000-\ue1ff]")
_NOTE = re.compile(r"//\s*quorum\s+(?P<said>.+)")
_TITLE = re.compile(r"::(?P<title>[^:]*)::")
_FORMAT = re.compile(r"^\s*\[(?:html|moodle|plain|markdown)\]", re.IGNORECASE)
_FENCE = re.compile(r"\n?```(?P<lang>\w*)\n(?P<code>.*?)```\s*$", re.DOTALL)
_TRUTH = re.compile(r"(?P<value>T|TRUE|F|FALSE)\s*(?P<rest>#.*)?", re.IGNORECASE | re.DOTALL)
_ENTRY = re.compile(r"(?P<mark>[=~])(?P<text>[^=~]*)")
_WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
_NUMBER = re.compile(r"\s*(?P<value>-?[\d.eE+-]+)(?::(?P<tolerance>[\d.eE+-]+))?\s*$")
_RANGE = re.compile(r"\s*(?P<low>-?[\d.eE+]+)\.\.(?P<high>-?[\d.eE+]+)\s*$")


def write(drafts: Iterable[Draft]) -> str:
    """The drafts as GIFT."""
    return "\n".join(_question(draft) for draft in drafts)


def _question(draft: Draft) -> str:
    note = f"// quorum kind={draft.kind} band={draft.band}"
    if draft.tags:
        note += f" tags={','.join(draft.tags)}"
    if draft.code:
        note += f" code={draft.lang}"
    if draft.unit:
        note += f" unit={draft.unit.replace(' ', '_')}"
    stem = draft.stem
    if draft.code:
        stem += (
            f"\n```{draft.lang}\n{draft.code}```"
            if draft.code.endswith("\n")
            else f"\n```{draft.lang}\n{draft.code}\n```"
        )
    told = f"\n####{_escaped(draft.explanation)}" if draft.explanation else ""
    answer = "\n".join(_answer(draft))
    return f"{note}\n::{_escaped(draft.id)}::[markdown]{_escaped(stem)} {{\n{answer}{told}\n}}\n"


def _answer(draft: Draft) -> Iterator[str]:
    if draft.kind == "single":
        yield from (f"{'=' if key else '~'}{text}" for key, text in _told(draft))
    elif draft.kind == "multi":
        share = 100 / max(1, len(draft.key))
        yield from (f"~%{share if key else -100:.5g}%{text}" for key, text in _told(draft))
    elif draft.kind == "true_false":
        yield from (f"={_escaped(text)} -> {key}" for text, key in zip(draft.texts, draft.key, strict=False))
    elif draft.kind == "order":
        places = {number: at for at, number in enumerate(draft.key, 1)}
        yield from (f"={_escaped(text)} -> {places[str(n)]}" for n, text in enumerate(draft.texts, 1))
    elif draft.kind == "match":
        for text, number in zip(draft.texts, draft.key, strict=False):
            yield f"={_escaped(text)} -> {_escaped(draft.entries[int(number) - 1])}"
        yield from (f"= -> {_escaped(text)}" for n, text in enumerate(draft.entries, 1) if str(n) not in draft.key)
    elif draft.kind == "numeric":
        yield f"#{draft.key[0]}:{draft.tolerance or 0}"
    elif draft.kind in ("short", "predict"):
        yield from (f"={_escaped(form)}" for form in draft.key)


def _told(draft: Draft) -> Iterator[tuple[bool, str]]:
    """Each option with its reason, and whether it is a key."""
    whys = (*draft.whys, *("",) * len(draft.texts))
    for number, (text, why) in enumerate(zip(draft.texts, whys, strict=False), 1):
        yield str(number) in draft.key, _escaped(text) + (f"#{_escaped(why)}" if why else "")


def _escaped(text: str) -> str:
    return "".join(f"\\{mark}" if mark in _SPECIAL else mark for mark in text).replace("\n", "\\n")


def read(text: str) -> tuple[list[tuple[int, Draft]], list[Fault]]:
    """The drafts with their lines, and what could not be read."""
    drafts: list[tuple[int, Draft]] = []
    faults: list[Fault] = []
    if _PRIVATE.search(text):
        return [], [Fault(1, "characters of the private use area: remove them")]
    for line, note, raw in _pieces(text):
        try:
            draft = _read_one(_hide(raw), note)
        except ValueError as error:
            faults.append(Fault(line, str(error)))
        else:
            drafts.append((line, draft))
    return drafts, faults


def _pieces(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, note and text of each question: they are parted by blank lines outside braces."""
    held: list[str] = []
    start, note, depth = 1, "", 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        stripped = line.strip()
        if stripped.startswith("//"):
            found = _NOTE.match(stripped)
            note = found["said"] if found else note
            continue
        if stripped.startswith("$CATEGORY") and not held:
            continue
        if stripped:
            start = start if held else number
            held.append(line)
            bare = re.sub(r"\\.", "", line)
            depth = max(0, depth + bare.count("{") - bare.count("}"))
        elif held and depth == 0:
            yield start, note, "\n".join(held)
            held, note = [], ""
    if held:
        yield start, note, "\n".join(held)


def _hide(text: str) -> str:
    """Escaped marks as characters of their own, so that the grammar does not see them."""
    return re.sub(r"\\([~=#{}:\\n])", lambda found: _HIDDEN[found[1]], text)


def _show(text: str) -> str:
    return "".join(_SHOWN.get(mark, mark) for mark in text).strip(" ")


def _read_one(raw: str, note: str) -> Draft:
    said = dict(part.split("=", 1) for part in note.split() if "=" in part)
    title = _TITLE.match(raw.lstrip())
    body = raw.lstrip()[title.end() :] if title else raw
    opening, closing = body.find("{"), body.rfind("}")
    if opening < 0 or closing < opening:
        raise ValueError("no answer in braces: close each question with { and }")
    after = body[closing + 1 :].strip()
    stem = _show(_FORMAT.sub("", body[:opening])) + (f" _____ {_show(after)}" if after else "")
    answer, _, told = body[opening + 1 : closing].partition("####")
    draft = _answered(answer.strip(), said.get("kind", ""))
    code = _FENCE.search(stem) if "code" in said or draft.kind == "predict" else None
    if draft.texts == ("",):
        draft = msgspec.structs.replace(draft, texts=(stem,))
    return msgspec.structs.replace(
        draft,
        id=_show(title["title"]) if title else "",
        band=said.get("band", "mid"),
        tags=tuple(tag for tag in said.get("tags", "").split(",") if tag),
        unit=said.get("unit", "").replace("_", " "),
        stem=stem[: code.start()] if code else stem,
        code=code["code"] if code else "",
        lang=code["lang"] if code else "",
        explanation=_show(told.strip()),
    )


def _answered(answer: str, kind: str) -> Draft:
    """The answer part as a draft without its stem. Raises ValueError with what to do."""
    if not answer:
        return Draft(kind=kind if kind and kind not in CARRIED else "open", stem="")
    if truth := _TRUTH.fullmatch(answer):
        return Draft(kind="true_false", stem="", texts=("",), key=(truth["value"][0].upper(),))
    if answer.startswith("#"):
        return _numeric(answer[1:])
    entries = [(found["mark"], found["text"].strip()) for found in _ENTRY.finditer(answer)]
    if not entries:
        raise ValueError("the answer is neither choices (= and ~), T or F, nor a number after #: mend it")
    if all("->" in text for _, text in entries):
        return _matching([text for _, text in entries], kind)
    if all(mark == "=" for mark, _ in entries) and kind != "single":
        forms = tuple(_show(_WEIGHT.sub("", text).split("#")[0].rstrip()) for _, text in entries)
        return Draft(kind="predict" if kind == "predict" else "short", stem="", key=forms)
    return _choices(entries, kind)


def _numeric(text: str) -> Draft:
    first = text.split("\n")[0].lstrip("=").split("#")[0]
    if found := _RANGE.match(first):
        low, high = float(found["low"]), float(found["high"])
        return Draft(kind="numeric", stem="", key=(f"{(low + high) / 2:.12g}",), tolerance=f"{(high - low) / 2:.12g}")
    if found := _NUMBER.match(first):
        return Draft(kind="numeric", stem="", key=(found["value"],), tolerance=found["tolerance"] or "0")
    raise ValueError(f"`{_show(first)[:40]}` is no number: write {{#426:3}}")


def _matching(pairs: list[str], kind: str) -> Draft:
    rows = [(_show(left.strip()), _show(right.strip())) for left, _, right in (pair.partition("->") for pair in pairs)]
    texts = tuple(left for left, _ in rows if left)
    rights = [right for left, right in rows if left]
    if kind == "true_false" or (not kind and set(rights) <= {"T", "F", "True", "False", "true", "false"}):
        return Draft(kind="true_false", stem="", texts=texts, key=tuple(right[:1].upper() for right in rights))
    if kind == "order":
        if sorted(rights) != sorted(str(n) for n in range(1, len(rights) + 1)):
            raise ValueError("an order gives each text a place from 1 on, each once: mend the places")
        key = sorted(range(1, len(texts) + 1), key=lambda number: int(rights[number - 1]))
        return Draft(kind="order", stem="", texts=texts, key=tuple(map(str, key)))
    entries = tuple(dict.fromkeys(right for _, right in rows))
    key_of = {entry: str(at) for at, entry in enumerate(entries, 1)}
    return Draft(kind="match", stem="", texts=texts, entries=entries, key=tuple(key_of[right] for right in rights))


def _choices(entries: list[tuple[str, str]], kind: str) -> Draft:
    texts, whys, right = [], [], []
    for number, (mark, entry) in enumerate(entries, 1):
        weight = _WEIGHT.match(entry)
        text, _, why = _WEIGHT.sub("", entry).partition("#")
        texts.append(_show(text.rstrip()))
        whys.append(_show(why.strip()))
        if mark == "=" or (weight and float(weight[1]) > 0):
            right.append(str(number))
    several = kind == "multi" or (kind != "single" and len(right) > 1)
    return Draft(kind="multi" if several else "single", stem="", texts=tuple(texts), whys=tuple(whys), key=tuple(right))
