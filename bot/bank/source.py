"""The files of the bank: which ones hold questions, and their bytes.

It knows the layout `content/<topic>/<subtopic>.yaml`; it must not know YAML or what a question is.
"""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.bank.findings import BankError, Finding

CONTENT_ROOT = Path(__file__).resolve().parents[2] / "content"
"""The bank that comes with the program: `content/` beside the package `bot`."""

MAX_BYTES = 512 * 1024
"""A question file may not be larger."""

FORMATS = "formats"
"""The folder of the rounds' formats."""

NOT_TOPICS = frozenset({FORMATS})
"""Folders of the content root that hold no questions, beside those that start with `_` or a dot."""

NOT_QUESTIONS = frozenset({"seeds.yaml"})
"""YAML files of the content root that hold no questions."""

TOPIC = re.compile(r"[a-z]+")
SUBTOPIC_FILE = re.compile(r"[a-z0-9-]+\.yaml")
FORMAT_FILE = re.compile(r"[a-z][a-z0-9-]*\.yaml")


def question_files(root: Path) -> list[Path]:
    """Paths of the question files below `root`, sorted. Raises BankError if a folder is missing or cannot be read."""
    if not root.is_dir():
        raise BankError(f"There is no content folder at {root}: name the folder that holds the question bank.")
    try:
        topics = [path for path in sorted(root.iterdir()) if TOPIC.fullmatch(path.name) and path.is_dir()]
        listed = [sorted(topic.iterdir()) for topic in topics if topic.name not in NOT_TOPICS]
    except OSError as error:
        raise BankError(
            f"The folder {error.filename} cannot be read ({error.strerror}): mend its permissions."
        ) from error
    return [path for topic in listed for path in topic if SUBTOPIC_FILE.fullmatch(path.name)]


def format_files(root: Path) -> list[Path]:
    """Paths of the format files below `root`, sorted; none if there is no such folder."""
    folder = root / FORMATS
    return sorted(path for path in folder.iterdir() if FORMAT_FILE.fullmatch(path.name)) if folder.is_dir() else []


def stray_files(root: Path) -> Iterator[Finding]:
    """YAML files that would silently be no part of the bank, because of their name or depth."""
    wanted = set(question_files(root))
    for place in sorted(root.iterdir()):
        if place.name.startswith(("_", ".")) or place.name in NOT_TOPICS or place.name in NOT_QUESTIONS:
            continue
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path not in wanted and path.suffix.casefold() in (".yaml", ".yml"):
                yield fault(path, "not read: question files are named content/<topic>/<subtopic>.yaml", code="L02")


def read(path: Path, root: Path) -> bytes | Finding:
    """The bytes of a question file, at most one more than MAX_BYTES, or the reason why it is not read."""
    try:
        if not path.resolve(strict=True).is_relative_to(root.resolve()):
            return fault(path, "symbolic link out of the content folder: put the file itself here")
        if not stat.S_ISREG(path.stat().st_mode):
            return fault(path, "not a regular file: remove it from the content folder")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a loop of symbolic links"
        return fault(path, f"cannot be read ({reason}): mend the file or its permissions")


def fault(path: Path, message: str, line: int = 1, code: str = "L03") -> Finding:
    """A finding about a file as a whole."""
    return Finding(file=str(path), line=line, id="-", code=code, level="E", message=message)
