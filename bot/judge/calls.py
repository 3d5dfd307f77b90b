"""Judges a submission in Python: which call of each test to make, and whether what came is what was expected.

The expected values never leave this process. Knows tests and verdicts; must not know how a run is kept in.
"""

import ast
import builtins
import signal
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from bot.judge.literal import Unreadable, shown, value_of
from bot.judge.process import Ended
from bot.ports.judge import BadTests, CallTests, CaseVerdict, JudgeReport, Outcome, Submission

SEED = 0
ERRORS = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
)
Record = Mapping[str, Any]


@lru_cache(maxsize=4096)
def parted(test: str) -> tuple[str, str]:
    """A test `<call> == <literal>` as the call and the literal. Raises BadTests."""
    try:
        tree = ast.parse(test.strip(), mode="eval").body
        if isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.ops[0], ast.Eq):
            ast.literal_eval(tree.comparators[0])
            return ast.unparse(tree.left), ast.unparse(tree.comparators[0])
    except (SyntaxError, ValueError):
        pass
    raise BadTests(f"a test must be `<call> == <literal>`, so that it is compared outside: {test}")


def job_of(submission: Submission, tests: CallTests) -> bytes:
    """What the child is to do. No expected value is in it. Raises BadTests."""
    wanted = [parted(test)[0] for test in (*tests.public, *tests.hidden)]
    job = {"kind": "python", "source": submission.source, "setup": submission.setup, "calls": wanted, "seed": SEED}
    return msgspec.json.encode(job)


def report(submission: Submission, tests: CallTests, ended: Ended) -> JudgeReport:
    """What the run came to, test by test."""
    records = records_of(ended.results)
    lines = submission.source.splitlines()
    loaded = records[0] if records else None
    failed = loaded if loaded is not None and loaded else None
    verdicts: list[CaseVerdict] = []
    told_end = False
    for number, test in enumerate((*tests.public, *tests.hidden)):
        public = number < len(tests.public)
        record = failed or (records[number + 1] if loaded is not None and number + 1 < len(records) else None)
        if record is None:
            verdicts.append(described(test, public, "unreached") if told_end else described(test, public, *why(ended)))
            told_end = True
        else:
            verdicts.append(verdict(test, public, record, lines))
    return JudgeReport(tuple(verdicts), ended.ms)


def records_of(results: bytes) -> Sequence[Record]:
    """The lines that the child has written to their end, up to the first that is no record."""
    found: list[Record] = []
    for line in results.split(b"\n")[:-1]:
        try:
            record = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError):
            break
        if not isinstance(record, dict):
            break
        found.append(record)
    return found


def why(ended: Ended) -> tuple[Outcome, str]:
    """What ended a run before it had said all that it was asked."""
    if ended.flooded:
        return "output", ""
    if ended.late or ended.status == -signal.SIGXCPU:
        return "time", ""
    if ended.status == -signal.SIGKILL:
        return "memory", ""
    if ended.status < 0:
        return "error", "The program crashed."
    return "error", "The program ended before this test was done."


def verdict(test: str, public: bool, record: Record, lines: Sequence[str]) -> CaseVerdict:
    """What one record says about its test."""
    if record.get("memory"):
        return described(test, public, "memory")
    if record.get("much"):
        return described(test, public, "output")
    if "value" not in record:
        return error(test, public, record, lines)
    try:
        got = value_of(record["value"])
        expected = ast.literal_eval(parted(test)[1])
        right = bool(got == expected)
    except (Unreadable, RecursionError):
        return described(test, public, "error", "The result is no plain value.")
    return described(test, public, "passed" if right else "wrong", got=shown(got) if public else "")


def error(test: str, public: bool, record: Record, lines: Sequence[str]) -> CaseVerdict:
    """An error: in its own words where the test is public; of a hidden test's, only its kind and the line."""
    name, said, line = (record.get(key) for key in ("error", "said", "line"))
    kind = name if isinstance(name, str) and (public or name in ERRORS) else "Error"
    words = f"{kind}: {said}" if public and isinstance(said, str) and said else kind
    number = line if isinstance(line, int) and 1 <= line <= len(lines) else 0
    text = lines[number - 1].strip()[:120] if number else ""
    return msgspec.structs.replace(described(test, public, "error", words[:300]), line=number, text=text)


def described(test: str, public: bool, outcome: Outcome, said: str = "", got: str = "") -> CaseVerdict:
    """A verdict that says of its test what may be said."""
    if not public:
        return CaseVerdict(outcome, said=said)
    call, expected = parted(test)
    return CaseVerdict(outcome, True, call, expected, got, said)
