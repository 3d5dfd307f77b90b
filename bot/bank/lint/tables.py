"""The taxonomy and the seeds: which topics, subtopics and tags exist (content standard, sections 2 and 3).

They are data beside the questions: `_tables/taxonomy.yaml` and `seeds.yaml` of the content folder.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bot.bank.findings import BankError
from bot.bank.source import CONTENT_ROOT
from bot.bank.strict_yaml import parse

TAXONOMY = Path("_tables/taxonomy.yaml")
SEEDS = Path("seeds.yaml")

SKILL_FLOOR = 3
NAME_FLOOR = 1
"""How many questions a skill and a name need (standard, section 2)."""

_Shape = TypeVar("_Shape")


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic: planned questions in all and by band, expected executed share in percent, wave, subtopics."""

    questions: int
    bands: dict[str, int]
    executed_percent: int
    wave: int
    subtopics: tuple[str, ...]


class Seeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Slugs by group: skills need at least 3 questions each, names 1; `extra` has no floor."""

    skills: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]
    extra: tuple[str, ...]


class Tables(msgspec.Struct, frozen=True):
    """Everything that a question may name."""

    topics: dict[str, Topic]
    seeds: frozenset[str]
    extra: frozenset[str]
    floors: dict[str, int] = {}
    """The least number of questions for each seed."""


def read_tables(root: Path) -> Tables:
    """The tables of the content folder `root`; a folder without them is held to those of the program's own bank.

    Raises BankError if a table cannot be read.
    """
    topics = read_table(own(root, TAXONOMY), dict[str, Topic])
    seeds = read_table(own(root, SEEDS), Seeds)
    floors = {slug: NAME_FLOOR for group in seeds.names.values() for slug in group}
    floors |= {slug: SKILL_FLOOR for group in seeds.skills.values() for slug in group}
    return Tables(topics, frozenset(floors), frozenset(seeds.extra), floors)


def own(root: Path, table: Path) -> Path:
    """The table of this content folder, or the program's own where it has none."""
    return root / table if (root / table).exists() else CONTENT_ROOT / table


def read_table(path: Path, shape: type[_Shape]) -> _Shape:
    """A table as data of this shape. Raises BankError, with the line, if it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BankError(f"The table {path} cannot be read ({error.strerror}): put it back.") from error
    data = _data(path, raw)
    try:
        return msgspec.convert(data, shape, strict=False)
    except msgspec.ValidationError as error:
        raise BankError(f"The table {path} is damaged: {error}.") from error


@lru_cache(maxsize=8)
def _data(path: Path, raw: bytes) -> Any:
    """The texts of a table, which nobody changes; the same bytes are read once."""
    parsed = parse(raw)
    if parsed.faults:
        fault = parsed.faults[0]
        raise BankError(f"The table {path}:{fault.line} is damaged: {fault.message}.")
    return parsed.data
