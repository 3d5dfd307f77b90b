"""Runs one check: the words of the proof protocol (content standard, section 4) and the check's own text.

Run as `python -s -P -S prelude.py JOB`, where JOB is a JSON file. It must not know the key: the job holds the question
as learners see it. The answer goes to a file of its own, so that whatever is printed cannot be taken for it.
"""

import decimal
import fractions
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

sys.path.append(os.path.dirname(os.path.abspath(__file__)))
from engines import Engine, Session  # type: ignore[import-not-found]

sys.path.pop()

with open(sys.argv[1], encoding="utf-8") as job_file:
    job: dict[str, Any] = json.load(job_file)
item: dict[str, Any] = job["item"]
if job.get("models"):
    sys.path.insert(0, job["models"])
engine = Engine(job["engine"], job["postgres"], job["setup"], job["folder"])
scripts = 0


def code(text: str) -> str:
    """The first code span of a text (a fenced block counts), without its back-ticks."""
    found = re.search(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", text, re.DOTALL)
    if found is None:
        raise ValueError(f"no code span in: {text}")
    ticks, span = found[1], found[2]
    if len(ticks) > 2:
        return re.sub(r"\A\w*\n", "", span)
    return span[1:-1] if span[0] == span[-1] == " " and span.strip() else span


def rows(sql: str) -> list[list[str | None]]:
    """The rows of a script in a fresh schema with the setup loaded; values as text, NULL as None."""
    found: list[list[str | None]] = engine.rows(sql)
    return found


def session() -> "Session":
    """A connection of its own; each call of it returns the SQLSTATE."""
    return engine.session()


def sh(command: str) -> subprocess.CompletedProcess[str]:
    """Run a command with bash in the current directory; stdout, stderr and returncode of it."""
    return subprocess.run(
        [job["bash"], "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def node(source: str) -> str:
    """What a script prints under Node.js; a script that fails fails the check."""
    global scripts
    if not job["node"]:
        raise RuntimeError("the proof does not name node among its runtimes")
    scripts += 1
    path = os.path.join(job["folder"], f"script{scripts}.js")
    with open(path, "w", encoding="utf-8") as file:
        file.write(source)
    done = subprocess.run(
        [job["node"], path], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"node ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout


def raises(expression: str) -> str | None:
    """The name of the exception that an expression (or a piece of program) raises, or None."""
    names = dict(words)
    try:
        try:
            compiled = compile(expression, "expression", "eval")
        except SyntaxError:
            compiled = compile(expression, "expression", "exec")
        eval(compiled, names)
    except BaseException as error:
        return type(error).__name__
    return None


def split(test: Callable[[dict[str, Any]], object]) -> tuple[list[str], list[str]]:
    """The ids of the options (or statements) that pass the test, and the ids of the rest."""
    entries = item.get("options") or item.get("statements") or []
    verdicts = [(entry["id"], bool(test(entry))) for entry in entries]
    return [name for name, passed in verdicts if passed], [name for name, passed in verdicts if not passed]


def out(answer: object, rejects: object = None) -> None:
    """Give the answer, and what the check refutes: one JSON line."""
    with open(job["answer"], "a", encoding="utf-8") as file:
        file.write(json.dumps({"answer": answer, "rejects": rejects}, default=plain) + "\n")


def plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, fractions.Fraction | decimal.Decimal):
        return float(value)
    raise TypeError(f"a {type(value).__name__} is no answer")


words: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__, "item": item}
words |= {word.__name__: word for word in (code, rows, session, sh, node, raises, split, out)}

if __name__ == "__main__":
    try:
        if job["outcomes"]:
            out([engine.outcome(*wanted) for wanted in job["outcomes"]])
        else:
            exec(compile(job["check"], "check", "exec"), words)
    finally:
        engine.close()
