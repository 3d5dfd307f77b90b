"""Typed texts against their key: short answers and predicted output.

It knows how texts are made comparable and the law of the spelling retry. It must not know scores.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from bot.domain.framing import unframed, unquoted
from bot.domain.question import PredictAnswer, Question, Short, ShortAnswer

SHORTEST_RETRY = 5
"""Letters of an accepted form from which a misspelling is recognised as one."""

_TYPOGRAPHY = str.maketrans({
    "’": "'", "‘": "'", "“": '"', "”": '"', "—": "--", "–": "-", "‐": "-", "‑": "-", "−": "-", "…": "...",
    **dict.fromkeys("\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff", ""),
})  # fmt: skip
_WIDE = str.maketrans(
    {chr(0xFF01 + at): chr(0x21 + at) for at in range(94)} | dict.fromkeys("\u00a0\u202f\u3000\u2007", " ")
)
_NOTHING = re.compile(
    r"\(?(?:it )?(?:prints? |outputs? )?"
    r"(?:nothing(?: is printed| at all)?|no output|empty(?: output)?|(?:an )?empty line|blank)\)?\.?|``",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?:>>>|>) ?")
_SAYS = re.compile(r"\A(?:it |this )?(?:prints|outputs?|output is|stdout)(?: is)?(?::[ \n]?|[ \n])", re.IGNORECASE)
_ONLY_KIND = re.compile(r"(?:an? )?(?:error|exception)|(?:the )?answer", re.IGNORECASE)
_AROUND_ERRORS = frozenset(
    {"a", "an", "ends", "gets", "is", "it", "it's", "its", "raise", "raised", "raises", "the", "throw", "thrown"}
    | {"throws", "uncaught", "unhandled", "with"}
)
_MOST_LAYERS = 6
_JOINT = re.compile(r"(?<=[^\W\d_])[_-](?=[^\W\d_])")
_PROMPT = re.compile(r"^(?:(?:\$|%|#|=|>>>) (?=\S)|> (?=[A-Za-z]))")
_STOP = re.compile(r"(?<=[\w)\]'\"`])(?:\.{1,3}|;)$|(?<=[a-zA-Z]):$")
_ARTICLE = re.compile(
    r"^(?:(?:an?|the) |(?:the )?(?:http |https )?(?:sqlstate|status code|status|code|signal|port)[ :]+(?=[\w]+$))", re.I
)
_NOUN = re.compile(r"(?<=\w) (?:header(?: field)?|exception|command)$", re.I)
_STRIPPERS = (unframed, unquoted, partial(_PROMPT.sub, ""), partial(_STOP.sub, ""))
_FOLDING = (partial(_ARTICLE.sub, ""), partial(_NOUN.sub, ""))
_TWO_NAMES = re.compile(r"([^()]+?)(?: ?\(([^()]+)\))")
_LONE = re.compile("[\ud800-\udfff]")


def _spelling(text: str) -> str:
    """NFKC, trimmed, runs of white space as one space; what keyboards curl by themselves is straightened."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _LONE.sub("\ufffd", text.translate(_TYPOGRAPHY))).translate(_TYPOGRAPHY)
    return " ".join(text.split())


def _comparable(text: str, case: str) -> str:
    text = _spelling(text)
    return text if case == "exact" else unicodedata.normalize("NFKC", text.casefold())


@lru_cache(maxsize=4096)
def _forms(answer: tuple[str, ...], case: str) -> frozenset[str]:
    return frozenset(_comparable(form, case) for form in answer)


@lru_cache(maxsize=1024)
def _pattern(regex: str, case: str) -> Any:
    """A compiled linear-time expression, or None if it is none (the bank's check says so; grading goes on)."""
    import re2  # type: ignore[import-untyped]  # here, because most runs never need it

    options = re2.Options()
    options.case_sensitive = case == "exact"
    options.log_errors = False
    try:
        return re2.compile(regex, options)
    except re2.error:
        return None


def accepted(answer: ShortAnswer, text: str) -> bool:
    """In `accept` or a full match of `regex`, and not in `reject`.

    What stands around it is taken off layer by layer ("it's `ETag`.") as long as nothing matches. The first layer
    that is in `reject` decides: an author who cares for quotes or a full stop puts that form there.
    """
    for layer in _layers(_spelling(text), answer.case):
        decided = _decided(answer, layer)
        if decided is not None:
            return decided
    return _named_twice(answer, _spelling(text))


def _decided(answer: ShortAnswer, spelt: str) -> bool | None:
    given = _comparable(spelt, answer.case)
    if given in _forms(answer.reject, answer.case):
        return False
    if given in _forms(answer.accept, answer.case):
        return True
    pattern = _pattern(answer.regex, answer.case) if answer.regex else None
    if pattern is not None and pattern.fullmatch(spelt) is not None:
        return True
    # Between letters a space may stand for _ or -, as names are said aloud; the other sign may not.
    if answer.case == "fold" and " " in given and given in _spoken(answer.accept):
        return True
    return None


@lru_cache(maxsize=1024)
def _spoken(accept: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_JOINT.sub(" ", form) for form in _forms(accept, "fold"))


