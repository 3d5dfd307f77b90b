"""Puts the judges together: each run goes to the one that can do it. `open_judge` is the way in.

It must not know how any of them works. Nothing is started before it is needed.
"""

from bot.judge.monty import MontyJudge
from bot.judge.postgres import PostgresJudge
from bot.judge.sandbox import Sandbox, wrapping
from bot.ports.judge import BadTests, JudgeReport, Limits, Submission, Tests

NO_PYTHON = (
    "Python is not judged here, so kata are not served: this system has no filter for system calls, and the package "
    "pydantic-monty is not installed."
)
LESS_PYTHON = "Python is judged by pydantic-monty: kata that need more of the language are not served."


class Judges:
    """All that can be judged here. Close it at the end."""

    def __init__(self, sandbox: Sandbox, monty: MontyJudge, postgres: PostgresJudge | None) -> None:
        self.sandbox, self.monty, self.postgres = sandbox, monty, postgres

    @property
    def abilities(self) -> frozenset[str]:
        """See `bot.ports.judge.Judge.abilities`. Cheap: what was found out once is remembered."""
        found = self.sandbox.abilities
        if "kata" not in found:
            found |= self.monty.abilities
        return found if self.postgres is None else found | self.postgres.abilities

    def run(self, submission: Submission, tests: Tests, limits: Limits) -> JudgeReport:
        """See `bot.ports.judge.Judge.run`."""
        if submission.language == "postgres":
            if self.postgres is None:
                raise BadTests("no database for judging is configured")
            return self.postgres.run(submission, tests, limits)
        if submission.language == "python" and "kata" not in self.sandbox.abilities:
            return self.monty.run(submission, tests, limits)
        return self.sandbox.run(submission, tests, limits)

    def notes(self) -> tuple[str, ...]:
        """What cannot be judged here and why, for the operator. Starts the worker to know."""
        self.sandbox.prove()
        found = []
        if "sql" not in self.sandbox.abilities:
            found.append("SQL is not judged here, so sql questions are not served: the judge's worker does not start.")
        if "kata" not in self.abilities:
            found.append(NO_PYTHON)
        elif "kata" not in self.sandbox.abilities:
            found.append(LESS_PYTHON)
        if self.postgres is not None and (trouble := self.postgres.trouble()):
            found.append(f"The database for judging (QUORUM_JUDGE_DATABASE) is not used: {trouble}.")
        return tuple(found)

    def languages(self) -> tuple[str, ...]:
        """What can be judged here, for the operator."""
        names = {"kata": "Python", "sql": "SQLite", "postgres": "PostgreSQL"}
        return tuple(name for ability, name in names.items() if ability in self.abilities)

    def around(self) -> str:
        """What else keeps runs in, for the operator."""
        return " inside bubblewrap" if self.sandbox.wrap and wrapping() else ""

    def close(self) -> None:
        """End whatever was started."""
        self.sandbox.close()
        self.monty.close()


def open_judge(database: str = "", wrap: bool = True) -> Judges:
    """The judges of this machine. `database` is the URL of a PostgreSQL kept for judging alone."""
    return Judges(Sandbox(wrap=wrap), MontyJudge(), PostgresJudge(database) if database else None)
