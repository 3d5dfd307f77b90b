"""The taxonomy and the seeds: which topics, subtopics and tags exist (content standard, sections 2 and 3).

They are data beside the questions: `_tables/taxonomy.yaml` and `seeds.yaml` of the content folder.
"""

from pathlib import Path
from typing import TypeVar

import msgspec

from bot.bank.findings import BankError
from bot.bank.source import CONTENT_ROOT
from bot.bank.strict_yaml import parse

TAXONOMY = Path("_tables/taxonomy.yaml")
SEEDS = Path("seeds.yaml")

_T = TypeVar("_T")


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


def read_tables(root: Path) -> Tables:
    """The tables of the content folder `root`; a folder without them is held to those of the program's own bank.

    Raises BankError if a table cannot be read.
    """
    topics = _read(_own(root, TAXONOMY), dict[str, Topic])
    seeds = _read(_own(root, SEEDS), Seeds)
    groups = (*seeds.skills.values(), *seeds.names.values())
    return Tables(topics, frozenset(slug for group in groups for slug in group), frozenset(seeds.extra))


def _own(root: Path, table: Path) -> Path:
    return root / table if (root / table).exists() else CONTENT_ROOT / table


def _read(path: Path, shape: type[_T]) -> _T:
    try:
        parsed = parse(path.read_bytes())
    except OSError as error:
        raise BankError(f"The table {path} cannot be read ({error.strerror}): put it back.") from error
    if parsed.faults:
        fault = parsed.faults[0]
        raise BankError(f"The table {path}:{fault.line} is damaged: {fault.message}.")
    try:
        return msgspec.convert(parsed.data, shape, strict=False)
    except msgspec.ValidationError as error:
        raise BankError(f"The table {path} is damaged: {error}.") from error
