"""What the core asks of a judge: run a submission against tests, and report what each test came to.

A judge runs code of strangers; how it keeps that code in is its own affair. It must not know who submitted what, nor
what a verdict is worth.
"""

from typing import Literal, Protocol

import msgspec

Language = Literal["python", "sqlite", "postgres"]
Outcome = Literal["passed", "wrong", "error", "time", "memory", "output", "unreached"]
"""What a test came to. `output`: it said or gave more than a run may; `unreached`: an earlier test ended the run."""


class Limits(msgspec.Struct, frozen=True):
    """What one run may use: seconds on the clock, megabytes of memory, bytes of output."""

    wall_s: float = 2.0
    megabytes: int = 128
    output: int = 64 * 1024


class Submission(msgspec.Struct, frozen=True):
    """What a learner wants to have run. `setup` is put behind it, unseen (the helpers of a bug's tests)."""

    language: Language
    source: str
    setup: str = ""


class CallTests(msgspec.Struct, frozen=True, tag="calls"):
    """Tests of the form `<call> == <literal>`. Of the hidden ones a report says nothing but how they came out."""

    public: tuple[str, ...]
    hidden: tuple[str, ...] = ()


class TableTests(msgspec.Struct, frozen=True, tag="tables"):
    """A schema, data sets and the query that is right. The first data set's rows may be shown, the others' never.

    Rows are compared as a multiset unless `ordered`; with `writes` the query may change data and tables, and what it
    leaves in all tables is compared too.
    """

    schema: str
    data: tuple[str, ...]
    reference: str
    ordered: bool = False
    writes: bool = False


Tests = CallTests | TableTests


class CaseVerdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one test came to. A public test shows itself, what was expected and what came; a hidden one does not.

    `line` (from 1) and `text` are the learner's own line that failed; `said` is the error in its own words.
    """

    outcome: Outcome
    public: bool = False
    test: str = ""
    expected: str = ""
    got: str = ""
    said: str = ""
    line: int = 0
    text: str = ""


class Rows(msgspec.Struct, frozen=True, omit_defaults=True):
    """A query's result on the first data set, as text, shortened to what a card can show; `more` rows were left out.

    `missing` and `extra` are rows that should have come and rows that should not; `order` alone was wrong.
    """

    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0
    missing: tuple[tuple[str, ...], ...] = ()
    extra: tuple[tuple[str, ...], ...] = ()
    order: bool = False


class JudgeReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a run came to. `ms` is the time it took on the clock; `plan` are the lines of EXPLAIN QUERY PLAN."""

    verdicts: tuple[CaseVerdict, ...]
    ms: float = 0.0
    rows: Rows | None = None
    plan: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        """How many tests passed."""
        return sum(verdict.outcome == "passed" for verdict in self.verdicts)

    @property
    def total(self) -> int:
        """How many tests there are."""
        return len(self.verdicts)

    @property
    def full(self) -> bool:
        """Whether all passed."""
        return 0 < self.passed == self.total


class JudgeDown(Exception):
    """The judge could not run the submission, through no fault of the submission: try again later."""


class BadTests(Exception):
    """The tests cannot be run: a mistake in the bank. The message says which test and why."""


class Judge(Protocol):
    """Runs submissions. May be asked from several threads at once."""

    @property
    def abilities(self) -> frozenset[str]:
        """What it can judge here, in the words of `bot.domain.question.needs_of`."""

    def run(self, submission: Submission, tests: Tests, limits: Limits) -> JudgeReport:
        """Run it to its end or its limits. Raises JudgeDown, or BadTests."""
