"""`read`: what was typed, as a Response to one question.

It knows each kind's text form and the order in which things were shown. It must not know the key. A few microseconds
for a single choice: this is the hot path.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.domain import question as q
from bot.domain.errors import (
    BugPartMissing,
    EmptyResponse,
    NamedTwice,
    NotAChoice,
    NotAJudgement,
    NotALine,
    NotAPairing,
    ResponseTooLong,
    Unreadable,
    WrongCount,
)
from bot.domain.quantity import quantity
from bot.domain.reading.positions import folded, place, places, tokens
from bot.domain.response import Assessed, Judged, Located, Paired, Picked, Response, Sequenced, Typed

LONGEST_RESPONSE = 4000
"""Characters."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LANGUAGE = re.compile(
    "(?:python3?|py|py3|pycon|text|txt|plain|plaintext|sql|sqlite|postgresql|psql|bash|sh|shell|console|js|javascript"
    "|node|go|java|json|ruby|php|c|cpp|rust|csharp|html|xml|yaml)?",
    re.IGNORECASE,
)
_TRUE = frozenset({"t", "true", "y", "yes", "1", "right", "correct"})
_FALSE = frozenset({"f", "false", "n", "no", "0", "wrong", "incorrect"})
_TRUTH_SIGNS = str.maketrans(
    {**dict.fromkeys("✓✔✅☑👍", " t "), **dict.fromkeys("✗✘❌✖❎👎", " f "), **dict.fromkeys("•", " ")}
)
_SIGNS = frozenset("tfyn10")
_TRUTH_LABELLED = re.compile(r"(?:\d+[\s:.)=-]*[a-z]+[\s,;]*)+")
_TRUTH_LETTERED = re.compile(
    r"([a-d])[\s:.)=\-–—]*(true|false|t|f|yes|no|y|n|right|wrong|correct|incorrect|1|0)(?![a-z0-9])[\s,;.]*(?:and )?"
)
_PAIRED = frozenset({"is", "with", "goes", "matches"})
_RANGE = re.compile("([0-9]{1,4})\\s*(?:[-\u2010-\u2015]|\\bto\\b)\\s*([0-9]{1,4})")
_LINE_WORDS = frozenset({"line", "lines", "l", "ln", "cause", "causes"})
_FURTHEST_LINE = 999


def read(question: q.Question, shown: Sequence[str], said: str) -> Response:
    """What `said` answers to `question`.

    `shown` are the ids in the order shown: options; statements for true_false; right entries for match; causes for
    bug; empty for the kinds answered with a text. Raises a subclass of Unreadable for whatever it cannot read, and
    nothing else, whatever the string. "I don't know" is a control of its own and is not read here.
    """
    text = said.strip()
    if len(text) > LONGEST_RESPONSE:
        raise ResponseTooLong(kind=question.kind, said=said, limit=LONGEST_RESPONSE, length=len(text))
    if not text:
        raise EmptyResponse(kind=question.kind, said=said)
    return _READERS[type(question)](question, shown, said)


def storable(said: str) -> str:
    """Text that every database and every JSON reader takes: NUL and lone surrogates become U+FFFD, CRLF becomes LF."""
    if "\r" in said:
        said = said.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("\ufffd", said) if "\0" in said or not said.isascii() else said


def unfenced(text: str) -> str:
    """Text without the one code fence around all of it. The line that opens a fence may name a language."""
    body = text.strip()
    inner = body[3:-3]
    if len(body) < 6 or not (body.startswith("```") and body.endswith("```")) or "```" in inner:
        return text
    first, line_break, rest = inner.partition("\n")
    # Only a known language is left out: ```3 and 4 on the next line is how some people fence two lines of output.
    if line_break and _LANGUAGE.fullmatch(first.strip()):
        inner = rest
    return inner.rstrip(" \t").removesuffix("\n")


def _tokens(question: q.Question, said: str, count: int) -> list[str]:
    found = tokens(folded(said))
    if not found:
        raise NotAChoice(kind=question.kind, said=said, token=said.strip()[:20], count=count)
    return found


def _single(question: q.Single, shown: Sequence[str], said: str) -> Picked:
    text = said.strip()
    if len(text) == 1 and 0 <= (position := (ord(text) | 32) - 97) < len(shown):
        return Picked((shown[position],))
    by_text = _by_text(question, shown, text)
    if by_text is not None:
        return by_text
    found = places("single", said, _tokens(question, said, len(shown)), len(shown))
    if len(found) != 1:
        raise WrongCount(kind="single", said=said, least=1, most=1, got=len(found))
    return Picked((shown[found[0]],))


