"""Foreign questions into the bank as drafts: each gets an id and a place, and a report of what it lacks.

A draft that could not be loaded would take the whole bank with it, so it is tried first and left out if it fails.
"""

from pathlib import Path
from typing import NamedTuple

from bot.bank.compile import compile_file
from bot.bank.exchange import csv_form, gift
from bot.bank.exchange.draft import Draft, Fault, objections, written
from bot.bank.lint.run import check_items, context_of
from bot.bank.shelf import add, place_of
from bot.bank.source import MAX_BYTES

LAST = 9999
"""The highest number of an id."""


class Placed(NamedTuple):
    """A draft with its place: `line` is 0 while nothing is written. `lacks` says what the checks miss."""

    path: Path
    line: int
    id: str
    text: str
    lacks: tuple[str, ...]


class Taken(NamedTuple):
    """What came of a file."""

    drafts: tuple[Placed, ...]
    faults: tuple[Fault, ...]


def take(root: Path, topic: str, text: str, is_csv: bool, *, write: bool, today: str = "") -> Taken:
    """Bring the questions of a GIFT or CSV text in as drafts. Raises BankError for a topic that there is not."""
    path, first = place_of(root, topic)
    home, _, number = first.rpartition(".")
    next_number = int(number)
    read, faults = csv_form.read(text) if is_csv else gift.read(text)
    context = context_of(root, today)
    room = MAX_BYTES - (path.stat().st_size if path.exists() else 0)
    placed: list[Placed] = []
    for line, draft in read:
        id = f"{home}.{next_number:04}"
        made = next(objections(draft), "") or _made(path, id, draft)
        if isinstance(made, str):
            faults.append(Fault(line, made))
            continue
        room -= len(made.text.encode())
        if room < 0 or next_number > LAST:
            faults.append(Fault(line, f"{path.name} is full: name another subtopic"))
            continue
        items, _ = compile_file(path, made.text.encode())
        lacks = tuple(f"{each.code} {each.message}" for each in check_items(items, context))
        placed.append(Placed(path, add(path, made.text) if write else 0, id, made.text, lacks))
        next_number += 1
    return Taken(tuple(placed), tuple(faults))


class _Text(NamedTuple):
    """A draft as YAML that can be loaded."""

    text: str


def _made(path: Path, id: str, draft: Draft) -> _Text | str:
    """The draft as YAML, or why it cannot be loaded."""
    text = written(draft, id)
    _, findings = compile_file(path, text.encode())
    return f"{findings[0].code} {findings[0].message}" if findings else _Text(text)
