"""What a check is: a code, a level, one sentence, and a small function. Importing a module of checks registers them.

It must not know any check. To add one, decorate a function with `item_check` (one question at a time) or `bank_check`
(all of them) in a module that `bot.bank.lint.run` imports.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from bot.bank.convert import Item
from bot.bank.findings import Finding, Level
from bot.bank.lint.foreign import ForeignStems
from bot.bank.lint.registries import Registries
from bot.bank.lint.release import Released
from bot.bank.lint.tables import Tables
from bot.domain.question import KINDS, Question

Path = tuple[str | int, ...]


class Rule(msgspec.Struct, frozen=True):
    """A check of the standard. Level E blocks the merge, W reports; `kinds` are those that it looks at."""

    code: str
    level: Level
    sentence: str
    kinds: tuple[str, ...] = KINDS


class Complaint(NamedTuple):
    """What an item check found: the field, what to do, and a level if it is not the rule's own."""

    path: Path
    message: str
    level: Level | None = None


class Context(msgspec.Struct, frozen=True):
    """What checks compare questions with: the taxonomy and seeds, the last release, the stored registries, the stems
    of public banks (as hashes), and today's date (ISO; empty: nothing has expired)."""

    root: str
    tables: Tables
    released: Released
    registries: Registries = Registries()
    foreign: ForeignStems = ForeignStems()
    today: str = ""


ItemCheck = Callable[[Question, Context], Iterator[Complaint]]
BankCheck = Callable[[Sequence[Item], Context], Iterator[Finding]]

RULES: dict[str, Rule] = {}
ITEM_CHECKS: list[tuple[Rule, ItemCheck]] = []
BANK_CHECKS: list[tuple[Rule, BankCheck]] = []


def rule(code: str, level: Level, sentence: str, kinds: tuple[str, ...] = KINDS) -> Rule:
    """Register a rule. Several functions may serve one rule, then they name it alike."""
    return RULES.setdefault(code, Rule(code, level, sentence, kinds))


def item_check(
    code: str, level: Level, sentence: str, kinds: tuple[str, ...] = KINDS
) -> Callable[[ItemCheck], ItemCheck]:
    """Register a check that looks at one question, of one of these kinds."""

    def register(check: ItemCheck) -> ItemCheck:
        ITEM_CHECKS.append((rule(code, level, sentence, kinds), check))
        return check

    return register


def bank_check(
    code: str, level: Level, sentence: str, kinds: tuple[str, ...] = KINDS
) -> Callable[[BankCheck], BankCheck]:
    """Register a check that looks at all questions together."""

    def register(check: BankCheck) -> BankCheck:
        BANK_CHECKS.append((rule(code, level, sentence, kinds), check))
        return check

    return register


def about_the_bank(context: Context, code: str, message: str, level: Level = "E") -> Finding:
    """A finding that no single question answers for."""
    return Finding(file=context.root, line=1, id="-", code=code, level=level, message=message)
