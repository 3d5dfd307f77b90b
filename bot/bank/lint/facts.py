"""L39: facts that a registry fixes (statuses, methods, ports, media types, SQLSTATEs, signals, exit codes) are so.

Looked at is what a question says to be true: stem, keys, hints, reasons, explanation. A distractor may be wrong.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.bank.lint.registries import Registries
from bot.bank.lint.rules import Complaint, Context, item_check
from bot.bank.lint.texts import Path, key_texts
from bot.domain.question import Bug, Match, Multi, Order, Question, Single, TrueFalse

_METHOD = re.compile(
    r"\b(?P<method>GET|HEAD|OPTIONS|TRACE|PUT|DELETE|POST|PATCH|CONNECT)`? (?:is|are) (?P<no>not |neither )?"
    r"(?:a |an )?(?P<property>safe|idempotent)\b"
)
_DEFAULT_PORT = re.compile(
    r"(?P<name>[A-Za-z0-9]+)(?:'s)? (?:default|well-known|registered) port (?:is |number )?`?(?P<port>\d+)"
    r"|(?:default|well-known|registered) port (?:of|for) (?P<name2>[A-Za-z0-9]+) is `?(?P<port2>\d+)"
)
_MEDIA = re.compile(
    r"(?<![\w/.-])(?P<media>(?:application|text|image|audio|video|font|multipart|message)/"
    r"(?!vnd\.|x-|prs\.)[a-z0-9][a-z0-9.+-]*[a-z0-9])(?![\w/(])"
)
_SQLSTATE = re.compile(r"\b(?:SQLSTATE )?`?(?P<code>[0-9A-Z]{5})`?,? \(?`?(?P<name>[a-z]+(?:_[a-z]+)+)`?")
_SIGNAL = re.compile(
    r"\b(?P<name>SIG[A-Z0-9]{3,})`?(?: is| \(|,)? ?(?:signal )?(?:number )?`?(?P<number>\d{1,2})\b(?![.,]\d)"
    r"|\bsignal `?(?P<number2>\d{1,2})`?,? \(?`?(?P<name2>SIG[A-Z0-9]{3,})"
)
_STATUS_OF_SIGNAL = re.compile(
    r"\b(?P<status>1[2-6]\d)`? (?:is|means|would be|stands for|=) `?(?P<name>SIG[A-Z0-9]{3,})"
)
_EXIT = re.compile(r"\b(?P<code>12[67])`? (?:is|means|stands for|for) (?:a )?(?P<what>[^.;,]{4,60})")


@item_check(
    "L39", "E", "Registry facts (status, method, port, media type, SQLSTATE, signal, exit code) equal the tables."
)
def facts_equal_the_registries(question: Question, context: Context) -> Iterator[Complaint]:
    for path, text in _said(question):
        for fault in _wrong(text, context.registries):
            yield Complaint(path, fault)


def _said(question: Question) -> Iterator[tuple[Path, str]]:
    """What the question holds to be true."""
    yield ("stem",), question.stem
    yield from ((("hints", index), hint) for index, hint in enumerate(question.hints))
    yield ("explanation",), question.explanation
    match question:
        case Single(options=options) | Multi(options=options):
            yield from ((("options", n, "text"), each.text) for n, each in enumerate(options) if each.correct)
            yield from ((("options", n, "why"), each.why) for n, each in enumerate(options) if each.correct)
        case Order(options=options):
            yield from ((("options", n, "text"), each.text) for n, each in enumerate(options))
        case TrueFalse(statements=statements):
            yield from ((("statements", n, "text"), each.text) for n, each in enumerate(statements) if each.value)
        case Match(left=left):
            # Row and entry belong together: "404" and "Not Found" are one fact, whichever stands on which side.
            for index, pair in enumerate(key_texts(question)):
                row = left[index].text
                yield ("left", index), pair
                yield ("left", index), f"{pair.removeprefix(row).strip()} {row}"
        case Bug():
            yield ("answer", "cause"), " ".join(key_texts(question))
        case _:
            yield ("answer",), " ".join(key_texts(question)[:1])


def _wrong(text: str, known: Registries) -> Iterator[str]:
    yield from _statuses(text, known)
    for found in _METHOD.finditer(text):
        facts = known.http_methods.get(found["method"])
        if facts is not None and (found["property"] in facts) == bool(found["no"]):
            is_so = "is" if found["property"] in facts else "is not"
            yield f"{found['method']} {is_so} {found['property']} (RFC 9110): mend the text"
    for found in _DEFAULT_PORT.finditer(text):
        name, port = found["name"] or found["name2"], int(found["port"] or found["port2"])
        right = {key.casefold(): value for key, value in known.ports.items()}.get(name.casefold())
        if right is not None and right != port:
            yield f"the default port of {name} is {right}, not {port}: mend the text"
    for found in _MEDIA.finditer(text):
        if known.media_types and found["media"] not in known.media_types:
            yield f"`{found['media']}` is no registered media type of the table: mend it, or write it as vnd. or x-"
    for found in _SQLSTATE.finditer(text):
        name = known.sqlstates.get(found["code"])
        if name is not None and found["name"] in known.sqlstates.values() and name != found["name"]:
            yield f"SQLSTATE {found['code']} is {name}, not {found['name']}: mend the text"
    for found in _SIGNAL.finditer(text):
        name, number = found["name"] or found["name2"], int(found["number"] or found["number2"])
        if name in known.signals and known.signals[name] != number and number < 65:
            yield f"{name} is signal {known.signals[name]} on Linux, not {number}: mend the text"
    for found in _STATUS_OF_SIGNAL.finditer(text):
        signal = known.signals.get(found["name"])
        if signal is not None and int(found["status"]) != 128 + signal:
            yield f"the status after {found['name']} is {128 + signal}, not {found['status']}: mend the text"
    for found in _EXIT.finditer(text):
        meant = known.exit_codes.get(found["code"], "")
        other = {"126": "not found", "127": "not executable"}[found["code"]]
        if meant and other in found["what"] and "found but" not in found["what"]:
            yield f"status {found['code']} means: {meant}: mend the text"


def _statuses(text: str, known: Registries) -> Iterator[str]:
    if not known.http_status:
        return
    pattern, codes = _phrases(tuple((code, names) for code, names in known.http_status.items()))
    for found in pattern.finditer(text):
        code, phrase = found["code"], found["phrase"]
        if code not in codes[phrase]:
            right = known.http_status.get(code)
            means = f"{code} is {right[0]}" if right else f"{code} is not registered"
            yield f"{means}, and {phrase} is {' or '.join(sorted(codes[phrase]))}: mend the text"


@lru_cache(maxsize=4)
def _phrases(statuses: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[re.Pattern[str], dict[str, set[str]]]:
    codes: dict[str, set[str]] = {}
    for code, names in statuses:
        for name in names:
            codes.setdefault(name, set()).add(code)
    joined = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
    return re.compile(rf"\b(?P<code>[1-5]\d\d)`?,? \(?(?P<phrase>{joined})\b(?! [A-Z])"), codes
