"""From the plain texts of a file to typed questions, with every fault mapped back to its line.

It must not read files. One bad question never hides the findings of its neighbours.
"""

import difflib
import re
from typing import Any, cast

import msgspec

from bot.bank.findings import Finding
from bot.bank.strict_yaml import Parsed, Place, shown
from bot.domain import question as types
from bot.domain.question import KINDS, Part, Question

_WHERE = re.compile(r" - at (?:`key` in )?`\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL)
_EXPECTED = re.compile(r"Expected `(?P<what>[^`]*)`")

_WANTED = {
    "bool": "write true or false",
    "int": "write a whole number",
    "float": "write a number such as 0.5",
    "str": "write a text",
    "array": "write a list",
    "object": "write a mapping (name: value)",
}
_FIELDS = sorted(
    {name for part in vars(types).values() if isinstance(part, type) and issubclass(part, Part)
     for name in part.__struct_fields__} | {"kind"}
)  # fmt: skip
_MOST_NUMBER = 2**53
_MOST_UNKNOWN = 20

Path = tuple[str | int, ...]


class Item:
    """One entry of a file: the typed question, or None if it could not be typed, and where its fields stand."""

    __slots__ = ("file", "id", "place", "question")

    def __init__(self, file: str, id: str, place: Place, question: Question | None) -> None:
        self.file = file
        self.id = id
        self.place = place
        self.question = question

    def finding(self, code: str, path: Path, message: str, level: str = "E") -> Finding:
        """A finding about the field at `path` of this item."""
        line = self.place.find(path)
        return Finding(
            file=self.file, line=line, id=self.id, code=code, level="W" if level == "W" else "E", message=message
        )


def items(parsed: Parsed, file: str) -> tuple[list[Item], list[Finding]]:
    """The entries of a parsed file and what is wrong with them (codes L01 and L03)."""
    whole = Item(file, "-", parsed.place, None)
    found: list[Finding] = []
    spoilt = {fault.item for fault in parsed.faults}
    data = parsed.data if isinstance(parsed.data, list) else []
    entries = [Item(file, _id(entry), parsed.place.inside[index], None) for index, entry in enumerate(data)]
    for fault in parsed.faults:
        at = fault.item
        name = entries[at].id if at is not None and at < len(entries) else "-"
        found.append(Finding(file=file, line=fault.line, id=name, code="L03", level="E", message=fault.message))
    if not parsed.faults and not data:
        empty = "the file holds no question: add one or delete the file"
        wrong = "the file must be a list of questions: start each with `- id:`"
        found.append(whole.finding("L03", (), wrong if parsed.data else empty))
    for index, (entry, item) in enumerate(zip(data, entries, strict=True)):
        if index not in spoilt:
            item.question, faults = _convert(entry, item)
            found.extend(faults)
    return entries, found


def _id(entry: Any) -> str:
    """The id of an entry for messages, fit for one line."""
    named = entry.get("id") if isinstance(entry, dict) else None
    return shown(named).replace(" ", "_") if isinstance(named, str) and named.strip() else "-"


def _convert(entry: Any, item: Item) -> tuple[Question | None, list[Finding]]:
    """Type one entry. Unknown fields are taken out one by one, so that they do not hide what else is wrong."""
    found: list[Finding] = []
    while True:
        try:
            question = cast(Question, msgspec.convert(entry, Question, strict=False))
        except (msgspec.ValidationError, ValueError, OverflowError) as error:
            said = str(error)
            path = place_named(said)
            unknown = _UNKNOWN.match(said)
            found.append(_explain(said, path, entry, item))
            if unknown is None or len(found) >= _MOST_UNKNOWN:
                return None, found
            entry = _without(entry, (*path, unknown["name"]))
        else:
            found.extend(item.finding("L01", path, message) for path, message in _wild_numbers(question, ()))
            return (None if found else question), found


def _explain(said: str, path: Path, entry: Any, item: Item) -> Finding:
    """msgspec's message in the writer's words, at the line of the field."""
    field = ".".join(str(step) for step in path)
    where = f"`{shown(field)}`: " if field else ""
    if unknown := _UNKNOWN.match(said):
        near = difflib.get_close_matches(unknown["name"], _FIELDS, n=1)
        hint = f" (did you mean `{near[0]}`?)" if near else ""
        return item.finding(
            "L01", (*path, unknown["name"]), f"{where}unknown field `{shown(unknown['name'])}`{hint}: remove it"
        )
    if missing := _MISSING.match(said):
        return item.finding("L01", path, f"{where}the field `{missing['name']}` is missing: add it")
    if path == ("kind",):
        return item.finding("L01", path, f"`kind` must be one of {', '.join(KINDS)}")
    clause = said.split(" - at ")[0]
    expected = _EXPECTED.search(said)
    if expected:
        wanted = [_WANTED[name] for name in expected["what"].split(" | ") if name in _WANTED]
        if wanted:
            value = _at(entry, path)
            got = f", not `{shown(value)}`" if isinstance(value, str) else ""
            return item.finding("L01", path, f"{where}{' or '.join(wanted)}{got}")
    return item.finding("L01", path, f"{where}{shown(clause, 200)}: see section 4 of the content standard")


def place_named(said: str) -> Path:
    """The field that a message of msgspec names: `$.options[0].text` as ("options", 0, "text").

    A step into an unnamed key (`[...]`) ends the path.
    """
    at = _WHERE.search(said)
    steps = _STEP.finditer(at["path"].split("[...]")[0]) if at else ()
    return tuple(step[1] if step[1] is not None else int(step[2]) for step in steps)


def _at(entry: Any, path: Path) -> Any:
    """The value at `path`, or None."""
    for step in path:
        try:
            entry = entry[step]
        except (KeyError, IndexError, TypeError):
            return None
    return entry


def _without(entry: Any, path: Path) -> Any:
    """A copy of `entry` without the field at `path`."""
    step, *rest = path
    if isinstance(entry, list):
        return [_without(part, tuple(rest)) if index == step else part for index, part in enumerate(entry)]
    if rest:
        return {key: _without(part, tuple(rest)) if key == step else part for key, part in entry.items()}
    return {key: part for key, part in entry.items() if key != step}


def _wild_numbers(value: Any, path: Path) -> list[tuple[Path, str]]:
    """NaN, infinities and numbers too large to be meant, anywhere in a question."""
    if isinstance(value, msgspec.Struct):
        inside: list[tuple[str | int, Any]] = [(name, getattr(value, name)) for name in value.__struct_fields__]
    elif isinstance(value, dict):
        inside = [(str(key), part) for key, part in value.items()]
        if any(isinstance(key, int) and abs(key) > _MOST_NUMBER for key in value):
            return [(path, f"`{_dotted(path)}`: a number is too large, write a smaller one")]
    elif isinstance(value, tuple):
        inside = list(enumerate(value))
    elif isinstance(value, float) and not abs(value) <= 1e300:
        return [(path, f"`{_dotted(path)}`: {value} is no usable number, write a finite one")]
    elif isinstance(value, int) and abs(value) > _MOST_NUMBER:
        return [(path, f"`{_dotted(path)}`: the number is too large, write a smaller one")]
    else:
        return []
    return [wild for name, part in inside for wild in _wild_numbers(part, (*path, name))]


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)
