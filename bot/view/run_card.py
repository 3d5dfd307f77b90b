"""What became of submitted code: it waits, or test by test how it came out; and how the database went about a query.

Only ever for whoever sent the code. Of a hidden test nothing is told but how it came out.
"""

from bot.domain import question as q
from bot.domain.response import DontKnow, Ran, Response
from bot.intents import Answer, ReportQuestion, ShowPlan, ShowResult, ShowRun
from bot.intents import DontKnow as GiveUp
from bot.ports.judge import CaseVerdict, JudgeReport, Rows
from bot.usecases.settle_run import RunDone
from bot.usecases.sitting import Outcome
from bot.usecases.submit_run import RunQueued
from bot.view import daily_card
from bot.view.card import (
    Block,
    Button,
    Buttons,
    Card,
    Code,
    Fields,
    Footnote,
    State,
    Table,
    Text,
    buttons,
    card,
    fields,
)
from bot.view.wording import counted

MOST_TESTS = 4
"""Tests that are told one by one; the others are counted."""
MOST_ROWS = 8
LONGEST = 160
WORDS = {
    "wrong": "wrong",
    "error": "an error",
    "time": "took too long",
    "memory": "needed too much memory",
    "output": "said or gave too much",
    "unreached": "not reached",
}


def present(result: RunDone | RunQueued | Outcome) -> Card:
    """The card of a run as it stands."""
    return queued(result) if isinstance(result, RunQueued) else done(result)  # type: ignore[arg-type]


def queued(result: RunQueued) -> Card:
    """It is in line."""
    late = "The judge has not come to it yet; nothing is lost. You get a private message as soon as it has."
    soon = "Your code is in line." if not result.ahead else f"{counted(result.ahead, 'run')} before yours."
    return card(
        f"Waiting for the judge · {daily_card.title(result.daily, result.question)}",
        "open",
        Text(late if result.late else soon),
        buttons(Button("Look again", ShowRun(result.run.id), "primary")),
        Footnote("It counts from the moment when you sent it, even if it is judged later."),
        word="waiting",
    )


def done(result: RunDone) -> Card:
    """Test by test."""
    report = result.report
    state: State = "right" if report.full else "partly" if report.passed else "wrong"
    return card(
        f"{passed(report)} · {daily_card.title(result.daily, result.question)}",
        state,
        *tests(report),
        *rows(report.rows, report.full),
        Text(next_step(result)),
        controls(result),
        Footnote(f"It took {max(1, round(report.ms))} ms. Only you see this."),
        word="passed" if report.full else "not yet",
    )


def passed(report: JudgeReport) -> str:
    """How many of how many tests passed."""
    return f"{report.passed} of {counted(report.total, 'test')} passed"


def tests(report: JudgeReport) -> list[Block]:
    """What the public tests that failed say, and the hidden ones counted."""
    failed = [verdict for verdict in report.verdicts if verdict.outcome != "passed"]
    told = [verdict for verdict in failed if verdict.public and verdict.outcome != "unreached"][:MOST_TESTS]
    blocks: list[Block] = [block for verdict in told for block in test(verdict)]
    hidden = [verdict for verdict in failed if verdict not in told]
    counts = {word: sum(WORDS[one.outcome] == word for one in hidden) for word in WORDS.values()}
    rest = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    if rest:
        blocks.append(Text(f"{'Others' if told else 'Tests'}: {rest}."))
    where = next((one for one in hidden if one.line), None)
    if where is not None and not any(one.line for one in told):
        blocks += [Text(f"{where.said} in line {where.line}:", literal=True), Code(short(where.text))]
    return blocks


def test(verdict: CaseVerdict) -> list[Block]:
    """A public test that failed."""
    if verdict.outcome == "wrong" and verdict.expected:
        pairs = (("Test", verdict.test), ("Expected", verdict.expected), ("Got", verdict.got))
        return [literal(pairs)]
    line = f" in line {verdict.line}" if verdict.line else ""
    said = f": {verdict.said}" if verdict.said else ""
    blocks: list[Block] = [Text(short(f"{verdict.test}: {WORDS[verdict.outcome]}{line}{said}"), literal=True)]
    return [*blocks, Code(short(verdict.text))] if verdict.text else blocks


def literal(pairs: tuple[tuple[str, str], ...]) -> Fields:
    """Names and values, the values to the letter."""
    made = fields((name, short(value)) for name, value in pairs)
    return Fields(tuple(type(one)(one.name, one.value, literal=True) for one in made.fields))


def rows(found: Rows | None, right: bool) -> list[Block]:
    """The result on the first data set, and how it differs from what it should be."""
    if found is None:
        return []
    blocks: list[Block] = [Text("Your result on the first data set:")]
    if found.rows and found.header:
        blocks.append(Table(found.header, tuple(tuple(map(cell, row)) for row in found.rows[:MOST_ROWS])))
        more = found.more + max(0, len(found.rows) - MOST_ROWS)
        if more:
            blocks.append(Text(f"and {counted(more, 'row')} more"))
    else:
        blocks.append(Text("no rows"))
    if not right:
        difference = [f"- {' | '.join(map(cell, row))}   is missing" for row in found.missing]
        difference += [f"+ {' | '.join(map(cell, row))}   should not be there" for row in found.extra]
        if difference:
            blocks.append(Code("\n".join(difference), "diff"))
        elif found.order:
            blocks.append(Text("The rows are right, their order is not."))
    return blocks


def cell(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"


def short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def next_step(result: RunDone) -> str:
    """What can be done now."""
    if result.report.full:
        return "Every test passes."
    if result.closed or result.daily.state != "open":
        return "Your attempt is closed, so this run changed nothing."
    return "Nothing is final yet: change it and run it again, as often as you like."


def controls(result: RunDone) -> Buttons | None:
    """Run again, give up, see the plan."""
    going = not result.closed and result.daily.state == "open"
    return buttons(
        Button("Change and run again", Answer(result.daily.id), "primary", form=True) if going else None,
        Button("I give up", GiveUp(result.daily.id)) if going else Button("My result", ShowResult(result.daily.id)),
        Button("Query plan", ShowPlan(result.run.id)) if result.report.plan else None,
        Button("Report this question", ReportQuestion(result.question.id), form=True),
    )


def plan(result: RunDone | RunQueued) -> Card:
    """EXPLAIN QUERY PLAN, as the database says it."""
    if isinstance(result, RunQueued):
        return queued(result)
    lines = result.report.plan
    if not lines:
        what = "for queries" if isinstance(result.question, q.Sql) else "for questions about SQL"
        return card("There is no query plan", "info", Text(f"A plan is made {what} that the database could read."))
    return card(
        "Query plan",
        "info",
        Code("\n".join(lines)[:2_400]),
        buttons(Button("Back to the run", ShowRun(result.run.id))),
        Footnote("On the first data set, which is small: on large tables the database may go another way."),
    )


def is_code(question: q.Question) -> bool:
    """Whether the key is a piece of code, which stands in a block of its own."""
    return isinstance(question, q.Sql | q.Kata)


def ran(response: Response, question: q.Question, score: float) -> str:
    """How the code of an attempt came out, or that it was given up; empty for all other answers."""
    match response:
        case Ran(total=0):
            told = "Your code passed every test." if score >= 1 else "Your code waits for the judge."
            return f"{told} The judge had not come to it before the reveal; it counts as in time."
        case Ran(passed=passed, total=total, ms=ms):
            return f"Your code passed {passed} of {counted(total, 'test')} in {max(1, ms)} ms."
        case DontKnow() if is_code(question):
            return "You gave up on this one."
        case _:
            return ""
