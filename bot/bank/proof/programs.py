"""Proofs of predict and sql questions, which are run as they are written.

Knows what the kinds promise (content standard, section 4); must not know how a process is run.
"""

import re
from collections.abc import Iterable

import msgspec

from bot.bank.proof.bench import Bench, Refuted, Variables, python, sql_engine
from bot.bank.proof.runtimes import Runtime, program
from bot.bank.proof.shown import shown
from bot.domain.question import Code, Predict, Sql

LANGUAGES = {
    "python": "python",
    "py": "python",
    "bash": "bash",
    "sh": "bash",
    "shell": "bash",
    "javascript": "node",
    "js": "node",
    "node": "node",
    "sql": "sql",
}
MODULE = re.compile(r"^(?:import|export)\b|^\S.*\bawait\b", re.MULTILINE)
PYTHON_ERROR = re.compile(r"^(?:\w+\.)*(\w+)(?::.*)?$", re.MULTILINE)
NODE_ERROR = re.compile(r"^(?:Uncaught )?(\w*(?:Error|Exception)\w*)\b", re.MULTILINE)


def predict(bench: Bench, question: Predict, runtime: Runtime, variables: Variables) -> None:
    """The program prints what the key says, or ends with the exception that it names."""
    code, answer = written(question.code), question.answer
    if answer.stdout is None and answer.accept_error is None:
        raise Refuted("the key gives neither stdout nor accept_error")
    language = LANGUAGES.get(code.lang)
    if language == "sql":
        printed, errors, status = _sql_program(bench, question, code, runtime, variables), "", 0
    else:
        text = f"{code.setup}\n{code.text}" if code.setup else code.text
        argv, file = command(language, code.lang, text, runtime)
        ended = bench.program(argv, file, text, variables, question.verify.timeout_s)
        printed, errors, status = (ended.stdout, ended.stderr, ended.status)
    if answer.stdout is not None:
        given = trimmed(errors if answer.stream == "err" else printed)
        if given != trimmed(answer.stdout):
            raise Refuted(f"prints {_short(given)}, the key says {_short(trimmed(answer.stdout))}")
    if answer.accept_error is not None:
        pattern = NODE_ERROR if language == "node" else PYTHON_ERROR
        names = pattern.findall(errors)
        name = (names[0] if language == "node" else names[-1]) if names and status else None
        if name != answer.accept_error:
            raise Refuted(f"ends with {name or 'no exception'}, the key says {answer.accept_error}")


def sql(bench: Bench, question: Sql, runtimes: Iterable[Runtime], variables: Variables, complete: bool) -> None:
    """The engines agree on the reference, and every mutant differs from it on some data set of some engine.

    Unless `complete` (an engine is missing) a mutant that survives here may still die there, and is let pass.
    """
    answer = question.answer
    queries = (answer.reference, *answer.mutants)
    cases = [(f"{answer.schema};\n{data}", query, answer.writes) for data in answer.data for query in queries]
    if len(answer.mutants) < 2 or len(answer.data) < 2:
        raise Refuted("needs at least two data sets and two mutants")
    agreed: list[object] | None = None
    dead: set[int] = set()
    for runtime in runtimes:
        if runtime.name not in answer.engines:
            continue
        (line,) = bench.check(question.verify, shown(question), runtime, variables, cases)
        given = line["answer"] if isinstance(line, dict) else []
        by_data = [given[start : start + len(queries)] for start in range(0, len(given), len(queries))]
        for number, results in enumerate(by_data, 1):
            if "error" in results[0]:
                raise Refuted(f"{runtime.name}: reference fails on data set {number}: {results[0]['error']}")
        wanted: list[object] = [_rows(results[0], answer.ordered) for results in by_data]
        if agreed is not None and wanted != agreed:
            raise Refuted(f"{runtime.name}: the reference gives {_short(wanted)}, another engine {_short(agreed)}")
        agreed = wanted
        dead |= {
            place
            for results in by_data
            for place, result in enumerate(results[1:], 1)
            if _rows(result, answer.ordered) != _rows(results[0], answer.ordered)
        }
    survivors = [place for place in range(1, len(queries)) if place not in dead]
    if complete and survivors:
        raise Refuted(f"mutant {survivors[0]} survives: equal to the reference on every data set")


def written(code: Code | None) -> Code:
    if code is None:
        raise Refuted("the question shows no code")
    return code


def trimmed(text: str) -> str:
    """Without trailing spaces and newlines, as answers are compared (section 5)."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip()


def command(language: str | None, name: str, text: str, runtime: Runtime) -> tuple[list[str], str]:
    if language == "python":
        return [python(runtime), "-s", "-P", "program.py"], "program.py"
    path = program(language) if language in ("bash", "node") else None
    if path is None:
        raise Refuted(f"nothing here runs code in {name}")
    if language == "bash":
        return [path, "-c", text], "program.sh"
    file = "program.mjs" if MODULE.search(text) else "program.js"
    return [path, file], file


def _sql_program(bench: Bench, question: Predict, code: Code, runtime: Runtime, variables: Variables) -> str:
    """The rows of a query as the engines' shells print them unaligned: `|` between columns, nothing for NULL."""
    if sql_engine(runtime, question.verify.runtime) is None:
        raise Refuted("the proof names no SQL engine")
    setup = f"{question.verify.setup}\n{code.setup}"
    verify = msgspec.structs.replace(question.verify, setup=setup, check="out(rows(item['code']['text']))")
    (line,) = bench.check(verify, shown(question), runtime, variables)
    rows = line["answer"] if isinstance(line, dict) else []
    return "\n".join("|".join("" if value is None else value for value in row) for row in rows)


def _rows(result: dict[str, object], ordered: bool) -> object:
    rows = result.get("rows")
    if not isinstance(rows, list):
        return result
    return (rows if ordered else sorted(rows, key=repr)), result.get("tables")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 300 else text[:297] + "..."
