"""YAML without surprises: every scalar is the text that was written, and every value knows its line.

Refused: duplicate keys, anchors, aliases, explicit tags, directives, several documents, deep nesting, control and
text-direction characters. It must not know what a question is. Only this module imports PyYAML.
"""

import re
from typing import Any

import yaml

from bot.bank.source import MAX_BYTES

MAX_DEPTH = 12
"""List > item > answer > stages > stage > rubric > criterion > anchors is 8 deep; nothing needs more than 12."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u180e\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Characters that change what a reader sees, or that libyaml takes for line breaks which no editor counts."""


class Place:
    """The line of a value (from 1) and the places of what is inside it, by key or index."""

    __slots__ = ("inside", "line")

    def __init__(self, line: int) -> None:
        self.line = line
        self.inside: dict[str | int, Place] = {}

    def find(self, path: tuple[str | int, ...]) -> int:
        """Line of the value at `path`, or of the deepest value on the way to it that exists."""
        here = self
        for step in path:
            if step not in here.inside:
                break
            here = here.inside[step]
        return here.line


class Fault:
    """A breach of strict YAML: its line, what to do, and the top-level item it spoils (None: no item in particular)."""

    __slots__ = ("item", "line", "message")

    def __init__(self, line: int, message: str, item: int | None = None) -> None:
        self.line = line
        self.message = message
        self.item = item


class Parsed:
    """A document: its data (strings, lists, dicts), their places, and the faults; after a fault data may be partial."""

    __slots__ = ("data", "faults", "place")

    def __init__(self) -> None:
        self.data: Any = None
        self.place = Place(1)
        self.faults: list[Fault] = []


class _Stop(Exception):
    """The rest of the document cannot be read."""


class StrictLoader(yaml.CSafeLoader):
    """libyaml's scanner and parser; values are built here from its events, without recursion."""

    def document(self) -> Parsed:
        """Read the one document of the stream; never raises for a fault of the text."""
        parsed = Parsed()
        builder = _Builder(parsed)
        try:
            while True:
                event = self.get_event()
                if event is None or isinstance(event, yaml.StreamEndEvent):
                    break
                builder.take(event)
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            since = f" of line {error.context_mark.line + 1}" if error.context and error.context_mark else ""
            said = ", ".join(part for part in (f"{error.context or ''}{since}", error.problem) if part)
            builder.fault(line, f"not valid YAML ({said}): mend the syntax here or just above")
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            builder.fault(1, f"not valid YAML ({' '.join(str(error).split())}): mend the syntax")
        builder.close()
        return parsed


class _Builder:
    """Turns events into data and places. A frame is [data, place, key waiting for its value, line of that key]."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.stack: list[list[Any]] = []
        self.documents = 0

    def fault(self, line: int, message: str) -> None:
        top = self.stack[0][0] if self.stack else None
        self.parsed.faults.append(Fault(line, message, len(top) if isinstance(top, list) else None))

    def close(self) -> None:
        """Keep the complete items of a list that was cut short by a fault."""
        if self.stack and isinstance(self.stack[0][0], list):
            self.parsed.data, self.parsed.place = self.stack[0][0], self.stack[0][1]

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self.check_node(event, line)
            self.scalar(event.value, line)
        elif isinstance(event, yaml.AliasEvent):
            self.fault(line, f"alias *{event.anchor}: write the value out, aliases are not allowed")
            self.put("", Place(line), line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.check_node(event, line)
            self.open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            data, place, *_ = self.stack.pop()
            self.put(data, place, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if event.version or event.tags:
                self.fault(line, "directive: remove the line that starts with %")
            if self.documents > 1:
                self.fault(line, "second document: a file holds one list, remove this ---")
                raise _Stop

    def check_node(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self.fault(line, f"anchor &{event.anchor}: remove it, anchors are not allowed")
        if event.tag is not None:
            self.fault(line, f"tag {event.tag}: remove it, every value is read as text")

    def scalar(self, value: str, line: int) -> None:
        hidden = CONTROL.search(value)
        if hidden:
            self.fault(line, f"hidden character U+{ord(hidden[0]):04X} in a text: remove it or describe it in words")
        frame = self.stack[-1] if self.stack else None
        if frame is None or not isinstance(frame[0], dict) or frame[2] is not None:
            self.put(value, Place(line), line)
            return
        if value in frame[0]:
            self.fault(line, f"duplicate key `{shown(value)}`: keep one of the two")
        frame[2], frame[3] = value, line

    def open(self, data: Any, line: int) -> None:
        if self.stack and isinstance(self.stack[-1][0], dict) and self.stack[-1][2] is None:
            self.fault(line, "a key must be a word, not a list or a mapping: write `name: value`")
            raise _Stop
        if len(self.stack) >= MAX_DEPTH:
            self.fault(line, f"nested deeper than {MAX_DEPTH} levels: flatten it")
            raise _Stop
        self.stack.append([data, Place(line), None, line])

    def put(self, value: Any, place: Place, line: int) -> None:
        if not self.stack:
            self.parsed.data, self.parsed.place = value, place
            return
        data, around, key, key_line = self.stack[-1]
        if isinstance(data, list):
            around.inside[len(data)] = place
            data.append(value)
            return
        if key is None:  # an alias stands where a key should
            raise _Stop
        place.line = key_line
        if key not in data:
            data[key], around.inside[key] = value, place
        self.stack[-1][2] = None


def shown(text: str, most: int = 60) -> str:
    """A text from a file, made fit for one line of a message."""
    flat = CONTROL.sub("?", " ".join(text.split()))
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def parse(raw: bytes) -> Parsed:
    """Read one document. Every breach of strict YAML is a fault of the result; nothing is raised."""
    parsed = Parsed()
    if len(raw) > MAX_BYTES:
        parsed.faults.append(Fault(1, f"the file is larger than {MAX_BYTES // 1024} kB: split it by subtopic"))
        return parsed
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        parsed.faults.append(Fault(line, f"byte 0x{raw[error.start]:02X} is not UTF-8: save the file as UTF-8"))
        return parsed
    if text.startswith("\ufeff"):
        parsed.faults.append(Fault(1, "byte order mark at the start: save the file as UTF-8 without BOM"))
        return parsed
    hidden = CONTROL.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        parsed.faults.append(Fault(line, f"hidden character U+{ord(hidden[0]):04X}: remove it"))
        return parsed
    loader = StrictLoader(text)
    try:
        return loader.document()
    finally:
        loader.dispose()
