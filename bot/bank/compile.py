"""From the bytes of the question files to typed questions and findings.

This is the slow way; `bot.bank.bank` takes it when the cache does not hold the same bytes. It must not read files.
"""

from collections.abc import Mapping
from pathlib import Path

from bot.bank.convert import Item, items
from bot.bank.findings import Finding
from bot.bank.shape import unsound
from bot.bank.strict_yaml import parse


def compile_file(path: Path, raw: bytes) -> tuple[list[Item], list[Finding]]:
    """The items of one question file, and what is wrong with each of them taken alone (L01, L02, L03, L06).

    The id must agree with the path: `content/<topic>/<subtopic>.yaml` holds `<topic>.<subtopic>.<nnnn>`.
    """
    found_items, findings = items(parse(raw), str(path))
    home = f"{path.parent.name}.{path.stem}."
    for item in found_items:
        if item.question is None:
            continue
        findings.extend(item.finding(code, where, message) for code, (where, message) in unsound(item.question))
        if not item.question.id.startswith(home):
            findings.append(item.finding("L02", ("id",), f"the id does not fit its file: it starts with `{home}` here"))
    return found_items, findings


def compile_files(files: Mapping[Path, bytes | Finding]) -> tuple[list[Item], list[Finding]]:
    """The items of all files and every finding, also of ids that occur twice (L02); in the order of the files."""
    everything: list[Item] = []
    findings: list[Finding] = []
    for path, raw in files.items():
        if isinstance(raw, Finding):
            findings.append(raw)
            continue
        found_items, found = compile_file(path, raw)
        everything.extend(found_items)
        findings.extend(found)
    first: dict[str, Item] = {}
    for item in everything:
        earlier = first.setdefault(item.id, item) if item.id != "-" else item
        if earlier is not item:
            where = f"{Path(earlier.file).name}:{earlier.place.line}"
            findings.append(item.finding("L02", ("id",), f"the id stands already at {where}: give this one a new id"))
    return everything, findings
