"""A question and a submission as a judge takes them: in which language, against which tests, within which limits.

One reading of the bank for learners' runs and for the proofs of the bank itself. It must not know what a run is worth.
"""

from bot.domain.question import Bug, Kata, Question, Sql, in_sqlite
from bot.ports.judge import CallTests, Limits, Submission, TableTests, Tests

LIMITS = Limits()
Task = tuple[Submission, Tests, Limits]


def to_judge(question: Question, source: str) -> Task | None:
    """What the judge is to run; None for a question that no submitted code answers."""
    match question:
        case Sql(answer=sql):
            tests = TableTests(sql.schema, sql.data, sql.reference, sql.ordered, sql.writes)
            return Submission("sqlite" if in_sqlite(sql) else "postgres", source), tests, LIMITS
        case Kata(answer=kata):
            limits = Limits(min(kata.limits.s, LIMITS.wall_s), kata.limits.mb)
            return Submission("python", source), CallTests(kata.tests_public, kata.tests_hidden), limits
        case Bug(answer=bug, code=code) if code is not None and code.lang in ("python", "py") and bug.tests:
            return Submission("python", source, code.setup), CallTests((), bug.tests), LIMITS
        case _:
            return None


def mended(question: Bug) -> str:
    """The code on show with the key's lines put in."""
    lines = question.code.text.splitlines() if question.code is not None else []
    return "\n".join(question.answer.fixed.get(number, line) for number, line in enumerate(lines, 1)) + "\n"