def _by_text(question: q.Single, shown: Sequence[str], text: str) -> Picked | None:
    """The option whose whole text was typed, alone or after its own letter ("c) 404")."""
    typed = _plain(text)
    for position, name in enumerate(shown):
        for option in question.options:
            if option.id == name:
                wanted = _plain(option.text)
                lettered = typed[:1] == chr(97 + position) and typed[1:].lstrip(" .:)=-") == wanted
                if lettered or typed == wanted:
                    if typed == str(position + 1) or not typed.isdecimal() or int(typed[:4]) > len(shown):
                        return Picked((name,))
                    # "2" may be the second option or the option that says 2: only a letter tells.
                    raise NotAChoice(kind="single", said=text, token=typed[:20], count=len(shown))
    return None


def _plain(text: str) -> str:
    """A text as it is compared with an option's: without case, back-ticks, a full stop, and runs of space."""
    return " ".join(text.replace("`", " ").casefold().split()).removesuffix(".").strip()


def _multi(question: q.Multi, shown: Sequence[str], said: str) -> Picked:
    found = places("multi", said, _tokens(question, said, len(shown)), len(shown))
    picked = {shown[position] for position in found}
    return Picked(tuple(option.id for option in question.options if option.id in picked))


def _true_false(question: q.TrueFalse, shown: Sequence[str], said: str) -> Judged:
    count = len(shown)
    text = re.sub(r"\bis\b", " ", folded(said.translate(_TRUTH_SIGNS)))
    if count <= 4 and _lettered(text):
        pairs = _TRUTH_LETTERED.findall(text)
        text = " ".join(f"{ord(name) - 96} {'t' if word in _TRUE else 'f'}" for name, word in pairs)
    found = tokens(text)
    if not found:
        raise NotAJudgement(kind="true_false", said=said, token=said.strip()[:20], count=count)
    if _TRUTH_LABELLED.fullmatch(text.strip()) and len(found) % 2 == 0:
        rows = places("true_false", said, found[::2], count)
        words = found[1::2]
    else:
        words = [word for token in found for word in (token if set(token) <= _SIGNS else [token])]
        rows = list(range(len(words)))
    for word in words:
        if word not in _TRUE and word not in _FALSE:
            raise NotAJudgement(kind="true_false", said=said, token=word[:20], count=count)
    if len(rows) != count or len(words) != count:
        raise WrongCount(kind="true_false", said=said, least=count, most=count, got=len(words))
    judged = {shown[row]: word in _TRUE for row, word in zip(rows, words, strict=True)}
    return Judged({name: judged[name] for name in shown})


def _lettered(text: str) -> bool:
    """Whether a text is nothing but statements' letters, each with its judgement; read once from left to right."""
    end = 0
    for found in _TRUTH_LETTERED.finditer(text.strip()):
        if found.start() != end:
            return False
        end = found.end()
    return 0 < end == len(text.strip())


def _order(question: q.Order, shown: Sequence[str], said: str) -> Sequenced:
    if "<-" in said:
        raise NotAChoice(kind="order", said=said, token="<-", count=len(shown))
    found = places("order", said, _slotted(_tokens(question, said, len(shown)), len(shown)), len(shown))
    if len(found) != len(shown):
        raise WrongCount(kind="order", said=said, least=len(shown), most=len(shown), got=len(found))
    return Sequenced(tuple(shown[position] for position in found))


def _slotted(found: list[str], count: int) -> list[str]:
    """The letters of a numbered list ("1. d 2. b", "d1 b2") by their numbers; anything else unchanged."""
    first, second = found[::2], found[1::2]
    numbers, letters = (first, second) if found[0].isdigit() else (second, first)
    if len(found) != 2 * count or {*numbers} != {str(place) for place in range(1, count + 1)}:
        return found
    if any(letter.isdigit() for letter in letters):
        return found
    return [letter for _, letter in sorted(zip(map(int, numbers), letters, strict=True))]


