"""Runs every check over a content folder. It must not know what any check looks at."""

from collections.abc import Sequence
from pathlib import Path

from bot.bank.bank import read_files, read_formats
from bot.bank.compile import compile_files
from bot.bank.convert import Item
from bot.bank.findings import Finding
from bot.bank.formats import compile_formats, shortages
from bot.bank.lint import (  # noqa: F401  (importing them registers their checks)
    answered_blind,
    balance,
    cues,
    dates,
    facts,
    fit,
    format_of_options,
    given_away,
    grammar,
    neighbours,
    proof_said,
    reading,
    sources,
    structure,
    wording,
)
from bot.bank.lint.foreign import read_foreign
from bot.bank.lint.registries import read_registries
from bot.bank.lint.release import read_released
from bot.bank.lint.rules import BANK_CHECKS, ITEM_CHECKS, Context
from bot.bank.lint.tables import read_tables
from bot.bank.source import stray_files


def check_bank(root: Path, today: str = "") -> tuple[list[Item], list[Finding]]:
    """Every item below `root` and every finding, sorted by file and line.

    `today` is an ISO date; with it, what has expired is found too. Raises BankError if there is no such folder or a
    table beside the questions is damaged. A question that cannot be typed has its own findings and takes no part in
    the other checks.
    """
    context = context_of(root, today)
    files = read_files(root)
    items, findings = compile_files(files)
    formats, faults = compile_formats(read_formats(root), context.tables.topics)
    findings += faults + shortages(formats, [item.question for item in items if item.question is not None], root)
    findings += stray_files(root)
    findings += check_items(items, context)
    unread = {finding.file for finding in findings if finding.code == "L03"}
    for _, check in BANK_CHECKS:
        findings += [finding for finding in check(items, context) if finding.file not in unread]
    return items, sorted(set(findings), key=lambda finding: (finding.file, finding.line, finding.code, finding))


def context_of(root: Path, today: str = "") -> Context:
    """What the questions below `root` are compared with. Raises BankError if a table is damaged."""
    return Context(
        root=str(root),
        tables=read_tables(root),
        released=read_released(root),
        registries=read_registries(root),
        foreign=read_foreign(root),
        today=today,
    )


def check_items(items: Sequence[Item], context: Context) -> list[Finding]:
    """What the checks of single questions find."""
    found: list[Finding] = []
    for item in items:
        if item.question is None:
            continue
        kind = item.question.kind
        for rule, check in ITEM_CHECKS:
            if kind not in rule.kinds:
                continue
            for complaint in check(item.question, context):
                level = complaint.level or rule.level
                found.append(item.finding(rule.code, complaint.path, complaint.message, level))
    return found
