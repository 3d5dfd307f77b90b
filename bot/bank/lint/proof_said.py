"""What can be told of a proof without running it: L36 to L38. The runs themselves are `content prove`, which names the
same checks when a key does not come out (L36), a moved key or a mutant survives (L37), or a runtime is missing (L38).
"""

import ast
import re
from collections.abc import Iterator

from bot.bank.lint.given_away import CLOSED
from bot.bank.lint.rules import Complaint, Context, item_check
from bot.domain.question import KINDS, Bug, Kata, Multi, Numeric, Open, Predict, Question, Short, Single, Sql

RUN_AS_IT_IS = (Predict, Sql, Kata, Bug)
"""Kinds whose own code is the proof; a check may add to it."""

FAMILIES = {
    "python": "python", "bash": "bash", "sh": "bash", "shell": "bash", "javascript": "node", "js": "node",
    "node": "node", "sql": "sql",
}  # fmt: skip
"""The family of runtimes that runs code of a language."""

PRODUCT_FAMILIES = {
    "python": "python", "sqlite": "sqlite", "postgresql": "postgres", "bash": "bash", "git": "git", "nodejs": "node",
}  # fmt: skip
"""Products whose runtime the prover knows, and the family's name."""

_TOLD_APART = ("single", "multi", "numeric", "short", "predict", "sql", "kata", "bug")
"""Kinds of which the file alone shows that their proof cannot discriminate; the others are left to the run."""

_RUNTIME = re.compile(r"([a-z]+?)(?:ql)?(\d+(?:\.\d+)*)?")


def families(question: Question) -> dict[str, str]:
    """The named runtimes: family -> version (empty when none is named)."""
    engines = question.answer.engines if isinstance(question, Sql) else ()
    parsed = [_RUNTIME.fullmatch(name) for name in (*question.verify.runtime, *engines)]
    return {found[1]: found[2] or "" for found in parsed if found is not None}


def is_executed(question: Question) -> bool:
    return question.verify.level.startswith("executed")


@item_check(
    "L36", "E", "Each proof prints the key, twice and under three hash seeds: it computes, and puts it out.", KINDS
)
def proof_computes(question: Question, context: Context) -> Iterator[Complaint]:
    check = question.verify.check
    if check.strip():
        yield from _check_computes(question, check)
    if not is_executed(question) or not isinstance(question, RUN_AS_IT_IS):
        return
    there = set(families(question))
    wanted = {"python"} if isinstance(question, Kata) else {"sqlite", "postgres"}
    if isinstance(question, Predict | Bug):
        language = question.code.lang if question.code is not None else ""
        family = FAMILIES.get(language)
        if family is None:
            yield Complaint(
                ("code", "lang"), f"the prover runs no `{language}`: use {', '.join(sorted(set(FAMILIES)))}"
            )
            return
        wanted = {"sqlite", "postgres"} if family == "sql" else {family}
    if not there & wanted:
        yield Complaint(("verify", "runtime"), f"nothing here runs the code: name {' or '.join(sorted(wanted))}")


def _check_computes(question: Question, check: str) -> Iterator[Complaint]:
    where = ("verify", "check")
    try:
        tree = ast.parse(check)
    except (SyntaxError, ValueError) as error:
        yield Complaint(where, f"the check is no Python ({getattr(error, 'msg', error)}): mend it")
        return
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    put_out = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "out"]
    if not put_out and not isinstance(question, RUN_AS_IT_IS):
        yield Complaint(where, "the check never calls `out`: put out the answer that the run gives")
    elif put_out and all(_is_constant(call) for call in put_out):
        yield Complaint(where, "the check puts out a constant: compute it from `item` or from a run")


def _is_constant(call: ast.Call) -> bool:
    """Whether an `out(...)` holds nothing but literals."""
    inside = [node for argument in call.args for node in ast.walk(argument)]
    kinds = ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.Set | ast.Load | ast.UnaryOp | ast.USub
    return not call.keywords and all(isinstance(node, kinds) for node in inside)


@item_check("L37", "E", "A proof discriminates: moved keys fail, and two or more mutants die.", _TOLD_APART)
def proof_discriminates(question: Question, context: Context) -> Iterator[Complaint]:
    if isinstance(question, Sql | Kata):
        yield from _mutants(question)
    if isinstance(question, Bug) and question.code is not None:
        lines = question.code.text.splitlines()
        for number, text in question.answer.fixed.items():
            if 1 <= number <= len(lines) and lines[number - 1].split() == text.split():
                yield Complaint(
                    ("answer", "fixed", str(number)), f"line {number} is fixed to what it was: mend the line"
                )
        if not question.answer.tests:
            yield Complaint(("answer", "tests"), "no test tells the bug from the fix: add one")
    if question.verify.level != "executed_full":
        return
    if isinstance(question, Numeric | Predict | Sql | Kata | Bug):
        yield Complaint(
            ("verify", "level"), f"`executed_full` refutes distractors, and {question.kind} has none: write `executed`"
        )
    elif isinstance(question, Short) and not question.answer.reject:
        yield Complaint(("answer", "reject"), "`executed_full` refutes wrong forms: name them in `reject`")
    elif isinstance(question, Single | Multi) and not _refutes(question.verify.check):
        yield Complaint(
            ("verify", "check"),
            "`executed_full` must refute each distractor: `out(answer, rejects)` or `out(*split(test))`",
        )


def _mutants(question: Sql | Kata) -> Iterator[Complaint]:
    mutants = [" ".join(mutant.split()) for mutant in question.answer.mutants]
    if len(mutants) < 2:
        yield Complaint(("answer", "mutants"), f"{len(mutants)} mutants: write two or more that a learner might")
    for index, mutant in enumerate(mutants):
        if mutant in mutants[:index]:
            yield Complaint(("answer", "mutants", index), "this mutant stands twice: change one")
        elif mutant == " ".join(question.answer.reference.split()):
            yield Complaint(("answer", "mutants", index), "this mutant is the reference: it cannot die")


def _refutes(check: str) -> bool:
    """Whether some call of `out` gives a second argument."""
    try:
        calls = [node for node in ast.walk(ast.parse(check)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError):
        return True  # L36 says what is wrong
    put_out = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "out"]
    return any(
        len(call.args) + len(call.keywords) > 1 or any(isinstance(each, ast.Starred) for each in call.args)
        for call in put_out
    )


@item_check("L38", "E", "Each product in `as_of` that has a runtime is run in that version.", CLOSED)
def products_are_run(question: Question, context: Context) -> Iterator[Complaint]:
    if isinstance(question, Open) or not is_executed(question) or question.as_of is None:
        return
    there = families(question)
    for product, version in question.as_of.products.items():
        family = PRODUCT_FAMILIES.get(product)
        if family is None:
            continue
        name = f"{family}{version}"
        if family not in there:
            yield Complaint(("verify", "runtime"), f"{product} {version} is named but not run: add {name} to `runtime`")
        elif there[family] and not _same(version, there[family]):
            yield Complaint(
                ("verify", "runtime"), f"`as_of` says {product} {version}, the proof runs {there[family]}: name {name}"
            )


def _same(one: str, other: str) -> bool:
    """Whether one version is the other, or the other cut short."""
    first, second = one.split("."), other.split(".")
    return first[: len(second)] == second[: len(first)]
