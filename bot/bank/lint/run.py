"""Runs every check over a content folder. It must not know what any check looks at."""

from collections.abc import Sequence
from pathlib import Path

from bot.bank.bank import read_files, read_formats
from bot.bank.compile import compile_files
from bot.bank.convert import Item
from bot.bank.findings import Finding
from bot.bank.formats import compile_formats, shortages
from bot.bank.lint import cues, fit, structure  # noqa: F401  (importing them registers their checks)
from bot.bank.lint.release import read_released
from bot.bank.lint.rules import BANK_CHECKS, ITEM_CHECKS, Context
from bot.bank.lint.tables import read_tables
from bot.bank.source import stray_files


def check_bank(root: Path) -> tuple[list[Item], list[Finding]]:
    """Every item below `root` and every finding, sorted by file and line.

    Raises BankError if there is no such folder or a table beside the questions is damaged. A question that cannot be
    typed has its own findings and takes no part in the other checks.
    """
    context = Context(root=str(root), tables=read_tables(root), released=read_released(root))
    files = read_files(root)
    items, findings = compile_files(files)
    formats, faults = compile_formats(read_formats(root), {path.parent.name for path in files})
    findings += faults + shortages(formats, [item.question for item in items if item.question is not None], root)
    findings += stray_files(root)
    findings += check_items(items, context)
    unread = {finding.file for finding in findings if finding.code == "L03"}
    for _, check in BANK_CHECKS:
        findings += [finding for finding in check(items, context) if finding.file not in unread]
    return items, sorted(set(findings), key=lambda finding: (finding.file, finding.line, finding.code, finding))


def check_items(items: Sequence[Item], context: Context) -> list[Finding]:
    """What the checks of single questions find."""
    found: list[Finding] = []
    for item in items:
        if item.question is None:
            continue
        for rule, check in ITEM_CHECKS:
            for complaint in check(item.question, context):
                level = complaint.level or rule.level
                found.append(item.finding(rule.code, complaint.path, complaint.message, level))
    return found
