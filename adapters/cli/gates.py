"""`quorum content check --gates` and `--explain`: the release gates as a table, and the rule behind a code.

It reads and prints; what a gate is, is in `bot.bank.gates`.
"""

import difflib
import json as json_text
from pathlib import Path

import typer

from adapters.cli.errors import Refused

MISSED = 1


def judge(root: Path, json: bool) -> None:
    """Print every gate; exit code 1 if one is missed. A gate that is not judged here misses nothing."""
    from msgspec import to_builtins

    from adapters.cli.content import today
    from bot.bank.gates import gates
    from bot.bank.lint.run import check_bank, context_of
    from bot.bank.placed import placed
    from bot.bank.proof.results import held, proof_key
    from bot.settings import read_settings

    day = today()
    items, findings = check_bank(root, day)
    there = held(read_settings().cache)
    asked = [placed(item.question) for item in items if item.question is not None]
    proved = frozenset(question.id for question in asked if there and proof_key(question, root) in there)
    found = gates(items, findings, context_of(root, day), proved)
    missed = [gate for gate in found if gate.holds is False]
    if json:
        rows = [to_builtins(gate) for gate in found]
        typer.echo(json_text.dumps({"missed": len(missed), "gates": rows}, ensure_ascii=False, indent=2))
    else:
        for gate in found:
            word = {True: "holds", False: "MISSED", None: "-"}[gate.holds]
            line = f"{word:<7} {gate.name:<36} {gate.value:<22} {gate.limit:<16} {gate.note}"
            typer.echo(line.rstrip())
        typer.echo(f"{len(found)} gates, {len(missed)} missed", err=True)
    if missed:
        raise typer.Exit(MISSED)


def rule_page(code: str) -> str:
    """The rule of a check in words. Raises Refused for a code that does not exist."""
    from bot.bank.lint import run  # noqa: F401  (importing it registers the checks)
    from bot.bank.lint.rules import BANK_CHECKS, ITEM_CHECKS, RULES
    from bot.domain.question import KINDS

    rule = RULES.get(code.strip().upper())
    if rule is None:
        near = difflib.get_close_matches(code.upper(), RULES, n=1)
        raise Refused(
            f"There is no check {code!r}" + (f": did you mean {near[0]}?" if near else ": they are L01 to L40.")
        )
    level = "an error: it blocks the merge" if rule.level == "E" else "a warning"
    kinds = "every kind" if rule.kinds == KINDS else ", ".join(rule.kinds)
    checks = [check for known, check in (*ITEM_CHECKS, *BANK_CHECKS) if known.code == rule.code]
    homes = sorted({check.__module__ for check in checks}) or ["bot.bank.shape"]
    notes = [" ".join(check.__doc__.split()) for check in checks if check.__doc__]
    lines = [
        f"{rule.code}  {rule.sentence}",
        f"Level: {level}",
        f"Looks at: {kinds}",
        *notes,
        f"Code: {', '.join(homes)}",
    ]
    return "\n".join(lines)
