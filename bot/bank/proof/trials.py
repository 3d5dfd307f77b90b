"""Proofs of kata and bug questions: run solutions, mutants and fixes against their tests.

Knows what the kinds promise (content standard, section 4); must not know how a process is run. Results are compared
here, outside the code that is on trial.
"""

import ast

from bot.bank.proof.bench import Bench, Refuted, Variables
from bot.bank.proof.programs import LANGUAGES, command, written
from bot.bank.proof.runtimes import Runtime
from bot.domain.question import Bug, Code, Kata


def kata(bench: Bench, question: Kata, runtime: Runtime, variables: Variables, mutants: bool) -> None:
    """The reference passes all tests; with `mutants`, each of them fails at least one."""
    answer = question.answer
    tests = [*answer.tests_public, *answer.tests_hidden]
    if runtime.family != "python":
        raise Refuted(f"a kata is run in Python, not in {runtime.name}")
    if len(answer.mutants) < 2 or not tests:
        raise Refuted("needs tests and at least two mutants")
    failed = _failures(bench, answer.reference, tests, runtime, variables, answer.limits.s, answer.limits.mb)
    if failed:
        raise Refuted(f"the reference fails: {failed[0]}")
    for place, mutant in enumerate(answer.mutants if mutants else (), 1):
        if not _fails(bench, mutant, tests, runtime, variables, answer.limits.s, answer.limits.mb):
            raise Refuted(f"mutant {place} survives all tests")


def bug(bench: Bench, question: Bug, runtime: Runtime, variables: Variables) -> None:
    """At least one test fails on the code on show, none once the fixed lines are put in; those are the key's lines."""
    code, answer = written(question.code), question.answer
    if set(answer.lines) != set(answer.fixed):
        raise Refuted(f"the key names lines {sorted(answer.lines)}, the fix changes {sorted(answer.fixed)}")
    lines = code.text.splitlines()
    if not all(1 <= number <= len(lines) for number in answer.lines):
        raise Refuted(f"the code has {len(lines)} lines, the key names {sorted(answer.lines)}")
    mended = [answer.fixed.get(number, line) for number, line in enumerate(lines, 1)]
    limit = question.verify.timeout_s
    tests = list(answer.tests)
    language = LANGUAGES.get(code.lang)
    if language == "python":
        broken, whole = (f"{chr(10).join(text)}\n{code.setup}" for text in (lines, mended))
        if not _fails(bench, broken, tests, runtime, variables, limit, 0):
            raise Refuted("no test fails on the code with the bug")
        failed = _failures(bench, whole, tests, runtime, variables, limit, 0)
    else:
        broken_failed = _foreign_failures(bench, lines, code, tests, runtime, variables, limit)
        if not broken_failed:
            raise Refuted("no test fails on the code with the bug")
        failed = _foreign_failures(bench, mended, code, tests, runtime, variables, limit)
    if failed:
        raise Refuted(f"a test fails on the fixed code: {failed[0]}")


def _failures(
    bench: Bench, source: str, tests: list[str], runtime: Runtime, variables: Variables, limit_s: float, megabytes: int
) -> list[str]:
    """Which tests the source fails, with what it gave."""
    calls = [parted(test) for test in tests]
    given = bench.trial(source, [call for call, _ in calls], runtime, variables, limit_s, megabytes)
    failed = [
        f"{test} (gives {got.get('value') or got.get('raised')})"
        for test, (_, expected), got in zip(tests, calls, given, strict=False)
        if isinstance(got, dict) and not _equal(got, expected)
    ]
    return failed + [f"{test} (was not reached)" for test in tests[len(given) :]]


def _fails(
    bench: Bench, source: str, tests: list[str], runtime: Runtime, variables: Variables, limit_s: float, megabytes: int
) -> bool:
    """Whether the source fails a test; one that cannot be loaded, hangs or floods fails them all."""
    try:
        return bool(_failures(bench, source, tests, runtime, variables, limit_s, megabytes))
    except Refuted:
        return True


def parted(test: str) -> tuple[str, object]:
    """A test `<call> == <literal>` as the call and the value; any other expression is tested for truth."""
    try:
        tree = ast.parse(test.strip(), mode="eval").body
    except SyntaxError as error:
        raise Refuted(f"a test is no expression: {test}") from error
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.ops[0], ast.Eq):
        try:
            return ast.unparse(tree.left), ast.literal_eval(tree.comparators[0])
        except ValueError:
            pass
    return f"bool({test.strip()})", True


def _equal(got: dict[str, str], expected: object) -> bool:
    try:
        return bool(ast.literal_eval(got["value"]) == expected)
    except (KeyError, ValueError, SyntaxError):
        return False


def _foreign_failures(
    bench: Bench, lines: list[str], code: Code, tests: list[str], runtime: Runtime, variables: Variables, limit_s: float
) -> list[str]:
    """Tests of code in bash (a command that succeeds) or JavaScript (an expression, deep equality around `==`)."""
    language = LANGUAGES.get(code.lang)
    failed = []
    for test in tests:
        last = _node_test(test) if language == "node" else test
        text = "\n".join([*lines, code.setup, last]) + "\n"
        argv, file = command(language, code.lang, text, runtime)
        try:
            ended = bench.program(argv, file, text, variables, limit_s)
        except Refuted as stopped:
            failed.append(f"{test} ({stopped})")
            continue
        if ended.status != 0:
            failed.append(f"{test} (status {ended.status} {ended.last_words})".replace(" )", ")"))
    return failed


def _node_test(test: str) -> str:
    left, equals, right = test.rpartition(" === " if " === " in test else " == ")
    passed = f"require('node:util').isDeepStrictEqual({left}, {right})" if equals else f"({test})"
    return f"process.exitCode = {passed} ? 0 : 1;"