def _layers(text: str, case: str) -> Iterator[str]:
    """The text, then what is left of it as each thing around it is taken off, the outermost first."""
    yield text
    strippers = _STRIPPERS if case == "exact" else (*_STRIPPERS, *_FOLDING)
    for _ in range(_MOST_LAYERS):
        bare = next((left for strip in strippers if (left := strip(text)) not in ("", text)), None)
        if bare is None:
            return
        text = bare
        yield text


def _named_twice(answer: ShortAnswer, spelt: str) -> bool:
    """Whether the same thing is named in two accepted forms: "40001 (serialization_failure)", "-s or --signoff"."""
    parts = _TWO_NAMES.fullmatch(spelt)
    return parts is not None and all(
        any(_decided(answer, layer) for layer in _layers(part, answer.case))
        and not any(_decided(answer, layer) is False for layer in _layers(part, answer.case))
        for part in parts.groups()
    )


def misspelt(question: Question, text: str) -> bool:
    """Whether a short answer gets its one free retry: wrong, not in `reject`, and one slip away from a right one.

    A slip is one letter more, less or other, or two neighbours swapped; the accepted form has letters only, 5 or more.
    """
    if not isinstance(question, Short) or accepted(question.answer, text):
        return False
    case = question.answer.case
    typed = [_comparable(layer, case) for layer in _layers(_spelling(text), case)]
    if not _forms(question.answer.reject, case).isdisjoint(typed):
        return False
    return any(
        len(form) >= SHORTEST_RETRY and form.isalpha() and any(one_slip(given, form) for given in typed)
        for form in _forms(question.answer.accept, case)
    )


def one_slip(first: str, second: str) -> bool:
    """Whether two texts differ by exactly one insertion, deletion, substitution or swap of neighbours."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    left, right = first[start:], second[start:]
    if len(left) != len(right):
        return left[1:] == right if len(left) > len(right) else left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def trimmed(output: str) -> str:
    """Program output without spaces at the ends of lines and newlines at the end."""
    return "\n".join(line.rstrip() for line in output.replace("\r\n", "\n").split("\n")).rstrip()


def printed(answer: PredictAnswer) -> str:
    """The key of a predict question: the trimmed output, or the exception's name."""
    return trimmed(answer.stdout) if answer.stdout is not None else answer.accept_error or ""


def predicted(answer: PredictAnswer, text: str) -> bool:
    """Whether the output, or the name of the exception, was predicted.

    On one line, `\\n` may stand for a line break, because not every place to type takes several lines. Where nothing
    is printed, "nothing" says so. Quotation marks and space inside a line are part of the output and count.
    """
    if answer.stdout is not None and _printed(trimmed(answer.stdout), text):
        return True
    return bool(answer.accept_error) and _raised(answer.accept_error or "", text)


def _printed(key: str, text: str) -> bool:
    for given in _as_typed(key, text):
        if given == key or (not key and _NOTHING.fullmatch(given.strip())):
            return True
        if "\n" not in given and "\\n" in given and trimmed(given.replace("\\n", "\n")) == key:
            return True
    return False


def _as_typed(key: str, text: str) -> Iterator[str]:
    """What was typed, and then without what keyboards and people add to output and the key has nothing of."""
    yield trimmed(text)
    if key.isascii():
        # A key in ASCII cannot be about these signs: they come from the keyboard or from being copied.
        text = text.translate(_WIDE).translate(_TYPOGRAPHY)
        yield trimmed(text)
    if "`" not in key:
        ticked = [line.strip() for line in text.strip().split("\n")]
        if all(len(line) > 1 and line[0] == line[-1] == "`" for line in ticked):
            yield trimmed("\n".join(line.strip("`") for line in ticked))
        elif text.strip()[:1] == text.strip()[-1:] == "`":
            yield trimmed(text.strip().strip("`"))
    lines = trimmed(text).split("\n")
    if ">" not in key and all(_QUOTED.match(line) for line in lines):
        yield "\n".join(_QUOTED.sub("", line) for line in lines)
    bare = _SAYS.sub("", trimmed(text), count=1)
    if bare != trimmed(text) and not _SAYS.match(key):
        yield bare


def _raised(wanted: str, text: str) -> bool:
    """Whether a text names the exception: alone, in a sentence ("it raises a KeyError"), or as a traceback's last line.

    Any word that is not known to be harmless makes it something else: "no KeyError", "KeyError or IndexError".
    """
    last = unquoted(text.strip().rpartition("\n")[2].strip()).replace("`", "").removesuffix(".").removesuffix("!")
    before, _, after = last.partition(":")
    names = {wanted.casefold(), wanted.rpartition(".")[2].casefold()}
    for said in (before, after) if _ONLY_KIND.fullmatch(before.strip()) else (before,):
        words = said.removesuffix("()").casefold().split()
        plain = [word for word in words if word not in _AROUND_ERRORS]
        without_kind = [word for word in plain if word not in ("error", "exception")]
        for left in (words, plain, without_kind):
            name = "".join(left)
            if name in names or ("." not in wanted and name.rpartition(".")[2] in names):
                return True
    return False
