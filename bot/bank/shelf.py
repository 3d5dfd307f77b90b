"""Where a new question belongs: its file and the next free id. It must not know what a question says."""

import difflib
import re
from pathlib import Path

from bot.bank.bank import read_files
from bot.bank.findings import BankError
from bot.bank.lint.release import read_released
from bot.bank.lint.tables import read_tables

_ID = re.compile(rb"\bid[\"']? *: *[\"']?([a-z]+\.[a-z0-9-]+)\.(\d{4})\b")


def place_of(root: Path, topic: str) -> tuple[Path, str]:
    """The file and the id for a new question of `topic`, given as `sql` or `sql.null`.

    Without a subtopic it is the one with the fewest questions. Numbers are never used twice, also not those of released
    questions that are gone. Raises BankError, with what there is, for a topic or subtopic that the taxonomy lacks.
    """
    name, _, subtopic = topic.strip().partition(".")
    topics = read_tables(root).topics
    if name not in topics:
        raise BankError(
            f"There is no topic {name!r}{_near(name, list(topics))}; there are: {', '.join(sorted(topics))}."
        )
    subtopics = topics[name].subtopics
    if subtopic and subtopic not in subtopics:
        there = ", ".join(subtopics)
        raise BankError(
            f"Topic {name!r} has no subtopic {subtopic!r}{_near(subtopic, list(subtopics))}; it has: {there}."
        )
    used: dict[str, set[int]] = {}
    for raw in read_files(root).values():
        for found in _ID.finditer(raw) if isinstance(raw, bytes) else ():
            used.setdefault(found[1].decode(), set()).add(int(found[2]))
    for id in read_released(root):
        home, _, number = id.rpartition(".")
        used.setdefault(home, set()).add(int(number))
    chosen = subtopic or min(subtopics, key=lambda each: len(used.get(f"{name}.{each}", ())))
    highest = max(used.get(f"{name}.{chosen}", {0}))
    return root / name / f"{chosen}.yaml", f"{name}.{chosen}.{highest + 1:04}"


def add(path: Path, text: str) -> int:
    """Append a question to its file, which is made if need be; returns the line where it begins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def _near(word: str, words: list[str]) -> str:
    near = difflib.get_close_matches(word, words, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
