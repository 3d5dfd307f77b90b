"""Proofs by the judge itself: what learners' answers will meet must pass the reference and stop every mutant.

Knows the kinds that are judged; must not know how a judge runs anything.
"""

import ast

from bot.bank.proof.bench import Refuted
from bot.domain.question import Bug, Kata, Question, Sql, needs_of
from bot.ports.judge import BadTests, Judge, JudgeDown, JudgeReport
from bot.usecases.to_judge import mended, to_judge

JUDGE = "judge"
"""What is missing, where a question cannot be judged here."""
MODULES = frozenset({"heapq", "string", "enum"})


def judged(judge: Judge, question: Question) -> bool:
    """Run reference and mutants through the judge; False where it cannot judge this here. Raises Refuted."""
    if not needs_of(question) <= judge.abilities or (isinstance(question, Bug) and "kata" not in judge.abilities):
        return False
    match question:
        case Sql(answer=sql):
            right, wrong = sql.reference, sql.mutants
        case Kata(answer=kata):
            right, wrong = kata.reference, kata.mutants
            if undeclared := sorted(features(kata.reference) - set(kata.needs)):
                raise Refuted(f"the reference needs {', '.join(undeclared)}: name them in `answer.needs`")
        case Bug(code=code) if code is not None and to_judge(question, "") is not None:
            right, wrong = mended(question), (code.text,)
        case _:
            return True
    report = came(judge, question, right)
    if not report.full:
        failed = next(verdict for verdict in report.verdicts if verdict.outcome != "passed")
        raise Refuted(
            f"the judge fails the reference: {failed.test or 'a hidden test'}: {failed.outcome} {failed.said}"
        )
    for place, mutant in enumerate(wrong, 1):
        if came(judge, question, mutant).full:
            raise Refuted(f"the judge passes mutant {place}")
    return True


def came(judge: Judge, question: Question, source: str) -> JudgeReport:
    task = to_judge(question, source)
    assert task is not None, "what is judged has tests"
    try:
        return judge.run(*task)
    except (BadTests, JudgeDown) as error:
        raise Refuted(f"the judge cannot run it: {error}") from error


def features(source: str) -> set[str]:
    """What a solution needs of Python that not every judge has, in the words of `bot.domain.question`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Yield() | ast.YieldFrom():
                found.add("generators")
            case ast.Import(names=names):
                found |= {name.name for name in names} & MODULES
            case ast.ImportFrom(module=module):
                found |= {module or ""} & MODULES
            case ast.ClassDef():
                found |= of_class(node)
    return found


def of_class(node: ast.ClassDef) -> set[str]:
    found = {"inheritance"} if node.bases or node.keywords else set()
    for part in node.body:
        if isinstance(part, ast.FunctionDef):
            names = {name.id for name in part.decorator_list if isinstance(name, ast.Name)}
            if "property" in names:
                found.add("properties")
            elif part.decorator_list:
                found.add("decorated_methods")
            if part.name.startswith("__") and part.name != "__init__":
                found.add("special_methods")
    return found
