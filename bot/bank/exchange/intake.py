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
    place_of(root, topic)
    read, faults = csv_form.read(text) if is_csv else gift.read(text)
    context = context_of(root, today)
    placed: list[Placed] = []
    number = 0
    for line, draft in read:
        wrong = list(objections(draft))
        if not wrong:
            path, id = place_of(root, topic)
            if not write:
                home, _, last = id.rpartition(".")
                id = f"{home}.{int(last) + number:04}"
            made = _made(path, id, draft)
            wrong = [] if isinstance(made, str) else list(made)
            if isinstance(made, str) and path.exists() and path.stat().st_size + len(made.encode()) > MAX_BYTES:
                wrong = [f"{path.name} is full: name another subtopic"]
            if not wrong and isinstance(made, str):
                items, _ = compile_file(path, made.encode())
                lacks = tuple(f"{each.code} {each.message}" for each in check_items(items, context))
                placed.append(Placed(path, add(path, made) if write else 0, id, made, lacks))
                number += 1
        faults += [Fault(line, message) for message in wrong[:1]]
    return Taken(tuple(placed), tuple(faults))


def _made(path: Path, id: str, draft: Draft) -> str | list[str]:
    """The draft as YAML, or why it cannot be loaded."""
    text = written(draft, id)
    _, findings = compile_file(path, text.encode())
    return [f"{finding.code} {finding.message}" for finding in findings] or text
