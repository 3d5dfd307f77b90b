"""Judges a query: whether its rows are those of the reference on every data set, and how they differ on the first.

Knows rows as data; must not know which engine gave them nor how the run is kept in.
"""

import decimal
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bot.judge.calls import records_of, why
from bot.judge.process import Ended
from bot.ports.judge import BadTests, CaseVerdict, JudgeReport, Limits, Outcome, Rows, TableTests

NULL = "NULL"
MOST_SHOWN = 15
MOST_DIFFERING = 4
WIDEST = 60
DIGITS = decimal.Context(prec=12)
Row = tuple[str | None, ...]


class Given(msgspec.Struct, frozen=True):
    """What a query gave on one data set; `tables` when it was allowed to write."""

    outcome: Outcome = "passed"
    said: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    tables: dict[str, list[Row]] = {}


def job_of(query: str, tests: TableTests, limits: Limits, off: frozenset[str]) -> bytes:
    """What the child is to do. The reference is not in it, unless it is itself the query."""
    job = {
        "kind": "sqlite", "query": query, "schema": tests.schema, "data": tests.data, "writes": tests.writes,
        "wall_s": limits.wall_s * 0.9, "off": sorted(off),
    }  # fmt: skip
    return msgspec.json.encode(job)


def given_of(ended: Ended, count: int) -> tuple[tuple[Given, ...], tuple[str, ...]]:
    """What a run gave on each of `count` data sets, and its plan."""
    records = records_of(ended.results)
    found = [given(record) for record in records[:count]]
    while len(found) < count:
        outcome, said = why(ended)
        found.append(Given(outcome if len(found) == len(records) else "unreached", said))
    plan = records[0].get("plan") if records else None
    return tuple(found), tuple(str(line) for line in plan) if isinstance(plan, list) else ()


def given(record: Mapping[str, Any]) -> Given:
    """One line of the child's results."""
    for mark, outcome in (("time", "time"), ("memory", "memory"), ("much", "output")):
        if record.get(mark):
            return Given(outcome)  # type: ignore[arg-type]
    if "error" in record:
        return Given("error", str(record["error"])[:300])
    try:
        tables = {str(name): [row_of(row) for row in rows] for name, rows in record.get("tables", {}).items()}
        header = tuple(str(name) for name in record["header"])
        return Given("passed", "", header, tuple(row_of(row) for row in record["rows"]), tables)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Given("error", "The result is no table.")


def row_of(row: Sequence[Sequence[str]]) -> Row:
    """The cells as text, numbers in one form whatever the engine calls them; None for NULL."""
    return tuple(cell(*marked) for marked in row)


def cell(mark: str, content: str = "") -> str | None:
    if mark == "n":
        return None
    if mark == "y":
        return "\\x" + content
    if mark == "s":
        return content
    number = DIGITS.create_decimal(float.fromhex(content)) if mark == "f" else decimal.Decimal(content)
    if not number.is_finite():
        return str(number)
    return "0" if not number else format(number.normalize() if mark == "f" else number, "f")


def report(
    tests: TableTests, wanted: Sequence[Given], came: Sequence[Given], plan: tuple[str, ...], ms: float
) -> JudgeReport:
    """Each data set's verdict, and the rows of the first. Raises BadTests if the reference itself does not run."""
    for number, right in enumerate(wanted, 1):
        if right.outcome != "passed":
            raise BadTests(f"the reference fails on data set {number}: {right.said or right.outcome}")
    verdicts = tuple(
        verdict(number, right, got, tests.ordered)
        for number, (right, got) in enumerate(zip(wanted, came, strict=True), 1)
    )
    rows = difference(wanted[0], came[0], tests.ordered) if came and came[0].outcome == "passed" else None
    return JudgeReport(verdicts, ms, rows, plan)


def verdict(number: int, right: Given, got: Given, ordered: bool) -> CaseVerdict:
    """Whether one data set came out right. What an error says may tell of the data: only the first one says it."""
    first = number == 1
    outcome: Outcome = got.outcome
    if outcome == "passed" and not same(right, got, ordered):
        outcome = "wrong"
    return CaseVerdict(outcome, first, f"data set {number}" if first else "", said=got.said if first else "")


def same(right: Given, got: Given, ordered: bool) -> bool:
    """Equal rows: as a multiset, or in order; and equal tables afterwards."""
    rows = right.rows == got.rows if ordered else Counter(right.rows) == Counter(got.rows)
    return rows and {name: Counter(of) for name, of in right.tables.items()} == {
        name: Counter(of) for name, of in got.tables.items()
    }


def difference(right: Given, got: Given, ordered: bool) -> Rows:
    """The rows that came, and which of them should not have, and which should have."""
    missing, extra = Counter(right.rows) - Counter(got.rows), Counter(got.rows) - Counter(right.rows)
    header, rows = got.header, got.rows
    if not header and got.tables:  # a change that gives no rows is shown by what it left
        name = next((name for name in got.tables if got.tables[name] != right.tables.get(name)), next(iter(got.tables)))
        rows = tuple(got.tables[name])
        missing = Counter(right.tables.get(name, ())) - Counter(rows)
        extra = Counter(rows) - Counter(right.tables.get(name, ()))
        header = (name, *[""] * (max((len(row) for row in rows), default=1) - 1))
    return Rows(
        tuple(name[:WIDEST] for name in header),
        tuple(map(texts, rows[:MOST_SHOWN])),
        max(0, len(rows) - MOST_SHOWN),
        tuple(texts(row) for row in list(missing.elements())[:MOST_DIFFERING]),
        tuple(texts(row) for row in list(extra.elements())[:MOST_DIFFERING]),
        ordered and not missing and not extra and right.rows != got.rows,
    )


def texts(row: Row) -> tuple[str, ...]:
    """The cells as a card shows them."""
    return tuple(
        NULL if value is None else value if len(value) <= WIDEST else value[: WIDEST - 1] + "…" for value in row
    )