def _match(question: q.Match, shown: Sequence[str], said: str) -> Paired:
    rows, entries = len(question.left), len(shown)
    found = [token for token in tokens(folded(said)) or [] if token not in _PAIRED]
    if not found:
        raise NotAPairing(kind="match", said=said, rows=rows, entries=entries)
    labels, values = found[::2], found[1::2]
    if values and all(value.isdigit() for value in values) and not any(label.isdigit() for label in labels):
        labels, values = values, labels
    full = {str(number) for number in range(1, rows + 1)}
    if len(found) == 2 * rows and {*labels} == full and all(value.isdigit() for value in values):
        values = [chr(96 + int(value)) if value.isascii() and 0 < int(value[:3]) < 27 else value for value in values]
    if all(label.isdigit() for label in labels) and values and not any(value.isdigit() for value in values):
        if len(labels) != len(values):
            raise NotAPairing(kind="match", said=said, rows=rows, entries=entries)
        places_left = places("match", said, labels, rows)
        places_right = places("match", said, values, entries)
    else:
        places_right = places("match", said, found, entries)
        places_left = list(range(len(places_right)))
    if len(places_left) != len(places_right) or len(places_left) != rows:
        raise WrongCount(kind="match", said=said, least=rows, most=rows, got=len(places_right))
    chosen = {question.left[row].id: shown[entry] for row, entry in zip(places_left, places_right, strict=True)}
    return Paired({row.id: chosen[row.id] for row in question.left})


def _bug(question: q.Bug, shown: Sequence[str], said: str) -> Located:
    mended = _mended(said)
    if mended is not None:
        return Located((), fix=mended)
    last = len(question.code.text.splitlines()) if question.code else _FURTHEST_LINE
    text = folded(said)

    def each_line(span: re.Match[str]) -> str:
        first, end = int(span[1]), int(span[2])
        if not 1 <= first <= end <= last:
            raise NotALine(kind="bug", said=said, token=span[0], last=last)
        return " ".join(map(str, range(first, end + 1)))

    found = tokens(_RANGE.sub(each_line, text))
    if not found:
        raise BugPartMissing(kind="bug", said=said, missing="lines", last=last, causes=len(shown))
    lines: list[int] = []
    causes: list[str] = []
    for before, token in zip(["", *found], found, strict=False):
        if token in _LINE_WORDS:
            continue
        if token.isdigit() and before not in ("cause", "causes"):
            line = int(token) if len(token) <= 4 else 0
            if not 1 <= line <= last:
                raise NotALine(kind="bug", said=said, token=token[:20], last=last)
            if line in lines:
                raise NamedTwice(kind="bug", said=said, token=token)
            lines.append(line)
        else:
            causes.append(token)
    if not lines or not causes:
        missing = "cause" if lines else "lines"
        raise BugPartMissing(kind="bug", said=said, missing=missing, last=last, causes=len(shown))
    if len(causes) != 1:
        raise WrongCount(kind="bug", said=said, least=1, most=1, got=len(causes))
    position = place(causes[0], len(shown))
    if position is None:
        raise NotAChoice(kind="bug", said=said, token=causes[0][:20], count=len(shown))
    return Located(tuple(sorted(lines)), shown[position])


def _mended(said: str) -> str | None:
    """The whole program, mended, where somebody gives that: behind the word "fix", or in a code fence."""
    text = storable(said).strip()
    head, space, rest = text.partition("\n") if "\n" in text.split(" ", 1)[0] else text.partition(" ")
    named = head.casefold().rstrip(":") == "fix" and bool(space)
    code = unfenced(rest if named else text)
    if not named and code == text:
        return None
    if not code.strip():
        raise EmptyResponse(kind="bug", said=said)
    return code.strip("\n").rstrip()


def _unticked(said: str) -> str:
    """A short text without the code marks that people put around names."""
    text = unfenced(storable(said)).strip()
    bare = text.strip("`").strip()
    return bare if bare and text[0] == text[-1] == "`" and "`" not in bare else text


def _numeric(question: q.Numeric, shown: Sequence[str], said: str) -> Typed:
    text = _unticked(said)
    try:
        quantity(text, question.answer)
    except Unreadable as refusal:
        refusal.said = said
        raise
    return Typed(text)


def _short(question: q.Short, shown: Sequence[str], said: str) -> Typed:
    text = _unticked(said)
    if not text:
        raise EmptyResponse(kind="short", said=said)
    return Typed(text)


def _verbatim(question: q.Question, shown: Sequence[str], said: str) -> Typed:
    return Typed(unfenced(storable(said)).rstrip())


def _open(question: q.Open, shown: Sequence[str], said: str) -> Assessed:
    return Assessed(storable(said).strip())


_READERS: dict[type, Callable[[Any, Sequence[str], str], Response]] = {
    q.Single: _single, q.Multi: _multi, q.TrueFalse: _true_false, q.Numeric: _numeric, q.Short: _short,
    q.Order: _order, q.Match: _match, q.Predict: _verbatim, q.Sql: _verbatim, q.Kata: _verbatim, q.Bug: _bug,
    q.Open: _open,
}  # fmt: skip
