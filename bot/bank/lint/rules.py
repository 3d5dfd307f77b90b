"""What a check is: a code, a level, one sentence, and a small function. Importing a module of checks registers them.

It must not know any check. To add one, decorate a function with `item_check` (one question at a time) or `bank_check`
(all of them) in a module that `bot.bank.lint.run` imports.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from bot.bank.convert import Item
from bot.bank.findings import Finding, Level
from bot.bank.lint.release import Released
from bot.bank.lint.tables import Tables
from bot.domain.question import Question

Path = tuple[str | int, ...]


class Rule(msgspec.Struct, frozen=True):
    """A check of the standard. Level E blocks the merge, W reports."""

    code: str
    level: Level
    sentence: str


class Complaint(NamedTuple):
    """What an item check found: the field, what to do, and a level if it is not the rule's own."""

    path: Path
    message: str
    level: Level | None = None


class Context(msgspec.Struct, frozen=True):
    """What checks compare questions with: the taxonomy and seeds, and the last release."""

    root: str
    tables: Tables
    released: Released


ItemCheck = Callable[[Question, Context], Iterator[Complaint]]
BankCheck = Callable[[Sequence[Item], Context], Iterator[Finding]]

RULES: dict[str, Rule] = {}
ITEM_CHECKS: list[tuple[Rule, ItemCheck]] = []
BANK_CHECKS: list[tuple[Rule, BankCheck]] = []


def rule(code: str, level: Level, sentence: str) -> Rule:
    """Register a rule. Several functions may serve one rule, then they name it alike."""
    return RULES.setdefault(code, Rule(code, level, sentence))


def item_check(code: str, level: Level, sentence: str) -> Callable[[ItemCheck], ItemCheck]:
    """Register a check that looks at one question."""

    def register(check: ItemCheck) -> ItemCheck:
        ITEM_CHECKS.append((rule(code, level, sentence), check))
        return check

    return register


def bank_check(code: str, level: Level, sentence: str) -> Callable[[BankCheck], BankCheck]:
    """Register a check that looks at all questions together."""

    def register(check: BankCheck) -> BankCheck:
        BANK_CHECKS.append((rule(code, level, sentence), check))
        return check

    return register
